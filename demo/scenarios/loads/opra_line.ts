import { claimOverrun, claimPeaks, indexOf } from "./load_claims.ts";
import type { LoadScenario } from "./load_scenario.ts";

/** A line of the options feed: its mean of a day, in bursts at its planned capacity. */
export const opraLine: LoadScenario = {
  id: "opra-line",
  title: "a line of options quotes: 9 % loaded, and 128 slots are not enough",
  proves:
    "A mean says nothing about a ring. A line of OPRA carries 89,000 quotes a second over the day (200 billion, 96 " +
    "lines), and is planned for 1,250,000. Where the mean comes in bursts at the planned rate, a consumer that takes " +
    "1 µs an event is busy 9 % of the time and needs a ring of 250.",
  system: {
    ring: { capacity: 128 },
    feed: { model: "on-off", burst: 1_250, rate: "1.25M/s", every: 14_044_944 },
    consumers: [
      { name: "single", service: "1us", onOverrun: "skip-to-head" },
      { name: "batched", service: { perEvent: "600ns", perPass: "2us", maxBatch: 64 }, onOverrun: "skip-to-head" },
    ],
    duration: "1s",
    seed: 1,
  },
  claims: (result) => [
    claimPeaks(result, [[1e6, 1_250]], 1),
    claimMean(result.record.published),
    claimLoad(result.laws[indexOf(result, "single")].load),
    claimOverrun(result, "single", true),
    claimOverrun(result, "batched", false),
  ],
};

function claimMean(events: number) {
  return { claim: "the mean is 89,000 events a second, within 2 %", held: Math.abs(events - 89_000) <= 1_780 };
}

function claimLoad(load: number | undefined) {
  return { claim: "the load is 0.089, within 1 %", held: load !== undefined && Math.abs(load - 0.089) <= 0.00089 };
}
