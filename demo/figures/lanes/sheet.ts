import type { RunView } from "../run_view.ts";
import { box, draw, label, path } from "../svg.ts";
import { fitted, widthOf } from "../words.ts";

/** The sheet on which lanes are drawn, one below the other. */
export interface Sheet {
  /** Begins the ids of the figure. */
  readonly id: string;
  /** Whether titles stand above the lanes. */
  readonly narrow: boolean;
  /** Size of the type, in pixels. */
  readonly size: number;
  /** Width of the figure. */
  readonly width: number;
  /** Where the axis begins. */
  readonly left: number;
  /** Where it ends. */
  readonly right: number;
  /** Pixels of a step or of a nanosecond. */
  readonly scale: number;
  /** Length of the axis, in steps or nanoseconds. */
  readonly span: number;
  /** The markup so far. */
  readonly body: string[];
  /** Marks that lie above the line of the law. */
  readonly front: string[];
  /** Rows of text, which that line leaves out: from, to. */
  readonly rows: (readonly [number, number])[];
  /** Where the next lane begins. */
  y: number;
}

/** Dash patterns that tell lines apart, by their order. */
const DASHES: readonly (string | undefined)[] = [undefined, "7 3", "2 2.5", "9 3 2 3", "5 2 1 2 1 2"];

/** The dash pattern of a line, by its place among the lines. */
export function dashOf(index: number): string | undefined {
  return DASHES[index % DASHES.length];
}

/** Steps or nanoseconds of a column. */
export function lengthOf({ unit, intervalNs }: RunView): number {
  return unit === "step" ? 1 : intervalNs;
}

/** Where a column begins; it may have a fraction. */
export function xAt({ left, scale }: Sheet, view: RunView, column: number): number {
  return left + column * lengthOf(view) * scale;
}

/** Where something lies that was in a step, or at a time. */
export function xOfMoment(sheet: Sheet, view: RunView, column: number): number {
  return xAt(sheet, view, column + (view.unit === "step" ? 0.5 : 0));
}

/** How many parts at least so many pixels wide the columns are drawn as, and how wide each is. */
export function partsOf(
  sheet: Sheet,
  view: RunView,
  pixels: number,
): { readonly count: number; readonly width: number } {
  const length = xAt(sheet, view, view.count) - sheet.left;
  const count = Math.max(1, Math.min(view.count, Math.floor(length / pixels)));
  return { count, width: length / count };
}

/** The title of a lane `height` high, and a value at its end: beside it or, where it is narrow, above. */
export function entitle(sheet: Sheet, title: string, value: string, height: number, className = "bold"): void {
  const { body, narrow, left, right, size } = sheet;
  if (narrow) {
    body.push(
      label(8, sheet.y + 15, fitted(title, right - 70, size), "soft"),
      label(right, sheet.y + 15, value, className, "end"),
    );
    sheet.rows.push([sheet.y, sheet.y += 21]);
  } else {
    const y = sheet.y + height / 2 + 4;
    body.push(label(left - 8, y, fitted(title, left - 12, size), "soft", "end"), label(right + 8, y, value, className));
  }
}

/** An entry of a key. */
export interface KeyItem {
  /** Its text. */
  readonly text: string;
  /** Class of the line or the area before it. Default: none. */
  readonly mark?: string;
  /** Dash pattern of the line. */
  readonly dash?: string | undefined;
}

/** A key: what the lines and areas below are, in as many rows as it takes. */
export function keyRows(sheet: Sheet, items: readonly KeyItem[]): void {
  const { body, size, narrow, right } = sheet;
  const start = narrow ? 8 : sheet.left;
  const top = sheet.y;
  let x = start;
  sheet.y += 16;
  for (const { text, mark, dash } of items) {
    const indent = mark === undefined ? 0 : 24;
    const length = indent + widthOf(text, size);
    if (x > start && x + length > right) {
      x = start;
      sheet.y += 18;
    }
    if (mark === "area") {
      body.push(box("area", x, sheet.y - 9, 18, 10), path("after", draw("M", x, sheet.y - 9, "h", 18)));
    } else if (mark !== undefined) {
      body.push(path(mark, draw("M", x, sheet.y - 4, "h", 18), { "stroke-dasharray": dash }));
    }
    body.push(label(x + indent, sheet.y, fitted(text, right - x - indent, size), "soft"));
    x += length + 14;
  }
  sheet.y += 12;
  sheet.rows.push([top, sheet.y]);
}

/** A label at the end of a line. */
export interface EndLabel {
  /** Height of the end. */
  readonly y: number;
  /** Its text. */
  readonly text: string;
  /** Class of the text. */
  readonly className: string;
}

/** Labels at the ends of lines, moved apart where they would meet. */
export function endLabels(
  { right, width, size }: Pick<Sheet, "right" | "width" | "size">,
  ends: readonly EndLabel[],
  top: number,
  bottom: number,
): string {
  const sorted = ends.toSorted((a, b) => a.y - b.y);
  const heights = sorted.map(({ y }) => y);
  const gap = size + 3;
  for (let index = 0; index < heights.length; index++) {
    heights[index] = Math.max(heights[index], index === 0 ? top + 6 : heights[index - 1] + gap);
  }
  for (let index = heights.length - 1; index >= 0; index--) {
    heights[index] = Math.min(heights[index], index === heights.length - 1 ? bottom : heights[index + 1] - gap);
  }
  return sorted.map(({ y, text, className }, index) =>
    (Math.abs(heights[index] - y) > 4 ? path("tick", draw("M", right + 1, y, "L", right + 7, heights[index])) : "") +
    label(right + 9, heights[index] + 4, fitted(text, (width - right - 11) / 1.06, size), className)
  ).join("");
}

/** What the rows of text leave free between two heights: from, to. */
export function freeOf({ rows }: Pick<Sheet, "rows">, top: number, bottom: number): [number, number][] {
  const free: [number, number][] = [];
  let from = top;
  for (const [start, end] of [...rows, [bottom, bottom]]) {
    if (start > from) free.push([from, start]);
    from = end;
  }
  return free;
}

/** A line through everything so far, except for rows of text. */
export function lineThrough(sheet: Sheet, x: number, className: string): void {
  const pieces = freeOf(sheet, 19, sheet.y).map(([from, to]) => draw("M", x, from, "V", to));
  sheet.body.push(path(className, pieces.join("")));
}
