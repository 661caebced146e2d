import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  counted,
  duration,
  fitted,
  grouped,
  listed,
  niceStep,
  percent,
  times,
  unitOf,
  widthOf,
} from "../../../demo/figures/words.ts";

Deno.test("grouped and counted write whole numbers in groups", () => {
  assertEquals([0, 999, 1000, 1_048_576].map(grouped), ["0", "999", "1,000", "1,048,576"]);
  assertEquals([counted(1, "event"), counted(1204, "event")], ["1 event", "1,204 events"]);
});

Deno.test("duration writes three digits in the unit that fits", () => {
  assertEquals(
    [0, 1, 999, 1000, 2_470_000, 999_900, 999_999, 1.5e9, 5e12].map(duration),
    ["0 ns", "1 ns", "999 ns", "1 µs", "2.47 ms", "1 ms", "1 ms", "1.5 s", "5,000 s"],
  );
  assertEquals(unitOf(1e6).name, "ms");
});

Deno.test("percent says 0 and 100 only of nothing and all", () => {
  assertEquals(
    [0, 1e-9, 0.001, 0.01, 0.123, 0.5, 0.99, 0.999, 0.9999999, 1].map(percent),
    ["0 %", "<0.01 %", "0.1 %", "1 %", "12 %", "50 %", "99 %", "99.9 %", ">99.99 %", "100 %"],
  );
});

Deno.test("listed and times write words", () => {
  assertEquals([listed([]), listed(["12"]), listed(["12", "25", "38"])], ["", "12", "12, 25 and 38"]);
  assertEquals([0, 1, 2, 3, 12].map(times), ["never", "once", "twice", "three times", "12 times"]);
});

Deno.test("fitted is never wider than its room, and leaves alone what fits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer({ min: 14, max: 400 }), (text, room) => {
      const cut = fitted(text, room, 12);
      assert(widthOf(cut, 12) <= room);
      if (widthOf(text, 12) <= room) assertEquals(cut, text);
      else assert(cut.endsWith("…"));
    }),
  );
});

Deno.test("niceStep is 1, 2 or 5 times a power of ten, and makes few marks", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), fc.integer({ min: 1, max: 12 }), (span, count) => {
      const step = niceStep(span, count);
      assert(span / step <= count * 1.01, `${span} ${step}`);
      assert(/^(?:1|2|5)(?:\.0*)?e/.test(step.toExponential(6).replace(/0+e/, "e")), String(step));
    }),
  );
});
