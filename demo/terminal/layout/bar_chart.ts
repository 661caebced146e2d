import type { Palette } from "./palette.ts";

/** Form of a chart. */
export interface BarChartForm {
  /** The value whose bar fills the chart. */
  readonly full: number;
  /** Lines of the chart. */
  readonly height: number;
  /** Its colours. */
  readonly palette: Palette;
}

/**
 * Draws a bar for each value, in eighths of a character, from the top line to the bottom one. Only the value `full` fills
 * its bar; what is higher ends in an {@linkcode ARROW}. Any value above 0 is seen, and 0 is a line at the bottom.
 *
 * @param values the values, one a column
 * @param form how they are drawn
 */
export function drawBars(values: readonly number[], { full, height, palette }: BarChartForm): string[] {
  const bars = values.map((value) => {
    if (value > full) return BEYOND;
    return value === 0 ? 0 : Math.max(1, Math.floor(value * height * EIGHTHS / full));
  });
  return Array.from({ length: height }, (_, line) => {
    const floor = (height - 1 - line) * EIGHTHS;
    const row = bars.map((bar) => {
      if (bar === BEYOND) return line === 0 ? ARROW : BLOCKS[EIGHTHS];
      if (bar === 0) return floor === 0 ? "─" : " ";
      return BLOCKS[Math.max(0, Math.min(EIGHTHS, bar - floor))];
    });
    return paintArrows(row, palette);
  });
}

/** Least value that is drawn as more than the lowest bar there is. */
export function leastSeen({ full, height }: Pick<BarChartForm, "full" | "height">): number {
  return 2 * full / (height * EIGHTHS);
}

/** The end of a bar for a value above the full one. */
export const ARROW = "▲";

/** Meaning of an arrow in a chart of a backlog. */
export const ARROW_MEANING = "more unread than the ring holds: the excess is overwritten, and lost";

/** A character for each number of eighths. */
const BLOCKS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const EIGHTHS = BLOCKS.length - 1;
const BEYOND = -1;

/** Paints arrows that stand side by side together, so that a line has few colour codes. */
function paintArrows(row: readonly string[], palette: Palette): string {
  let painted = "";
  for (let from = 0; from < row.length;) {
    const isArrow = row[from] === ARROW;
    let to = from;
    while (to < row.length && (row[to] === ARROW) === isArrow) to++;
    const text = row.slice(from, to).join("");
    painted += isArrow ? palette.bad(text) : text;
    from = to;
  }
  return painted;
}
