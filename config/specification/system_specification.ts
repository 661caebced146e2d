import type { OverrunPolicy } from "../../core/bus/overrun_policy.ts";

/**
 * A system, described: its ring, what comes in, who consumes it, what fails, and for how long.
 *
 * Everything is filled in: a file may leave out what has a default, this does not. Written as JSON it is a specification again,
 * of the same system. Durations and times are whole nanoseconds, rates are events per second, sizes are bytes.
 *
 * @experimental
 */
export interface SystemSpecification {
  /** The ring. */
  readonly ring: RingSpecification;
  /** Where events come from. */
  readonly feed: FeedSpecification;
  /** The consumers, in the order in which they poll at one moment. At least one, no two of one name. */
  readonly consumers: readonly ConsumerSpecification[];
  /** Pauses of the whole system: every consumer's work is suspended in them. The feed goes on. */
  readonly pauses: readonly PauseSpecification[];
  /** The failures. */
  readonly failures: readonly FailureSpecification[];
  /** The warm-up; without one the system is READY from 0 on. */
  readonly warmup?: WarmupSpecification;
  /** Health checks that act on the system, by id: they are looked at once a {@linkcode SystemSpecification.step}. */
  readonly checks: Readonly<Record<string, CheckSpecification>>;
  /** Steps in a row that a check must be well before it lets go. */
  readonly recoveryTicks: number;
  /** From one turn of the control plane to the next; also what `perStep` and `polls` count by. */
  readonly step: number;
  /** Arrivals, polls and turns of the control plane before this count. Without it a run ends when everything has drained. */
  readonly duration?: number;
  /** Seed of everything drawn at random: a whole number from 0 to 2⁵³ - 1. */
  readonly seed: number;
}

/** The ring of a system. */
export interface RingSpecification {
  /** Events that stay readable: a power of two. */
  readonly capacity: number;
  /** 32-bit payload words of every event. */
  readonly payloadWords: number;
}

/** Where events come from. The first arrival is at 0; only `steps` may begin later. */
export type FeedSpecification =
  | StepsFeed
  | ConstantFeed
  | PoissonFeed
  | OnOffFeed
  | HawkesFeed
  | RecordedFeed
  | MergedFeed;

/** So many events in each step, spread evenly over its first half. */
export interface StepsFeed {
  /** The model. */
  readonly model: "steps";
  /** Events in every step, for as long as the run lasts; or one count a step, after which none come. */
  readonly perStep: number | readonly number[];
  /** Where the counts were drawn: the mean of what they were drawn from, in events a step. */
  readonly mean?: number;
  /** Bytes of every message. */
  readonly size?: number;
}

/** Event i arrives at ⌊i / rate⌋, exactly. */
export interface ConstantFeed {
  /** The model. */
  readonly model: "constant";
  /** Events per second. */
  readonly rate: number;
  /** Events after which the feed ends. */
  readonly events?: number;
  /** Bytes of every message. */
  readonly size?: number;
}

/** Independent, exponentially distributed gaps, each cut to whole nanoseconds when added up. */
export interface PoissonFeed {
  /** The model. */
  readonly model: "poisson";
  /** Mean events per second. */
  readonly rate: number;
  /** Events after which the feed ends. */
  readonly events?: number;
  /** Bytes of every message. */
  readonly size?: number;
}

/** Bursts of events at a constant rate, and silence in between. Event i of burst k arrives at k × every + ⌊i / rate⌋. */
export interface OnOffFeed {
  /** The model. */
  readonly model: "on-off";
  /** Events of a burst. */
  readonly burst: number;
  /** Events per second within a burst. */
  readonly rate: number;
  /**
   * From the beginning of a burst to that of the next: no less than from its first event to its last. Missing, there is one
   * burst.
   */
  readonly every?: number;
  /** Bursts after which the feed ends. */
  readonly bursts?: number;
  /** Bytes of every message. */
  readonly size?: number;
}

/**
 * A self-exciting feed (Hawkes, 1971), drawn by its clusters: every event brings about others, on average `branching` of them,
 * each after an exponentially distributed time. Those times have two scales: a share of them decays slowly.
 */
export interface HawkesFeed {
  /** The model. */
  readonly model: "hawkes";
  /** Mean events per second, of those that come unasked and those brought about by others together. */
  readonly rate: number;
  /** Events that one event brings about directly, on average: 0 to 0.999. */
  readonly branching: number;
  /** How fast what an event brings about follows: per second, the inverse of the mean delay. */
  readonly decay: number;
  /** The same for the slow share. */
  readonly slowDecay: number;
  /** Share of the events brought about that follow slowly: 0 to 1. */
  readonly slowShare: number;
  /** Events after which the feed ends. */
  readonly events?: number;
  /** Bytes of every message. */
  readonly size?: number;
}

/** Units of the times in a recorded file. */
export const TIME_UNITS: readonly ["ns", "us", "ms", "s"] = ["ns", "us", "ms", "s"];

/** One of {@linkcode TIME_UNITS}. */
export type TimeUnit = typeof TIME_UNITS[number];

/** Least number that the times of a recording are divided by. */
export const SPEED_MIN: number = 0.000_001;
/** Greatest number that the times of a recording are divided by. */
export const SPEED_MAX: number = 1_000_000;

/** Arrivals recorded in a file: CSV, or a classic pcap. */
export interface RecordedFeed {
  /** The model. */
  readonly model: "recorded";
  /** The file; in a specification relative to that, on a command line relative to the working directory. */
  readonly file: string;
  /** What the times are divided by: ⌊t / speed⌋. */
  readonly speed: number;
  /** Unit of the times of a CSV whose header names none. */
  readonly timeUnit: TimeUnit;
  /** Arrivals before this, counted from the first of the file and before `speed`, are left out. */
  readonly from?: number;
  /** Arrivals from this on are left out. */
  readonly to?: number;
}

/** Several feeds at once, in order of time; at one moment that which is listed first. */
export interface MergedFeed {
  /** The model. */
  readonly model: "merged";
  /** The feeds. None of them is merged itself. Recordings keep their distance in time from one another. */
  readonly feeds: readonly Exclude<FeedSpecification, MergedFeed>[];
}

/** Answer to an overrun: a policy, or being out of service from the Nth overrun on (before that it skips to the head). */
export type OnOverrunSpecification = OverrunPolicy | { readonly leave: number };

/** A consumer, with a pace: either `polls` or a `service`. */
export interface ConsumerSpecification {
  /** Name in reports. */
  readonly name: string;
  /** Polls in every step, spread evenly over its second half; or one count a step. Each takes at most one event, in no time. */
  readonly polls?: number | readonly number[];
  /** How long it is busy. */
  readonly service?: ServiceSpecification;
  /** Answer to an overrun. */
  readonly onOverrun: OnOverrunSpecification;
  /** Its own pauses, beside those of the system. */
  readonly pauses: readonly PauseSpecification[];
  /** What going on after a gap costs; missing, nothing. */
  readonly afterGap?: {
    /** How long the system is held in DEGRADED from the resume on. */ readonly provisionalFor: number;
  };
}

/** How long a consumer is busy. */
export interface ServiceSpecification {
  /** With one event, from the decision to its completion. */
  readonly perEvent: ServiceTimeSpecification;
  /** Once for each poll that finds events, before the first of them is decided. */
  readonly perPass: number;
  /** Most events that one poll takes. */
  readonly maxBatch: number;
  /** From an arrival that finds it asleep to its poll. 0 is a spinning consumer. */
  readonly wakeUp: number;
}

/** A time for each event: fixed; exponential by its mean; log-normal by its median and 99th percentile; or measured. */
export type ServiceTimeSpecification =
  | number
  | { readonly mean: number }
  | { readonly median: number; readonly p99: number }
  | MeasuredTimes;

/** Durations in a file: an .hgrm percentile table, or one duration a line. */
export interface MeasuredTimes {
  /** The file; relative like that of a recording. */
  readonly file: string;
  /** Unit of its durations. */
  readonly unit: TimeUnit;
}

/** Half open spans of time: one from `at`, or one at `every`, at twice that, and so on, each shorter than `every`. */
export type PauseSpecification =
  | { readonly at: number; readonly for: number }
  | { readonly every: number; readonly for: number };

/** A failure that is injected. */
export interface FailureSpecification {
  /** Id of the failure: `market-data-outage` or `execution-failure`. */
  readonly kind: string;
  /** When it begins. */
  readonly from: number;
  /** When it is over; missing, it never is. */
  readonly to?: number;
}

/** The warm-up. Tick n is at n × tick, from 0 on, and the system is READY at ticks × tick. */
export interface WarmupSpecification {
  /** Ticks that it takes. */
  readonly ticks: number;
  /** From one to the next. */
  readonly tick: number;
}

/** Limits of a health check that acts on the system. */
export interface CheckSpecification {
  /** The greatest value that is not yet a failure. */
  readonly limit: number;
  /** The greatest value with which it is well again. */
  readonly recoveryLimit: number;
}
