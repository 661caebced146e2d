import { summed } from "./columns.ts";
import type { RunView } from "../run_view.ts";
import { mostOf } from "../sentences.ts";
import { draw, hatch, label, path } from "../svg.ts";
import { grouped, widthOf } from "../words.ts";
import { entitle, partsOf, type Sheet, xOfMoment } from "./sheet.ts";

/** The greatest loss that is one bar, of several runs. */
export function lossScale(sheet: Sheet, views: readonly RunView[]): number {
  return Math.max(...views.map((view) => mostOf(summed(view.lost, partsOf(sheet, view, BAR).count))));
}

/** Least width of a bar, so that its hatch can be seen. */
const BAR = 5;
/** Least distance of two crosses. */
const CROSS = 12;

/** The overruns of a run as crosses and, below, the events that it lost as bars. `most` is the height of the scale. */
export function lossLane(sheet: Sheet, view: RunView, name: string, most: number): void {
  const { body, left, right, size, id } = sheet;
  const many = name !== "";
  const count = view.episodes.length;
  entitle(sheet, many ? name : "overruns", count > 0 ? grouped(count) : "", 16);
  let crosses = "";
  let end = -Infinity;
  for (const { from } of view.episodes) {
    const x = xOfMoment(sheet, view, from);
    if (x - end < CROSS) continue;
    crosses += draw("M", x - 4, sheet.y + 4, "l8 8m0-8l-8 8");
    end = x;
  }
  sheet.front.push(crosses === "" ? label(left, sheet.y + 12, "never overrun", "soft halo") : path("over", crosses));
  sheet.y += 18;

  const bars = partsOf(sheet, view, BAR);
  const lost = summed(view.lost, bars.count);
  const { account } = view;
  const height = 30;
  entitle(sheet, "lost", account.lost > 0 ? grouped(account.lost) : "", height + 14, "tlost");
  sheet.y += 14;
  const bottom = sheet.y + height;
  let d = "";
  const numbers: { x: number; y: number; text: string; half: number; value: number }[] = [];
  for (let part = 0; part < bars.count; part++) {
    if (lost[part] === 0) continue;
    const tall = Math.max(2, lost[part] / most * height);
    const gap = Math.min(1.5, bars.width / 6);
    const x = left + part * bars.width;
    d += draw("M", x + gap, bottom, "v", -tall, "h", bars.width - 2 * gap, "v", tall, "Z");
    const text = grouped(lost[part]);
    const half = 0.53 * widthOf(text, size);
    const middle = Math.max(left + half - 4, Math.min(x + bars.width / 2, right - half + 4));
    numbers.push({ x: middle, y: bottom - tall - 3, text, half, value: lost[part] });
  }
  body.push(path("base", draw("M", left, bottom, "H", right)), path("lost", d, { fill: hatch(id, "lost") }));
  if (d === "") sheet.front.push(label(left, bottom - 8, "nothing lost", "soft halo"));
  // All numbers, or that of the tallest bar.
  const fit = numbers.every(({ x, half }, index) =>
    index === 0 || x - half > numbers[index - 1].x + numbers[index - 1].half + 4
  );
  const tallest = numbers.reduce((a, b) => b.value > a.value ? b : a, numbers[0]);
  for (const { x, y, text } of fit ? numbers : [tallest]) sheet.front.push(label(x, y, text, "tlost halo", "middle"));
  sheet.y = bottom + 10;
}
