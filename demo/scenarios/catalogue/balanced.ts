import { claimBacklogGrowth, claimBasics } from "../claims.ts";
import type { Scenario } from "../scenario.ts";
import { planRun } from "./_plan.ts";

/** As many polls as events. */
export const balanced: Scenario = {
  id: "balanced",
  title: "as many polls as events",
  proves: "A consumer that polls as often as events arrive reads each of them in the step in which it came. " +
    "Nothing waits, nothing is lost, and the system is READY as soon as its warm-up is done.",
  settings: { ingestPerStep: 5, pollsPerStep: 5 },
  plan: (request) => ({ runs: [{ name: "executor", plan: planRun(request) }] }),
  claims: ({ tracks }) => [...claimBasics(tracks), ...claimBacklogGrowth(tracks[0])],
};
