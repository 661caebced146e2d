/// <reference lib="dom" />
import { formatShort } from "../../../terminal/layout/number_format.ts";
import { formatSpan } from "../../view/format.ts";
import type { PageFrame } from "../page_frame.ts";
import { type Content, svg } from "./elements.ts";
import type { History, Span } from "./history.ts";
import {
  bars,
  decadeName,
  decades,
  greatest,
  linear,
  logarithmic,
  type Scale,
  steps,
  timeName,
  timeStep,
} from "./scales.ts";

/** A drawing, and the sentence that says the same. */
export interface Strip {
  /** The drawing. */
  readonly drawing: SVGSVGElement;
  /** The sentence. */
  readonly sentence: string;
}

/** What all strips of a page are drawn from. */
export interface Paper {
  /** Pixels that a strip is wide. */
  readonly width: number;
  /** The frames. */
  readonly history: History;
  /** The time that is shown. */
  readonly span: Span;
}

const LEFT = 54;
const RIGHT = 10;
/** Above the drawing of each quantity: a line for its name. */
const NAME = 30;
const AXIS = 24;
/** Least pixels of a column. */
const COLUMN = 3;
/** Pixels that a letter takes, roughly and rather too many. */
const LETTER = 7;
/** The same in the lane of the lifecycle, where letters are bold and apart. */
const LANE_LETTER = 9;
/** How much of a lag beyond the capacity has room, as a part of the capacity. */
const BEYOND = 0.25;

/** The least scale of the gaps of the control plane: twice what is planned. */
const GAP_TOP_NS = 20e6;
const STALENESS = "staleness:";

/** Draws the lifecycle, the rate, and how long the control plane was kept waiting. */
export function drawSystem(paper: Paper, asked: number | null): Strip {
  const sheet = new Sheet(paper);
  const spans = paper.history.states(paper.span);
  sheet.lane(spans);

  const rate = sheet.columns((frame) => frame.rate_per_second ?? undefined);
  const top = Math.max(1, 1.1 * Math.max(greatest(rate), asked ?? 0));
  const perSecond = formatShort(paper.history.newest?.rate_per_second ?? 0);
  const rateY = sheet.row(48, `rate: ${perSecond}/s${asked === null ? "" : `, ${formatShort(asked)}/s asked`}`, top);
  sheet.path("rate", steps(rate, sheet.x, rateY, sheet.floor));
  sheet.label(sheet.floor, "0");
  if (asked !== null) sheet.line("asked", rateY(asked));
  sheet.label(rateY(asked ?? top), formatShort(asked ?? top));

  const gaps = sheet.columns((frame) => frame.control_gap_ns);
  const longest = greatest(gaps);
  const gapTop = Math.max(GAP_TOP_NS, longest);
  const gapY = sheet.row(36, `control loop: ${formatSpan(longest)} at most`, gapTop);
  sheet.path("gap", bars(gaps, sheet.x, gapY, sheet.floor));
  sheet.label(gapY(gapTop), formatSpan(gapTop));
  sheet.label(sheet.floor, "0");

  const states = spans.map(({ state, causes }) => causes.length === 0 ? state : `${state} by ${causes.join(", ")}`);
  const sentence = `${inWords(paper)}: ${states.join(", then ")}; ${perSecond} events a second; ` +
    `the control loop took ${formatSpan(longest)} between two looks, at most.`;
  return { drawing: sheet.finish(), sentence };
}

/** Draws the lag of a consumer against the capacity, its loss, and its staleness. */
export function drawConsumer(paper: Paper, index: number, capacity: number): Strip {
  const sheet = new Sheet(paper);
  const of = (frame: PageFrame) => frame.consumers[index];

  const lag = sheet.columns((frame) => of(frame).lag_max);
  const lagMax = greatest(lag);
  const top = (1 + BEYOND) * capacity;
  const lagY = sheet.row(96, `lag: ${formatShort(lagMax)} at most, of ${formatShort(capacity)}`, top);
  sheet.path("area", steps(lag.map((value) => Math.min(value, capacity)), sheet.x, lagY, sheet.floor));
  const over = lag.map((value) => value > capacity ? value : NaN);
  sheet.path("beyond", steps(over, sheet.x, lagY, lagY(capacity)));
  sheet.path("after", steps(lag, sheet.x, lagY));
  sheet.line("cap", lagY(capacity));
  sheet.label(lagY(capacity), formatShort(capacity));
  sheet.label(sheet.floor, "0");

  const lost = paper.history.growth(paper.span, sheet.count, (frame) => of(frame).lost);
  const lostNow = paper.history.grown(paper.span, (frame) => of(frame).lost);
  const most = greatest(lost);
  const lostY = sheet.row(36, `lost: ${formatShort(lostNow)} events in this time`, Math.max(1, most));
  sheet.path("loss", bars(lost, sheet.x, lostY, sheet.floor));
  if (most > 0) sheet.label(lostY(most), formatShort(most));
  sheet.label(sheet.floor, "0");

  const [p50, p99, max] = (["p50", "p99", "max"] as const)
    .map((name) => sheet.columns((frame) => of(frame).staleness_ns?.[name]));
  const range = decades([p50, p99, max]);
  const staleY = sheet.row(84, STALENESS, range);
  sheet.key(STALENESS, [["p50", "median"], ["p99", "p99"], ["most", "max"]]);
  const apart = range[1] - range[0] > 4 ? 2 : 1;
  for (let exponent = range[0]; exponent <= range[1]; exponent += apart) {
    const y = staleY(10 ** exponent);
    sheet.line("base", y);
    sheet.label(y, decadeName(exponent));
  }
  sheet.path("p50", steps(p50, sheet.x, staleY));
  sheet.path("p99", steps(p99, sheet.x, staleY));
  sheet.path("most", steps(max, sheet.x, staleY));

  const late = greatest(max);
  const sentence =
    `${inWords(paper)}: a lag of ${formatShort(lagMax)} at most in a ring of ${formatShort(capacity)}, ` +
    `${formatShort(lostNow)} events lost, ${
      late === 0 ? "no decision" : `a staleness of ${formatSpan(late)} at most`
    }.`;
  return { drawing: sheet.finish(), sentence };
}

function inWords({ span, history }: Paper): string {
  return `From ${timeName(span.from)} to ${timeName(Math.min(span.to, history.newest?.seconds ?? 0))}`;
}

/** A drawing with a time axis, to which rows are added from top to bottom. */
class Sheet {
  /** Columns of the drawing. */
  readonly count: number;
  /** Where a column begins. */
  readonly x: Scale;
  /** Where the newest row ends. */
  floor = 0;
  /** Where the newest row begins. */
  private _top = 0;
  private readonly _paper: Paper;
  private readonly _content: Content[] = [];

  constructor(paper: Paper) {
    this._paper = paper;
    this.count = Math.max(1, Math.floor(this._plot / COLUMN));
    this.x = (column) => LEFT + column * this._plot / this.count;
  }

  private get _plot(): number {
    return this._paper.width - LEFT - RIGHT;
  }

  private _at(seconds: number): number {
    const { from, to } = this._paper.span;
    return LEFT + this._plot * (seconds - from) / (to - from);
  }

  /** A quantity of the frames in columns. */
  columns(valueOf: (frame: PageFrame) => number | undefined): Float64Array {
    return this._paper.history.columns(this._paper.span, this.count, valueOf);
  }

  /** The lifecycle: a bar for each state, with its name where it fits. */
  lane(spans: ReturnType<History["states"]>): void {
    for (const { from, to, state, causes } of spans) {
      const [x, width] = [this._at(from), Math.max(1, this._at(to) - this._at(from))];
      this._content.push(svg("rect", { class: `state ${state}`, x, y: 2, width, height: 24, rx: 3 }));
      const names = causes.length === 0 ? [state] : [`${state}: ${causes.join(", ")}`, state];
      const name = names.find((name) => name.length * LANE_LETTER < width - 8);
      if (name !== undefined) this._text("lane halo", x + 6, 18, name);
    }
    this._text("axis end", LEFT - 6, 18, "state");
    this.floor = 26;
  }

  /** Begins a row: a scale from 0 to a number, or between powers of ten. */
  row(height: number, name: string, range: number | readonly [number, number]): Scale {
    const top = this._top = this.floor + NAME;
    this.floor = top + height;
    this._text("name", 0, top - 12, name);
    this._content.push(svg("path", { class: "base", d: `M${LEFT} ${this.floor}h${this._plot}` }));
    return typeof range === "number" ? linear(range, top, height) : logarithmic(range, top, height);
  }

  /** Samples of the lines of the newest row, beside its name. */
  key(name: string, lines: readonly (readonly [mark: string, name: string])[]): void {
    const y = this._top - 16;
    let x = name.length * LETTER;
    for (const [mark, name] of lines) {
      this._content.push(svg("path", { class: mark, d: `M${x} ${y}h18` }));
      this._text("name", x + 23, y + 4, name);
      x += 32 + name.length * LETTER;
    }
  }

  path(mark: string, d: string): void {
    if (d !== "") this._content.push(svg("path", { class: mark, d }));
  }

  line(mark: string, y: number): void {
    this.path(mark, `M${LEFT} ${Math.round(10 * y) / 10}h${this._plot}`);
  }

  /** A name at the left of the row. */
  label(y: number, text: string): void {
    this._text("axis end", LEFT - 6, y + 4, text);
  }

  /** Adds the time axis. */
  finish(): SVGSVGElement {
    const { width, span } = this._paper;
    const step = timeStep(span.to - span.from, this._plot);
    const y = this.floor + 16;
    for (let at = Math.ceil(span.from / step) * step; at <= span.to; at += step) {
      const x = this._at(at);
      this._content.push(svg("path", { class: "tick", d: `M${x} ${this.floor}v4` }));
      const edge = x > width - 24 ? " end" : x < LEFT + 16 ? "" : " middle";
      this._text(`axis${edge}`, edge === " end" ? width - 2 : x, y, timeName(at));
    }
    const height = this.floor + AXIS;
    return svg(
      "svg",
      { class: "fig", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      ...this._content,
    );
  }

  private _text(mark: string, x: number, y: number, text: string): void {
    this._content.push(svg("text", { class: mark, x: Math.round(x), y: Math.round(y) }, text));
  }
}
