import { claimBusy, claimOverrun, claimPeaks, type PeakTable } from "./load_claims.ts";
import type { LoadScenario } from "./load_scenario.ts";

/** Most events of CME's E-mini futures in the hour after a holiday's reopening. */
const PEAKS: PeakTable = [[1e4, 36], [1e5, 67], [1e6, 151], [1e7, 380], [1e8, 638], [1e9, 837]];

/** An hour of a quiet market, in which events come in clusters. */
export const quietSession: LoadScenario = {
  id: "quiet-session",
  title: "an hour that is all but idle, in clusters that overrun 64 slots",
  proves:
    "A consumer that spins, and is busy 0.02 % of the time, overruns a ring of 64: events excite one another, and " +
    "it is behind while a cluster lasts. To take them in batches saves it, for a pass costs 8 µs and an event only 2. " +
    "The model is a Hawkes feed of two time scales; its peaks are those of an hour of CME's E-mini futures after a " +
    "holiday's reopening, within 1.4 times.",
  system: {
    ring: { capacity: 64 },
    feed: { model: "hawkes", rate: "16.4/s", branching: 0.927, decay: "300k/s", slowDecay: "800/s", slowShare: 0.33 },
    consumers: [
      { name: "single", service: "10us", onOverrun: "skip-to-oldest" },
      { name: "batched", service: { perEvent: "2us", perPass: "8us", maxBatch: 64 }, onOverrun: "skip-to-oldest" },
      { name: "asleep", service: { perEvent: "1us", wakeUp: "1ms" }, onOverrun: "skip-to-oldest" },
    ],
    duration: "3600s",
    seed: 60,
  },
  claims: (result) => [
    claimPeaks(result, PEAKS, 1.4),
    claimBusy(result, "single", 0.02),
    claimOverrun(result, "single", true),
    claimOverrun(result, "batched", false),
    claimOverrun(result, "asleep", true),
  ],
};
