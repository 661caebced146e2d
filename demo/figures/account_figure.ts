import type { AccountView } from "./run_view.ts";
import { box, element, escaped, figure, hatch, label } from "./svg.ts";
import { grouped, widthOf } from "./words.ts";

/** How an account is drawn. */
export interface AccountOptions {
  /** Width, in pixels: from 240 on. */
  readonly width: number;
  /** Begins the ids in the figure: unique in the document. */
  readonly id: string;
  /** What the figure shows, in a sentence. */
  readonly sentence: string;
}

const PARTS = ["live", "provisional", "lost", "waiting"] as const;
const HEIGHT = 56;
const GAP = 3;
/** Least width of a part that is not empty. */
const LEAST = 4;

/** What became of the events: a bar whose parts add up. A part that is too small for its name is named below. */
export function accountFigure(account: AccountView, { width, id, sentence }: AccountOptions): string {
  const parts = PARTS.filter((part) => account[part] > 0);
  const body: string[] = [];
  const below: typeof parts = [];
  const room = width - 2 - GAP * (parts.length - 1) - LEAST * parts.length;
  let x = 1;
  for (const part of parts) {
    const length = LEAST + room * account[part] / account.events;
    const number = grouped(account[part]);
    body.push(markOf(part, x, 1, length, HEIGHT, id, 8));
    if (Math.max(widthOf(number, 21), widthOf(part, 13)) + 18 < length) {
      // A hatch would run through the letters.
      const behind = part === "lost" ? " halo onlost" : part === "provisional" ? " halo warmup" : "";
      body.push(
        element("text", { class: "hero" + behind, x: x + 10, y: 28, "font-size": 20 }, escaped(number)),
        element("text", { class: "part" + behind, x: x + 10, y: 46, "font-size": 13 }, part),
      );
    } else below.push(part);
    x += length + GAP;
  }
  if (parts.length === 0) {
    body.push(box("empty", 1, 1, width - 2, HEIGHT, { rx: 8 }), label(12, 33, "no events", "soft"));
  }
  x = 1;
  let y = HEIGHT + 8;
  for (const part of below) {
    const text = `${grouped(account[part])} ${part}`;
    const length = 22 + widthOf(text, 13);
    if (x > 1 && x + length > width) {
      x = 1;
      y += 22;
    }
    body.push(
      markOf(part, x, y, 14, 14, id, 2),
      element("text", { x: x + 21, y: y + 12, "font-size": 13 }, escaped(text)),
    );
    x += length + 16;
  }
  return figure(id, width, below.length > 0 ? y + 18 : HEIGHT + 2, sentence, "account", ...body);
}

function markOf(
  part: typeof PARTS[number],
  x: number,
  y: number,
  width: number,
  height: number,
  id: string,
  rx: number,
): string {
  const fill = part === "lost" || part === "provisional" ? hatch(id, part) : undefined;
  return box(part, x, y, width, height, { fill, rx: Math.min(rx, width / 2) });
}
