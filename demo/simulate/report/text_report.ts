import { exploreLines } from "../../scenarios/explore_address.ts";
import type { Histogram } from "../../../control/mod.ts";
import { displayWidth, padEnd } from "../../terminal/layout/display_width.ts";
import { alignInParts, alignTable, formatNs, hang, wrap } from "../../terminal/layout/layout.ts";
import { formatGrouped, formatShort, plural } from "../../terminal/layout/number_format.ts";
import { INDENT, indent, renderSection, type ReportOptions, type Section } from "../../terminal/layout/section.ts";
import { PEAK_EVENTS_MAX } from "../../capacity/laws/peaks.ts";
import { renderVerdicts, type Verdict } from "../../terminal/layout/verdicts.ts";
import { formulasOf } from "../formulas.ts";
import type { FeedAccount, SimulationResult } from "../simulation_result.ts";
import { backlogSection } from "./backlog_chart.ts";
import { consumerLines } from "./consumer_table.ts";
import { systemLines } from "./system_lines.ts";
import { shortName } from "../../terminal/layout/short_name.ts";

/** What a report says beside the result. */
export interface SimulationReportOptions extends ReportOptions {
  /** What is claimed of the run. */
  readonly claims: readonly Verdict[];
  /** The hash of the result. */
  readonly digest: string;
  /** The command that gives the same report. */
  readonly replay: string;
  /** The address of the run in the explorer, or the file of its specification; undefined, if neither says it. */
  readonly explore?: string;
}

/** The report for people. Every number in it is read from the result or computed from it. */
export function renderSimulation(result: SimulationResult, options: SimulationReportOptions): string {
  const { specification, record } = result;
  const { width, palette, claims } = options;
  const body = width - INDENT.length;
  const formulas = formulaLines(result, body);
  const sections: Section[] = [
    { title: "System", lines: indent(systemLines(specification, body)) },
    { title: "Feed", note: PEAKS_NOTE, lines: indent(feedLines(result, body)) },
    {
      title: "Consumers",
      note: `${formatGrouped(record.published)} published, ring of ${formatGrouped(specification.ring.capacity)}`,
      lines: indent(consumerLines(result, body, palette)),
    },
    backlogSection(record, specification.ring.capacity, width, palette),
    { title: "Age of events", note: AGE_NOTE, lines: indent(ageLines(result, body)) },
    ...(formulas.length === 0
      ? []
      : [{ title: "Formulas", note: "for such a feed and consumer", lines: indent(formulas) }]),
    renderVerdicts(claims, body, palette),
  ];
  const cut = result.interruptedNs === undefined ? [] : [palette.warning(describeCut(result.interruptedNs)), ""];
  return sections.map((section) => renderSection(section, options)).join("\n") + "\n" +
    [...cut, ...footLines(options)].map((line) => `${line}\n`).join("");
}

/** What the peaks are. */
export const PEAKS_NOTE = "peaks: most events in any window of a length";
/** What the two ages are. */
export const AGE_NOTE = "staleness: until decided; latency: until complete";

/** That a run was cut short, in words. */
export function describeCut(interruptedNs: number): string {
  return `interrupted: only ${formatNs(interruptedNs)} were simulated`;
}

/** The last lines: how to get this again, and what tells that it is the same. */
export function footLines({ replay, digest, explore, palette, width }: SimulationReportOptions): string[] {
  return [
    ...hang("replay  ", wrap(replay, width - 10).map((line, n, { length }) => n < length - 1 ? `${line} \\` : line))
      .map(palette.faint),
    palette.faint(`digest  ${digest}, the same on every machine`),
    ...(explore === undefined ? [] : exploreLines("explore ", explore, width)).map(palette.faint),
  ];
}

/** What a row of a capture is. */
export const PACKETS_NOTE = "A row is a packet of the capture, which may carry several messages.";

function feedLines({ feed, record }: SimulationResult, width: number): string[] {
  return [
    ...wrap(describeArrivals(feed, record.published, record.bytes), width),
    ...(feed.isPackets ? [PACKETS_NOTE] : []),
    ...peakLines(feed, width),
  ];
}

/** What came in, as a sentence: how much, over how long, how fast on average. */
export function describeArrivals({ spanNs, isPackets }: FeedAccount, events: number, bytes: number): string {
  const noun = isPackets ? "packet" : "event";
  const parts = [plural(events, noun)];
  if (bytes > 0) parts.push(`of ${plural(bytes, "byte")}`);
  if (spanNs !== undefined && spanNs > 0) {
    parts.push(`in ${formatNs(spanNs)}, ${formatPerSecond((events - 1) * 1e9 / spanNs)}/s on average`);
  }
  return parts.join(" ");
}

/** Names of the cells of {@linkcode peakColumns}. */
export const PEAK_LABELS = ["window", "events", "a second"];

/** The peaks: for each window its length, the events, and how many that would be in a second. */
export function peakColumns({ peaks }: Pick<FeedAccount, "peaks">): string[][] {
  return peaks.map(({ windowNs, events }) => [
    formatWindow(windowNs),
    events === undefined ? "-" : formatShort(events),
    events === undefined ? "-" : formatPerSecond(events * 1e9 / windowNs),
  ]);
}

/** Why a peak is not known; undefined, if all are. */
export function unknownPeaks({ peaks }: Pick<FeedAccount, "peaks">): string | undefined {
  if (peaks.every(({ events }) => events !== undefined)) return undefined;
  return `-: more than ${formatGrouped(PEAK_EVENTS_MAX)} events in a window, too many to keep their times`;
}

/** The peaks, one window beside the other as far as they fit. */
export function peakLines(feed: Pick<FeedAccount, "peaks">, width: number): string[] {
  if (feed.peaks.length === 0) return [];
  const unknown = unknownPeaks(feed);
  return [
    ...alignInParts(PEAK_LABELS, peakColumns(feed), width).flat(),
    ...(unknown === undefined ? [] : [unknown]),
  ];
}

/** A length of a window: `10 µs`, not `10.0 µs`. */
export function formatWindow(ns: number): string {
  return formatNs(ns).replace(/\.0+ /, " ");
}

/** Events per second: to three digits below ten, in whole numbers up to a million. */
export function formatPerSecond(perSecond: number): string {
  if (perSecond < 10) return String(Number(perSecond.toPrecision(3)));
  return formatShort(perSecond);
}

/** Characters of a line of {@linkcode ageLines} without the name: two labels, and five ages. */
const AGE_WIDTH = 2 + 9 + 5 * 9;

/** Quantiles of both ages, for each consumer. */
function ageLines({ record }: SimulationResult, width: number): string[] {
  const nameMax = width - AGE_WIDTH;
  const rows = record.consumers.flatMap(({ name, stalenessNs, latencyNs }) => [
    [shortName(name, nameMax), "staleness", ...ageCells(stalenessNs)],
    ["", "latency", ...ageCells(latencyNs)],
  ]);
  const nameWidth = Math.max(...rows.map(([name]) => displayWidth(name)));
  const labelled = rows.map(([name, kind, ...cells]) => [`${padEnd(name, nameWidth)}  ${kind}`, ...cells]);
  return alignTable([["", ...AGE_HEAD], ...labelled]);
}

/** Quantiles of an age, as {@linkcode ageCells} has them. */
export const AGE_HEAD = ["p50", "p90", "p99", "p99.9", "max"];

/** The quantiles of an age. */
export function ageCells(histogram: Histogram): string[] {
  const isEmpty = histogram.count === 0;
  return [50, 90, 99, 99.9, 100].map((percent) => isEmpty ? "-" : formatNs(histogram.percentile(percent)));
}

/** The formulas that hold, each beside what was seen. */
export function formulaTexts(
  { specification, record }: SimulationResult,
): (readonly [consumer: string, text: string])[] {
  return specification.consumers.flatMap((consumer, n) =>
    formulasOf(specification, consumer).flatMap(({ name, expected, seen }) => {
      const shown = seen(record.consumers[n]);
      return shown === undefined
        ? []
        : [[record.consumers[n].name, `${name}: ${expected}, simulated ${shown}`] as const];
    })
  );
}

function formulaLines(result: SimulationResult, width: number): string[] {
  return formulaTexts(result).flatMap(([consumer, text]) => {
    const label = `${shortName(consumer)}  `;
    return hang(label, wrap(text, width - displayWidth(label)));
  });
}
