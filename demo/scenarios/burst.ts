import { SeededRandom } from "../../control/failure/seeded_random.ts";
import type { Claim } from "../claim.ts";
import { claimBasics } from "../claims.ts";
import { predict } from "../prediction.ts";
import type { RunPlan } from "../run_plan.ts";
import type { Track } from "../run_record.ts";
import type { Scenario } from "../scenario.ts";
import { sum, summarize } from "../summary.ts";
import { planRun } from "./_plan.ts";

/** Ingest that is on and off. The rate of the configuration is that of the bursts. */
export const burst: Scenario = {
  id: "burst",
  title: "seeded bursts, and the ring that would have held them",
  proves: "A consumer can have time enough on the whole and still be lapped by one long burst. Carrying the backlog " +
    "from step to step tells when, and also how large the ring has to be. The second run takes the same bursts with a " +
    "ring of that size, and loses nothing.",
  settings: { ingestPerStep: 16, pollsPerStep: 10, totalSteps: 60, onOverrun: "skip-to-oldest" },
  plan: (request) => {
    const { seed, totalSteps, ingestPerStep } = request.config;
    const ingest = drawBursts(seed, totalSteps).map((on) => on * ingestPerStep);
    const plan = planRun(request, { ingest });
    const capacity = sufficientCapacity(plan);
    const runs = [{ name: "configured", plan }];
    if (capacity <= SUFFICIENT_MAX && capacity !== plan.capacity) {
      runs.push({ name: "sufficient", plan: { ...plan, capacity } });
    }
    return { runs };
  },
  claims: ({ tracks }) => [...claimBasics(tracks), ...claimAverage(tracks[0]), ...claimSufficient(tracks)],
};

/** Steps that a burst, or the quiet after it, lasts. */
const BURST_STEPS_MIN = 4;
const BURST_STEPS_MAX = 12;

/** The largest ring that is made only to show that it is large enough. */
const SUFFICIENT_MAX = 2 ** 20;

/** 1 in the steps of a burst, 0 in the others. */
function drawBursts(seed: number, totalSteps: number): Int32Array {
  const random = new SeededRandom(seed);
  const bursts = new Int32Array(totalSteps);
  let on = 1;
  for (let step = 0; step < totalSteps;) {
    const end = Math.min(totalSteps, step + random.integer(BURST_STEPS_MIN, BURST_STEPS_MAX));
    bursts.fill(on, step, end);
    on = 1 - on;
    step = end;
  }
  return bursts;
}

/** The least power of two that the backlog never exceeds: Lindley's recursion, without a ring. */
function sufficientCapacity({ ingest, consumers: [{ polls }] }: RunPlan): number {
  let backlog = 0;
  let highest = 1;
  for (let step = 0; step < ingest.length; step++) {
    backlog += ingest[step];
    highest = Math.max(highest, backlog);
    backlog = Math.max(0, backlog - polls[step]);
  }
  return 2 ** (32 - Math.clz32(highest - 1)); // In integers: how exact a logarithm is, the language leaves open.
}

/** Enough polls on the whole do not keep a burst from lapping the consumer. */
function claimAverage(track: Track): Claim[] {
  const { ingest, consumers: [{ polls }] } = track.run.plan;
  const { step } = predict(track);
  if (step === null || sum(polls) < sum(ingest)) return [];
  const { totalIngested, firstOverrunStep } = summarize(track);
  return [{
    claim: `${sum(polls)} polls could take all ${sum(ingest)} events, yet a burst laps the consumer`,
    held: totalIngested === sum(ingest) && firstOverrunStep === step,
  }];
}

/** The ring that arithmetic asks for loses nothing. */
function claimSufficient(tracks: readonly Track[]): Claim[] {
  const { plan } = tracks[0].run;
  const capacity = sufficientCapacity(plan);
  const track = tracks.find(({ run }) => run.plan.capacity === capacity);
  if (track === undefined) return [];
  return [{
    claim: `${capacity} slots are enough for these bursts: no overrun, nothing lost`,
    held: summarize(track).totalLost === 0 && track.consumer.steps.backlog.every((backlog) => backlog <= capacity),
  }];
}
