import type { SimulationResult } from "../../simulate/simulation_result.ts";
import { claimOverrun, indexOf, peakOf } from "./load_claims.ts";
import type { LoadScenario } from "./load_scenario.ts";

/** A feed that has reached its limit: the same rate over every window. */
export const saturatedFeed: LoadScenario = {
  id: "saturated-feed",
  title: "a feed at its limit looks calm, and 1 % decides",
  proves:
    "Whoever looks for bursts sees none in a feed that is cut off at its limit: CQS was flat at 750 to 800 quotes a " +
    "millisecond in 2011, as Nanex recorded. Against such a feed nothing averages out. A consumer of 1.28 µs an event " +
    "keeps up in a ring of a few slots; one of 1.30 µs falls behind for good, and no ring is enough for it.",
  system: {
    ring: { capacity: 4_096 },
    feed: { model: "constant", rate: "775k/s" },
    consumers: [
      { name: "keeps up", service: "1280ns", onOverrun: "skip-to-head" },
      { name: "falls behind", service: "1300ns", onOverrun: "skip-to-head" },
    ],
    duration: "1s",
    seed: 1,
  },
  claims: (result) => [
    claimFlat(result),
    claimStability(result, "keeps up", true),
    claimStability(result, "falls behind", false),
    claimOverrun(result, "keeps up", false),
    claimOverrun(result, "falls behind", true),
  ],
};

function claimFlat({ feed }: SimulationResult) {
  return {
    claim: "every millisecond, and every second, has 750 to 800 events a millisecond",
    held: [1e6, 1e7, 1e8, 1e9].every((windowNs) => {
      const perMs = peakOf(feed, windowNs) * 1e6 / windowNs;
      return perMs >= 750 && perMs <= 800;
    }),
  };
}

function claimStability(result: SimulationResult, name: string, isStable: boolean) {
  const { isStable: found } = result.laws[indexOf(result, name)];
  return { claim: `the load of "${name}" is ${isStable ? "below" : "above"} 1`, held: found === isStable };
}
