import { lifecycleStateName } from "../../../mod.ts";
import { printable } from "../../../config/printable.ts";
import type { LifecycleSpan, TimedConsumerRecord, TimedRecord } from "../../system/timed/timed_record.ts";
import { ARROW, ARROW_MEANING, drawBars, leastSeen } from "../../terminal/layout/bar_chart.ts";
import { displayWidth, padEnd } from "../../terminal/layout/display_width.ts";
import { formatNs, hang, wrap } from "../../terminal/layout/layout.ts";
import { drawLane, worseOf } from "../../terminal/layout/lifecycle_lane.ts";
import { formatGrouped } from "../../terminal/layout/number_format.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { INDENT, indent, type Section } from "../../terminal/layout/section.ts";
import { shortName } from "../../terminal/layout/short_name.ts";

/** Intervals drawn as one column: from `from` to just before `to`, which are numbers of intervals. */
interface Column {
  readonly from: number;
  readonly to: number;
}

/** Place of a chart on the line. */
interface Frame {
  readonly nameWidth: number;
  readonly scaleWidth: number;
  readonly capacity: number;
  readonly height: number;
  readonly palette: Palette;
}

/**
 * Backlog against capacity over the time of a run, each consumer with a chart of its own on one axis, and the lifecycle
 * above them. A chart in which there is nothing to see is a part of one line.
 */
export function backlogSection(record: TimedRecord, capacity: number, width: number, palette: Palette): Section {
  const { consumers, lifecycle } = record;
  const height = consumers.length === 1 ? HEIGHT_ALONE : HEIGHT_SHARED;
  const seen = consumers.filter(({ lagMax, overruns, intervals }) =>
    overruns > 0 || Math.max(lagMax, highest(intervals.lagMax)) >= leastSeen({ full: capacity, height })
  );
  const flat = consumers.filter((consumer) => !seen.includes(consumer));
  const rows = [...flatLines(flat, capacity, width), ...lifecycleLines(lifecycle, width)];
  if (seen.length === 0 && lifecycle.length === 1) return { title: TITLE, lines: indent(rows) };

  const nameWidth = Math.max(LIFECYCLE.length, ...seen.map(({ name }) => displayWidth(shortName(name))));
  const scaleWidth = formatGrouped(capacity).length;
  const gutter = INDENT.length + nameWidth + 1 + scaleWidth + BORDER_WIDTH;
  const { intervalNs } = consumers[0].intervals;
  const intervals = Math.max(1, Math.ceil(record.endNs / intervalNs));
  const perColumn = Math.ceil(intervals / (width - gutter));
  const columns = columnsOf(intervals, perColumn);
  const label = (text: string) => padEnd(INDENT + text, gutter);
  const frame = { nameWidth, scaleWidth, capacity, height, palette };
  const lane = lifecycle.length === 1
    ? []
    : [label(LIFECYCLE) + drawLane(columns.map((column) => worstIn(column, lifecycle, intervalNs)), palette)];
  const marks = legend(seen, capacity, width);
  return {
    title: TITLE,
    note: `one column is ${formatNs(perColumn * intervalNs)}: its highest backlog, its worst state`,
    lines: [
      palette.faint(label("time") + axis(columns, intervalNs)),
      ...lane,
      ...seen.flatMap((consumer) => chartLines(consumer, columns, frame, label)),
      ...(marks.length + rows.length === 0 ? [] : ["", ...indent([...marks, ...rows])]),
    ],
  };
}

const TITLE = "Backlog over time";
const LIFECYCLE = "lifecycle";
const HEIGHT_ALONE = 4;
const HEIGHT_SHARED = 2;
const BORDER_WIDTH = 2;

function columnsOf(intervals: number, perColumn: number): Column[] {
  const columns: Column[] = [];
  for (let from = 0; from < intervals; from += perColumn) {
    columns.push({ from, to: Math.min(intervals, from + perColumn) });
  }
  return columns;
}

/** The time at which every tenth column begins. */
function axis(columns: readonly Column[], intervalNs: number): string {
  let drawn = "";
  for (let n = 0; n < columns.length; n += TICK_COLUMNS) {
    const tick = n === 0 ? "0" : formatNs(columns[n].from * intervalNs);
    if (n + tick.length <= Math.max(columns.length, tick.length)) drawn = drawn.padEnd(n) + tick;
  }
  return drawn;
}

const TICK_COLUMNS = 12;

function worstIn({ from, to }: Column, spans: readonly LifecycleSpan[], intervalNs: number) {
  const [begin, end] = [from * intervalNs, to * intervalNs];
  const inside = spans.filter(({ fromNs }, n) => fromNs < end && (spans[n + 1]?.fromNs ?? Infinity) > begin);
  return inside.map(({ state }) => state).reduce(worseOf, (inside[0] ?? spans[spans.length - 1]).state);
}

function chartLines(
  { name, intervals }: TimedConsumerRecord,
  columns: readonly Column[],
  { nameWidth, scaleWidth, capacity, height, palette }: Frame,
  label: (text: string) => string,
): string[] {
  const lags = columns.map(({ from, to }) => highest(intervals.lagMax.subarray(from, to)));
  const chart = drawBars(lags, { full: capacity, height, palette }).map((row, line) => {
    const isBottom = line === height - 1;
    const scale = line === 0 ? formatGrouped(capacity) : isBottom ? "0" : "";
    const border = line === 0 ? " ┤" : isBottom ? " ┼" : " │";
    const shown = line === 0 ? shortName(name) : "";
    return INDENT + padEnd(shown, nameWidth) + " " + palette.faint(scale.padStart(scaleWidth) + border) + row;
  });
  const lost = columns.map(({ from, to }) => highest(intervals.lost.subarray(from, to)) > 0 ? CROSS : " ").join("");
  return lost.trim() === "" ? chart : [...chart, label("lost") + palette.bad(lost.trimEnd())];
}

const CROSS = "×";

/** Meaning of the marks that appear. */
function legend(consumers: readonly TimedConsumerRecord[], capacity: number, width: number): string[] {
  const marks: string[] = [];
  if (consumers.some(({ intervals }) => highest(intervals.lagMax) > capacity)) {
    marks.push(...hang(`${ARROW} `, wrap(ARROW_MEANING, width - INDENT.length - 2)));
  }
  if (consumers.some(({ intervals }) => highest(intervals.lost) > 0)) marks.push(`${CROSS} a poll found events lost`);
  return marks;
}

function flatLines(flat: readonly TimedConsumerRecord[], capacity: number, width: number): string[] {
  if (flat.length === 0) return [];
  const most = flat.map(({ name, lagMax, intervals }) =>
    `${shortName(name)} at most ${formatGrouped(Math.max(lagMax, highest(intervals.lagMax)))}`
  );
  return wrap(`${most.join(", ")} of ${formatGrouped(capacity)}: too little to draw`, width - INDENT.length);
}

/** The states of the run with their causes. */
export function lifecycleTexts(spans: readonly LifecycleSpan[]): string[] {
  if (spans.length === 1) return [`${lifecycleStateName(spans[0].state)} throughout`];
  return spans.map(({ state, fromNs, causes }) => {
    const why = causes.length === 0 ? "" : ` (${causes.map((cause) => printable(cause)).join(", ")})`;
    return `${lifecycleStateName(state)} from ${fromNs === 0 ? "0" : formatNs(fromNs)}${why}`;
  });
}

/** The same, as far as there is room. */
function lifecycleLines(spans: readonly LifecycleSpan[], width: number): string[] {
  const words = lifecycleTexts(spans);
  if (words.length === 1) return words;
  const shown = words.length <= SPANS_MAX
    ? words
    : [...words.slice(0, SPANS_MAX - 1), `... and ${words.length - SPANS_MAX + 1} more; --json has them all`];
  return hang("", wrap(shown.join(", "), width - INDENT.length));
}

const SPANS_MAX = 8;

function highest(column: Float64Array): number {
  let most = 0;
  for (let n = 0; n < column.length; n++) if (column[n] > most) most = column[n];
  return most;
}
