import { decadesOf } from "./lanes/decades.ts";
import { dashOf, type EndLabel, endLabels, keyRows, lineThrough, type Sheet } from "./lanes/sheet.ts";
import { draw, element, figure, label, path } from "./svg.ts";
import { counted, duration, fitted, grouped, niceStep, percent, widthOf } from "./words.ts";

/** What one capacity gives. */
export interface SizingRow {
  /** Slots: a power of two. */
  readonly capacity: number;
  /** Events lost. */
  readonly lost: number;
  /** Events of the feed. */
  readonly events: number;
  /** The 99th percentile of the staleness, in nanoseconds; undefined, where nothing was decided on. */
  readonly p99Ns: number | undefined;
}

/** What each capacity gives under one policy. */
export interface SizingSeries {
  /** The policy. */
  readonly name: string;
  /** By rising capacity. */
  readonly rows: readonly SizingRow[];
}

/** A sizing. */
export interface SizingData {
  /** The policies. */
  readonly series: readonly SizingSeries[];
  /** The needed ring by the law, in slots; undefined, where no ring is enough. */
  readonly needed: number | undefined;
}

/** How a sizing is drawn. */
export interface SizingOptions {
  /** Width, in pixels: from 280 on. */
  readonly width: number;
  /** Begins the ids in the figure: unique in the document. */
  readonly id: string;
  /** What the figure shows, in a sentence. */
  readonly sentence: string;
  /** Draws it for a telephone. Default: below 560 pixels. */
  readonly narrow?: boolean;
}

/**
 * Capacity against loss and against the 99th percentile of the staleness, per policy, with the ring that the law says is needed.
 */
export function sizingFigure({ series, needed }: SizingData, options: SizingOptions): string {
  const { width, id, sentence, narrow = width < 560 } = options;
  const size = narrow ? 13 : 12;
  const rows = series.flatMap(({ rows }) => rows);
  const bits = rows.map(({ capacity }) => Math.log2(capacity));
  const first = rows.length > 0 ? Math.min(...bits) : 0;
  const last = Math.max(...bits, first + 1);

  const { marks, shareOf } = decadesOf(rows.map(({ p99Ns }) => p99Ns ?? 0));
  const names = series.map(({ name }) => 1.06 * widthOf(name, size) + 14);
  const left = Math.ceil(Math.max(60, ...marks.map((ns) => 1.06 * widthOf(duration(ns), size) + 14)));
  const right = Math.floor(width - (narrow ? 30 : Math.min(width / 4, Math.max(34, ...names))));
  const sheet: Sheet = {
    id,
    narrow,
    size,
    width,
    left,
    right,
    scale: 1,
    span: 1,
    body: [],
    front: [],
    rows: [],
    y: 24,
  };
  const { body } = sheet;
  const xOf = (capacity: number) => left + (Math.log2(capacity) - first) / (last - first) * (right - left);
  const height = narrow ? 110 : 130;
  const key = narrow ? series.map(({ name: text }, index) => ({ text, mark: "series", dash: dashOf(index) })) : [];

  const law = fitted(neededText(needed), (width - 16) / 1.06, size);
  const length = 1.06 * widthOf(law, size);
  const lawX = needed === undefined ? NaN : xOf(Math.max(needed, 1));
  const isInside = lawX >= left - 1 && lawX <= right + 1;
  body.push(label(Math.max(8, Math.min(isInside ? lawX - length / 2 : left, width - 8 - length)), 14, law, "tlaw"));

  keyRows(sheet, [{ text: "lost, of all events" }, ...key]);
  const most = Math.max(0, ...rows.map(lostOf));
  const step = most > 0 ? niceStep(most, 3) : 0.01;
  const steps = Math.max(1, Math.ceil(most / step - 1e-9));
  let bottom = sheet.y + height;
  const lostY = (share: number) => bottom - share / (steps * step) * height;
  for (let mark = 0; mark <= steps; mark++) gridLine(sheet, lostY(mark * step), percent(mark * step));
  linesOf(sheet, series, xOf, (row) => lostY(lostOf(row)), bottom);

  sheet.y += 10;
  keyRows(sheet, [{ text: "staleness, 99th percentile" }]);
  bottom = sheet.y + height;
  const ageY = (ns: number) => bottom - shareOf(ns) * height;
  if (marks.length > 0) {
    const every = Math.ceil(marks.length / 6);
    marks.forEach((ns, decade) => gridLine(sheet, ageY(ns), decade % every === 0 ? duration(ns) : ""));
    linesOf(sheet, series, xOf, ({ p99Ns }) => p99Ns === undefined ? undefined : ageY(p99Ns), bottom);
  } else {
    const isFresh = rows.some(({ p99Ns }) => p99Ns === 0);
    body.push(label(left, sheet.y + 20, isFresh ? "always 0" : "no decisions", "soft"));
    sheet.y = bottom;
  }
  if (isInside) lineThrough(sheet, lawX, "law");

  // The smallest power of two that is enough is the one that a reader looks for.
  const enough = needed === undefined ? undefined : Math.ceil(Math.log2(Math.max(needed, 1)));
  const all = Array.from({ length: Math.floor(last - first) + 1 }, (_, index) => first + index);
  const halfOf = (bit: number) => 0.53 * widthOf(grouped(2 ** bit), size);
  const fit = (a: number, b: number) => Math.abs(xOf(2 ** a) - xOf(2 ** b)) > halfOf(a) + halfOf(b) + 6;
  let every = 1;
  while (every < all.length && all.some((bit) => bit + every <= last && !fit(bit, bit + every))) every++;
  body.push(path("tick", draw("M", left, bottom, "H", right)));
  for (const bit of all) {
    const x = xOf(2 ** bit);
    body.push(path("tick", draw("M", x, bottom, "v", 5)));
    const isNamed = bit === enough ||
      (bit - first) % every === 0 && (enough === undefined || enough > last || fit(bit, enough));
    if (isNamed) {
      const middle = Math.min(x, width - halfOf(bit) - 2);
      body.push(label(middle, bottom + 20, grouped(2 ** bit), bit === enough ? "bold" : "soft", "middle"));
    }
  }
  body.push(label(right, bottom + 38, "capacity, slots", "soft", "end"));
  return figure(id, width, bottom + 46, sentence, narrow ? "narrow" : "", ...body);
}

/** A line across, with its value. */
function gridLine({ body, left, right }: Sheet, y: number, text: string): void {
  body.push(path("base", draw("M", left, y, "H", right)), label(left - 8, y + 4, text, "soft", "end"));
}

/** A line for each policy, with its name at the end; interrupted by a row that has no value. The sheet goes on below. */
function linesOf(
  sheet: Sheet,
  series: readonly SizingSeries[],
  xOf: (capacity: number) => number,
  yOf: (row: SizingRow) => number | undefined,
  bottom: number,
): void {
  const ends: EndLabel[] = [];
  series.forEach(({ name, rows }, index) => {
    let d = "";
    let isDown = false;
    for (const row of rows) {
      const x = xOf(row.capacity);
      const y = yOf(row);
      if (y !== undefined) {
        d += draw(isDown ? "L" : "M", x, y);
        sheet.body.push(element("circle", { class: "dot", cx: x, cy: y, r: 2.5 }));
        ends[index] = { y, text: name, className: "soft" };
      }
      isDown = y !== undefined;
    }
    sheet.body.push(path("series", d, { "stroke-dasharray": dashOf(index) }));
  });
  if (!sheet.narrow) sheet.body.push(endLabels(sheet, ends.filter((end) => end !== undefined), sheet.y, bottom));
  sheet.y = bottom;
}

function neededText(needed: number | undefined): string {
  if (needed === undefined) return "the law: no ring is enough";
  return `the law: ${counted(needed, "slot")} ${needed === 1 ? "is" : "are"} needed`;
}

function lostOf({ lost, events }: SizingRow): number {
  return events === 0 ? 0 : lost / events;
}
