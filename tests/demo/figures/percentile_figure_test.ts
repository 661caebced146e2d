import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { percentileFigure, type PercentileSeries } from "../../../demo/figures/percentile_figure.ts";
import { checkFigure, elementsOf, type Markup, textBoxes } from "./lanes/_markup.ts";
import { NAMES } from "./lanes/_random_views.ts";

function draw(series: readonly PercentileSeries[], width = 700): Markup {
  return checkFigure(percentileFigure(series, { width, id: "p", sentence: "Percentiles." }));
}

function texts(svg: Markup): string[] {
  return textBoxes(svg).map(({ text }) => text);
}

const POINTS = [{ share: 0.5, ns: 300 }, { share: 0.9, ns: 2_000 }, { share: 0.99, ns: 12_000 }, {
  share: 1,
  ns: 475_000,
}];

Deno.test("percentileFigure gives each nine the same room, and the greatest a place of its own", () => {
  const svg = draw([{ name: "main", points: [...POINTS.slice(0, 3), { share: 0.999, ns: 75_000 }, POINTS[3]] }]);
  const xs = [...elementsOf(svg)].filter(({ tag }) => tag === "circle").map(({ attributes }) =>
    Number(attributes.get("cx"))
  );
  assertEquals(Math.round(xs[2] - xs[1]), Math.round(xs[3] - xs[2]));
  assert(xs[4] > xs[3] + 10);
  for (const text of ["50 %", "90 %", "99 %", "99.9 %", "max", "475 µs", "100 ns", "1 ms"]) {
    assert(texts(svg).includes(text), text);
  }
});

Deno.test("percentileFigure tells several series by dashes and names", () => {
  const series = ["a", "b", "c"].map((name, index) => ({
    name,
    points: POINTS.map(({ share, ns }) => ({ share, ns: ns * 2 ** index })),
  }));
  for (const width of [700, 340]) {
    const svg = draw(series, width);
    const lines = [...elementsOf(svg)].filter(({ attributes }) => attributes.get("class") === "series");
    assertEquals(new Set(lines.map(({ attributes }) => attributes.get("stroke-dasharray"))).size, 3);
    for (const name of ["a", "b", "c"]) assert(texts(svg).includes(name));
  }
});

Deno.test("percentileFigure says where there is nothing to draw", () => {
  assert(texts(draw([{ name: "main", points: [] }])).includes("no decisions"));
  assert(texts(draw([{ name: "main", points: [{ share: 0.5, ns: 0 }, { share: 1, ns: 0 }] }])).includes("always 0"));
});

Deno.test("percentileFigure keeps labels apart and inside, for any series and width", () => {
  const share = fc.constantFrom(0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999, 0.9999999, 1);
  const ns = fc.oneof(fc.constant(0), fc.nat(1000), fc.double({ min: 0, max: 1e13, noNaN: true }));
  const points = fc.tuple(fc.uniqueArray(share, { maxLength: 12 }), fc.array(ns, { minLength: 12, maxLength: 12 })).map(
    ([shares, times]) => {
      const rising = times.toSorted((a, b) => a - b);
      return shares.toSorted((a, b) => a - b).map((share, index) => ({ share, ns: rising[index] }));
    },
  );
  const series = fc.array(fc.record({ name: NAMES, points }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(series, fc.integer({ min: 280, max: 1400 }), (series, width) => {
      draw(series, width);
    }),
    { numRuns: 300 },
  );
});
