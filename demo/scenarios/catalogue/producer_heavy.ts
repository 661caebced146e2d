import type { Claim } from "../claim.ts";
import { claimBacklogGrowth, claimBasics } from "../claims.ts";
import { predict } from "../prediction.ts";
import type { Track } from "../../system/run_record.ts";
import type { Scenario } from "../scenario.ts";
import { summarize } from "../../system/summary.ts";
import { planRun } from "./_plan.ts";

/** More events than polls: the ring laps the consumer, in a step that is known beforehand. */
export const producerHeavy: Scenario = {
  id: "producer-heavy",
  title: "more events than polls",
  proves: "The producer never waits. A consumer that polls too seldom falls behind by the same number of events in " +
    "every step, until the ring overwrites what it has not read. The step in which that happens is known beforehand, " +
    "and the consumer is told: nothing is dropped in silence.",
  settings: { ingestPerStep: 8, pollsPerStep: 3 },
  plan: (request) => ({ runs: [{ name: "executor", plan: planRun(request) }] }),
  claims: ({ tracks }) => [
    ...claimBasics(tracks),
    ...claimBacklogGrowth(tracks[0]),
    ...claimProducerUnhindered(tracks[0]),
    ...claimStall(tracks[0]),
  ],
};

/** However the consumer fares, the producer publishes all it has. */
function claimProducerUnhindered({ run }: Track): Claim[] {
  const { ingest } = run.plan;
  const events = ingest[0] * ingest.length;
  return [{
    claim: `the producer is never held up: all ${events} events are published`,
    held: run.published === events,
  }];
}

/** A consumer that stalls gets nothing more after its first overrun. */
function claimStall(track: Track): Claim[] {
  const { step, rates } = predict(track);
  if (step === undefined || rates === undefined || track.consumer.plan.onOverrun !== "stall") return [];
  const acks = step * rates.polls;
  return [{
    claim: `a stalled consumer gets nothing more: ${step} * ${rates.polls} = ${acks} acks in all`,
    held: summarize(track).totalAcks === acks,
  }];
}
