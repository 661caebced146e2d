import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { sizingSentence } from "../../../demo/figures/sentences.ts";
import { type SizingData, sizingFigure } from "../../../demo/figures/sizing_figure.ts";
import { checkFigure, elementsOf, type Markup, textBoxes } from "./lanes/_markup.ts";
import { NAMES } from "./lanes/_random_views.ts";

function draw(data: SizingData, width = 700): Markup {
  return checkFigure(sizingFigure(data, { width, id: "z", sentence: "A sizing." }));
}

function sizing(needed: number | undefined): SizingData {
  const rows = (most: number) =>
    Array.from({ length: 11 }, (_, bits) => ({
      capacity: 2 ** bits,
      events: 1000,
      lost: 2 ** bits >= 72 ? 0 : Math.round(most / 2 ** bits),
      p99Ns: 800 * 2 ** bits,
    }));
  return { series: [{ name: "skip-to-head", rows: rows(600) }, { name: "skip-to-oldest", rows: rows(400) }], needed };
}

Deno.test("sizingFigure has the needed ring between the powers of two, and marks the one that is enough", () => {
  const svg = draw(sizing(72));
  const places = new Map(
    [...elementsOf(svg)].filter(({ tag }) => tag === "circle").map((
      { attributes },
      index,
    ) => [2 ** (index % 11), Number(attributes.get("cx"))]),
  );
  const law = [...elementsOf(svg)].find(({ attributes }) => attributes.get("class") === "law");
  const x = Number(/M([\d.]+)/.exec(law?.attributes.get("d") ?? "")?.[1]);
  const [a, b] = [places.get(64) as number, places.get(128) as number];
  assertAlmostEquals((x - a) / (b - a), Math.log2(72 / 64), 0.01);
  const bold = [...elementsOf(svg)].filter(({ tag, attributes }) =>
    tag === "text" && attributes.get("class") === "bold"
  );
  assertEquals(bold.map(({ children }) => children.join("")), ["128"]);
  assert(textBoxes(svg).some(({ text }) => text === "the law: 72 slots are needed"));
});

Deno.test("sizingFigure says that no ring is enough, and draws no line for it", () => {
  const svg = draw(sizing(undefined));
  assert(textBoxes(svg).some(({ text }) => text === "the law: no ring is enough"));
  assert(![...elementsOf(svg)].some(({ attributes }) => attributes.get("class") === "law"));
});

Deno.test("sizingSentence says what is needed, and from where on nothing is lost", () => {
  assertEquals(
    sizingSentence(sizing(72)),
    "By the law 72 slots are needed: a ring of 128 is never overrun. skip-to-head: nothing lost above 64, where it is 0.9 %. " +
      "skip-to-oldest: nothing lost above 64, where it is 0.6 %.",
  );
  assertEquals(sizingSentence({ series: [], needed: undefined }), "By the law no ring is enough in the long run.");
  assertEquals(sizingSentence({ series: [], needed: 1 }), "By the law 1 slot is needed: a ring of 1 is never overrun.");
});

Deno.test("sizingFigure keeps labels apart and inside, for any sizing and width", () => {
  const row = fc.record({
    lost: fc.nat(1000),
    p99Ns: fc.option(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e13, noNaN: true })), { nil: undefined }),
  });
  const series = fc.record({ name: NAMES, first: fc.nat(10), rows: fc.array(row, { maxLength: 26 }) }).map((
    { name, first, rows },
  ) => ({
    name,
    rows: rows.map((row, index) => ({ ...row, events: 1000, capacity: 2 ** (first + index) })),
  }));
  const data = fc.record({
    series: fc.array(series, { maxLength: 5 }),
    needed: fc.option(fc.oneof(fc.nat(100), fc.nat(100_000_000)), { nil: undefined }),
  });
  fc.assert(
    fc.property(data, fc.integer({ min: 280, max: 1400 }), (data, width) => {
      draw(data, width);
    }),
    { numRuns: 300 },
  );
});
