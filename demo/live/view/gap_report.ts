import { printable } from "../../../config/printable.ts";
import { alignTable, hang, wrap } from "../../terminal/layout/layout.ts";
import { plural } from "../../terminal/layout/number_format.ts";
import type { GapReport } from "../between/thread_messages.ts";
import { type GapResult, SPINNERS_MAX } from "../plane/gap_run.ts";
import { formatCount, formatSpan } from "./format.ts";
import { distributionJson, type LatencyJson } from "./distribution_json.ts";
import type { LiveReportOptions } from "./live_report.ts";
import type { Rows } from "./report/live_rows.ts";

const ENDS = {
  time: "as planned",
  interrupt: "because it was interrupted",
  failure: "because a thread failed",
} as const;

/** Report of a measurement of the idle machine, for people. */
export function renderGapReport(result: GapResult, { width, palette }: LiveReportOptions): string {
  const inner = width - INDENT.length;
  const settings = gapSettings(result).flatMap(([name, texts]) =>
    hang(name.padEnd(NAME_WIDTH), texts.flatMap(([text]) => wrap(text, inner - NAME_WIDTH)))
  );
  const { head, rows } = gapRows(result);
  const sections: [title: string, note: string, lines: string[]][] = [
    ["The machine alone", "", settings],
    ["Gaps", gapsNote(result), alignTable([head, ...rows])],
    ["Not measured", "", gapLimits(result).flatMap((text) => hang("- ", wrap(text, inner - 2)))],
  ];
  const { failures } = result;
  if (failures.length > 0) sections.push(["Failed", "", failures.map((line) => palette.bad(printable(line)))]);
  return sections.map(([title, note, lines]) => {
    const gap = note === "" ? "" : " ".repeat(Math.max(2, width - title.length - note.length));
    const heading = palette.heading(title) + gap + palette.faint(note);
    return `${[heading, ...lines.map((line) => (INDENT + line).trimEnd())].join("\n")}\n`;
  }).join("\n");
}

const INDENT = "  ";
const NAME_WIDTH = 10;

/** What spun, for how long, and by which clock. */
export function gapSettings({ threads, endedBy, cores, clock, clockNote }: GapResult): (readonly [
  name: string,
  texts: readonly (readonly [text: string])[],
])[] {
  const longestNs = Math.max(0, ...threads.map((report) => report?.elapsedNs ?? 0));
  return [
    ["ended", [[`after ${formatSpan(longestNs)}, ${ENDS[endedBy]}`]]],
    ["threads", [[`${formatCount(threads.length)} that only read the clock, on ${plural(cores, "core")}`]]],
    ["clock", [[clock], ...(clockNote === undefined ? [] : [[clockNote] as const])]],
  ];
}

/** What a gap is. */
export function gapsNote({ plan }: GapResult): string {
  return `two readings of the clock, more than ${formatSpan(1_000 * plan.gapUs)} apart`;
}

/** The gaps of each thread. */
export function gapRows({ threads }: GapResult): Rows {
  return { head: ["", "gaps", "total", "share", "p50", "p99", "p99.9", "max"], rows: threads.map(rowOf) };
}

function rowOf(report: GapReport | undefined, n: number): string[] {
  if (report === undefined) return [String(n + 1), "unknown", ...Array(6).fill("-")];
  const { gapsNs: { count, p50, p99, p999, max }, totalNs } = report;
  const spans = [p50, p99, p999, max].map((ns) => Number.isNaN(ns) ? "-" : formatSpan(ns));
  return [String(n + 1), formatCount(count), formatSpan(totalNs), `${(100 * shareOf(report)).toFixed(2)} %`, ...spans];
}

/** Share of the time that was in gaps. */
function shareOf({ totalNs, elapsedNs }: GapReport): number {
  return elapsedNs > 0 ? totalNs / elapsedNs : 0;
}

/** Limits of the numbers, a sentence each. */
export function gapLimits({ clock, cores }: GapResult): string[] {
  const sentences: [boolean, string][] = [
    [
      true,
      "What a gap was: an interrupt, another process, the hypervisor or a collection all look the same from here.",
    ],
    [true, "Which core it was on: threads are not pinned, and the system may move them, which is a gap as well."],
    [
      cores > SPINNERS_MAX,
      `All of the ${formatCount(cores)} cores: at most ${SPINNERS_MAX} threads spin.`,
    ],
    [
      clock === "process.hrtime",
      "The machine alone: each reading of this clock makes garbage, and the collections are gaps as well.",
    ],
  ];
  return sentences.filter(([applies]) => applies).map(([, sentence]) => sentence);
}

/** Result of a measurement of the idle machine, as an object for JSON. Keys are stable. An unknown value is null. */
export function gapsToJson(result: GapResult): GapsJson {
  const { plan, clock, clockNote, cores, endedBy, threads, failures } = result;
  return {
    config: { seconds: plan.seconds, gap_us: plan.gapUs },
    clock: { source: clock, note: clockNote ?? null },
    cores,
    ended_by: endedBy,
    threads: threads.map((report, n) => ({
      thread: n + 1,
      elapsed_ns: report?.elapsedNs ?? null,
      gaps: report?.gapsNs.count ?? null,
      total_ns: report?.totalNs ?? null,
      share: report === undefined ? null : shareOf(report),
      gaps_ns: report === undefined ? null : distributionJson(report.gapsNs),
    })),
    failures,
    not_measured: gapLimits(result),
  };
}

/** The object that `--hiccups-only --json` prints. */
export interface GapsJson {
  /** The plan. */
  readonly config: { readonly seconds: number; readonly gap_us: number };
  /** The clock. */
  readonly clock: { readonly source: string; readonly note: string | null };
  /** Processor cores there were. */
  readonly cores: number;
  /** Reason for the end. */
  readonly ended_by: string;
  /** The threads that spun. A value is null if the thread failed. */
  readonly threads: readonly GapThreadJson[];
  /** A line for each thread that failed. */
  readonly failures: readonly string[];
  /** Limits of these numbers. */
  readonly not_measured: readonly string[];
}

/** What one spinning thread found. */
export interface GapThreadJson {
  readonly thread: number;
  readonly elapsed_ns: number | null;
  /** How many gaps there were. */
  readonly gaps: number | null;
  readonly total_ns: number | null;
  /** Share of the time that was in gaps. */
  readonly share: number | null;
  /** Length of each gap. */
  readonly gaps_ns: LatencyJson | null;
}
