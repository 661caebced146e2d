import { assert, assertEquals } from "@std/assert";
import { checkSpecification } from "../../../config/mod.ts";
import { planSystem } from "../../../demo/simulate/simulate_system.ts";
import { runSimulation, simulateAtOnce } from "../../../demo/simulate/simulation_pass.ts";

const SYSTEM = checkSpecification({
  ring: { capacity: 65_536, payloadWords: 0 },
  feed: { model: "on-off", burst: 50_000, rate: "1000M/s" },
  consumers: [{ name: "slow", service: "1us" }],
});

/** Real time that passes a second with every look, and an interrupt at one of the pauses. */
function watchUntil(pauses: number) {
  const controller = new AbortController();
  let nowNs = 0;
  let left = pauses;
  return {
    nowNs: () => nowNs += 1e9,
    pause: () => {
      if (--left === 0) controller.abort();
      return Promise.resolve();
    },
    onProgress: () => {},
    signal: controller.signal,
  };
}

Deno.test("an interrupt is heard while consumers drain, too, and every event is accounted for", async () => {
  const whole = simulateAtOnce(planSystem(SYSTEM));
  const pauses = Math.ceil(50_000 / 4_096) + 2; // those of the feed, and two of the end
  const { record, interruptedNs, laws } = await runSimulation(planSystem(SYSTEM), watchUntil(pauses));
  const [{ delivered, lost, backlog }] = record.consumers;
  assert(interruptedNs !== undefined && interruptedNs > 50_000 && interruptedNs < whole.record.endNs);
  assert(delivered > 10_000 && delivered < 50_000, `${delivered} delivered`);
  assertEquals(delivered + lost + backlog, 50_000);
  assertEquals(laws[0].neededCapacity, whole.laws[0].neededCapacity);
});
