import { assertEquals, assertThrows } from "@std/assert";
import { collectionsBetweenMarks } from "../../../tools/garbage/garbage_trace.ts";

const END = "MB, pooled: 0.0 MB, 0.87 / 0.00 ms (average mu = 1.000, current mu = 1.000)";
const SCAVENGE = `[410:0x55e16ad6c000]       20 ms: Scavenge 4.2 (5.0) -> 3.8 (5.8) ${END} allocation failure; `;
const SWEEPING = `[410:0x55e16ad6c000]       21 ms: Scavenge (during sweeping) 4.2 (5.0) -> 3.8 (5.8) ${END} task; `;
const FULL =
  `[410:0x55e16ad6c000]     1234 ms: Mark-Compact (reduce) 4.2 (5.0) -> 3.8 (5.8) ${END} idle task; GC in old space`;
const MARK = `[410:0x55e16ad6c000]       33 ms: Scavenge 3.2 (5.0) -> 3.3 (5.2) ${END} testing; `;

Deno.test("collectionsBetweenMarks counts every kind of collection between the two that were forced", () => {
  const cases: [string[], number][] = [
    [[MARK, MARK], 0],
    [[SCAVENGE, FULL, MARK, MARK, SCAVENGE], 0],
    [[MARK, SCAVENGE, MARK], 1],
    [[SCAVENGE, MARK, SCAVENGE, SWEEPING, FULL, MARK, FULL, ""], 3],
    [[MARK, "what somebody else printed about testing;", MARK], 0],
  ];
  for (const [lines, collections] of cases) assertEquals(collectionsBetweenMarks(lines.join("\n")), collections);
});

Deno.test("collectionsBetweenMarks refuses a trace without exactly two marks", () => {
  for (
    const [lines, got] of [
      [[], "0 among 0"],
      [[SCAVENGE], "0 among 1"],
      [[MARK, SCAVENGE, FULL], "1 among 3"],
      [[MARK, MARK, SCAVENGE, MARK], "3 among 4"],
      [[MARK.slice(0, 40), MARK], "1 among 2"],
    ] as const
  ) {
    const error = assertThrows(() => collectionsBetweenMarks(lines.join("\n")), SyntaxError);
    assertEquals(error.message, `the trace must hold the 2 collections that were forced, got ${got}`);
  }
});
