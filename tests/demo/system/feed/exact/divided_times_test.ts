import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { DividedTimes } from "../../../../../demo/system/feed/exact/divided_times.ts";
import { decimalRatio } from "../../../../../demo/system/feed/exact/ratio.ts";

Deno.test("DividedTimes are the whole parts of t / speed, for any speed and any sorted times", () => {
  const gap = fc.oneof(fc.nat(1_000), fc.nat(2 ** 31 - 1), fc.integer({ min: 0, max: 2 ** 49 }));
  const speed = fc.oneof(
    fc.constantFrom(1.1, 2, 2.5, 3, 0.1, 0.3, 7, 1.0000001, 1e6, 100.01),
    fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
  );
  fc.assert(fc.property(fc.array(gap, { maxLength: 15 }), speed, fc.nat(15), (gaps, speed, cut) => {
    let time = 0;
    const times = Float64Array.from(gaps, (gap) => time += gap);
    const { numerator, denominator } = decimalRatio(speed);
    const expected = Array.from(times, (time) => Number(BigInt(time) * denominator / numerator));
    // A feed refuses what is later.
    if (expected.some((time) => time > Number.MAX_SAFE_INTEGER)) return;
    const divided = new DividedTimes(speed);
    divided.divide(times, 0, Math.min(cut, times.length));
    divided.divide(times, Math.min(cut, times.length), times.length);
    assertEquals(Array.from(times), expected);
  }));
});

Deno.test("a quotient of doubles would be off where DividedTimes is not", () => {
  const times = Float64Array.of(33);
  new DividedTimes(1.1).divide(times, 0, 1);
  assertEquals([times[0], Math.floor(33 / 1.1)], [30, 29]);
});
