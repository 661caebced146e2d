import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { SystemSpecification } from "../../../config/mod.ts";
import { SeededRandom } from "../../../control/mod.ts";
import { viewOfTimed } from "../../../demo/figures/view_of_timed.ts";
import { LOAD_SCENARIOS } from "../../../demo/scenarios/loads/all_loads.ts";
import { runLoad } from "../../../demo/scenarios/loads/run_load.ts";
import { planSystem } from "../../../demo/simulate/simulate_system.ts";
import { simulateAtOnce } from "../../../demo/simulate/simulation_pass.ts";
import type { SimulationResult } from "../../../demo/simulate/simulation_result.ts";
import { feedOfTimes } from "../../../demo/system/feed/feed_of_times.ts";
import { drawCase } from "../system/timed/_random_system.ts";
import { checkView } from "./_check_view.ts";

describe("viewOfTimed", () => {
  for (const scenario of LOAD_SCENARIOS) {
    it(`has columns that add up to the account of ${scenario.id}`, () => {
      for (const capacity of [undefined, 64]) checkResult(runLoad(scenario, { capacity }).result, scenario.id);
    });
  }

  it("has such columns for any small system", () => {
    const seed = 6;
    for (let n = 0; n < 500; n++) {
      const random = new SeededRandom(seed * 1_000 + n);
      const { specification, arrivals } = drawCase(random);
      const consumers = specification.consumers.map((consumer) => ({
        ...consumer,
        ...(consumer.service && { service: { ...consumer.service, perEvent: random.integer(0, 12) } }),
      }));
      const system: SystemSpecification = { ...specification, consumers };
      const result = simulateAtOnce(
        planSystem(system, { feed: arrivals.length === 0 ? NO_EVENTS : feedOfTimes(arrivals) }),
      );
      checkResult(result, `seed ${seed}, run ${n}`);
    }
  });

  it("writes times as reports do, and a policy as the command line", () => {
    const { specification } = drawCase(new SeededRandom(1));
    const consumer = { name: "slow", service: SERVICE, onOverrun: { leave: 3 }, pauses: [] };
    const system = { ...specification, ring: { capacity: 2, payloadWords: 0 }, consumers: [consumer], pauses: [] };
    const arrivals = Array.from({ length: 9 }, (_, n) => n * 1_234);
    const view = viewOfTimed(
      simulateAtOnce(planSystem({ ...system, failures: [], duration: undefined }, { feed: feedOfTimes(arrivals) })),
      0,
    );
    assertEquals([view.policy, view.predictedText, view.observedText], ["leave: 3", "9 µs", "9 µs"]);
  });
});

const NO_EVENTS = { model: "none", firstNs: undefined, lastNs: undefined, read: () => 0, close: () => {} };

const SERVICE = { perEvent: 9_000, perPass: 0, maxBatch: 1, wakeUp: 0 };

function checkResult(result: SimulationResult, shown: string): void {
  result.record.consumers.forEach(({ name, firstOverrunNs }, n) => {
    const view = viewOfTimed(result, n);
    checkView(view, `${name} of ${shown}`);
    assertEquals([view.predicted, view.predictedText], [view.observed, view.observedText], `${name} of ${shown}`);
    assert(firstOverrunNs === undefined || view.overruns[Math.floor(view.observed!)] > 0);
  });
}
