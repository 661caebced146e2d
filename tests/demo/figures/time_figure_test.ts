import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type TimeData, timeFigure } from "../../../demo/figures/time_figure.ts";
import { checkFigure, elementsOf, type Markup, textBoxes, textIn } from "./lanes/_markup.ts";
import { ANY_VIEWS, viewOf } from "./lanes/_random_views.ts";
import { plainView } from "./lanes/_views.ts";

function draw(data: TimeData, width = 780): Markup {
  return checkFigure(timeFigure(data, { width, id: "t", sentence: "A run over time." }).svg);
}

function texts(svg: Markup): string[] {
  return textBoxes(svg).map(({ text }) => text);
}

function pathsOf(svg: Markup, className: string): string[] {
  return [...elementsOf(svg)].filter(({ tag, attributes }) => tag === "path" && attributes.get("class") === className)
    .map(({ attributes }) => attributes.get("d") ?? "");
}

Deno.test("timeFigure marks overruns and numbers what they cost", () => {
  const svg = draw({ views: [plainView()] });
  assertEquals(pathsOf(svg, "over")[0].match(/l8 8/g)?.length, 3);
  assertEquals(texts(svg).filter((text) => text === "68").length, 3);
  for (const text of ["the law: first overrun in step 12", "capacity 64", "204", "WARMUP", "READY", "step"]) {
    assert(texts(svg).includes(text), text);
  }
});

Deno.test("timeFigure says in red where the law and the run disagree", () => {
  const svg = draw({ views: [{ ...plainView(), predicted: 9, predictedText: "9" }] });
  const label = [...elementsOf(svg)].find((element) => textIn(element) === "the law: step 9; the run: step 12");
  assertEquals(label?.attributes.get("class"), "tlost");
  assertEquals(pathsOf(svg, "over").length, 2);
});

Deno.test("timeFigure hatches what is unread beyond the capacity", () => {
  assertEquals(pathsOf(draw({ views: [plainView({ policy: "stall" })] }), "lost").length, 2);
  assertEquals(pathsOf(draw({ views: [plainView()] }), "lost").length, 1);
});

Deno.test("timeFigure leaves out a capacity far above every lag, and says so", () => {
  const svg = draw({ views: [plainView({ capacity: 1 << 20 })] });
  assert(texts(svg).includes("the capacity, 1,048,576, is far above"));
  assertEquals(pathsOf(svg, "cap").length, 0);
});

Deno.test("timeFigure draws many columns as the greatest lag and the whole loss of each pixel", () => {
  const view = plainView({ steps: 100_000, capacity: 4096, ingest: 9, polls: 8 });
  const { svg, left, right } = timeFigure({ views: [view] }, { width: 780, id: "t", sentence: "A run." });
  assert(svg.length < 60_000, String(svg.length));
  const [peak] = pathsOf(checkFigure(svg), "peak");
  assert((peak.match(/H/g)?.length ?? 0) <= right - left);
  // The least y is the greatest lag: the first overrun is seen, however few pixels it has.
  const ys = [...peak.matchAll(/[MV](?:[\d.]+ )?([\d.]+)/g)].map(([, y]) => Number(y));
  const [cap] = pathsOf(checkFigure(svg), "cap");
  assert(Math.min(...ys) < Number(/M[\d.]+ ([\d.]+)/.exec(cap)?.[1]));
});

Deno.test("timeFigure has every loss in a bar at its place, however many columns there are", () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 5000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (steps, share) => {
      const column = Math.floor(share * steps);
      const view = plainView({ steps, polls: 8 });
      const lost = new Array<number>(steps).fill(0);
      lost[column] = 9;
      const account = { ...view.account, lost: 9 };
      const figure = timeFigure({ views: [{ ...view, lost, account }] }, { width: 780, id: "t", sentence: "A run." });
      const [bar, ...others] = pathsOf(checkFigure(figure.svg), "lost");
      assertEquals(others, []);
      const [, from, width] = /^M([\d.]+) .*h([\d.]+)/.exec(bar) ?? [];
      const reach = 2 + (figure.right - figure.left) / steps;
      assert(Number(from) - reach <= figure.xOf(column) && figure.xOf(column) <= Number(from) + Number(width) + reach);
      assertEquals(bar.match(/Z/g)?.length, 1);
    }),
  );
});

Deno.test("timeFigure compares runs by dashes and names, each with a lane for its loss", () => {
  const views = (["stall", "skip-to-head", "skip-to-oldest"] as const).map((policy) => plainView({ policy }));
  for (const width of [780, 360]) {
    const svg = draw({ views }, width);
    const dashes = [...elementsOf(svg)].filter(({ attributes }) => attributes.get("class") === "series")
      .map(({ attributes }) => attributes.get("stroke-dasharray"));
    assertEquals(new Set(dashes).size, 3);
    for (const { policy } of views) assertEquals(texts(svg).filter((text) => text === policy).length, 2);
  }
});

Deno.test("timeFigure gives each run its lane of states only where they differ", () => {
  const a = plainView();
  const b = plainView({ warmup: 20 });
  const states = (svg: Markup) =>
    [...elementsOf(svg)].filter(({ attributes }) => attributes.get("class") === "WARMUP").length;
  assertEquals(states(draw({ views: [a, plainView({ policy: "stall" })] })), 1);
  assertEquals(states(draw({ views: [a, b] })), 2);
});

Deno.test("timeFigure maps columns to places and back", () => {
  fc.assert(fc.property(ANY_VIEWS, fc.constantFrom(360, 780, 1400), (any, width) => {
    const view = viewOf(any);
    const figure = timeFigure({ views: [view] }, { width, id: "t", sentence: "A run." });
    for (const column of [0, Math.floor(view.count / 2), view.count - 1]) {
      assertEquals(figure.columnAt(figure.xOf(column)), column);
    }
    assertEquals(figure.columnAt(-1e6), 0);
    assertEquals(figure.columnAt(1e6), view.count - 1);
    assertAlmostEquals(figure.xOf(0) - figure.left, figure.right - figure.xOf(view.count - 1), 1e-6);
  }));
});

Deno.test("timeFigure keeps labels apart and inside, for any runs and widths", () => {
  fc.assert(
    fc.property(
      fc.array(ANY_VIEWS, { minLength: 1, maxLength: 4 }),
      fc.option(ANY_VIEWS, { nil: undefined }),
      fc.integer({ min: 300, max: 1400 }),
      (views, ghost, width) => {
        const isTimed = views[0].isTimed;
        const past = ghost && viewOf({ ...ghost, isTimed });
        draw({ views: views.map((any) => viewOf({ ...any, isTimed })), ghost: past }, width);
      },
    ),
    { numRuns: 100 },
  );
});

Deno.test("timeFigure draws a cursor at a column on demand, to be moved", () => {
  const figure = timeFigure({ views: [plainView()] }, { width: 780, id: "t", sentence: "A run.", at: 12 });
  const cursor = [...elementsOf(checkFigure(figure.svg))].find(({ attributes }) =>
    attributes.get("class") === "cursor"
  );
  assertEquals(pathsOf(cursor as Markup, "")[0], `M0 ${figure.top - 6}V${figure.bottom}`);
  assertEquals(cursor?.attributes.get("transform"), `translate(${Math.round(figure.xOf(12) * 10) / 10})`);
});

Deno.test("timeFigure chooses the unit of the axis by the length of the run", () => {
  const timed = (intervalNs: number) => ({ ...plainView(), unit: "time", intervalNs } as const);
  const unitsOf = (intervalNs: number) =>
    texts(draw({ views: [timed(intervalNs)] })).filter((text) => text.startsWith("time, "));
  assertEquals([1, 1e3, 1e6, 1e9].map(unitsOf), [["time, ns"], ["time, µs"], ["time, ms"], ["time, s"]]);
});
