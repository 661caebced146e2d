import { LifecycleState, lifecycleStateName } from "../../../mod.ts";
import type { Track } from "../../system/run_record.ts";
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
    label(LIFECYCLE) + drawLifecycle(tracks[0].run.state, columns, palette),
  ];
  tracks.forEach((track, n) => {
    const chart = drawBacklog(track, columns, height, palette);
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

/** The states, each with its name where there is room for it, and where there is not with its initial as a small letter. */
function drawLifecycle(states: readonly LifecycleState[], columns: readonly Column[], palette: Palette): string {
  const worst = columns.map(({ from, to }) => worstOf(states, from, to));
  let drawn = "";
  for (let from = 0; from < worst.length;) {
    const state = worst[from];
    let to = from;
    while (to < worst.length && worst[to] === state) to++;
    const name: string = lifecycleStateName(state);
    const text = (name.length < to - from ? name : name[0].toLowerCase()).padEnd(to - from, "·");
    drawn += paintState(state, palette)(text);
    from = to;
  }
  return drawn;
}

function paintState(state: LifecycleState, palette: Palette): (text: string) => string {
  if (state === LifecycleState.READY) return palette.good;
  return state === LifecycleState.DEGRADED ? palette.bad : palette.warning;
}

/** From the worst to the best. */
const WORST_FIRST = [LifecycleState.DEGRADED, LifecycleState.INIT, LifecycleState.WARMUP, LifecycleState.READY];

function worstOf(states: readonly LifecycleState[], from: number, to: number): LifecycleState {
  let worst: LifecycleState = LifecycleState.READY;
  for (let step = from; step < to; step++) {
    if (WORST_FIRST.indexOf(states[step]) < WORST_FIRST.indexOf(worst)) worst = states[step];
  }
  return worst;
}

/** A bar for each column, in eighths of a character. Only a full ring fills it; what is higher ends in an arrow. */
function drawBacklog({ run, consumer }: Track, columns: readonly Column[], height: number, palette: Palette): string[] {
  const { capacity } = run.plan;
  const bars = columns.map(({ from, to }) => {
    const backlog = highestOf(consumer.steps.backlog, from, to);
    if (backlog > capacity) return BEYOND;
    if (backlog === 0) return 0;
    return Math.max(1, Math.floor(backlog * height * EIGHTHS / capacity));
  });
  return Array.from({ length: height }, (_, line) => {
    const floor = (height - 1 - line) * EIGHTHS;
    const row = bars.map((bar) => {
      if (bar === BEYOND) return line === 0 ? ARROW : BLOCKS[EIGHTHS];
      if (bar === 0) return floor === 0 ? "─" : " ";
      return BLOCKS[Math.max(0, Math.min(EIGHTHS, bar - floor))];
    });
    return paintRuns(row, (text) => text === ARROW, palette);
  });
}

/** A character for each number of eighths. */
const BLOCKS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const EIGHTHS = BLOCKS.length - 1;
const BEYOND = -1;
/** The end of a bar for a backlog that exceeds the capacity. */
export const ARROW = "▲";

/** Paints characters that stand side by side and are bad together, so that a line has few colour codes. */
function paintRuns(row: readonly string[], isBad: (text: string) => boolean, palette: Palette): string {
  let painted = "";
  for (let from = 0; from < row.length;) {
    const bad = isBad(row[from]);
    let to = from;
    while (to < row.length && isBad(row[to]) === bad) to++;
    const text = row.slice(from, to).join("");
    painted += bad ? palette.bad(text) : text;
    from = to;
  }
  return painted;
}

/** A mark under each column with an overrun; nothing, if there is no overrun. */
function drawOverruns({ consumer }: Track, columns: readonly Column[]): string {
  return columns.map(({ from, to }) => highestOf(consumer.steps.overruns, from, to) > 0 ? "×" : " ").join("").trimEnd();
}

function highestOf(column: Int32Array, from: number, to: number): number {
  let highest = 0;
  for (let step = from; step < to; step++) highest = Math.max(highest, column[step]);
  return highest;
}
