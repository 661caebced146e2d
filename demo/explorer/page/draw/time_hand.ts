/// <reference lib="dom" />
import type { TimeFigure } from "../../../figures/time_figure.ts";
import { byId } from "../dom.ts";

/** Moves the reader's hand over the figure to a column. What comes after it is veiled, except for the lifecycle and for text. */
export function moveHand({ width, height, top, plots, right, xOf }: TimeFigure, column: number, isEnd: boolean): void {
  const hand = byId<SVGSVGElement>("hand");
  const [veil, line, knob] = hand.children;
  const x = xOf(column);
  const from = xOf(column + 0.5);
  hand.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const draw = (element: Element, d: string[]) => element.setAttribute("d", d.join(""));
  draw(veil, isEnd ? [] : plots.slice(1).map(([y, end]) => `M${from} ${y}H${right}V${end}H${from}Z`));
  draw(line, plots.map(([y, end]) => `M${x} ${y}V${end}`));
  knob.setAttribute("transform", `translate(${x} ${top - 8})`);
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
