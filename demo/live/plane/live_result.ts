import type { Histogram } from "../../../control/mod.ts";
import type { IntervalColumns } from "../../system/timed/timed_record.ts";
import type { MetricsFile } from "../../terminal/files/metrics_file.ts";
import type { Halt } from "./halt_watch.ts";
import type { LivePlan } from "./live_plan.ts";
import type { LiveSurroundings, StateEntry } from "./live_status.ts";
import type { Prediction } from "./prediction/prediction.ts";
import { eventsDue } from "../../../runtime/mod.ts";
import type { ConsumerReport, HiccupReport, ProducerReport } from "../between/thread_messages.ts";

/** Result of a live run. */
export interface LiveResult {
  /** Its plan. */
  readonly plan: LivePlan;
  /** Its surroundings. */
  readonly surroundings: LiveSurroundings;
  /** Reason for its end: its time was over, its feed was, the user ended it, or a thread failed. */
  readonly endedBy: "time" | "feed" | "interrupt" | "failure";
  /** When it began, in nanoseconds of the control plane's clock. */
  readonly startNs: number;
  /** The states it was in, each from when it was entered. */
  readonly states: readonly StateEntry[];
  /** Every time that the system left READY, and how long it was until nothing was live any more. */
  readonly halts: readonly Halt[];
  /** The longest time from one look of the control plane to the next, in milliseconds. */
  readonly longestCycleMs: number;
  /** Report of the producer; nothing, if it failed. */
  readonly producer: ProducerReport | undefined;
  /** Results of the consumers, by number. */
  readonly consumers: readonly ConsumerResult[];
  /** Hiccups of the machine; nothing, if their meter failed. */
  readonly hiccups: HiccupReport | undefined;
  /** The feed that was read; nothing, if there was none. */
  readonly feed: FeedRead | undefined;
  /** What arithmetic says of a run with a feed; nothing, if it has not been asked, or cannot tell. */
  readonly prediction?: Prediction;
  /** Outcome of the metrics file; nothing, if none was asked for. */
  readonly metricsFile: Pick<MetricsFile, "path" | "written" | "dropped" | "reason"> | undefined;
  /** A line for each thread that failed. */
  readonly failures: readonly string[];
}

/** What was read of a feed. */
export interface FeedRead {
  /** Its model. */
  readonly model: string;
  /** Bytes of the messages that were read, as far as sizes are known. */
  readonly bytes: number;
  /** Arrivals that were read. */
  readonly events: number;
  /** Whether that is all of it. */
  readonly isOver: boolean;
  /** Why it could not be read on, if it could not. */
  readonly failure: string | undefined;
}

/** Account of the events of one consumer. */
export interface ConsumerResult {
  /** Its number, counted from 1. */
  readonly number: number;
  /** Report of its thread; nothing, if it failed. */
  readonly report: ConsumerReport | undefined;
  /** Observations that the control plane got. */
  readonly observed: number;
  /** Observations that it knows it did not get. */
  readonly dropped: number;
  /** Observations of events that arrived before the system was ready. */
  readonly beforeReady: number;
  /** Latencies as measured, of the events that arrived since. */
  readonly measuredNs: Histogram;
  /** The same against the schedule; nothing, if there is no schedule. */
  readonly scheduledNs: Histogram | undefined;
  /** From the decision to the complete ack, of the same events. */
  readonly processingNs: Histogram;
  /**
   * What the control plane saw at its looks, over the time since the start: between two looks a lag may have been greater. A
   * decision is in the interval in which its observation was taken, also before the system was ready.
   */
  readonly columns: IntervalColumns;
}

/** Latencies to tell of a consumer where only one kind is told: against the schedule, if there is one. */
export function toldNs({ scheduledNs, measuredNs }: Pick<ConsumerResult, "scheduledNs" | "measuredNs">): Histogram {
  return scheduledNs ?? measuredNs;
}

/** Whether every event of a consumer is accounted for. Nothing can be said of one that failed. */
export function eventsAddUp({ report }: ConsumerResult, { producer }: Pick<LiveResult, "producer">): boolean {
  if (report === undefined || producer === undefined) return false;
  const { delivered, left, start } = report;
  return delivered + lostEvents(report) + left === producer.published - start;
}

/** Events that a consumer has lost: what it gave up, and what was overwritten without its asking again. */
export function lostEvents({ lost, overwritten }: Pick<ConsumerReport, "lost" | "overwritten">): number {
  return lost + overwritten;
}

/** Share of the events published since a consumer joined that its latencies are about; nothing, if that is not known. */
export function measuredShare({ report, measuredNs }: ConsumerResult, { producer }: Pick<LiveResult, "producer">):
  | number
  | undefined {
  if (report === undefined || producer === undefined) return undefined;
  const published = producer.published - report.start;
  return published === 0 ? undefined : measuredNs.count / published;
}

/** Whether every observation of a consumer is accounted for: one for each event delivered, observed or dropped. */
export function observationsAddUp({ report, observed, dropped }: ConsumerResult): boolean {
  return report !== undefined && report.observationsSent === report.delivered &&
    observed + dropped === report.observationsSent;
}

/** Events per second that the producer reached; nothing, if it failed. */
export function rateReached({ producer, startNs }: Pick<LiveResult, "producer" | "startNs">): number | undefined {
  return producer === undefined ? undefined : producer.published / ((producer.stoppedNs - startNs) / 1e9);
}

/** Share of the events that were due when the producer stopped that it had published; nothing, if none was, or it failed. */
export function dueShare(
  { plan, producer, startNs }: Pick<LiveResult, "plan" | "producer" | "startNs">,
): number | undefined {
  if (producer === undefined) return undefined;
  const due = dueEvents(plan.rate, producer, producer.stoppedNs - startNs);
  return due !== undefined && due > 0 ? producer.published / due : undefined;
}

/** Events that were due after so long; nothing, if there is no schedule. */
function dueEvents(
  rate: LivePlan["rate"],
  { published, feed }: Pick<ProducerReport, "published" | "feed">,
  elapsedNs: number,
): number | undefined {
  if (rate === "feed") return published + (feed?.behind ?? 0);
  return rate === "max" ? undefined : eventsDue(elapsedNs, rate);
}

/**
 * Whether the producer published clearly fewer events than planned: more than a hundredth of those that were due is
 * missing, in whole events. An event that came due in the last moment is not missing, however few were due, because a
 * waiting producer notices it a little later. With a feed, also if it published the last event clearly too late: then it could
 * not keep up, even if it has caught up in the end.
 */
export function isRateMissed({ plan, producer, startNs }: Pick<LiveResult, "plan" | "producer" | "startNs">): boolean {
  if (plan.rate === "max" || producer === undefined) return false;
  if (plan.rate === "feed") {
    const { behind = 0, lastLateNs = 0 } = producer.feed ?? {};
    return behind > Math.max((producer.published + behind) / 100, 1) || lastLateNs > LAST_MOMENT_NS;
  }
  const elapsedNs = producer.stoppedNs - startNs;
  const due = eventsDue(elapsedNs, plan.rate);
  const dueBefore = eventsDue(elapsedNs - LAST_MOMENT_NS, plan.rate);
  return due - producer.published > Math.max(due / 100, Math.min(due - dueBefore, 1));
}

/** How long the producer may take to notice that an event is due: a wait, and being woken late. */
const LAST_MOMENT_NS = 10_000_000;
