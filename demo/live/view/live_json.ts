import type { Histogram, LoopCycles } from "../../../control/mod.ts";
import type { ThreadCycles } from "../between/thread_cycles.ts";
import type { Collections } from "../between/thread_messages.ts";
import {
  type ConsumerResult,
  eventsAddUp,
  isRateMissed,
  type LiveResult,
  lostEvents,
  measuredShare,
  observationsAddUp,
  rateReached,
} from "../plane/live_result.ts";
import { distributionJson, type LatencyJson } from "./distribution_json.ts";
import {
  type FeedJson,
  feedJson,
  type HiccupsJson,
  hiccupsJson,
  type PredictionJson,
  predictionJson,
  type ServiceJson,
  serviceJson,
} from "./machine_json.ts";
import { notMeasured } from "./not_measured.ts";
import { type RunJson, runToJson } from "./run_json.ts";
import type { ThreadCollections } from "../between/thread_messages.ts";

/** Result of a live run, as an object for JSON. Keys are stable. An unknown value is null. */
export function liveToJson(result: LiveResult): LiveJson {
  const { plan, producer, startNs } = result;
  return {
    ...runToJson(result),
    ended_by: result.endedBy,
    longest_cycle_ms: result.longestCycleMs,
    states: result.states.map(({ atMs, state, causes }) => ({ seconds: atMs / 1_000, state, causes })),
    halts: haltsJson(result),
    rate: {
      asked_per_second: typeof plan.rate === "number" ? plan.rate : null,
      reached_per_second: rateReached(result) ?? null,
      missed: isRateMissed(result),
    },
    feed: feedJson(result),
    producer: producer === undefined ? null : {
      published: producer.published,
      seconds: (producer.stoppedNs - startNs) / 1e9,
      cycles: cyclesJson(producer.cycles),
      collections: collectionsJson(producer.collections),
    },
    consumers: result.consumers.map((consumer) => consumerJson(consumer, result)),
    hiccups: hiccupsJson(result),
    prediction: predictionJson(result),
    metrics_file: metricsFileJson(result),
    failures: result.failures,
    not_measured: notMeasured(result),
  };
}

function consumerJson(consumer: ConsumerResult, result: LiveResult): ConsumerJson {
  const { number, report, observed, dropped, beforeReady, measuredNs, processingNs, scheduledNs } = consumer;
  return {
    consumer: number,
    name: result.plan.system?.consumers[number - 1]?.name ?? String(number),
    events: report === undefined ? null : {
      start: report.start,
      delivered: report.delivered,
      lost: lostEvents(report),
      overwritten: report.overwritten,
      left: report.left,
      overruns: report.overruns,
      episodes: report.episodes,
      live: report.live,
      provisional: report.delivered - report.live,
      add_up: eventsAddUp(consumer, result),
    },
    observations: {
      sent: report === undefined ? null : report.observationsSent,
      observed,
      dropped,
      before_ready: beforeReady,
      add_up: observationsAddUp(consumer),
    },
    staleness_ns: {
      as_measured: latencyJson(measuredNs),
      against_schedule: scheduledNs === undefined ? null : latencyJson(scheduledNs),
      share_of_published: measuredShare(consumer, result) ?? null,
    },
    processing_ns: latencyJson(processingNs),
    service: serviceJson(report?.served),
    cycles: report === undefined ? null : cyclesJson(report.cycles),
    collections: report === undefined ? null : collectionsJson(report.collections),
  };
}

function haltsJson({ halts }: LiveResult): HaltJson[] {
  return halts.map(({ atMs, causes, tookNs, liveAfter, timeToHaltNs }) => ({
    seconds: atMs / 1_000,
    causes,
    transition_ns: tookNs,
    live_acks_after: liveAfter,
    time_to_halt_ns: timeToHaltNs,
  }));
}

function metricsFileJson({ metricsFile }: LiveResult): MetricsFileJson | null {
  if (metricsFile === undefined) return null;
  const { path, written, dropped, reason } = metricsFile;
  return { path, written, dropped, reason: reason ?? null };
}

function cyclesJson({ warmup, ready }: ThreadCycles): CyclesJson {
  return { warming_up: cycleCountsJson(warmup), since_ready: cycleCountsJson(ready) };
}

function cycleCountsJson({ stalls, longestNs }: LoopCycles): CycleCountsJson {
  return { stalls, longest_ns: longestNs };
}

function latencyJson(histogram: Histogram): LatencyJson {
  return distributionJson(histogram.snapshot());
}

function collectionsJson({ warmup, ready }: ThreadCollections): CollectionsJson {
  return { warming_up: listOf(warmup), since_ready: listOf(ready) };
}

function listOf(collections: Collections): CollectionJson[] {
  return Object.entries(collections).map(([kind, count]) => ({ kind, count }));
}

/** The object that `--json` prints. */
export interface LiveJson extends RunJson {
  /** Reason for the end. */
  readonly ended_by: string;
  /** The longest time from one look of the control plane to the next, in milliseconds. */
  readonly longest_cycle_ms: number;
  /** The states of the lifecycle, each from when it was entered. */
  readonly states: readonly { readonly seconds: number; readonly state: string; readonly causes: readonly string[] }[];
  /** Every time that the system left READY. */
  readonly halts: readonly HaltJson[];
  /** Events per second. */
  readonly rate: {
    readonly asked_per_second: number | null;
    readonly reached_per_second: number | null;
    readonly missed: boolean;
  };
  /** The feed, or null if there was none. */
  readonly feed: FeedJson | null;
  /** The producer, or null if it failed. */
  readonly producer:
    | {
      readonly published: number;
      readonly seconds: number;
      readonly cycles: CyclesJson;
      readonly collections: CollectionsJson;
    }
    | null;
  /** The consumers. */
  readonly consumers: readonly ConsumerJson[];
  /** Hiccups of the machine beside the system, or null if their meter failed. */
  readonly hiccups: HiccupsJson | null;
  /** What arithmetic says of the feed and the services that were measured; null without a feed, or if it cannot tell. */
  readonly prediction: PredictionJson | null;
  /** Outcome of the metrics file, or null if none was asked for. */
  readonly metrics_file: MetricsFileJson | null;
  /** A line for each thread that failed. */
  readonly failures: readonly string[];
  /** Limits of these numbers. */
  readonly not_measured: readonly string[];
}

/** Account of the events of one consumer. */
export interface ConsumerJson {
  /** Its number. */
  readonly consumer: number;
  /** Its name: its number, if it has no other. */
  readonly name: string;
  /** Its events, or null if its thread failed. */
  readonly events: {
    readonly start: number;
    readonly delivered: number;
    /** Overwritten before it had read them, or given up. */
    readonly lost: number;
    /** Of these, what it has not given up: it has not resumed since. */
    readonly overwritten: number;
    /** Events still readable at the end. */
    readonly left: number;
    /** Polls that found it overrun. */
    readonly overruns: number;
    /** Times that it was overrun, each until it resumed. */
    readonly episodes: number;
    readonly live: number;
    readonly provisional: number;
    readonly add_up: boolean;
  } | null;
  /** Its observations. */
  readonly observations: {
    readonly sent: number | null;
    readonly observed: number;
    readonly dropped: number;
    readonly before_ready: number;
    readonly add_up: boolean;
  };
  /** How late it decided. */
  readonly staleness_ns: {
    readonly as_measured: LatencyJson;
    readonly against_schedule: LatencyJson | null;
    /** Share of the events published that `as_measured` is about; null, if it is not known. */
    readonly share_of_published: number | null;
  };
  /** From its decisions to their complete acks. */
  readonly processing_ns: LatencyJson;
  /** What it takes here; null, if it has no service, or failed. */
  readonly service: ServiceJson | null;
  /** How its cycles went. */
  readonly cycles: CyclesJson | null;
  /** Its garbage collections. */
  readonly collections: CollectionsJson | null;
}

/** The system left READY. */
export interface HaltJson {
  readonly seconds: number;
  readonly causes: readonly string[];
  /** Between the readings of the clock before and after the transition. */
  readonly transition_ns: number;
  /** Live acks that were observed, and completed after the reading before it. */
  readonly live_acks_after: number;
  /** From the reading before it to the last of them; 0, if there was none. */
  readonly time_to_halt_ns: number;
}

/** Outcome of a metrics file. */
export interface MetricsFileJson {
  readonly path: string;
  /** Snapshots that were written. */
  readonly written: number;
  /** Snapshots that could not be written. */
  readonly dropped: number;
  /** Why the latest of these could not; null, if all could. */
  readonly reason: string | null;
}

/** How the cycles of a hot thread went, before and since the system was ready. */
export interface CyclesJson {
  readonly warming_up: CycleCountsJson;
  readonly since_ready: CycleCountsJson;
}

/** How some cycles went. */
export interface CycleCountsJson {
  /** Cycles longer than `stall_us`. */
  readonly stalls: number;
  readonly longest_ns: number;
}

/** The garbage collections of a hot thread, before and since the system was ready. */
export interface CollectionsJson {
  readonly warming_up: readonly CollectionJson[];
  readonly since_ready: readonly CollectionJson[];
}

/** How many collections there were of one kind. */
export interface CollectionJson {
  /** Its name in V8. */
  readonly kind: string;
  readonly count: number;
}
