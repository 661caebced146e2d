/**
 * Claims that scenarios share. Each compares what a run left behind with something that was reckoned without it: the
 * capacity law, arithmetic on the plan, an identity between counts that were kept apart.
 *
 * @module
 */
import type { Claim } from "./claim.ts";
import { expectEpisodes, expectStates, expectSteps } from "./expected_run.ts";
import { predict, type Prediction } from "./prediction.ts";
import type { ConsumerColumn, Track } from "../system/run_record.ts";
import { describeSpan, stateSpans } from "../system/state_spans.ts";
import { accountsOf, isSkipping, sum, summarize } from "../system/summary.ts";

/** Claims that hold for every run, for any settings. */
export function claimBasics(tracks: readonly Track[]): Claim[] {
  return [
    claimFirstOverrun(tracks),
    claimLifecycle(tracks),
    claimAuthority(tracks),
    claimLoss(tracks),
    claimAccounts(tracks),
    claimArithmetic(tracks),
    claimWitnesses(tracks),
  ];
}

/** Overruns begin where the capacity law says. */
function claimFirstOverrun(tracks: readonly Track[]): Claim {
  const predictions = tracks.map(predict);
  const held = tracks.every((track, n) => {
    const { firstOverrunStep, firstOverwrittenStep } = summarize(track);
    return firstOverrunStep === predictions[n].step && firstOverwrittenStep === predictions[n].overwrittenStep;
  });
  const [first] = predictions;
  if (
    predictions.every(({ step, overwrittenStep }) => step === first.step && overwrittenStep === first.overwrittenStep)
  ) {
    return { claim: `${describeFirst(first)}, as the capacity law says`, held };
  }
  const places = tracks.map(({ name }, n) => `${name} ${describePlace(predictions[n])}`);
  return { claim: `first overruns by the capacity law: ${places.join(", ")}`, held };
}

function describeFirst({ step, overwrittenStep }: Prediction): string {
  if (overwrittenStep === undefined) return "there is no overrun";
  if (step === overwrittenStep) return `the first overrun is in step ${step}`;
  const lapped = `step ${overwrittenStep} overwrites what is unread`;
  return step === undefined
    ? `${lapped}, and no poll comes to find it`
    : `${lapped}, and a poll finds it in step ${step}`;
}

function describePlace({ step, overwrittenStep }: Prediction): string {
  if (step === overwrittenStep) return String(step ?? "never");
  return `${step ?? "never found"} (lapped in ${overwrittenStep})`;
}

/** The lifecycle takes the way that the warm-up and the failures prescribe. */
function claimLifecycle(tracks: readonly Track[]): Claim {
  const expected = tracks.map(({ run }) => expectStates(run.plan));
  const held = tracks.every(({ run }, n) => equal(run.state, expected[n]));
  const spans = stateSpans(expected[0]);
  const way = spans.length <= SPANS_MAX
    ? `the states are ${spans.map(describeSpan).join(", ")}`
    : "DEGRADED while a failure lasts; else WARMUP until all ticks are done, then READY";
  return { claim: way, held };
}

/** Spans that a claim lists; more would be a table. */
const SPANS_MAX = 5;

/** A decision is live if and only if it is taken in READY. */
function claimAuthority(tracks: readonly Track[]): Claim {
  const expected = tracks.map(({ run, consumer }) => expectSteps(run.plan, consumer.plan));
  const shares = expected.map((steps) => `${sum(steps.executedAcks)} of ${sum(steps.acks)}`);
  // Not one number for all: runs are alternatives, and consumers decide on the same events.
  const claim = tracks.length === 1
    ? `${shares[0]} decisions are live: those taken in READY, and no other`
    : `live are the decisions taken in READY, and no other: ${list(tracks, shares)}`;
  return {
    claim,
    held: tracks.every(({ consumer }, n) => equal(consumer.steps.executedAcks, expected[n].executedAcks)),
  };
}

/** A text for each track, under its name. */
function list(tracks: readonly Track[], texts: readonly string[]): string {
  return tracks.map(({ name }, n) => `${name} ${texts[n]}`).join(", ");
}

/** An event that was overwritten unread is lost, whether or not a poll has found it. */
function claimLoss(tracks: readonly Track[]): Claim {
  const events = sum(tracks[0].run.plan.ingest);
  const expected = tracks.map(({ run, consumer }) => {
    const steps = expectSteps(run.plan, consumer.plan);
    return {
      skipped: isSkipping(consumer.plan) ? sum(steps.lost) : 0,
      overwritten: lastOf(steps.overwritten),
      episodes: expectEpisodes(consumer.plan, steps),
    };
  });
  const lost = expected.map(({ skipped, overwritten }) => skipped + overwritten);
  const held = tracks.every((track, n) => {
    const { totalSkipped, totalOverwritten } = summarize(track);
    const { skipped, overwritten, episodes } = expected[n];
    return totalSkipped === skipped && totalOverwritten === overwritten &&
      JSON.stringify(track.consumer.episodes) === JSON.stringify(episodes);
  });
  if (events === 0) return { claim: "no event comes, and none is lost", held };
  if (lost.every((count) => count === 0)) {
    return { claim: "nothing is lost: every event is read, or still readable at the end", held };
  }
  if (tracks.length > 1) return { claim: `lost of ${events} events: ${list(tracks, lost.map(String))}`, held };
  const [{ skipped, overwritten }] = expected;
  return {
    claim: `${lost[0]} of ${events} events are lost: ${skipped} skipped, ${overwritten} overwritten unread`,
    held,
  };
}

function lastOf(column: Int32Array): number {
  return column[column.length - 1];
}

/** Nothing is unaccounted for, after any step. */
function claimAccounts(tracks: readonly Track[]): Claim {
  return {
    claim: "after every step, ingested = acks + lost + readable",
    held: tracks.every(isAccountedFor),
  };
}

function isAccountedFor({ run, consumer }: Track): boolean {
  const { lost, readable } = accountsOf({ consumer });
  let open = 0;
  return readable.every((unread, step) => {
    open += run.ingested[step] - consumer.steps.acks[step];
    return open === lost[step] + unread && unread >= 0 && unread <= run.plan.capacity;
  });
}

/** Every step of every column is what the rates alone lead to. */
function claimArithmetic(tracks: readonly Track[]): Claim {
  return {
    claim: "plain arithmetic, without a ring, gives the same counts each step",
    held: tracks.every(({ run, consumer }) => {
      const expected = expectSteps(run.plan, consumer.plan);
      return equal(run.ingested, run.plan.ingest) &&
        COLUMNS.every((name) => equal(consumer.steps[name], expected[name]));
    }),
  };
}

const COLUMNS: readonly ConsumerColumn[] = [
  "overruns",
  "acks",
  "executedAcks",
  "emptyPolls",
  "lost",
  "backlog",
  "overwritten",
];

/** The ring, the consumer and the sink tell the same story as the loop, and every event arrived whole. */
function claimWitnesses(tracks: readonly Track[]): Claim {
  return {
    claim: "ring, consumer and sink agree; events came once, in order, and whole",
    held: tracks.every(({ run, consumer }) => {
      const { witness } = consumer;
      const { totalIngested, totalAcks, executedAcks, totalSkipped, totalOverwritten, finalBacklog } = summarize({
        run,
        consumer,
      });
      return run.published === totalIngested && witness.delivered === totalAcks && witness.observed === totalAcks &&
        witness.measured === totalAcks && witness.executed === executedAcks && witness.lost === totalSkipped &&
        witness.lag === finalBacklog && witness.overwritten === totalOverwritten && witness.spoiled === 0;
    }),
  };
}

/** With constant rates, the backlog grows in a straight line until the first overrun; none, if that is in step 0. */
export function claimBacklogGrowth(track: Track): Claim[] {
  const { step, rates } = predict(track);
  if (rates === undefined || step === 0) return [];
  const growth = Math.max(0, rates.ingest - rates.polls);
  const until = step === undefined ? "" : " until the first overrun";
  const before = track.consumer.steps.backlog.subarray(0, step ?? undefined);
  return [{
    claim: growth === 0 ? "the backlog is 0 after every step" : `the backlog grows by ${growth} a step${until}`,
    held: before.every((backlog, n) => backlog === (n + 1) * growth),
  }];
}

/** Whether two columns are the same. */
export function equal(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let n = 0; n < one.length; n++) {
    if (one[n] !== other[n]) return false;
  }
  return true;
}
