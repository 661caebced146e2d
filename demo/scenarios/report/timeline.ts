import type { LifecycleState } from "../../../mod.ts";
import type { Track } from "../../system/run_record.ts";
import { drawBars } from "../../terminal/layout/bar_chart.ts";
import { drawLane, worseOf } from "../../terminal/layout/lifecycle_lane.ts";
import type { Palette } from "../../terminal/layout/palette.ts";

/** Where a timeline is drawn. */
export interface TimelineFrame {
  /** Characters of a line. */
  readonly width: number;
  /** Its colours. */
  readonly palette: Palette;
}

/** A timeline, and what one of its columns stands for. */
export interface Timeline {
  /** The lines. */
  readonly lines: readonly string[];
  /** Steps that one column stands for. */
  readonly stepsPerColumn: number;
}

/**
 * Draws what happened over the steps of a run: the lifecycle, and for each track its backlog against the capacity of its
 * ring, all above each other on one axis.
 *
 * A run that is longer than the line is wide is drawn with several steps to a column, as many to each. Such a column shows
 * the highest backlog and the worst state of its steps, and an overrun if there is one in any of them.
 */
export function drawTimeline(tracks: readonly Track[], { width, palette }: TimelineFrame): Timeline {
  const names = tracks.length === 1 ? ["backlog"] : tracks.map(({ name }) => name);
  const nameWidth = Math.max(...names.map((name) => name.length), LIFECYCLE.length, OVERRUNS.length);
  const scaleWidth = Math.max(...tracks.map(({ run }) => String(run.plan.capacity).length));
  const gutter = INDENT.length + nameWidth + 1 + scaleWidth + BORDER_WIDTH;
  const totalSteps = tracks[0].run.state.length;
  const stepsPerColumn = Math.ceil(totalSteps / (width - gutter));
  const columns = columnsOf(totalSteps, stepsPerColumn);
  const label = (text: string) => (INDENT + text).padEnd(gutter);
  const height = tracks.length === 1 ? HEIGHT_ALONE : HEIGHT_SHARED;

  const lines = [
    palette.faint(label("step") + drawAxis(columns)),
    label(LIFECYCLE) + drawLane(columns.map(({ from, to }) => worstOf(tracks[0].run.state, from, to)), palette),
  ];
  tracks.forEach((track, n) => {
    const { backlog } = track.consumer.steps;
    const highest = columns.map(({ from, to }) => highestOf(backlog, from, to));
    const chart = drawBars(highest, { full: track.run.plan.capacity, height, palette });
    chart.forEach((row, line) => {
      const isBottom = line === height - 1;
      const scale = line === 0 ? String(track.run.plan.capacity) : isBottom ? "0" : "";
      const name = line === 0 ? names[n] : "";
      const border = line === 0 ? " ┤" : isBottom ? " ┼" : " │";
      lines.push(INDENT + name.padEnd(nameWidth) + " " + palette.faint(scale.padStart(scaleWidth) + border) + row);
    });
    const overruns = drawOverruns(track, columns);
    if (overruns !== "") lines.push(label(OVERRUNS) + palette.bad(overruns));
  });
  return { lines, stepsPerColumn };
}

const INDENT = "  ";
const LIFECYCLE = "lifecycle";
const OVERRUNS = "overruns";
const BORDER_WIDTH = 2;
const HEIGHT_ALONE = 4;
const HEIGHT_SHARED = 2;

/** The steps from `from` to just before `to`, drawn as one character. */
interface Column {
  readonly from: number;
  readonly to: number;
}

function columnsOf(totalSteps: number, stepsPerColumn: number): Column[] {
  const columns: Column[] = [];
  for (let from = 0; from < totalSteps; from += stepsPerColumn) {
    columns.push({ from, to: Math.min(totalSteps, from + stepsPerColumn) });
  }
  return columns;
}

/** The number of every tenth column's first step, where it begins. */
function drawAxis(columns: readonly Column[]): string {
  let axis = "";
  for (let n = 0; n < columns.length; n += TICK_COLUMNS) {
    const tick = String(columns[n].from);
    if (n + tick.length <= columns.length) axis = axis.padEnd(n) + tick;
  }
  return axis;
}

const TICK_COLUMNS = 10;

/** A mark under each column with an overrun; nothing, if there is no overrun. */
function drawOverruns({ consumer }: Track, columns: readonly Column[]): string {
  return columns.map(({ from, to }) => highestOf(consumer.steps.overruns, from, to) > 0 ? "×" : " ").join("").trimEnd();
}

function worstOf(states: readonly LifecycleState[], from: number, to: number): LifecycleState {
  let worst = states[from];
  for (let step = from + 1; step < to; step++) worst = worseOf(worst, states[step]);
  return worst;
}

function highestOf(column: Int32Array, from: number, to: number): number {
  let highest = 0;
  for (let step = from; step < to; step++) highest = Math.max(highest, column[step]);
  return highest;
}
