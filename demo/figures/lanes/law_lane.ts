import type { RunView } from "../run_view.ts";
import { agrees, lawLabel } from "../sentences.ts";
import { label } from "../svg.ts";
import { fitted, widthOf } from "../words.ts";
import { lineThrough, type Sheet, xOfMoment } from "./sheet.ts";

/** Where the law puts the first overrun, by name. Its line is drawn last, by {@linkcode lawLine}. */
export function lawLane(sheet: Sheet, view: RunView): void {
  const { body, width, size, left } = sheet;
  const text = fitted(lawLabel(view), (width - 16) / 1.06, size);
  const length = 1.06 * widthOf(text, size);
  const x = lawX(sheet, view);
  const start = Math.max(8, Math.min(x === undefined ? left : x - length / 2, width - 8 - length));
  body.push(label(start, 14, text, agrees(view) ? "tlaw" : "tlost"));
  sheet.y = 32;
}

function lawX(sheet: Sheet, view: RunView): number | undefined {
  return view.predicted === undefined || view.predicted > view.count
    ? undefined
    : xOfMoment(sheet, view, view.predicted);
}

/** The line of the law through all lanes and, where the run did otherwise, that of the run. */
export function lawLine(sheet: Sheet, view: RunView): void {
  const x = lawX(sheet, view);
  const { observed } = view;
  if (!agrees(view) && observed !== undefined) lineThrough(sheet, xOfMoment(sheet, view, observed), "over");
  if (x !== undefined) lineThrough(sheet, x, "law");
  sheet.body.push(...sheet.front);
}
