import { SeededRandom } from "../../../control/mod.ts";
import type { Claim } from "../claim.ts";
import { claimBasics } from "../claims.ts";
import { describeInstability, describeRatio, type Load, loadOf } from "../../capacity/load.ts";
import { predict } from "../prediction.ts";
import type { Track } from "../../system/run_record.ts";
import type { Scenario } from "../scenario.ts";
import { sum, summarize } from "../../system/summary.ts";
import { planConsumer, planRun } from "./_plan.ts";

/** Ingest that is on and off. The rate of the configuration is that of the bursts. */
export const burst: Scenario = {
  id: "burst",
  title: "seeded bursts, and the ring that would have held them",
  proves: "A consumer can have time enough on the whole and still be lapped by one long burst. Carrying the backlog " +
    "from step to step tells when, and also how large the ring has to be: a second run takes the same bursts with a " +
    "ring of that size, and loses nothing. At a load of 1 or more no ring is enough, and there is no second run.",
  settings: { ingestPerStep: 16, pollsPerStep: 10, totalSteps: 60, onOverrun: "skip-to-oldest" },
  plan: (request) => {
    const { seed, totalSteps, ingestPerStep, ringCapacity } = request.config;
    const ingest = drawBursts(seed, totalSteps).map((on) => on * ingestPerStep);
    const run = (name: string, capacity: number) => ({
      name,
      plan: planRun(request, {
        capacity,
        ingest,
        meanIngest: ingestPerStep * SHARE_OF_BURSTS,
        consumers: [planConsumer(request, { name })],
      }),
    });
    const configured = run("configured", ringCapacity);
    const { sufficientCapacity: capacity } = loadOf(configured.plan, configured.plan.consumers[0]);
    if (capacity === undefined || capacity > SUFFICIENT_MAX || capacity === ringCapacity) return { runs: [configured] };
    return { runs: [configured, run("sufficient", capacity)] };
  },
  claims: ({ tracks }) => [...claimBasics(tracks), ...claimAverage(tracks[0]), ...claimSize(tracks)],
};

/** Steps that a burst, or the quiet after it, lasts. */
const BURST_STEPS_MIN = 4;
const BURST_STEPS_MAX = 12;

/** The share of the steps that are in a burst, in the long run: bursts and quiet last as long as each other on average. */
const SHARE_OF_BURSTS = 1 / 2;

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

/** Enough polls on the whole do not keep a burst from lapping the consumer. */
function claimAverage(track: Track): Claim[] {
  const { ingest, consumers: [{ polls }] } = track.run.plan;
  const { step } = predict(track);
  if (step === undefined || sum(polls) < sum(ingest)) return [];
  const { totalIngested, firstOverrunStep } = summarize(track);
  return [{
    claim: `${sum(polls)} polls could take all ${sum(ingest)} events, yet a burst laps the consumer`,
    held: totalIngested === sum(ingest) && firstOverrunStep === step,
  }];
}

/** A ring of the size that arithmetic asks for loses nothing; or why no size is enough. */
function claimSize(tracks: readonly Track[]): Claim[] {
  const { plan } = tracks[0].run;
  const load = loadOf(plan, tracks[0].consumer.plan);
  if (load.sufficientCapacity === undefined) return [claimNoSize(tracks[0], load)];
  const capacity = load.sufficientCapacity;
  const track = tracks.find(({ run }) => run.plan.capacity === capacity);
  if (track === undefined) return [];
  const size = capacity === 1 ? "1 slot is" : `${capacity} slots are`;
  return [{
    claim: load.ratio === 0
      ? "no event comes, and any ring is enough for that"
      : `${size} enough for these bursts: no overrun, nothing lost`,
    held: summarize(track).totalUndeliverable === 0 &&
      track.consumer.steps.backlog.every((backlog) => backlog <= capacity),
  }];
}

/** With more events than polls, the excess is lost or unread at the end, whatever the ring. */
function claimNoSize(track: Track, load: Load): Claim {
  const { ingest } = track.run.plan;
  const { polls } = track.consumer.plan;
  const { totalIngested, totalAcks } = summarize(track);
  return {
    claim: load.isStable === false
      ? `load ${describeRatio(load)} on the whole, ${describeInstability(load)}`
      : `${sum(ingest)} events and ${sum(polls)} polls: the bursts have not drained when the run ends, and no size ` +
        "follows from it",
    held: totalIngested === sum(ingest) && totalAcks <= sum(polls),
  };
}
