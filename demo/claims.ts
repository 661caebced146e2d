/**
 * Claims that scenarios share. Each compares what a run left behind with something that was reckoned without it: the
 * capacity law, arithmetic on the plan, an identity between counts that were kept apart.
 *
 * @module
 */
import type { Claim } from "./claim.ts";
import { expectStates, expectSteps } from "./expected_run.ts";
import { predict } from "./prediction.ts";
import type { ConsumerColumn, Track } from "./run_record.ts";
import { describeSpan, stateSpans } from "./state_spans.ts";
import { sum, summarize } from "./summary.ts";

/** The claims that hold of every run, whatever its numbers. */
export function claimBasics(tracks: readonly Track[]): Claim[] {
  return [
    claimFirstOverrun(tracks),
    claimLifecycle(tracks),
    claimAuthority(tracks),
    claimAccounts(tracks),
    claimArithmetic(tracks),
    claimWitnesses(tracks),
  ];
}

/** Overruns begin where the capacity law says. */
function claimFirstOverrun(tracks: readonly Track[]): Claim {
  const steps = tracks.map((track) => predict(track).step);
  const held = tracks.every((track, n) => summarize(track).firstOverrunStep === steps[n]);
  if (steps.every((step) => step === steps[0])) {
    const [step] = steps;
    const fact = step === null ? "there is no overrun" : `the first overrun is in step ${step}`;
    return { claim: `${fact}, as the capacity law says`, held };
  }
  const places = tracks.map(({ name }, n) => `${name} ${steps[n] ?? "never"}`);
  return { claim: `first overruns by the capacity law: ${places.join(", ")}`, held };
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
  const live = sum(expected.map((steps) => sum(steps.executedAcks)));
  const all = sum(expected.map((steps) => sum(steps.acks)));
  return {
    claim: `${live} of ${all} decisions are live: those taken in READY, and no other`,
    held: tracks.every(({ consumer }, n) => equal(consumer.steps.executedAcks, expected[n].executedAcks)),
  };
}

/** Nothing is unaccounted for, after any step. */
function claimAccounts(tracks: readonly Track[]): Claim {
  const skipping = tracks.filter(countsLost).length;
  const parts = skipping === 0
    ? "acks + backlog"
    : skipping === tracks.length
    ? "acks + lost + backlog"
    : "acks + backlog (+ lost, if it skips)";
  return { claim: `after every step, ingested = ${parts}`, held: tracks.every(isAccountedFor) };
}

/** Whether what is lost is no longer part of the backlog: a stalled consumer gives nothing up. */
function countsLost({ consumer }: Track): boolean {
  return consumer.plan.onOverrun !== "stall";
}

function isAccountedFor(track: Track): boolean {
  const { run, consumer } = track;
  const { acks, lost, backlog } = consumer.steps;
  const isLostApart = countsLost(track);
  let unread = 0;
  for (let step = 0; step < backlog.length; step++) {
    unread += run.ingested[step] - acks[step] - (isLostApart ? lost[step] : 0);
    if (unread !== backlog[step]) return false;
  }
  return true;
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

const COLUMNS: readonly ConsumerColumn[] = ["overruns", "acks", "executedAcks", "emptyPolls", "lost", "backlog"];

/** The ring, the consumer and the sink tell the same story as the loop, and every event arrived whole. */
function claimWitnesses(tracks: readonly Track[]): Claim {
  return {
    claim: "ring, consumer and sink agree; events came once, in order, and whole",
    held: tracks.every(({ run, consumer }) => {
      const { witness } = consumer;
      const { totalIngested, totalAcks, executedAcks, totalLost, finalBacklog } = summarize({ run, consumer });
      const totalSkipped = consumer.plan.onOverrun === "stall" ? 0 : totalLost;
      return run.published === totalIngested && witness.delivered === totalAcks && witness.observed === totalAcks &&
        witness.measured === totalAcks && witness.executed === executedAcks && witness.lost === totalSkipped &&
        witness.lag === finalBacklog && witness.spoiled === 0;
    }),
  };
}

/** With constant rates, the backlog grows in a straight line until the first overrun; none, if that is in step 0. */
export function claimBacklogGrowth(track: Track): Claim[] {
  const { step, rates } = predict(track);
  if (rates === null || step === 0) return [];
  const growth = Math.max(0, rates.ingest - rates.polls);
  const until = step === null ? "" : " until the first overrun";
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
