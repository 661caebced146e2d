import type { HistogramSnapshot } from "../../../control/mod.ts";
import type { ServiceSpecification } from "../../../config/mod.ts";
import type { OverrunPolicy, SharedRingDescription } from "../../../mod.ts";
import type { IdleStrategyName } from "../../../runtime/mod.ts";
import type { ArrivalBuffer } from "./arrival_buffer.ts";
import type { SharedControl } from "./control_words.ts";
import type { ThreadCycles } from "./thread_cycles.ts";
import type { ThreadClockPlan } from "./thread_clock.ts";

/** Setup of a thread that measures the machine. */
export interface MeterSetup {
  /** The number of the thread: 0 is the producer, n is consumer n, and what measures the machine comes behind them. */
  readonly thread: number;
  /** Shared memory of the threads. */
  readonly control: SharedControl;
  /** The clock of the timestamps. */
  readonly clock: ThreadClockPlan;
}

/** Setup of a thread that finds gaps by spinning. */
export interface GapSetup extends MeterSetup {
  /** The longest time between two readings of the clock that is not a gap, in nanoseconds. */
  readonly thresholdNs: number;
}

/** Setup that every hot thread receives first. */
export interface ThreadSetup extends MeterSetup {
  /** The ring that the events go through. */
  readonly ring: SharedRingDescription;
  /** How to wait for work. */
  readonly idle: IdleStrategyName;
  /** The longest that a cycle may take without being a stall, in microseconds. */
  readonly stallUs: number;
}

/** Setup of the producer. */
export interface ProducerSetup extends ThreadSetup {
  /** What to publish: so many events per second, as many as it can, or those of a feed. */
  readonly pace: number | "max" | ArrivalBuffer;
}

/** Setup of a consumer. */
export interface ConsumerSetup extends ThreadSetup {
  /** The ring that its observations go through. */
  readonly observations: SharedRingDescription;
  /** Answer to an overrun. */
  readonly onOverrun: OverrunPolicy;
  /** Microseconds to take over every event. */
  readonly slowUs: number;
  /** How it is busy, in place of that; nothing, if it has no service. */
  readonly service: ServiceSetup | undefined;
}

/** How a consumer with a service is busy. */
export interface ServiceSetup {
  /** Its name, and the seed: what drawn times are keyed by. */
  readonly consumer: string;
  /** The seed. */
  readonly seed: number;
  /** How long it is busy, as it is specified. What it takes to wake up is up to the idle strategy. */
  readonly service: ServiceSpecification;
  /** The overrun from which on it is out of service, counted from 1; 0, if it never is. */
  readonly leaveAt: number;
}

/** What a consumer takes on this machine, measured before the run, in whole nanoseconds. */
export interface MeasuredService {
  /** For each event, its service time included; of drawn ones the mean. */
  readonly perEventNs: number;
  /** What of that comes on top of the service time. */
  readonly overheadNs: number;
  /** For each pass besides. */
  readonly perPassNs: number;
  /** To find work when it has waited for some: the median wait of its idle strategy. 0, if it spins. */
  readonly wakeUpNs: number;
}

/** Messages of a hot thread: that it is ready, and later its report, or why it failed. */
export type ThreadMessage<Report> =
  | { readonly kind: "ready" }
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "failure"; readonly reason: string };

/** Garbage collections, by the name that V8 gives their kind: `Scavenge` is one of young objects. */
export type Collections = Readonly<Record<string, number>>;

/** The garbage collections of a hot thread. */
export interface ThreadCollections {
  /** From the start of the run until the system was ready for the first time. */
  readonly warmup: Collections;
  /** From then until the end. */
  readonly ready: Collections;
}

/** Report of the producer. */
export interface ProducerReport {
  /** Events published. */
  readonly published: number;
  /** When it stopped, in nanoseconds of the control plane's clock. */
  readonly stoppedNs: number;
  /** What became of its feed; nothing, if it had none. */
  readonly feed: FeedReport | undefined;
  /** How its cycles went. */
  readonly cycles: ThreadCycles;
  /** Its garbage collections. */
  readonly collections: ThreadCollections;
}

/** What became of the feed of a producer. */
export interface FeedReport {
  /** Whether all of it was published. */
  readonly isOver: boolean;
  /** Events that were due when the producer stopped, and had not been published. */
  readonly behind: number;
  /** From when an event was due to its arrival stamp, in nanoseconds, of all that were published. */
  readonly latenessNs: HistogramSnapshot;
  /** The same of the last event; 0, if there was none. */
  readonly lastLateNs: number;
  /** Times that the producer found that the feed had not been read far enough. */
  readonly starvings: number;
  /** How long it had to wait for that, in nanoseconds, all times together. */
  readonly starvedNs: number;
}

/** Report of a consumer. */
export interface ConsumerReport {
  /** Sequence at which it joined. */
  readonly start: number;
  /** Events delivered to it. */
  readonly delivered: number;
  /** Events that it gave up by resuming. */
  readonly lost: number;
  /** Events that were overwritten before it had read them, and that it has not given up: lost as well. */
  readonly overwritten: number;
  /** Events that were left: published, neither delivered nor lost. They can still be read. */
  readonly left: number;
  /** Polls that found it overrun. */
  readonly overruns: number;
  /** Times that it was overrun, each until it resumed. */
  readonly episodes: number;
  /** Decisions that were live. The others were provisional. */
  readonly live: number;
  /** Observations sent. */
  readonly observationsSent: number;
  /** What only a consumer with a service knows; nothing, if it has none. */
  readonly served: ServedReport | undefined;
  /** How its cycles went. */
  readonly cycles: ThreadCycles;
  /** Its garbage collections. */
  readonly collections: ThreadCollections;
}

/** What a consumer with a service knows besides. */
export interface ServedReport {
  /** What it takes. */
  readonly measured: MeasuredService;
  /** How long the passes of the run took that were a whole batch, the loop included, in nanoseconds. */
  readonly fullPassNs: HistogramSnapshot;
  /** The greatest lag that one of its passes found. */
  readonly lagMax: number;
  /** When an overrun was found first, in nanoseconds of the control plane's clock; nothing, if none was. */
  readonly firstOverrunNs: number | undefined;
}

/** Report of the hiccup meter. */
export interface HiccupReport {
  /** The shortest of its sleeps, in nanoseconds: what is longer is a hiccup. Nothing, if it never slept. */
  readonly shortestSleepNs: number | undefined;
  /** Hiccups before the system was ready for the first time, in nanoseconds. */
  readonly warmup: HistogramSnapshot;
  /** Hiccups since. */
  readonly ready: HistogramSnapshot;
}

/** Report of a thread that found gaps by spinning. */
export interface GapReport {
  /** How long it looked, in nanoseconds. */
  readonly elapsedNs: number;
  /** Length of all gaps together, in nanoseconds. */
  readonly totalNs: number;
  /** Length of each gap, in nanoseconds. */
  readonly gapsNs: HistogramSnapshot;
}
