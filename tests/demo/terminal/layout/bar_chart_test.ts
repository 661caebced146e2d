import { assertEquals } from "@std/assert";
import { drawBars, leastSeen } from "../../../../demo/terminal/layout/bar_chart.ts";
import { COLOURED, PLAIN } from "../../../../demo/terminal/layout/palette.ts";

Deno.test("drawBars fills a bar at the full value only, and ends what is higher in an arrow", () => {
  assertEquals(drawBars([0, 1, 15, 16, 17], { full: 16, height: 2, palette: PLAIN }), ["  ▇█▲", "─▁███"]);
});

Deno.test("drawBars paints arrows side by side together", () => {
  assertEquals(drawBars([9, 9, 1], { full: 8, height: 1, palette: COLOURED }), [`${COLOURED.bad("▲▲")}▁`]);
});

Deno.test("leastSeen is the least value with more than the lowest bar", () => {
  const form = { full: 4_096, height: 2 };
  const least = leastSeen(form);
  assertEquals(drawBars([least - 1, least], { ...form, palette: PLAIN }), ["  ", "▁▂"]);
});
