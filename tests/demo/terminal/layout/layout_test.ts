import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { alignInParts, alignTable, formatNs, hang, wrap } from "../../../../demo/terminal/layout/layout.ts";

Deno.test("wrap keeps every word, in lines that fit", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,10}$/), { minLength: 1, maxLength: 40 });
  fc.assert(fc.property(words, fc.integer({ min: 10, max: 40 }), (words, width) => {
    const lines = wrap(words.join(" "), width);
    assertEquals(lines.join(" "), words.join(" "));
    assert(lines.every((line) => line.length <= width));
  }));
});

Deno.test("wrap gives a word that is too long a line of its own", () => {
  assertEquals(wrap("a verylongword b", 5), ["a", "verylongword", "b"]);
  assertEquals(wrap("verylongword b", 5), ["verylongword", "b"]);
});

Deno.test("hang puts the label in front of the first line and space in front of the others", () => {
  assertEquals(hang("ab ", ["1", "2", "3"]), ["ab 1", "   2", "   3"]);
});

Deno.test("alignTable puts the first column to the left and the others to the right", () => {
  assertEquals(alignTable([["", "x", "long"], ["name", "100", "1"]]), ["        x  long", "name  100     1"]);
});

Deno.test("formatNs shows three digits and the unit that they are of", () => {
  const cases: [ns: number, text: string][] = [
    [0, "0 ns"],
    [999, "999 ns"],
    [1_000, "1.00 µs"],
    [4_063, "4.06 µs"],
    [99_960, "100 µs"],
    [999_400, "999 µs"],
    [999_500, "1.00 ms"],
    [12_345_678, "12.3 ms"],
    [999_999_999, "1.00 s"],
    [61_000_000_000, "61.0 s"],
    [999_999_600_000, "1,000 s"],
    [1_234_567_000_000, "1,235 s"],
    [999.5, "1.00 µs"],
    [-0.3, "0 ns"],
    [NaN, "-"],
  ];
  for (const [ns, text] of cases) assertEquals(formatNs(ns), text);
});

Deno.test("alignTable lines up more rows than a call takes arguments", () => {
  const rows = Array.from({ length: 200_000 }, (_, n) => [String(n), "x"]);
  assertEquals(alignTable(rows).at(-1), "199999  x");
});

Deno.test("wrap keeps a number and its unit of time in one line", () => {
  assertEquals(wrap("slow after 83.2 µs, fast in 12 steps", 15), ["slow after", "83.2 µs, fast", "in 12 steps"]);
});

Deno.test("alignInParts puts columns into as few tables as fit, and a column that is too wide into one of its own", () => {
  const columns = [["a", "1"], ["b", "22"], ["a very wide one", "3"], ["c", "4"]];
  assertEquals(alignInParts(["", "row"], columns, 12), [
    ["     a   b", "row  1  22"],
    ["     a very wide one", "row                3"],
    ["     c", "row  4"],
  ]);
});
