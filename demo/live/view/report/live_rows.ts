/**
 * What is to be said of a live run, in words and rows of tables, without a layout: reports as text and as a page say the same.
 *
 * @module
 */
import type { Histogram, LoopCycles } from "../../../../control/mod.ts";
import { printable } from "../../../../config/printable.ts";
import { describeChecks } from "../../../terminal/layout/check_limits.ts";
import { plural } from "../../../terminal/layout/number_format.ts";
import { quote } from "../../../terminal/options.ts";
import type { Collections, ConsumerReport } from "../../between/thread_messages.ts";
import { HEALTH_MS, RECOVERY_TICKS } from "../../plane/live_health.ts";
import {
  type ConsumerResult,
  dueShare,
  eventsAddUp,
  isRateMissed,
  type LiveResult,
  lostEvents,
  measuredShare,
  observationsAddUp,
  rateReached,
} from "../../plane/live_result.ts";
import { CYCLE_MS } from "../../plane/live_run.ts";
import { formatCount, formatSeconds, formatSpan } from "../format.ts";

/** A sentence, and whether it is bad news. */
export type Sentence = readonly [text: string, isBad?: boolean];

/** A table: its head, and its rows, each of which begins with its name. */
export interface Rows {
  /** Names of the columns; that of the first is empty. */
  readonly head: readonly string[];
  /** The rows. */
  readonly rows: readonly (readonly string[])[];
}

/** A table in which each row adds up, or does not, as far as that is known. */
export interface Accounts extends Rows {
  /** Whether it does, for each row. */
  readonly verdicts: readonly (boolean | undefined)[];
}

const ENDS = {
  time: "as planned",
  feed: "when its feed was over",
  interrupt: "because it was interrupted",
  failure: "because a thread failed",
} as const;

/** What ran, for how long, and on what. */
export function settingRows(result: LiveResult): (readonly [name: string, sentences: readonly Sentence[]])[] {
  const { plan, surroundings, endedBy, producer, startNs, states } = result;
  const { clock, clockNote, idle, cores } = surroundings;
  const endMs = producer === undefined ? states.at(-1)?.atMs ?? 0 : (producer.stoppedNs - startNs) / 1e6;
  const slow = [...plan.slowUs].map(([number, us]) => `consumer ${number} by ${formatCount(us)} µs an event`);
  const checks = describeChecks(plan.checks, formatSpan(1e6 * HEALTH_MS * RECOVERY_TICKS));
  const why = result.feed?.failure === undefined ? ENDS[endedBy] : "because its feed cannot be read on";
  const threads = `1 producer, ${plural(plan.consumers, "consumer")}, the control plane, a hiccup meter; on ${
    plural(cores, "core")
  }; idle ${idle}`;
  const ring = `${plural(plan.capacity, "event")} of ${
    plural(plan.payloadWords, "word")
  }; on overrun ${plan.onOverrun}`;
  return [
    ["ended", [[`after ${formatSeconds(endMs)}, ${why}`]]],
    ["threads", [[threads]]],
    ["ring", [[ring]]],
    ["clock", [[clock], ...(clockNote === undefined ? [] : [[clockNote] as const])]],
    ...(slow.length === 0 ? [] : [["slow", [[slow.join(", ")]]] as const]),
    ...(checks.length === 0 ? [] : [["checks", checks.map((text) => [text] as const)] as const]),
    ...metricsRows(result),
  ];
}

/** Outcome of the metrics file, if there is one. */
function metricsRows({ metricsFile }: LiveResult): (readonly [name: string, sentences: readonly Sentence[]])[] {
  if (metricsFile === undefined) return [];
  const { path, written, dropped, reason } = metricsFile;
  const text = `${plural(written, "snapshot")} written to ${quote(path)}`;
  if (dropped === 0) return [["metrics", [[text]]]];
  return [["metrics", [[`${text}, ${formatCount(dropped)} DROPPED: ${printable(reason ?? "")}`, true]]]];
}

/** Each state, with when it was entered and why. Of a long run that went back and forth, the first and the last of them. */
export function stateTexts({ states }: LiveResult): string[] {
  const entries = states.map(({ atMs, state, causes }) => {
    const why = causes.length === 0 ? "" : ` (${causes.join(", ")})`;
    return `${state} from ${formatSeconds(atMs)}${why}`;
  });
  const more = entries.length - 2 * STATES_SHOWN;
  if (more > 1) entries.splice(STATES_SHOWN, more, `${formatCount(more)} more that --json has`);
  return entries;
}

/** States shown from the beginning of a run, and from its end. */
const STATES_SHOWN = 12;

/** How often the control plane looked, since it can only act, and notice, when it does. */
export function describeCycle({ longestCycleMs }: LiveResult): string {
  return `control loop every ${CYCLE_MS} ms; longest gap ${formatSpan(1e6 * longestCycleMs)}`;
}

/** The rate that was asked for, and the one that was reached. */
export function rateSentences(result: LiveResult): Sentence[] {
  const reached = rateReached(result);
  if (reached === undefined) return [["unknown: the producer failed"]];
  const { rate } = result.plan;
  if (typeof rate !== "number") return [[`${formatCount(reached)} events/s, with no limit`]];
  // Of what was due, in whole events: at one a second, one of one is due after a second and a half.
  const share = dueShare(result);
  const text = `${formatCount(rate)} events/s asked, ${formatCount(reached)} reached${
    share === undefined ? "" : `, ${(100 * share).toFixed(1)} %`
  }`;
  return isRateMissed(result) ? [[text], ["NOT REACHED: the producer fell behind what was due", true]] : [[text]];
}

/** Account of the events. */
export function eventAccounts({ producer, consumers }: LiveResult): Accounts {
  return {
    head: ["", "published", "delivered", "lost", "left", "episodes"],
    rows: consumers.map(({ number, report }) => {
      if (report === undefined || producer === undefined) return [String(number), "unknown", "-", "-", "-", "-"];
      const { start, delivered, left, episodes } = report;
      const counts = [producer.published - start, delivered, lostEvents(report), left, episodes];
      return [String(number), ...counts.map(formatCount)];
    }),
    verdicts: consumers.map((consumer) =>
      consumer.report !== undefined && producer !== undefined ? eventsAddUp(consumer, { producer }) : undefined
    ),
  };
}

/** How often each consumer was overrun, of those that were. */
export function overrunNotes({ consumers }: LiveResult): (readonly [consumer: number, text: string])[] {
  return consumers.flatMap(({ number, report }) =>
    report === undefined || report.episodes === 0 ? [] : [[number, overrunNote(report)] as const]
  );
}

/** How often a consumer was overrun, as episodes and as polls, and whether it has gone on. */
function overrunNote({ episodes, overruns, overwritten }: ConsumerReport): string {
  const text = `overrun in ${plural(episodes, "episode")}, found by ${plural(overruns, "poll")}`;
  if (overwritten === 0) return text;
  return `${text}; it stopped there, and ${formatCount(overwritten)} of the lost were overwritten since`;
}

/** Account of the decisions on delivered events, and of their observations. */
export function decisionAccounts({ consumers }: LiveResult): Accounts {
  return {
    head: ["", "delivered", "live", "provisional", "observed", "dropped"],
    rows: consumers.map(({ number, report, observed, dropped }) => {
      if (report === undefined) return [String(number), "unknown", "-", "-", ...[observed, dropped].map(formatCount)];
      const { delivered, live } = report;
      return [String(number), ...[delivered, live, delivered - live, observed, dropped].map(formatCount)];
    }),
    verdicts: consumers.map((consumer) => consumer.report !== undefined ? observationsAddUp(consumer) : undefined),
  };
}

const PERCENTS = [50, 90, 99, 99.9, 99.99];

/** Quantiles of a latency, as the rows of latencies have them. */
export const LATENCY_HEAD: readonly string[] = ["", ...PERCENTS.map((percent) => `p${percent}`), "max"];

/** Staleness of a consumer: as measured, against the schedule, and how much that changed. */
export function latencyRows({ measuredNs, scheduledNs }: ConsumerResult): string[][] {
  const measured = latenciesOf(measuredNs);
  const rows = [["as measured", ...measured.map(formatLatency)]];
  if (scheduledNs === undefined || measuredNs.count === 0) return rows;
  const scheduled = latenciesOf(scheduledNs);
  const change = scheduled.map((ns, n) => `x${formatRatio(ns / measured[n])}`);
  return [
    ...rows,
    ["against the schedule", ...scheduled.map(formatLatency)],
    ["scheduled / measured", ...change],
  ];
}

/** How many events the latencies of a consumer are about: those of a few say nothing of the others. */
export function describeExtent(consumer: ConsumerResult, result: LiveResult): string {
  const share = measuredShare(consumer, result);
  const events = plural(consumer.measuredNs.count, "event");
  return share === undefined ? `of ${events}` : `of ${events}, ${formatShare(share)} of those published`;
}

/** A share in percent. Only all is 100 %, and only none is 0 %. */
function formatShare(share: number): string {
  if (share === 0 || share === 1) return `${100 * share} %`;
  const percent = Math.floor(10_000 * share) / 100;
  return percent === 0 ? "under 0.01 %" : `${percent} %`;
}

/** From the decisions to their complete acks. */
export function processingRows({ consumers }: LiveResult): Rows {
  const rows = consumers.map(({ number, processingNs }) => [
    String(number),
    ...latenciesOf(processingNs).map(formatLatency),
  ]);
  return { head: LATENCY_HEAD, rows };
}

function latenciesOf(histogram: Histogram): number[] {
  return [...PERCENTS.map((percent) => histogram.percentile(percent)), histogram.snapshot().max];
}

function formatLatency(ns: number): string {
  return Number.isNaN(ns) ? "-" : formatSpan(ns);
}

function formatRatio(ratio: number): string {
  return ratio < 100 ? ratio.toFixed(2) : formatCount(ratio);
}

/** Every time that the system left READY; of many, the first of them. */
export function haltTexts({ halts }: LiveResult): string[] {
  return halts.slice(0, HALTS_SHOWN).map(({ atMs, causes, liveAfter, timeToHaltNs }) => {
    const after = liveAfter === 0
      ? "no live ack after it"
      : `${plural(liveAfter, "live ack")} after it, the last after ${formatSpan(timeToHaltNs)}`;
    return `${formatSeconds(atMs)}, ${printable(causes.join(", "))}: ${after}`;
  });
}

/** What else there is to say of the halts. */
export function haltNotes({ halts, consumers, surroundings: { clockUncertaintyNs } }: LiveResult): string[] {
  if (halts.length === 0) return ["the system never left READY"];
  const more = halts.length - HALTS_SHOWN;
  const dropped = consumers.reduce((sum, consumer) => sum + consumer.dropped, 0);
  return [
    ...(more > 0 ? [`${formatCount(more)} more that --json has`] : []),
    ...(dropped > 0 ? [`of the acks observed: ${formatCount(dropped)} were dropped, and may have been live`] : []),
    ...(clockUncertaintyNs > 0
      ? [`each may be off by ${formatSpan(clockUncertaintyNs)}, as the clocks of the threads are`]
      : []),
  ];
}

/** Halts shown. */
const HALTS_SHOWN = 12;

/** The cycles of the hot threads that took too long, and the longest. */
export function stallRows({ producer, consumers }: LiveResult): Rows {
  const threads = [
    { name: "producer", cycles: producer?.cycles },
    ...consumers.map(({ number, report }) => ({ name: `consumer ${number}`, cycles: report?.cycles })),
  ];
  const rows = threads.map(({ name, cycles }) =>
    cycles === undefined
      ? [name, "unknown", "-", "unknown", "-"]
      : [name, ...describeCycles(cycles.warmup), ...describeCycles(cycles.ready)]
  );
  return { head: ["", "warming up", "longest", "since ready", "longest"], rows };
}

function describeCycles({ stalls, longestNs }: LoopCycles): string[] {
  return [stalls === 0 ? "none" : formatCount(stalls), longestNs === 0 ? "-" : formatSpan(longestNs)];
}

/** The garbage collections of the hot threads. */
export function collectionRows({ producer, consumers }: LiveResult): Rows {
  const threads = [
    { name: "producer", collections: producer?.collections },
    ...consumers.map(({ number, report }) => ({ name: `consumer ${number}`, collections: report?.collections })),
  ];
  return {
    head: ["", "warming up", "since ready"],
    rows: threads.map(({ name, collections }) => [
      name,
      describeCollections(collections?.warmup),
      describeCollections(collections?.ready),
    ]),
  };
}

function describeCollections(collections: Collections | undefined): string {
  if (collections === undefined) return "unknown";
  const kinds = Object.entries(collections);
  return kinds.length === 0 ? "none" : kinds.map(([kind, count]) => `${formatCount(count)} ${kind}`).join(", ");
}
