import { assertEquals } from "@std/assert";
import { formatCount, formatSeconds, formatSpan } from "../../../../demo/live/view/format.ts";

Deno.test("formatCount groups digits and rounds to whole numbers", () => {
  assertEquals([0, 999, 1_000, 1_234_567.5].map(formatCount), ["0", "999", "1,000", "1,234,568"]);
});

Deno.test("formatSpan and formatSeconds round", () => {
  assertEquals([formatSpan(712.4), formatSpan(71_234)], ["712 ns", "71.2 µs"]);
  assertEquals([formatSeconds(40), formatSeconds(1_250.1)], ["0.0 s", "1.3 s"]);
});
