/**
 * The contract of `core/bus/event_ring.ts` as tests, which every ring must pass, whatever it is made of.
 *
 * @module
 */
import { batches } from "./ring/batches.ts";
import { closing } from "./ring/closing.ts";
import { looking } from "./ring/looking.ts";
import { overruns } from "./ring/overruns.ts";
import { payloads } from "./ring/payloads.ts";
import { polling } from "./ring/polling.ts";
import { publishing } from "./ring/publishing.ts";
import { settings } from "./ring/settings.ts";
import { wrapping } from "./ring/wrapping.ts";
import type { MakeRing } from "./ring/ring_under_test.ts";
import { checkAgainstModel } from "./ring_model.ts";

/** Registers the tests that any ring must pass. */
export function ringConformance(name: string, makeRing: MakeRing): void {
  for (const register of [settings, publishing, polling, overruns, batches, looking, closing, payloads, wrapping]) {
    register(name, makeRing);
  }
  Deno.test(`${name} equals a plain log of events under any interleaving of calls`, () => {
    checkAgainstModel(makeRing);
  });
}
