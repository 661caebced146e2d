import { greatest, stairs } from "./columns.ts";
import type { RunView } from "../run_view.ts";
import { mostOf } from "../sentences.ts";
import { box, draw, element, hatch, label, path } from "../svg.ts";
import { fitted, grouped, widthOf } from "../words.ts";
import { DASHES, type EndLabel, endLabels, partsOf, type Sheet } from "./sheet.ts";

/** The scale of the lag: its greatest value, the step of its marks, and whether the capacity lies on it. */
export interface LagScale {
  /** The greatest value. */
  readonly max: number;
  /** The step between marks. */
  readonly step: number;
  /** Whether the capacity is on it. */
  readonly hasCapacity: boolean;
}

/** The scale for runs; a capacity far above every lag is left out, so that the lag can be seen. */
export function lagScale(views: readonly RunView[], narrow: boolean): LagScale {
  const top = Math.max(1, ...views.map(({ lagMax }) => mostOf(lagMax)));
  const { capacity } = views[0];
  const hasCapacity = capacity <= 8 * top;
  const max = Math.max(top, hasCapacity ? capacity : 0) * 1.06;
  return { max, step: 2 ** Math.ceil(Math.log2(Math.max(max / (narrow ? 3 : 4), 1))), hasCapacity };
}

/** What the lines of the lag are: a row of names, each with its mark. */
function lagKey(
  sheet: Sheet,
  views: readonly RunView[],
  names: readonly string[],
  ghostName: string | undefined,
  scale: LagScale,
): void {
  const { body, size, narrow, right } = sheet;
  const [{ capacity, unit }] = views;
  const many = views.length > 1;
  const start = narrow ? 8 : sheet.left;
  let x = start;
  const row = sheet.y;
  sheet.y += 16;
  const item = (text: string, className: string | undefined, dash?: string | undefined) => {
    const mark = className === undefined ? 0 : 24;
    const length = mark + widthOf(text, size) + 14;
    if (x > start && x + length - 14 > right) {
      x = start;
      sheet.y += 18;
    }
    if (className === "area") {
      body.push(box("area", x, sheet.y - 9, 18, 10), path("after", draw("M", x, sheet.y - 9, "h", 18)));
    } else if (className !== undefined) {
      body.push(path(className, draw("M", x, sheet.y - 4, "h", 18), { "stroke-dasharray": dash }));
    }
    body.push(label(x + mark, sheet.y, fitted(text, right - x - mark, size), "soft"));
    x += length;
  };
  if (many) {
    item(unit === "step" ? "lag in events, before the polls" : "greatest lag, in events", undefined);
    if (narrow) names.forEach((name, index) => item(name, "series", DASHES[index % DASHES.length]));
  } else {
    item("lag in events:", undefined);
    item(unit === "step" ? "after the polls" : "at the end of an interval", "area");
    item(unit === "step" ? "before them" : "greatest in it", "peak");
  }
  if (ghostName !== undefined) item(ghostName, "ghost");
  if (!scale.hasCapacity) item(`the capacity, ${grouped(capacity)}, is far above`, undefined);
  else if (narrow) item(`capacity ${grouped(capacity)}`, "cap");
  sheet.y += 12;
  sheet.rows.push([row, sheet.y]);
}

/** The lag against the capacity. */
export function lagLane(
  sheet: Sheet,
  views: readonly RunView[],
  names: readonly string[],
  scale: LagScale,
  ghost?: RunView,
  ghostName?: string,
): void {
  lagKey(sheet, views, names, ghost === undefined ? undefined : ghostName, scale);
  const { body, id, left, right, narrow } = sheet;
  const { capacity } = views[0];
  const top = sheet.y;
  const height = narrow ? 150 : 168;
  const bottom = top + height;
  const yOf = (lag: number) => bottom - lag / scale.max * height;
  for (let tick = 0; tick <= scale.max; tick += scale.step) {
    const className = scale.hasCapacity && tick === capacity ? "bold" : "soft";
    body.push(
      path("base", draw("M", left, yOf(tick), "H", right)),
      label(left - 6, yOf(tick) + 4, grouped(tick), className, "end"),
    );
  }
  const lineOf = (view: RunView, values: ArrayLike<number>) => {
    const { count, width } = partsOf(sheet, view, 1);
    return stairs(greatest(values, count), left, width, yOf);
  };
  const past = ghost === undefined ? "" : path("ghost", lineOf(ghost, ghost.lag));
  const ends: EndLabel[] = [];
  if (scale.hasCapacity) {
    body.push(path("cap", draw("M", left, yOf(capacity), "H", right)));
    ends.push({ y: yOf(capacity), text: `capacity ${grouped(capacity)}`, className: "bold" });
  }
  if (views.length > 1) {
    body.push(past);
    views.forEach((view, index) => {
      body.push(path("series", lineOf(view, view.lagMax), { "stroke-dasharray": DASHES[index % DASHES.length] }));
      ends.push({ y: yOf(view.lagMax[view.count - 1]), text: names[index], className: "soft" });
    });
  } else {
    const [view] = views;
    const line = lineOf(view, view.lag);
    const area = line + draw("V", bottom, "H", left, "Z");
    body.push(path("area", area));
    // What is unread beyond the capacity is overwritten.
    if (mostOf(view.lag) > capacity) {
      const clip = `${id}-over`;
      body.push(
        element(
          "clipPath",
          { id: clip },
          element("path", { d: draw("M", left, top, "H", right, "V", yOf(capacity), "H", left, "Z") }),
        ),
        path("lost", area, { fill: hatch(id, "lost"), "clip-path": `url(#${clip})` }),
      );
    }
    body.push(past, path("after", line), path("peak", lineOf(view, view.lagMax)));
  }
  if (!narrow) body.push(endLabels(sheet, ends, top, bottom));
  sheet.y = bottom + 6;
}
