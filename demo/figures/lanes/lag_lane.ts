import { greatest, stairs } from "./columns.ts";
import type { RunView } from "../run_view.ts";
import { mostOf } from "../sentences.ts";
import { draw, element, hatch, label, path } from "../svg.ts";
import { grouped, listed } from "../words.ts";
import { dashOf, type EndLabel, endLabels, type KeyItem, keyRows, partsOf, type Sheet } from "./sheet.ts";

/** The scale of the lag: its greatest value, the step of its marks, and the capacities that lie on it. */
export interface LagScale {
  /** The greatest value. */
  readonly max: number;
  /** The step between marks. */
  readonly step: number;
  /** The capacities on it. */
  readonly capacities: readonly number[];
}

/** The scale for runs; a capacity far above every lag is left out, so that the lag can be seen. */
export function lagScale(views: readonly RunView[], narrow: boolean): LagScale {
  const top = Math.max(1, ...views.map(({ lagMax }) => mostOf(lagMax)));
  const capacities = [...new Set(views.map(({ capacity }) => capacity))].filter((capacity) => capacity <= 24 * top);
  const max = Math.max(top, ...capacities) * 1.06;
  return { max, step: 2 ** Math.ceil(Math.log2(Math.max(max / (narrow ? 3 : 4), 1))), capacities };
}

/** What the lines of the lag are. */
function lagKey(
  views: readonly RunView[],
  names: readonly string[],
  ghostName: string | undefined,
  scale: LagScale,
  narrow: boolean,
): KeyItem[] {
  const [{ capacity, unit }] = views;
  const isSteps = unit === "step";
  const items: KeyItem[] = views.length > 1
    ? [
      { text: isSteps ? "lag in events, before the polls" : "greatest lag, in events" },
      ...narrow ? names.map((text, index) => ({ text, mark: "series", dash: dashOf(index) })) : [],
    ]
    : [
      { text: "lag in events:" },
      { text: isSteps ? "after the polls" : "at the end of an interval", mark: "area" },
      { text: isSteps ? "before them" : "greatest in it", mark: "peak" },
    ];
  if (ghostName !== undefined) items.push({ text: ghostName, mark: "ghost" });
  if (scale.capacities.length === 0) items.push({ text: `the capacity, ${grouped(capacity)}, is far above` });
  else if (narrow) items.push({ text: `capacity ${listed(scale.capacities.map(grouped))}`, mark: "cap" });
  return items;
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
  const { body, id, left, right, narrow } = sheet;
  keyRows(sheet, lagKey(views, names, ghost === undefined ? undefined : ghostName, scale, narrow));
  const { capacity } = views[0];
  const top = sheet.y;
  const height = narrow ? 150 : 168;
  const bottom = top + height;
  const yOf = (lag: number) => bottom - lag / scale.max * height;
  for (let tick = 0; tick <= scale.max; tick += scale.step) {
    const className = scale.capacities.includes(tick) ? "bold" : "soft";
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
  for (const capacity of scale.capacities) {
    body.push(path("cap", draw("M", left, yOf(capacity), "H", right)));
    ends.push({ y: yOf(capacity), text: `capacity ${grouped(capacity)}`, className: "bold" });
  }
  if (views.length > 1) {
    body.push(past);
    views.forEach((view, index) => {
      body.push(path("series", lineOf(view, view.lagMax), { "stroke-dasharray": dashOf(index) }));
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
