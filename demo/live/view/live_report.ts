import type { Histogram, LoopCycles } from "../../../control/mod.ts";
import { printable } from "../../../config/printable.ts";
import { quote } from "../../terminal/options.ts";
import { describeChecks } from "../../terminal/layout/check_limits.ts";
import { alignTable, hang, wrap } from "../../terminal/layout/layout.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { formatCount, formatSeconds, formatSpan } from "./format.ts";
import { plural } from "../../terminal/layout/number_format.ts";
import type { Collections } from "../between/thread_messages.ts";
import { HEALTH_MS, RECOVERY_TICKS } from "../plane/live_health.ts";
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
} from "../plane/live_result.ts";
import { CYCLE_MS } from "../plane/live_run.ts";
import { SLEEP_NS } from "../between/hiccup_sleep.ts";
import { feedLines } from "./feed_lines.ts";
import { hiccupLines } from "./hiccup_lines.ts";
import { predictionLines, serviceLines } from "./service_lines.ts";
import { notMeasured } from "./not_measured.ts";
import type { ConsumerReport } from "../between/thread_messages.ts";

/** How a report is written. */
export interface LiveReportOptions {
  /** Characters of a line. */
  readonly width: number;
  /** Its colours. */
  readonly palette: Palette;
}

/** Report of a live run, for people. Every number in it is read from the result or computed from it. */
export function renderLiveReport(result: LiveResult, options: LiveReportOptions): string {
  const { width, palette } = options;
  const sections: [title: string, note: string, lines: string[]][] = [
    ["Live run", "", settingLines(result, width - INDENT.length, palette)],
    ["Lifecycle", "", [...wrap(stateLine(result), width - INDENT.length), cycleLine(result)]],
    result.feed === undefined
      ? ["Rate", "", rateLines(result, palette)]
      : ["Feed", "lateness: from when an event was due to its arrival stamp", feedLines(result, width - 2, palette)],
    ["Events", "published = delivered + lost + left", eventLines(result, width - INDENT.length, palette)],
    ["Decisions", "delivered = live + provisional = observed + dropped", decisionLines(result, palette)],
    ["Staleness", "age of an event when it is decided on", latencyLines(result)],
    ["Processing", "from the decision on an event to its complete ack", processingLines(result)],
    [
      "Hiccups",
      `how late a thread is woken that only sleeps for ${formatSpan(SLEEP_NS)}`,
      hiccupLines(result, width - INDENT.length),
    ],
    ...(result.plan.system === undefined ? [] : [
      ["Services", "what a consumer takes on this machine", serviceLines(result)],
      ["Peak lag", "of the feed and these services, and observed", predictionLines(result, width - INDENT.length)],
    ] as [string, string, string[]][]),
    ["Time to halt", "from leaving READY to the last live ack", haltLines(result, width - INDENT.length)],
    ["Stalls", `cycles of more than ${formatSpan(1_000 * result.plan.stallUs)}`, stallLines(result)],
    ["Garbage collections", "in the hot threads", collectionLines(result)],
    ["Not measured", "", notMeasured(result).flatMap((text) => hang("- ", wrap(text, width - INDENT.length - 2)))],
  ];
  if (result.failures.length > 0) {
    sections.push([
      "Failed",
      "",
      result.failures.map((line) => palette.bad(printable(line))),
    ]);
  }
  return sections.map(([title, note, lines]) => {
    const gap = note === "" ? "" : " ".repeat(Math.max(2, width - title.length - note.length));
    const heading = palette.heading(title) + gap + palette.faint(note);
    return `${[heading, ...lines.map((line) => (INDENT + line).trimEnd())].join("\n")}\n`;
  }).join("\n");
}

const INDENT = "  ";

const ENDS = {
  time: "as planned",
  feed: "when its feed was over",
  interrupt: "because it was interrupted",
  failure: "because a thread failed",
} as const;

function settingLines(result: LiveResult, width: number, palette: Palette): string[] {
  const { plan, surroundings, endedBy, producer, startNs, states } = result;
  const { clock, clockNote, idle, cores } = surroundings;
  const endMs = producer === undefined ? states.at(-1)?.atMs ?? 0 : (producer.stoppedNs - startNs) / 1e6;
  const slow = [...plan.slowUs].map(([number, us]) => `consumer ${number} by ${formatCount(us)} µs an event`);
  const checks = describeChecks(plan.checks, formatSpan(1e6 * HEALTH_MS * RECOVERY_TICKS))
    .flatMap((line) => wrap(line, width - NAME_WIDTH));
  const why = result.feed?.failure === undefined ? ENDS[endedBy] : "because its feed cannot be read on";
  const rows: [name: string, values: string[]][] = [
    ["ended", [`after ${formatSeconds(endMs)}, ${why}`]],
    [
      "threads",
      wrap(
        `1 producer, ${plural(plan.consumers, "consumer")}, the control plane, a hiccup meter; on ${
          plural(cores, "core")
        }; idle ${idle}`,
        width - NAME_WIDTH,
      ),
    ],
    ["ring", [
      `${plural(plan.capacity, "event")} of ${plural(plan.payloadWords, "word")}; on overrun ${plan.onOverrun}`,
    ]],
    ["clock", [clock, ...(clockNote === undefined ? [] : wrap(clockNote, width - NAME_WIDTH))]],
    ...(slow.length === 0 ? [] : [["slow", wrap(slow.join(", "), width - NAME_WIDTH)] as [string, string[]]]),
    ...(checks.length === 0 ? [] : [["checks", checks] as [string, string[]]]),
    ...metricsRows(result, width - NAME_WIDTH, palette),
  ];
  return rows.flatMap(([name, values]) => hang(name.padEnd(NAME_WIDTH), values));
}

const NAME_WIDTH = 10;

/** Outcome of the metrics file, if there is one. */
function metricsRows({ metricsFile }: LiveResult, width: number, palette: Palette): [string, string[]][] {
  if (metricsFile === undefined) return [];
  const { path, written, dropped, reason } = metricsFile;
  const text = `${plural(written, "snapshot")} written to ${quote(path)}`;
  const lines = wrap(
    dropped === 0 ? text : `${text}, ${formatCount(dropped)} DROPPED: ${printable(reason ?? "")}`,
    width,
  );
  return [["metrics", dropped === 0 ? lines : lines.map((line) => palette.bad(line))]];
}

/** Each state, with when it was entered and why. Of a long run that went back and forth, the first and the last of them. */
function stateLine({ states }: LiveResult): string {
  const entries = states.map(({ atMs, state, causes }) => {
    const why = causes.length === 0 ? "" : ` (${causes.join(", ")})`;
    return `${state} from ${formatSeconds(atMs)}${why}`;
  });
  const more = entries.length - 2 * STATES_SHOWN;
  if (more > 1) entries.splice(STATES_SHOWN, more, `${formatCount(more)} more that --json has`);
  return entries.join(", ");
}

/** States shown from the beginning of a run, and from its end. */
const STATES_SHOWN = 12;

/** How often the control plane looked, since it can only act, and notice, when it does. */
function cycleLine({ longestCycleMs }: LiveResult): string {
  return `control loop every ${CYCLE_MS} ms; longest gap ${formatSpan(1e6 * longestCycleMs)}`;
}

function rateLines(result: LiveResult, palette: Palette): string[] {
  const reached = rateReached(result);
  if (reached === undefined) return ["unknown: the producer failed"];
  const { rate } = result.plan;
  if (typeof rate !== "number") return [`${formatCount(reached)} events/s, with no limit`];
  // Of what was due, in whole events: at one a second, one of one is due after a second and a half.
  const share = dueShare(result);
  const text = `${formatCount(rate)} events/s asked, ${formatCount(reached)} reached${
    share === undefined ? "" : `, ${(100 * share).toFixed(1)} %`
  }`;
  return isRateMissed(result) ? [text, palette.bad("NOT REACHED: the producer fell behind what was due")] : [text];
}

/** Account of the events. */
function eventLines(result: LiveResult, width: number, palette: Palette): string[] {
  const { producer, consumers } = result;
  const table = withVerdicts(
    ["", "published", "delivered", "lost", "left", "episodes"],
    consumers.map((consumer) => {
      const { number, report } = consumer;
      if (report === undefined || producer === undefined) return [String(number), "unknown", "-", "-", "-", "-"];
      const { start, delivered, left, episodes } = report;
      const counts = [producer.published - start, delivered, lostEvents(report), left, episodes];
      return [String(number), ...counts.map(formatCount)];
    }),
    consumers.map((consumer) =>
      consumer.report !== undefined && producer !== undefined ? eventsAddUp(consumer, result) : undefined
    ),
    palette,
  );
  const notes = consumers.flatMap(({ number, report }) =>
    report === undefined || report.episodes === 0
      ? []
      : hang(`${number}  `, wrap(overrunNote(report), width - `${number}  `.length))
  );
  return [...table, ...notes];
}

/** How often a consumer was overrun, as episodes and as polls, and whether it has gone on. */
function overrunNote({ episodes, overruns, overwritten }: ConsumerReport): string {
  const text = `overrun in ${plural(episodes, "episode")}, found by ${plural(overruns, "poll")}`;
  if (overwritten === 0) return text;
  return `${text}; it stopped there, and ${formatCount(overwritten)} of the lost were overwritten since`;
}

/** Account of the decisions on delivered events, and of their observations. */
function decisionLines({ consumers }: LiveResult, palette: Palette): string[] {
  return withVerdicts(
    ["", "delivered", "live", "provisional", "observed", "dropped"],
    consumers.map(({ number, report, observed, dropped }) => {
      if (report === undefined) return [String(number), "unknown", "-", "-", ...[observed, dropped].map(formatCount)];
      const { delivered, live } = report;
      return [String(number), ...[delivered, live, delivered - live, observed, dropped].map(formatCount)];
    }),
    consumers.map((consumer) => consumer.report !== undefined ? observationsAddUp(consumer) : undefined),
    palette,
  );
}

/** A table with a row for each consumer, and after each row whether it adds up, if that is known. */
function withVerdicts(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  verdicts: readonly (boolean | undefined)[],
  palette: Palette,
): string[] {
  return alignTable([heading, ...rows]).map((line, n) => {
    const verdict = n === 0 ? undefined : verdicts[n - 1];
    if (verdict === undefined) return line;
    return `${line}  ${verdict ? palette.good("adds up") : palette.bad("DOES NOT ADD UP")}`;
  });
}

const PERCENTS = [50, 90, 99, 99.9, 99.99];

function latencyLines(result: LiveResult): string[] {
  const { consumers } = result;
  const rows = consumers.map((consumer) => latencyRows(consumer));
  const [heading, ...lines] = alignTable([["", ...PERCENTS.map((percent) => `p${percent}`), "max"], ...rows.flat()]);
  return [
    heading,
    ...consumers.flatMap((consumer, n) => [...lines.splice(0, rows[n].length), `   ${extentOf(consumer, result)}`]),
  ];
}

/** How many events the latencies of a consumer are about: those of a few say nothing of the others. */
function extentOf(consumer: ConsumerResult, result: LiveResult): string {
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

function processingLines({ consumers }: LiveResult): string[] {
  const rows = consumers.map(({ number, processingNs }) => {
    return [String(number), ...latenciesOf(processingNs).map(formatLatency)];
  });
  return alignTable([["", ...PERCENTS.map((percent) => `p${percent}`), "max"], ...rows]);
}

/** Every time that the system left READY; of many, the first of them. */
function haltLines(result: LiveResult, width: number): string[] {
  const { halts, consumers, surroundings: { clockUncertaintyNs } } = result;
  if (halts.length === 0) return ["the system never left READY"];
  const lines = halts.slice(0, HALTS_SHOWN).flatMap(({ atMs, causes, liveAfter, timeToHaltNs }) => {
    const after = liveAfter === 0
      ? "no live ack after it"
      : `${plural(liveAfter, "live ack")} after it, the last after ${formatSpan(timeToHaltNs)}`;
    return hang("- ", wrap(`${formatSeconds(atMs)}, ${printable(causes.join(", "))}: ${after}`, width - 2));
  });
  const more = halts.length - HALTS_SHOWN;
  if (more > 0) lines.push(`${formatCount(more)} more that --json has`);
  const dropped = consumers.reduce((sum, consumer) => sum + consumer.dropped, 0);
  if (dropped > 0) {
    lines.push(...wrap(`of the acks observed: ${formatCount(dropped)} were dropped, and may have been live`, width));
  }
  if (clockUncertaintyNs > 0) {
    lines.push(
      ...wrap(`each may be off by ${formatSpan(clockUncertaintyNs)}, as the clocks of the threads are`, width),
    );
  }
  return lines;
}

/** Halts shown. */
const HALTS_SHOWN = 12;

/** As measured, against the schedule, and how much that changed. */
function latencyRows({ number, measuredNs, scheduledNs }: ConsumerResult): string[][] {
  const measured = latenciesOf(measuredNs);
  const rows = [[`${number}  as measured`, ...measured.map(formatLatency)]];
  if (scheduledNs === undefined || measuredNs.count === 0) return rows;
  const scheduled = latenciesOf(scheduledNs);
  const change = scheduled.map((ns, n) => `x${formatRatio(ns / measured[n])}`);
  return [
    ...rows,
    ["   against the schedule", ...scheduled.map(formatLatency)],
    ["   scheduled / measured", ...change],
  ];
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

/** The cycles of the hot threads that took too long, and the longest. */
function stallLines({ producer, consumers }: LiveResult): string[] {
  const threads = [
    { name: "producer", cycles: producer?.cycles },
    ...consumers.map(({ number, report }) => ({ name: `consumer ${number}`, cycles: report?.cycles })),
  ];
  const rows = threads.map(({ name, cycles }) =>
    cycles === undefined
      ? [name, "unknown", "-", "unknown", "-"]
      : [name, ...describeCycles(cycles.warmup), ...describeCycles(cycles.ready)]
  );
  return alignTable([["", "warming up", "longest", "since ready", "longest"], ...rows]);
}

function describeCycles({ stalls, longestNs }: LoopCycles): string[] {
  return [stalls === 0 ? "none" : formatCount(stalls), longestNs === 0 ? "-" : formatSpan(longestNs)];
}

function collectionLines({ producer, consumers }: LiveResult): string[] {
  const threads = [
    { name: "producer", collections: producer?.collections },
    ...consumers.map(({ number, report }) => ({ name: `consumer ${number}`, collections: report?.collections })),
  ];
  return alignTable([
    ["", "warming up", "since ready"],
    ...threads.map(({ name, collections }) => [
      name,
      describeCollections(collections?.warmup),
      describeCollections(collections?.ready),
    ]),
  ]);
}

function describeCollections(collections: Collections | undefined): string {
  if (collections === undefined) return "unknown";
  const kinds = Object.entries(collections);
  return kinds.length === 0 ? "none" : kinds.map(([kind, count]) => `${formatCount(count)} ${kind}`).join(", ");
}
