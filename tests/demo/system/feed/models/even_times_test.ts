import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { burstNs } from "../../../../../demo/system/feed/models/even_times.ts";
import { StepMoments } from "../../../../../demo/system/step_moments.ts";
import { timesOf } from "../_arrivals.ts";

/** The moments of a plan of the simulation by steps. */
function momentsOf(counts: readonly number[], stepNs: number): number[] {
  const moments = new StepMoments(Int32Array.from(counts), { stepNs, fromNs: 0, spanNs: Math.floor(stepNs / 2) });
  const times: number[] = [];
  for (; moments.nextNs < Infinity; moments.advance()) times.push(moments.nextNs);
  return times;
}

Deno.test("steps arrive exactly when they do in the simulation by steps", () => {
  fc.assert(fc.property(
    fc.array(fc.oneof(fc.nat(7), fc.nat(3_000)), { maxLength: 12 }),
    fc.integer({ min: 1, max: 100_000 }),
    (counts, step) => {
      assertEquals(timesOf({ model: "steps", perStep: counts }, { step }), momentsOf(counts, step));
      const [count = 0] = counts;
      const every = timesOf({ model: "steps", perStep: count }, { step, duration: 5 * step });
      assertEquals(every, momentsOf(Array.from({ length: 5 }, () => count), step));
    },
  ));
});

Deno.test("a constant rate puts event i at i x 10^9 / rate, cut to whole nanoseconds, also for decimal rates", () => {
  const exact = (i: number, numerator: bigint, denominator: bigint) => Number(BigInt(i) * numerator / denominator);
  const cases: readonly (readonly [rate: number, numerator: bigint, denominator: bigint])[] = [
    [3, 10n ** 9n, 3n],
    [1234.567, 10n ** 12n, 1_234_567n],
    [0.1, 10n ** 10n, 1n],
    [7e9, 1n, 7n],
    [1 / 3, 10n ** 9n * 10n ** 16n, 3333333333333333n],
  ];
  for (const [rate, numerator, denominator] of cases) {
    const times = timesOf({ model: "constant", rate, events: 2_500 });
    assertEquals(times, Array.from({ length: 2_500 }, (_, i) => exact(i, numerator, denominator)), `at ${rate}`);
  }
});

Deno.test("event i of burst k of an on-off feed is at k x every + i / rate", () => {
  const times = timesOf({ model: "on-off", burst: 700, rate: 3e6, every: 1_000_000, bursts: 5 });
  const expected = Array.from(
    { length: 3_500 },
    (_, n) => Math.floor(n / 700) * 1_000_000 + Math.floor((n % 700) * 1_000 / 3),
  );
  assertEquals(times, expected);
  assertEquals(timesOf({ model: "on-off", burst: 3, rate: 2e6 }), [0, 500, 1_000]);
  assertEquals(timesOf({ model: "on-off", burst: 2, rate: 1e9, every: 10 }, { duration: 20 }), [0, 1, 10, 11]);
  assertEquals([burstNs(700, 3e6), burstNs(1, 5)], [233_000, 0]);
});
