import type { Histogram } from "../../../control/mod.ts";
import { displayWidth, padEnd } from "../../terminal/layout/display_width.ts";
import { alignInParts, alignTable, formatNs, hang, wrap } from "../../terminal/layout/layout.ts";
import { formatGrouped, formatShort, plural } from "../../terminal/layout/number_format.ts";
import { INDENT, indent, renderSection, type ReportOptions, type Section } from "../../terminal/layout/section.ts";
import { PEAK_EVENTS_MAX } from "../../capacity/laws/peaks.ts";
import { renderVerdicts, type Verdict } from "../../terminal/layout/verdicts.ts";
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
  const cut = result.interruptedNs === undefined
    ? []
    : [palette.warning(`interrupted: only ${formatNs(result.interruptedNs)} were simulated`), ""];
  return sections.map((section) => renderSection(section, options)).join("\n") + "\n" +
    [...cut, ...footLines(options)].map((line) => `${line}\n`).join("");
}

const PEAKS_NOTE = "peaks: most events in any window of a length";
const AGE_NOTE = "staleness: until decided; latency: until complete";

/** The last lines: how to get this again, and what tells that it is the same. */
export function footLines({ replay, digest, palette, width }: SimulationReportOptions): string[] {
  return [
    ...hang("replay  ", wrap(replay, width - 10).map((line, n, { length }) => n < length - 1 ? `${line} \\` : line))
      .map(palette.faint),
    palette.faint(`digest  ${digest}, the same on every machine`),
  ];
}

function feedLines({ feed, record }: SimulationResult, width: number): string[] {
  return [
    ...wrap(describeArrivals(feed, record.published, record.bytes), width),
    ...(feed.isPackets ? ["A row is a packet of the capture, which may carry several messages."] : []),
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

/** The peaks, one window beside the other as far as they fit. */
export function peakLines({ peaks }: Pick<FeedAccount, "peaks">, width: number): string[] {
  if (peaks.length === 0) return [];
  const columns = peaks.map(({ windowNs, events }) => [
    formatWindow(windowNs),
    events === undefined ? "-" : formatShort(events),
    events === undefined ? "-" : formatPerSecond(events * 1e9 / windowNs),
  ]);
  const isGivenUp = peaks.some(({ events }) => events === undefined);
  return [
    ...alignInParts(["window", "events", "a second"], columns, width).flat(),
    ...(isGivenUp
      ? [`-: more than ${formatGrouped(PEAK_EVENTS_MAX)} events in a window, too many to keep their times`]
      : []),
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
    [shortName(name, nameMax), "staleness", ...quantiles(stalenessNs)],
    ["", "latency", ...quantiles(latencyNs)],
  ]);
  const nameWidth = Math.max(...rows.map(([name]) => displayWidth(name)));
  const labelled = rows.map(([name, kind, ...cells]) => [`${padEnd(name, nameWidth)}  ${kind}`, ...cells]);
  return alignTable([["", "p50", "p90", "p99", "p99.9", "max"], ...labelled]);
}

function quantiles(histogram: Histogram): string[] {
  const isEmpty = histogram.count === 0;
  return [50, 90, 99, 99.9, 100].map((percent) => isEmpty ? "-" : formatNs(histogram.percentile(percent)));
}

function formulaLines({ laws, record }: SimulationResult, width: number): string[] {
  return laws.flatMap(({ formulas }, n) =>
    formulas.flatMap(({ name, expected, seen }) => {
      const shown = seen(record.consumers[n]);
      if (shown === undefined) return [];
      const label = `${shortName(record.consumers[n].name)}  `;
      return hang(label, wrap(`${name}: ${expected}, simulated ${shown}`, width - displayWidth(label)));
    })
  );
}
