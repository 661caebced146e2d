import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { accountFigure } from "../../../demo/figures/account_figure.ts";
import type { AccountView } from "../../../demo/figures/run_view.ts";
import { checkFigure, elementsOf, type Markup, textBoxes, textIn } from "./lanes/_markup.ts";

function draw(account: AccountView, width = 700): Markup {
  return checkFigure(accountFigure(account, { width, id: "a", sentence: "An account." }));
}

function accountOf(live: number, provisional: number, lost: number, waiting: number): AccountView {
  return { events: live + provisional + lost + waiting, live, provisional, lost, waiting };
}

/** Widths of the parts of the bar. */
function widths(svg: Markup): number[] {
  return [...elementsOf(svg)].filter(({ tag, attributes }) => tag === "rect" && attributes.get("height") === "56")
    .map(({ attributes }) => Number(attributes.get("width")));
}

Deno.test("accountFigure draws parts that add up to the bar, each as wide as its share", () => {
  const parts = widths(draw(accountOf(200, 100, 100, 600)));
  assertEquals(parts.length, 4);
  assertAlmostEquals(parts.reduce((sum, part) => sum + part), 698 - 9, 0.3);
  assertAlmostEquals((parts[0] - 4) / (parts[1] - 4), 2, 0.01);
});

Deno.test("accountFigure names every part that is not empty, also the tiniest", () => {
  const texts = textBoxes(draw(accountOf(99_990, 2, 4, 4))).map(({ text }) => text);
  for (const text of ["99,990", "live", "2 provisional", "4 lost", "4 waiting"]) assert(texts.includes(text), text);
  assertEquals(textBoxes(draw(accountOf(5, 0, 0, 0))).map(({ text }) => text), ["5", "live"]);
  assertEquals(textIn(draw(accountOf(0, 0, 0, 0))), "no events");
});

Deno.test("accountFigure keeps labels apart and inside, for any account and width", () => {
  const count = fc.oneof(fc.constant(0), fc.nat(9), fc.nat(1000), fc.nat(100_000_000));
  fc.assert(fc.property(count, count, count, count, fc.integer({ min: 240, max: 1400 }), (a, b, c, d, width) => {
    draw(accountOf(a, b, c, d), width);
  }));
});
