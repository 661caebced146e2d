import type { Claim } from "../claim.ts";
import { claimBacklogGrowth, claimBasics } from "../claims.ts";
import { predict } from "../prediction.ts";
import type { Track } from "../../system/run_record.ts";
import type { Scenario } from "../scenario.ts";
import { summarize } from "../../system/summary.ts";
import { planRun } from "./_plan.ts";

/** More polls than events: polls that find nothing are ordinary. */
export const consumerHeavy: Scenario = {
  id: "consumer-heavy",
  title: "more polls than events",
  proves: "A poll that finds nothing is an ordinary answer, not an error: it costs a comparison and changes nothing. " +
    "A consumer with time to spare reads every event in the step in which it came.",
  settings: { ingestPerStep: 3, pollsPerStep: 8 },
  plan: (request) => ({ runs: [{ name: "executor", plan: planRun(request) }] }),
  claims: ({ tracks }) => [...claimBasics(tracks), ...claimBacklogGrowth(tracks[0]), ...claimEmptyPolls(tracks[0])],
};

/** Without an overrun, the polls that are left over in a step find nothing. */
function claimEmptyPolls(track: Track): Claim[] {
  const { step, rates } = predict(track);
  if (step !== undefined || rates === undefined) return [];
  const totalSteps = track.run.plan.ingest.length;
  const spare = Math.max(0, rates.polls - rates.ingest);
  return [{
    claim: `${totalSteps} * ${spare} = ${totalSteps * spare} polls find nothing, and do no harm`,
    held: summarize(track).totalEmptyPolls === totalSteps * spare,
  }];
}
