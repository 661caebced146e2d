import type { LifecycleStateName } from "../../mod.ts";

/** What one column of a view stands for: a step of simulated time, or an interval of it. */
export type ColumnUnit = "step" | "time";

/** A span of a run in one lifecycle state, in columns; a run by times has fractions of them. */
export interface StateSpanView {
  /** The state. */
  readonly state: LifecycleStateName;
  /** Where it begins. */
  readonly from: number;
  /** Where it ends: where the next begins, or the run ends. */
  readonly to: number;
  /** Names of the causes that held the system in DEGRADED; none in other states. */
  readonly causes: readonly string[];
}

/**
 * One overrun, from the poll that found it to the resume that ended it. In a run by steps these are numbers of steps, and equal
 * where it resumed in the same one; in a run by times they are times in columns, with fractions.
 */
export interface EpisodeView {
  /** The column in which a poll found it. */
  readonly from: number;
  /** The column in which the consumer resumed; undefined, if it has not. */
  readonly to: number | undefined;
  /** Events that it cost. */
  readonly lost: number;
}

/** What became of the events of a run. `live + provisional + lost + waiting = events`. */
export interface AccountView {
  /** Events published. */
  readonly events: number;
  /** Decided on live. */
  readonly live: number;
  /** Decided on, provisionally. */
  readonly provisional: number;
  /** Never to be delivered: given up, or overwritten unread. */
  readonly lost: number;
  /** Unread at the end, and still readable. */
  readonly waiting: number;
}

/** A point of a distribution. */
export interface QuantilePoint {
  /** Share of the values that are at most this great: above 0, and 1 for the greatest. */
  readonly share: number;
  /** The value, in nanoseconds. */
  readonly ns: number;
}

/**
 * One consumer of a run, as figures draw it: columns over time, whether the run was by steps or by times. Every column array has
 * `count` entries.
 */
export interface RunView {
  /** Name of the track or the consumer. */
  readonly name: string;
  /** Its answer to an overrun, as the command line writes it: `skip-to-head`, `leave: 3`. */
  readonly policy: string;
  /** Events that stay readable in its ring. */
  readonly capacity: number;
  /** What a column is. */
  readonly unit: ColumnUnit;
  /** Simulated nanoseconds of a column; a fraction in a short run by times. The time `ns` is at `ns / intervalNs` columns. */
  readonly intervalNs: number;
  /** Columns. */
  readonly count: number;
  /** The ring's head at the end of each column: events published so far. */
  readonly head: ArrayLike<number>;
  /** The greatest lag in each column, that before the polls: an overrun is found there. */
  readonly lagMax: ArrayLike<number>;
  /**
   * The lag at the end of each column. The cursor is `head - lag`: a consumer with service times takes its events in batches,
   * and has decided on them up to a batch later.
   */
  readonly lag: ArrayLike<number>;
  /**
   * Events lost in each column: overwritten unread in it, whether or not a poll has found that, or given up at a resume though
   * they were still readable.
   */
  readonly lost: ArrayLike<number>;
  /** Polls in each column that found an overrun. */
  readonly overruns: ArrayLike<number>;
  /** Live decisions in each column. */
  readonly live: ArrayLike<number>;
  /** Provisional decisions in each column. */
  readonly provisional: ArrayLike<number>;
  /** The greatest staleness of a decision in each column, in nanoseconds; 0 where none was made. */
  readonly stalenessNsMax: ArrayLike<number>;
  /** The lifecycle, from column 0 to `count`, without gaps. No span is empty. */
  readonly states: readonly StateSpanView[];
  /** The overruns, in order: of a run by times the first 10,000, and one without an end. */
  readonly episodes: readonly EpisodeView[];
  /** Where the law puts the first overrun, in columns; undefined for never. */
  readonly predicted: number | undefined;
  /** Where the first overrun was found; undefined for never. In a run that went to its end, the law says the same. */
  readonly observed: number | undefined;
  /** The same as words, for a person: `never`, `12`, `2.47 ms`. */
  readonly predictedText: string;
  /** The observed one as words. */
  readonly observedText: string;
  /** What became of the events. */
  readonly account: AccountView;
  /** Staleness of all decisions, by rising share; empty, if there were none. */
  readonly staleness: readonly QuantilePoint[];
}
