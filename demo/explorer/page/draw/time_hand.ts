/// <reference lib="dom" />
import type { TimeFigure } from "../../../figures/time_figure.ts";
import { byId } from "../dom.ts";

/** Moves the reader's hand over the figure to a column; what comes after it is veiled. */
export function moveHand({ width, height, top, bottom, right, xOf }: TimeFigure, column: number, isEnd: boolean): void {
  const hand = byId<SVGSVGElement>("hand");
  const [veil, line, knob] = hand.children;
  const x = String(xOf(column));
  const set = (element: Element, values: Record<string, string | number>) => {
    for (const name in values) element.setAttribute(name, String(values[name]));
  };
  set(hand, { viewBox: `0 0 ${width} ${height}` });
  set(line, { x1: x, x2: x, y1: top - 8, y2: bottom });
  set(knob, { cx: x, cy: top - 8 });
  const from = xOf(column + 0.5);
  set(veil, { x: from, y: top, width: isEnd ? 0 : Math.max(0, right - from), height: bottom - top });
}

/** Has a pointer on the figure move the reader. */
export function connectHand(figure: () => TimeFigure, go: (column: number) => void): void {
  const part = byId("time-part");
  const to = ({ clientX }: PointerEvent) => {
    const { left, width } = part.getBoundingClientRect();
    go(figure().columnAt((clientX - left) * figure().width / width));
  };
  part.onpointerdown = (event) => {
    part.setPointerCapture(event.pointerId);
    to(event);
  };
  part.onpointermove = (event) => {
    if (event.buttons > 0) to(event);
  };
}
