import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { figureTable } from "../../../demo/figures/figure_table.ts";
import { elementsOf, type Markup, parseMarkup, textIn } from "./lanes/_markup.ts";
import { ANY_VIEWS, viewOf } from "./lanes/_random_views.ts";
import { plainView } from "./lanes/_views.ts";

function rowsOf(table: Markup): string[][] {
  return [...elementsOf(table)].filter(({ tag }) => tag === "tr")
    .map(({ children }) => children.map((cell) => typeof cell === "string" ? cell : textIn(cell)));
}

Deno.test("figureTable has a row a step, with its columns", () => {
  const rows = rowsOf(parseMarkup(figureTable(plainView())));
  assertEquals(rows[0], [
    "step",
    "state",
    "published",
    "lag before the polls",
    "lag after them",
    "overruns",
    "lost",
    "live",
    "provisional",
    "staleness at most",
  ]);
  assertEquals(rows.length, 51);
  assertEquals(rows[13], ["12", "READY", "104", "68", "0", "1", "68", "0", "0", "0 ns"]);
});

Deno.test("figureTable puts many columns together, says so, and loses nothing", () => {
  fc.assert(fc.property(ANY_VIEWS, (any) => {
    const view = viewOf(any);
    const table = parseMarkup(figureTable(view));
    const rows = rowsOf(table).slice(1);
    assert(rows.length <= 60 && rows.length >= Math.min(view.count, 31));
    const number = (text: string) => Number(text.replaceAll(",", ""));
    const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
    assertEquals(sum(rows.map((row) => number(row[6]))), sum(view.lost));
    assertEquals(sum(rows.map((row) => number(row[7]))), sum(view.live));
    assertEquals(Math.max(...rows.map((row) => number(row[3]))), Math.max(...Array.from(view.lagMax)));
    assertEquals(number(rows[rows.length - 1][2]), view.head[view.count - 1]);
    assertEquals(textIn(table).includes("A row stands for"), view.count > 60);
  }));
});

Deno.test("figureTable shows a name that is markup as text", () => {
  const table = parseMarkup(figureTable(plainView({ name: "<script>alert(1)</script>" })));
  assert(![...elementsOf(table)].some(({ tag }) => tag === "script"));
  assert(textIn(table).startsWith("<script>alert(1)</script>, skip-to-head"));
});
