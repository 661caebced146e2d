import { formatDuration } from "../../../config/mod.ts";
import { printable } from "../../../config/printable.ts";
import { cut } from "../../terminal/layout/display_width.ts";
import { alignTable, formatNs } from "../../terminal/layout/layout.ts";
import { formatGrouped } from "../../terminal/layout/number_format.ts";
import { INDENT, indent } from "../../terminal/layout/section.ts";
import { agrees, type SimulationResult } from "../simulation_result.ts";
import { DIFFERENT } from "./consumer_table.ts";
import { describeArrivals, describeCut, peakLines, type SimulationReportOptions } from "./text_report.ts";
import { shortName } from "../../terminal/layout/short_name.ts";
import { describeFeed, formatLoad } from "./words.ts";

/** The report in as many lines as a terminal of 24 lines shows under the command. */
export function renderBriefSimulation(result: SimulationResult, options: SimulationReportOptions): string {
  const { specification, feed, record } = result;
  const { width, palette, digest, claims } = options;
  const { duration, seed, step } = specification;
  const run = `${duration === undefined ? "until drained" : formatDuration(duration)}, seed ${seed}`;
  const failed = claims.filter(({ held }) => !held);
  const verdict = `${claims.length - failed.length} of ${claims.length} claims held`;
  const lines = [
    palette.heading(cut(describeFeed(specification.feed, step), width)),
    cut(`${run}: ${describeArrivals(feed, record.published, record.bytes)}`, width),
    ...peakLines(feed, width),
    "",
    ...consumerRows(result, width).map((line) => line.includes(DIFFERENT) ? palette.bad(line) : line),
    ...unstableLines(result, width).map(palette.bad),
    ...(result.interruptedNs === undefined ? [] : [palette.warning(describeCut(result.interruptedNs))]),
    "",
    failed.length === 0 ? palette.good(verdict) : palette.bad(verdict),
    ...failed.slice(0, FAILED_MAX).map(({ claim }) => palette.bad(cut(`${INDENT}NOT HELD  ${claim}`, width))),
    palette.faint(`digest ${digest}`),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** More are counted, not listed. */
const CONSUMERS_MAX = 7;
const FAILED_MAX = 3;

/** The consumers, a line each, with what decides whether the system will do. */
function consumerRows(result: SimulationResult, width: number): string[] {
  const { specification: { ring }, record, laws } = result;
  const rows = record.consumers.map((seen, n) => [
    shortName(seen.name),
    laws[n].load === undefined ? "-" : formatLoad(laws[n].load),
    formatGrouped(laws[n].neededCapacity),
    formatMoment(laws[n].firstOverrunNs),
    `${agrees(result, n) ? "" : `${DIFFERENT} `}${formatMoment(seen.firstOverrunNs)}`,
    formatGrouped(seen.lost),
    seen.stalenessNs.count === 0 ? "-" : formatNs(seen.stalenessNs.percentile(99)),
  ]);
  const head = [`ring of ${formatGrouped(ring.capacity)}`, "load", "needed", "overrun, law", "seen", "lost", "p99"];
  const shown = rows.slice(0, CONSUMERS_MAX);
  const lines = alignTable([head, ...shown]).map((line) => cut(line, width));
  return rows.length === shown.length ? lines : [...lines, `... and ${rows.length - shown.length} more consumers`];
}

function formatMoment(ns: number | undefined): string {
  return ns === undefined ? "never" : formatNs(ns);
}

function unstableLines({ record, laws }: SimulationResult, width: number): string[] {
  const unstable = record.consumers.filter((_, n) => laws[n].isStable === false);
  if (unstable.length === 0) return [];
  const names = unstable.map(({ name }) => printable(name)).join(", ");
  return indent([cut(`unstable, no ring is enough: ${names}`, width - INDENT.length)]);
}
