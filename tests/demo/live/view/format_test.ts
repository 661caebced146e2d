import { assertEquals } from "@std/assert";
import { formatCount, formatSeconds, formatShort, formatSpan, plural } from "../../../../demo/live/view/format.ts";

Deno.test("formatShort has three digits and a unit from a million on", () => {
  const numbers = [0, 999_999, 1e6, 12_345_678, 999.4e6, 999.6e6, 1e12, 2 ** 53];
  assertEquals(
    numbers.map(formatShort),
    ["0", "999,999", "1.00 M", "12.3 M", "999 M", "1.00 G", "1.00 T", "9,007 T"],
  );
});

Deno.test("formatCount groups digits and rounds to whole numbers", () => {
  assertEquals([0, 999, 1_000, 1_234_567.5].map(formatCount), ["0", "999", "1,000", "1,234,568"]);
});

Deno.test("formatSpan and formatSeconds round", () => {
  assertEquals([formatSpan(712.4), formatSpan(71_234)], ["712 ns", "71.2 µs"]);
  assertEquals([formatSeconds(40), formatSeconds(1_250.1)], ["0.0 s", "1.3 s"]);
});

Deno.test("plural is singular for one", () => {
  assertEquals([plural(0, "event"), plural(1, "event"), plural(2_000, "event")], [
    "0 events",
    "1 event",
    "2,000 events",
  ]);
});
