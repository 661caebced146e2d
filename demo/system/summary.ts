import type { LifecycleState } from "../../mod.ts";
import type { ConsumerPlan } from "./run_plan.ts";
import type { Track } from "./run_record.ts";

/** The totals of a track, as the reports print them. */
export interface Summary {
  /** The first step in which a poll found an overrun, or undefined. */
  readonly firstOverrunStep: number | undefined;
  /** The first step that overwrote an event unread, whether a poll found so or not, or undefined. */
  readonly firstOverwrittenStep: number | undefined;
  /** Polls that found an overrun. */
  readonly totalOverruns: number;
  /** Overruns, each from the poll that found it to the resume. */
  readonly totalEpisodes: number;
  /** Events ingested. */
  readonly totalIngested: number;
  /** Events delivered. */
  readonly totalAcks: number;
  /** Acks whose decision was live. */
  readonly executedAcks: number;
  /** Acks whose decision was provisional. */
  readonly provisionalAcks: number;
  /**
   * Events that polls found lost. Fewer than the events lost, if no poll came: a stalled consumer keeps them unread.
   */
  readonly totalLost: number;
  /** Events given up by resuming after an overrun. */
  readonly totalSkipped: number;
  /** Events unread and overwritten at the end, whether a poll has found so or not. */
  readonly totalOverwritten: number;
  /** Events that can never be delivered: skipped or overwritten. This is what is lost, in every policy. */
  readonly totalUndeliverable: number;
  /** Polls that found nothing. */
  readonly totalEmptyPolls: number;
  /** Events left unread: overwritten or readable. */
  readonly finalBacklog: number;
  /** Events left unread that can still be read. Ingested = acks + skipped + overwritten + readable. */
  readonly finalReadable: number;
  /** The lifecycle's state at the end. */
  readonly finalState: LifecycleState;
}

/** Adds up the steps of a track. */
export function summarize({ run, consumer }: Pick<Track, "run" | "consumer">): Summary {
  const { plan, steps, episodes } = consumer;
  const totalAcks = sum(steps.acks);
  const executedAcks = sum(steps.executedAcks);
  const totalLost = sum(steps.lost);
  const totalSkipped = isSkipping(plan) ? totalLost : 0;
  const finalBacklog = steps.backlog[steps.backlog.length - 1];
  const totalOverwritten = steps.overwritten[steps.overwritten.length - 1];
  return {
    firstOverrunStep: firstStep(steps.overruns, (count) => count > 0),
    // An event that a step overwrites is found lost in that step, or still unread when it ends.
    firstOverwrittenStep: firstStep(steps.overruns, (count, step) => count > 0 || steps.overwritten[step] > 0),
    totalOverruns: sum(steps.overruns),
    totalEpisodes: episodes.length,
    totalIngested: sum(run.ingested),
    totalAcks,
    executedAcks,
    provisionalAcks: totalAcks - executedAcks,
    totalLost,
    totalSkipped,
    totalOverwritten,
    totalUndeliverable: totalSkipped + totalOverwritten,
    totalEmptyPolls: sum(steps.emptyPolls),
    finalBacklog,
    finalReadable: finalBacklog - totalOverwritten,
    finalState: run.state[run.state.length - 1],
  };
}

/** Whether an overrun ends by a resume, which gives up what it cost. A stalled consumer keeps that unread. */
export function isSkipping({ onOverrun }: Pick<ConsumerPlan, "onOverrun">): boolean {
  return onOverrun !== "stall";
}

/**
 * Events lost by the end of each step, skipped or overwritten, whether or not a poll has found them; and those unread
 * and still readable then. After every step, ingested = acks + lost + readable.
 */
export function accountsOf({ consumer }: Pick<Track, "consumer">): { lost: Int32Array; readable: Int32Array } {
  const { lost, backlog, overwritten } = consumer.steps;
  let skipped = 0;
  return {
    lost: overwritten.map((count, step) => {
      if (isSkipping(consumer.plan)) skipped += lost[step];
      return skipped + count;
    }),
    readable: backlog.map((count, step) => count - overwritten[step]),
  };
}

function firstStep(column: Int32Array, isIt: (count: number, step: number) => boolean): number | undefined {
  const step = column.findIndex(isIt);
  return step < 0 ? undefined : step;
}

/** The sum of a column. */
export function sum(column: ArrayLike<number>): number {
  let total = 0;
  for (let n = 0; n < column.length; n++) total += column[n];
  return total;
}
