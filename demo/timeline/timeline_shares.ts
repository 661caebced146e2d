/** How many events of a file each of its parts may have. */
export interface TimelineShares {
  /** Events of each run that are shown in full: their arrival, every consumer's decision, and their life. */
  readonly events: number;
  /** States of each run, and steps of its runbook. */
  readonly spans: number;
  /** Injections of each run, and overruns of each consumer. */
  readonly instants: number;
  /** Values of the lag of each consumer. */
  readonly lag: number;
}

/** Most events of each phase, unless another number is asked for. */
export const TIMELINE_EVENTS = 10_000;

/** Fewest that may be asked for. */
export const TIMELINE_EVENTS_MIN = 100;

/** Most that may be asked for: a file of a few hundred megabytes. */
export const TIMELINE_EVENTS_MAX = 1_000_000;

/** The share of the slices that is kept for states and steps. */
const SPANS_SHARE = 0.1;

/**
 * Shares a limit evenly, so that no phase has more events in a file than it: all slices together, all instants, all values, all
 * beginnings.
 *
 * @param limit most events of each phase
 * @param consumers how many consumers each run has
 */
export function timelineShares(limit: number, consumers: readonly number[]): TimelineShares {
  const runs = consumers.length;
  const lanes = consumers.reduce((sum, count) => sum + count, 0);
  const spans = Math.floor(limit * SPANS_SHARE);
  return {
    events: Math.floor((limit - spans) / Math.max(1, runs + lanes)),
    spans: Math.floor(spans / Math.max(1, 2 * runs)),
    // One instant of each run says what is left out.
    instants: Math.max(0, Math.floor((limit - runs) / Math.max(1, runs + lanes))),
    lag: Math.floor(limit / Math.max(1, lanes)),
  };
}
