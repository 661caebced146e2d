import type { LifecycleState } from "../../../mod.ts";
import type { Histogram } from "../../../control/mod.ts";

/** One overrun of a timed run, from the poll that found it to the resume that ended it. */
export interface TimedEpisode {
  /** When a poll found it. */
  readonly fromNs: number;
  /** When the consumer resumed; undefined, if it has not. */
  readonly toNs: number | undefined;
  /** Events that it cost: those given up at the resume or, without one, those overwritten at the end. */
  readonly lost: number;
}

/** A span of the run spent in one state, for the same causes. */
export interface LifecycleSpan {
  /** The state. */
  readonly state: LifecycleState;
  /** When it began. It lasts until the next begins, or the run ends. */
  readonly fromNs: number;
  /** Names of the causes that held the system in DEGRADED; none in other states. */
  readonly causes: readonly string[];
}

/**
 * What happened in equally long intervals of a run. An interval begins at `n × intervalNs`; there are at most
 * {@linkcode INTERVALS_MAX}, however long the run was.
 */
export interface IntervalColumns {
  /** How long an interval is, in nanoseconds: a microsecond times a power of two, which may be a fraction. */
  readonly intervalNs: number;
  /** Events published by the end of each interval. */
  readonly published: Float64Array;
  /** Events published, and neither taken nor given up by the end of each interval. */
  readonly lag: Float64Array;
  /** The greatest lag in each interval, before its polls and after its arrivals. */
  readonly lagMax: Float64Array;
  /** Polls in each interval that found an overrun. */
  readonly overruns: Float64Array;
  /** Events known to be lost, by the interval in which a poll found that. */
  readonly lost: Float64Array;
  /** Events lost in each interval, overwritten unread or given up, whether or not a poll has found that. */
  readonly undeliverable: Float64Array;
  /** Live decisions, by the interval in which they were complete. What is complete after a set duration is in the last one. */
  readonly live: Float64Array;
  /** Provisional decisions, likewise. */
  readonly provisional: Float64Array;
  /** The greatest staleness of the decisions that were complete in each interval, in nanoseconds; 0, if there were none. */
  readonly stalenessNsMax: Float64Array;
}

/** Most intervals of a run. */
export const INTERVALS_MAX = 512;

/** Most episodes that a record lists; what is beyond is counted. */
export const EPISODES_MAX = 10_000;

/** Record of one consumer of a timed run. delivered + lost + backlog = published, and backlog is at most the capacity. */
export interface TimedConsumerRecord {
  /** Its name. */
  readonly name: string;
  /** Events delivered to it. */
  readonly delivered: number;
  /** Decisions among them that were live. */
  readonly live: number;
  /** Decisions that were provisional. */
  readonly provisional: number;
  /** Events given up at a resume, and those overwritten unread at the end. */
  readonly lost: number;
  /** Events that are unread and still readable at the end. */
  readonly backlog: number;
  /** Polls that found an overrun. */
  readonly overruns: number;
  /** When the first of them was. */
  readonly firstOverrunNs: number | undefined;
  /** The first {@linkcode EPISODES_MAX} overruns, in order. Only the last can be without an end. */
  readonly episodes: readonly TimedEpisode[];
  /** How many there were. */
  readonly totalEpisodes: number;
  /** The greatest lag that a poll found. */
  readonly lagMax: number;
  /** Time it was busy with events and passes, pauses not counted. */
  readonly busyNs: number;
  /** Time that it was blind: after a gap as long as that is provisional, and from an overrun without a resume to the end. */
  readonly blindNs: number;
  /** Age of each event when it was decided on, in nanoseconds. */
  readonly stalenessNs: Histogram;
  /** Age of each event when it was complete. */
  readonly latencyNs: Histogram;
  /** What happened over time. */
  readonly intervals: IntervalColumns;
  /** Whether it stopped polling for good. */
  readonly stopped: boolean;
  /** Decisions that came out of order, twice, or with other bytes than were published. 0, or something is broken. */
  readonly spoiled: number;
  /**
   * Decisions that were live though the system was not READY at the decision and at its completion, or provisional though it
   * was. 0, or something is broken.
   */
  readonly misjudged: number;
  /** Whether ring, consumer and sink count as the run does. */
  readonly witnessed: boolean;
  /** Hash of every decision, in order. */
  readonly decisions: string;
}

/** Record of a timed run. */
export interface TimedRecord {
  /** Events published. */
  readonly published: number;
  /** Bytes of their messages, as far as sizes are known. */
  readonly bytes: number;
  /** When the last arrival was published; undefined, if none was. */
  readonly lastArrivalNs: number | undefined;
  /** When the last thing happened: an arrival, a decision's completion; the duration, where one is set. */
  readonly endNs: number;
  /** States over time. At least one. */
  readonly lifecycle: readonly LifecycleSpan[];
  /** The consumers, in the order of the specification. */
  readonly consumers: readonly TimedConsumerRecord[];
}
