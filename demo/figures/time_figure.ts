import type { RunView } from "./run_view.ts";
import { draw, element, figure, path } from "./svg.ts";
import { lagLane, lagScale } from "./lanes/lag_lane.ts";
import { lawLane, lawLine } from "./lanes/law_lane.ts";
import { lossLane, lossScale } from "./lanes/loss_lane.ts";
import { freeOf, lengthOf, type Sheet, xAt } from "./lanes/sheet.ts";
import { staleLane } from "./lanes/stale_lane.ts";
import { isSameLifecycle, stateLane } from "./lanes/state_lane.ts";
import { timeAxis } from "./lanes/time_axis.ts";
import { grouped, widthOf } from "./words.ts";

/** What is drawn over time. */
export interface TimeData {
  /** One run; or several on one axis, to compare them. */
  readonly views: readonly RunView[];
  /** Names of the runs that are compared. Default: their policies, or their own names where the policy is the same. */
  readonly names?: readonly string[] | undefined;
  /** Whether the law of the first view is shown. Default: yes. Several views may have laws of their own, and a real run none. */
  readonly hasLaw?: boolean | undefined;
  /** An earlier run, as a thin grey line of its lag. */
  readonly ghost?: RunView | undefined;
  /** What the ghost is. Default: `before the change`. */
  readonly ghostName?: string | undefined;
}

/** How it is drawn. */
export interface TimeOptions {
  /** Width, in pixels: from 280 on. */
  readonly width: number;
  /** Begins the ids in the figure: unique in the document. */
  readonly id: string;
  /** What the figure shows, in a sentence. */
  readonly sentence: string;
  /** Draws it for a telephone: titles above the lanes, larger type, fewer marks on the axes. Default: below 560 pixels. */
  readonly narrow?: boolean;
  /** A column to mark by a line: an element of the class `cursor`, to be moved to `xOf(column)`. */
  readonly at?: number | undefined;
}

/** A figure over time, with its axis. */
export interface TimeFigure {
  /** Its markup. */
  readonly svg: string;
  /** Its width. */
  readonly width: number;
  /** Its height. */
  readonly height: number;
  /** Where the axis begins. */
  readonly left: number;
  /** Where it ends. */
  readonly right: number;
  /** Where the lanes begin. */
  readonly top: number;
  /** Where they end. */
  readonly bottom: number;
  /** What lies between rows of text: from, to. The first is the lifecycle. */
  readonly plots: readonly (readonly [number, number])[];
  /** The middle of a column of the first view. */
  xOf(column: number): number;
  /** The column of the first view at a place; the first or the last, where it lies outside. */
  columnAt(x: number): number;
}

/**
 * A run over time, in lanes with one axis: lifecycle, lag against the capacity, overruns, loss, staleness; with the law's first
 * overrun through all of them, named above so that it covers nothing. Where there are more columns than pixels, the greatest lag
 * and the sum of the losses of each pixel are drawn.
 */
export function timeFigure(data: TimeData, options: TimeOptions): TimeFigure {
  const { views, hasLaw = true, ghost, ghostName = "before the change" } = data;
  const { width, id, sentence, at, narrow = width < 560 } = options;
  const [first] = views;
  const drawn = ghost === undefined ? views : [...views, ghost];
  const names = data.names ?? namesOf(views);
  const size = narrow ? 13 : 12;
  const scale = lagScale(drawn, narrow);

  // Numbers and, where there is room, titles on the left; names of lines on the right.
  const most = grouped(Math.floor(scale.max / scale.step) * scale.step);
  const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => 1.06 * widthOf(text, size)));
  const many = views.length > 1;
  const left = Math.ceil(
    Math.max(narrow ? 0 : Math.min(widest(["staleness", ...many ? names : []]), width / 6), widest([most])) + 12,
  );
  const ends = [
    ...many ? names : [],
    ...scale.capacities.map((capacity) => `capacity ${grouped(capacity)}`),
    "max 999 ms",
  ];
  const right = Math.floor(width - (narrow ? 14 : Math.min(width / 4, widest(ends) + 12)));
  const span = Math.max(...drawn.map((view) => view.count * lengthOf(view)));
  const sheet: Sheet = {
    id,
    narrow,
    size,
    width,
    left,
    right,
    scale: (right - left) / span,
    span,
    body: [],
    front: [],
    rows: [],
    y: 0,
  };

  if (hasLaw) lawLane(sheet, first);
  else sheet.y = 8;
  const top = sheet.y;
  const differ = views.some(({ states }) => !isSameLifecycle(states, first.states));
  (differ ? views : [first]).forEach((view, index) => stateLane(sheet, view, differ ? names[index] : "state"));
  lagLane(sheet, views, names, scale, ghost, ghostName);
  const loss = lossScale(sheet, views);
  views.forEach((view, index) => lossLane(sheet, view, many ? names[index] : "", loss));
  staleLane(sheet, views);
  const bottom = sheet.y;
  if (hasLaw) lawLine(sheet, first);
  else sheet.body.push(...sheet.front);
  timeAxis(sheet, first.unit === "step");

  const xOf = (column: number) => xAt(sheet, first, column + 0.5);
  if (at !== undefined) {
    const line = path("", draw("M", 0, top - 6, "V", bottom)) + path("", draw("M", 0, top - 1, "l-5-9h10z"));
    sheet.body.push(element("g", { class: "cursor", transform: `translate(${draw(xOf(at))})` }, line));
  }
  const height = sheet.y;
  return {
    svg: figure(id, width, height, sentence, narrow ? "time narrow" : "time", ...sheet.body),
    width,
    height,
    left,
    right,
    top,
    bottom,
    plots: freeOf(sheet, top, bottom),
    xOf,
    columnAt: (x) => Math.max(0, Math.min(first.count - 1, Math.floor((x - left) / sheet.scale / lengthOf(first)))),
  };
}

/** What tells the runs apart. */
function namesOf(views: readonly RunView[]): string[] {
  const policies = views.map(({ policy }) => policy);
  return new Set(policies).size === views.length ? policies : views.map(({ name }) => name);
}
