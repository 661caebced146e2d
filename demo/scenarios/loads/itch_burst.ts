import { predictBurstPeak } from "../../capacity/laws/queue_formulas.ts";
import { claimOverrun, claimPeaks, indexOf } from "./load_claims.ts";
import type { LoadScenario } from "./load_scenario.ts";

/** One burst, of the size that a receiver of Nasdaq's feed has to take. */
export const itchBurst: LoadScenario = {
  id: "itch-burst",
  title: "2,000 messages within a millisecond, and three services",
  proves:
    "A burst has no load that lasts, and still a ring that it needs: of B events at rate R a consumer of rate S has " +
    "B(1 - S/R) in front of it when the last one comes. 2,000 messages within a millisecond, of about 28 bytes, are what " +
    "Nasdaq asks receivers of its FPGA feed to take. With 800 ns an event 1,024 slots hold, with 2 µs they do not.",
  system: {
    ring: { capacity: 1_024, payloadWords: 8 },
    feed: { model: "on-off", burst: 2_000, rate: "2M/s", bursts: 1, size: 28 },
    consumers: [
      { name: "fast", service: "800ns", onOverrun: "skip-to-oldest" },
      { name: "fair", service: "1us", onOverrun: "skip-to-oldest" },
      { name: "slow", service: "2us", onOverrun: "skip-to-oldest" },
    ],
    seed: 1,
  },
  claims: (result) => [
    claimPeaks(result, [[1e6, 2_000]], 1),
    ...[["fast", 1.25e6], ["fair", 1e6], ["slow", 0.5e6]].map(([name, serviceRate]) => {
      const peak = predictBurstPeak({ burst: 2_000, rate: 2e6, serviceRate: Number(serviceRate) });
      const { neededCapacity } = result.laws[indexOf(result, String(name))];
      return {
        claim: `B(1 - S/R) is ${peak} events for ${name}: the needed ring is within one of it`,
        held: Math.abs(neededCapacity - peak) <= 1,
      };
    }),
    claimOverrun(result, "fast", false),
    claimOverrun(result, "fair", false),
    claimOverrun(result, "slow", true),
  ],
};
