import { decadesOf } from "./lanes/decades.ts";
import { dashOf, endLabels, keyRows, type Sheet } from "./lanes/sheet.ts";
import type { QuantilePoint } from "./run_view.ts";
import { draw, element, figure, label, path } from "./svg.ts";
import { duration, percent, widthOf } from "./words.ts";

/** A distribution of times, by rising share. */
export interface PercentileSeries {
  /** Its name. */
  readonly name: string;
  /** Its points; none, where there are no values. */
  readonly points: readonly QuantilePoint[];
}

/** How percentiles are drawn. */
export interface PercentileOptions {
  /** Width, in pixels: from 280 on. */
  readonly width: number;
  /** Begins the ids in the figure: unique in the document. */
  readonly id: string;
  /** What the figure shows, in a sentence. */
  readonly sentence: string;
  /** Draws it for a telephone. Default: below 560 pixels. */
  readonly narrow?: boolean;
}

/** Shares that the axis names. */
const SHARES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];

/**
 * Times by percentile: the share on an axis that gives each further nine the same room, the time on a logarithmic one, so that
 * the tail is seen and not hidden in the last pixel.
 */
export function percentileFigure(series: readonly PercentileSeries[], options: PercentileOptions): string {
  const { width, id, sentence, narrow = width < 560 } = options;
  const size = narrow ? 13 : 12;
  const many = series.length > 1;
  const points = series.flatMap(({ points }) => points);
  const { marks, shareOf } = decadesOf(points.map(({ ns }) => ns));
  const left = Math.ceil(Math.max(44, ...marks.map((ns) => 1.06 * widthOf(duration(ns), size) + 14)));
  const ends = Math.max(...series.map(({ name }) => 1.06 * widthOf(name, size) + 14));
  const right = Math.floor(width - (many && !narrow ? Math.min(width / 4, ends) : 24));
  const sheet: Sheet = { id, narrow, size, width, left, right, scale: 1, span: 1, body: [], front: [], rows: [], y: 0 };
  const { body } = sheet;
  keyRows(sheet, [
    { text: "staleness" },
    ...many && narrow ? series.map(({ name: text }, index) => ({ text, mark: "series", dash: dashOf(index) })) : [],
  ]);
  const top = sheet.y + 14;
  const height = narrow ? 170 : 200;
  const bottom = top + height;
  if (marks.length === 0) {
    body.push(label(left, top + 20, points.length > 0 ? "always 0" : "no decisions", "soft"));
    return figure(id, width, top + 40, sentence, narrow ? "narrow" : "", ...body);
  }

  // The greatest value has its place after the last nine.
  const finite = points.map(({ share }) => share).filter((share) => share < 1);
  const least = nines(Math.min(...finite, 0.5));
  const last = Math.max(nines(Math.max(...finite, 0.5)), least + 0.5) + 0.5;
  const xOf = (share: number) => left + (Math.min(nines(share), last) - least) / (last - least) * (right - left);
  const yOf = (ns: number) => bottom - shareOf(ns) * height;
  const every = Math.ceil(marks.length / 8);
  marks.forEach((ns, decade) => {
    body.push(path("base", draw("M", left, yOf(ns), "H", right)));
    if (decade % every === 0) body.push(label(left - 8, yOf(ns) + 4, duration(ns), "soft", "end"));
  });
  body.push(path("tick", draw("M", left, bottom, "H", right)));
  const room = widthOf("max", size) / 2 + 8;
  let end = -Infinity;
  for (const share of SHARES.filter((share) => nines(share) >= least - 1e-9 && nines(share) < last - 0.1)) {
    const text = percent(share);
    const half = widthOf(text, size) / 2;
    const x = xOf(share);
    body.push(path("tick", draw("M", x, bottom, "v", 5)));
    if (x - half < end || x + half > right - room) continue;
    body.push(label(x, bottom + 20, text, "soft", "middle"));
    end = x + half + 6;
  }
  body.push(path("tick", draw("M", right, bottom, "v", 5)), label(right, bottom + 20, "max", "soft", "middle"));
  body.push(label(right, bottom + 38, "share of decisions", "soft", "end"));

  series.forEach(({ points }, index) => {
    const places = points.map(({ share, ns }) => [xOf(share), yOf(ns)] as const);
    body.push(
      path("series", places.map(([x, y], at) => draw(at === 0 ? "M" : "L", x, y)).join(""), {
        "stroke-dasharray": dashOf(index),
      }),
    );
    // The points at the shares that the axis names, and the last.
    const last = points.length - 1;
    const named = SHARES.slice(1).map((share) => points.findIndex((point) => point.share >= share - 1e-9));
    let end = -Infinity;
    for (const at of new Set([...named.filter((at) => at >= 0 && at < last), last])) {
      if (at < 0) continue;
      const [x, y] = places[at];
      body.push(element("circle", { class: "dot", cx: x, cy: y, r: 3 }));
      if (many) continue;
      const text = duration(points[at].ns);
      const half = 0.53 * widthOf(text, size);
      const middle = Math.max(left + half + 2, Math.min(x, width - half - 2));
      if (middle - half < end) continue;
      body.push(label(middle, y - 8, text, "bold halo", "middle"));
      end = middle + half + 4;
    }
  });
  if (many && !narrow) {
    const labels = series.filter(({ points }) => points.length > 0)
      .map(({ name, points }) => ({ y: yOf(points[points.length - 1].ns), text: name, className: "soft" }));
    body.push(endLabels(sheet, labels, top, bottom));
  }
  return figure(id, width, bottom + 46, sentence, narrow ? "narrow" : "", ...body);
}

/** How many nines a share has: 1 for 90 %, 2 for 99 %. */
function nines(share: number): number {
  return share >= 1 ? Infinity : -Math.log10(1 - share);
}
