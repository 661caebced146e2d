import type { LifecycleState } from "../core/state/lifecycle_state.ts";
import type { Track } from "./run_record.ts";

/** The totals of a track, as the reports print them. */
export interface Summary {
  /** The first step with an overrun, or null. */
  readonly firstOverrunStep: number | null;
  /** Polls that found an overrun. */
  readonly totalOverruns: number;
  /** Events ingested. */
  readonly totalIngested: number;
  /** Events delivered. */
  readonly totalAcks: number;
  /** Acks whose decision was live. */
  readonly executedAcks: number;
  /** Acks whose decision was provisional. */
  readonly provisionalAcks: number;
  /** Events lost. */
  readonly totalLost: number;
  /** Polls that found nothing. */
  readonly totalEmptyPolls: number;
  /** Events left unread. */
  readonly finalBacklog: number;
  /** The lifecycle's state at the end. */
  readonly finalState: LifecycleState;
}

/** Adds up the steps of a track. */
export function summarize({ run, consumer }: Pick<Track, "run" | "consumer">): Summary {
  const { steps } = consumer;
  const firstOverrunStep = steps.overruns.findIndex((count) => count > 0);
  const totalAcks = sum(steps.acks);
  const executedAcks = sum(steps.executedAcks);
  return {
    firstOverrunStep: firstOverrunStep < 0 ? null : firstOverrunStep,
    totalOverruns: sum(steps.overruns),
    totalIngested: sum(run.ingested),
    totalAcks,
    executedAcks,
    provisionalAcks: totalAcks - executedAcks,
    totalLost: sum(steps.lost),
    totalEmptyPolls: sum(steps.emptyPolls),
    finalBacklog: steps.backlog[steps.backlog.length - 1],
    finalState: run.state[run.state.length - 1],
  };
}

/** The sum of a column. */
export function sum(column: ArrayLike<number>): number {
  let total = 0;
  for (let n = 0; n < column.length; n++) total += column[n];
  return total;
}
