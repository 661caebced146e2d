import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { formulasOf } from "../../../demo/simulate/formulas.ts";
import { consumer, seen, SPECIFICATION } from "./_results.ts";
import { simulate } from "./_world.ts";

const POISSON = { ...SPECIFICATION, feed: { model: "poisson", rate: 1_000_000 } as const };

Deno.test("the mean wait of Poisson arrivals is beside the simulated one, and near to it", async () => {
  const args = [
    "--arrivals",
    "poisson:rate=1M/s",
    "--duration",
    "200ms",
    "--consumer",
    "a:500ns",
    "--capacity",
    "1024",
  ];
  const { stdout } = await simulate(args);
  const [, expected, simulated] =
    /Pollaczek-Khinchine\): (\d+) ns, simulated (\d+) ns/.exec(stdout.replace(/\s+/g, " ")) ?? [];
  assertEquals(expected, "250"); // 0.5 * 500 / (2 * 0.5)
  assert(Math.abs(Number(simulated) - 250) < 10, `simulated ${simulated}`);
});

Deno.test("the peak lag of a burst is beside the simulated one, within one event of it", async () => {
  const { stdout } = await simulate([
    "--arrivals",
    "on-off:burst=2000,rate=2M/s",
    "--consumer",
    "a:800ns",
    "--capacity",
    "1024",
  ]);
  assertMatch(stdout, /peak lag of a burst, B \(1 - S \/ R\), within one event: 750,\s+simulated 750\n/);
});

Deno.test("formulas are said of no system that they do not hold of", () => {
  const service = { perEvent: 500, perPass: 0, maxBatch: 1, wakeUp: 0 };
  assertEquals(formulasOf(POISSON, consumer("a", { service })).length, 1);
  for (
    const changed of [{ perPass: 1 }, { maxBatch: 2 }, { wakeUp: 1 }, { perEvent: 1_000 }, { perEvent: { mean: 5 } }]
  ) {
    assertEquals(formulasOf(POISSON, consumer("a", { service: { ...service, ...changed } })), []);
  }
  const bursts = { ...SPECIFICATION, feed: { model: "on-off", burst: 10, rate: 1e7, every: 5_000 } as const };
  assertEquals(formulasOf(bursts, consumer("a", { service })).length, 1);
  assertEquals(formulasOf({ ...bursts, feed: { ...bursts.feed, every: 4_999 } }, consumer("a", { service })), []);
  assertEquals(formulasOf(POISSON, consumer("a", { service, pauses: [{ at: 1, for: 1 }] })), []);
  assertEquals(formulasOf({ ...POISSON, pauses: [{ at: 1, for: 1 }] }, consumer("a", { service })), []);
  const [{ seen: lossy }] = formulasOf(POISSON, consumer("a", { service }));
  assertEquals(lossy(seen("a", { lost: 1 })), undefined);
});

Deno.test("formulasOf refuses a system that was not checked, in one line", () => {
  const { pauses: _, ...written } = POISSON;
  assertThrows(
    () => formulasOf(written as typeof POISSON, consumer("a")),
    TypeError,
    "Cannot find the formulas of a system: arguments.system must be an object that has pauses, got an object",
  );
});
