import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { build } from "hdr-histogram-js";
import { Histogram } from "../../../control/metrics/histogram.ts";

const PERCENTS = [0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** The value that `percent` % of the sorted values do not exceed, by definition. */
function exactPercentile(sorted: readonly number[], percent: number): number {
  const enough = sorted.findIndex((_, n) => (n + 1) * 100 >= percent * sorted.length * (1 - 1e-12));
  return sorted[enough];
}

const TOP = 2 ** 53 - 1;

/** Whole numbers, distributed as latencies are: narrow, wide, long-tailed, with stalls. */
const DISTRIBUTIONS: Record<string, fc.Arbitrary<number[]>> = {
  "one value": fc.tuple(fc.integer({ min: 0, max: TOP }), fc.integer({ min: 1, max: 200 })).map(([value, count]) =>
    new Array<number>(count).fill(value)
  ),
  "uniform and small": fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 300 }),
  "uniform and wide": fc.array(fc.integer({ min: 0, max: TOP }), { minLength: 1, maxLength: 300 }),
  "log-uniform": fc.array(
    fc.tuple(fc.integer({ min: 0, max: 52 }), fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }))
      .map(([doublings, factor]) => Math.floor(factor * 2 ** doublings)),
    { minLength: 1, maxLength: 300 },
  ),
  "exponential": fc.array(
    fc.double({ min: 1e-9, max: 1, noNaN: true }).map((fraction) => Math.floor(-10_000 * Math.log(fraction))),
    { minLength: 1, maxLength: 300 },
  ),
  "quick with stalls": fc.array(
    fc.oneof(
      { weight: 50, arbitrary: fc.integer({ min: 900, max: 1_100 }) },
      { weight: 1, arbitrary: fc.integer({ min: 10_000_000, max: 90_000_000 }) },
    ),
    { minLength: 1, maxLength: 300 },
  ),
};

for (const [name, distribution] of Object.entries(DISTRIBUTIONS)) {
  Deno.test(`Histogram.percentile is at most 1 % above the true one and never below: ${name}`, () => {
    fc.assert(fc.property(distribution, (values) => {
      const histogram = histogramOf(values);
      const sorted = values.toSorted((one, other) => one - other);
      for (const percent of PERCENTS) {
        const exact = exactPercentile(sorted, percent);
        const found = histogram.percentile(percent);
        assert(found >= exact && found <= exact * 1.01, `p${percent}: found ${found}, exact ${exact}`);
      }
      assertEquals(histogram.percentile(100), sorted.at(-1));
    }));
  });

  Deno.test(`Histogram agrees with hdr-histogram-js to within 1 %: ${name}`, () => {
    fc.assert(
      fc.property(distribution, (values) => {
        const histogram = histogramOf(values);
        const reference = build({
          highestTrackableValue: TOP,
          lowestDiscernibleValue: 1,
          numberOfSignificantValueDigits: 3,
          bitBucketSize: 64,
          useWebAssembly: false,
        });
        for (const value of values) reference.recordValue(value);
        assertEquals(histogram.count, reference.totalCount);
        for (const percent of PERCENTS) {
          const found = histogram.percentile(percent);
          const expected = reference.getValueAtPercentile(percent);
          assert(Math.abs(found - expected) <= expected * 0.01, `p${percent}: found ${found}, expected ${expected}`);
        }
      }),
      { numRuns: 30 },
    );
  });

  Deno.test(`Histogram.snapshot knows count, least, greatest and sum exactly: ${name}`, () => {
    fc.assert(fc.property(distribution, (values) => {
      const snapshot = histogramOf(values).snapshot();
      const sum = values.reduce((sum, value) => sum + value, 0);
      assertEquals(snapshot.count, values.length);
      assertEquals(snapshot.min, Math.min(...values));
      assertEquals(snapshot.max, Math.max(...values));
      assertEquals(snapshot.sum, sum);
      assertEquals(snapshot.mean, sum / values.length);
      assertEquals(snapshot.below + snapshot.above + snapshot.notANumber, 0);
    }));
  });

  Deno.test(`Histogram.merge gives what recording everything in one gives: ${name}`, () => {
    fc.assert(fc.property(distribution, fc.nat(), (values, cut) => {
      const at = cut % (values.length + 1);
      const merged = histogramOf(values.slice(0, at));
      const rest = histogramOf(values.slice(at));
      const before = rest.snapshot();
      merged.merge(rest);
      const { sum: _sum, mean: _mean, ...found } = merged.snapshot();
      const { sum: _sum2, mean: _mean2, ...expected } = histogramOf(values).snapshot();
      assertEquals(found, expected);
      assertEquals(rest.snapshot(), before);
    }));
  });
}

/** Where the bucket of a value begins and how wide it is, by definition: a 128th of the power of two below the value. */
function bucketAround(value: number): { readonly floor: number; readonly width: number } {
  if (value < 1) return { floor: 0, width: 1 };
  let power = 1;
  while (2 * power <= value) power *= 2;
  const width = power / 128;
  return { floor: Math.floor(value / width) * width, width };
}

Deno.test("Histogram.buckets has every value in its bucket, from the least to the greatest, and no bucket that is empty", () => {
  const value = fc.oneof(fc.double({ min: 0, max: TOP, noNaN: true }), fc.integer({ min: 0, max: 2_000 }));
  fc.assert(fc.property(fc.array(value, { maxLength: 100 }), (values) => {
    const sorted = values.toSorted((one, other) => one - other);
    const [least, greatest] = [sorted[0], sorted.at(-1)!];
    const expected = new Map<number, { floor: number; top: number; count: number }>();
    for (const value of sorted) {
      const { floor, width } = bucketAround(value);
      const top = Math.max(least, Math.min(greatest, Math.max(floor, floor + width - 1)));
      expected.set(floor, { floor, top, count: (expected.get(floor)?.count ?? 0) + 1 });
    }
    assertEquals(histogramOf(values).buckets(), [...expected.values()]);
  }));
});

Deno.test("Histogram.merge adds up what is out of range, and the sums", () => {
  const one = histogramOf([5, 7, -1, -2, NaN, 2 ** 53]);
  one.merge(histogramOf([11, -3, 2 ** 60, Infinity, NaN, NaN]));
  const { count, sum, min, max, below, above, notANumber } = one.snapshot();
  assertEquals([count, sum, min, max, below, above, notANumber], [3, 23, 5, 11, 3, 3, 3]);
});

Deno.test("Histogram has a bucket of its own for every whole number below 256", () => {
  for (let value = 0; value < 256; value++) {
    const histogram = histogramOf([value, 1_000]);
    assertEquals(histogram.percentile(50), value);
  }
});

Deno.test("Histogram.percentile tells neighbouring buckets apart over the whole range", () => {
  for (let value = 128; value < TOP / 2; value = Math.floor(value * 1.0079) + 1) {
    const next = Math.floor(value * 1.0079) + 1;
    assert(histogramOf([value, next]).percentile(50) < next, `${value} and ${next} fall together`);
  }
});

Deno.test("Histogram counts fractions, and everything below 1 as 0", () => {
  assertEquals(histogramOf([0.25, 0.75, 7]).percentile(60), 0.25);
  const { min, max, p50, count } = histogramOf([1.5, 1.5, 100.25]).snapshot();
  assertEquals([min, max, p50, count], [1.5, 100.25, 1.5, 3]);
});

Deno.test("Histogram takes minus zero for zero", () => {
  const { count, min, max, p50 } = histogramOf([-0]).snapshot();
  assertEquals([count, min, max, p50], [1, 0, 0, 0]);
});

Deno.test("Histogram counts what is out of range apart, and loses nothing", () => {
  const histogram = histogramOf([-1, -1e-300, -Infinity, 2 ** 53, Infinity, NaN, 0, TOP]);
  const snapshot = histogram.snapshot();
  assertEquals([snapshot.below, snapshot.above, snapshot.notANumber, snapshot.count], [3, 2, 1, 2]);
  assertEquals(histogram.outOfRange, 6);
  assertEquals([snapshot.min, snapshot.max, snapshot.sum], [0, TOP, TOP]);
});

Deno.test("Histogram.record takes any number without throwing, and counts it once", () => {
  fc.assert(fc.property(fc.array(fc.double()), (values) => {
    const histogram = histogramOf(values);
    assertEquals(histogram.count + histogram.outOfRange, values.length);
  }));
});

Deno.test("Histogram.recordFrom counts the value in the cell", () => {
  const histogram = new Histogram();
  histogram.recordFrom(Float64Array.of(10, 20, 30), 1);
  assertEquals([histogram.count, histogram.percentile(50)], [1, 20]);
});

Deno.test("Histogram that is empty has no percentile, least, greatest or mean", () => {
  assertEquals(new Histogram().snapshot(), {
    count: 0,
    min: NaN,
    max: NaN,
    mean: NaN,
    sum: 0,
    p50: NaN,
    p90: NaN,
    p99: NaN,
    p999: NaN,
    p9999: NaN,
    below: 0,
    above: 0,
    notANumber: 0,
  });
});

Deno.test("Histogram.percentile follows the rank exactly where a product is not exact", () => {
  const histogram = histogramOf(Array.from({ length: 1_000 }, (_, n) => n < 999 ? 1 : 200));
  assertEquals(histogram.percentile(99.9), 1);
  assertEquals(histogram.percentile(99.91), 200);
  const hundred = histogramOf(Array.from({ length: 100 }, (_, n) => n + 1));
  for (let percent = 1; percent <= 100; percent++) assertEquals(hundred.percentile(percent), percent);
  // 8.8 % of 375 is 33, but 8.8 * 375 / 100 is 33.00000000000001.
  const third = histogramOf(Array.from({ length: 375 }, (_, n) => n < 33 ? 1 : 200));
  assertEquals(third.percentile(8.8), 1);
});

Deno.test("Histogram.percentile refuses what is not from 0 to 100", () => {
  const histogram = histogramOf([1]);
  for (const percent of [-1, 100.1, NaN, Infinity]) {
    assertThrows(() => histogram.percentile(percent), RangeError, `percent must be from 0 to 100, got ${percent}`);
  }
});

Deno.test("Histogram.snapshot gives p50 to p99.99 of its percentiles", () => {
  const histogram = histogramOf(Array.from({ length: 100_000 }, (_, n) => Math.floor(1e9 / (n + 1))));
  const { p50, p90, p99, p999, p9999 } = histogram.snapshot();
  assertEquals([p50, p90, p99, p999, p9999], [50, 90, 99, 99.9, 99.99].map((percent) => histogram.percentile(percent)));
  assert(p50 < p90 && p90 < p99 && p99 < p999 && p999 < p9999);
});

Deno.test("Histogram counts stay exact far above 2^31", () => {
  const histogram = histogramOf([5, 5, 9]);
  for (let n = 0; n < 40; n++) histogram.merge(histogram.clone());
  histogram.record(9);
  assertEquals(histogram.count, 3 * 2 ** 40 + 1);
  assertEquals(histogram.percentile(66), 5);
  assertEquals(histogram.percentile(67), 9);
});

Deno.test("Histogram.snapshot is frozen and does not follow the histogram", () => {
  const histogram = histogramOf([1, 2, 3]);
  const snapshot = histogram.snapshot();
  const copy = { ...snapshot };
  histogram.record(1_000_000);
  histogram.reset();
  assertEquals(snapshot, copy);
  assertThrows(() => {
    (snapshot as { count: number }).count = 0;
  }, TypeError);
});

Deno.test("Histogram.clone does not follow the original, nor the original its clone", () => {
  const histogram = histogramOf([1, 2]);
  const clone = histogram.clone();
  histogram.record(3);
  assertEquals([clone.count, clone.percentile(100)], [2, 2]);
  clone.reset();
  assertEquals([histogram.count, clone.count], [3, 0]);
});

Deno.test("Histogram.reset forgets everything", () => {
  const histogram = histogramOf([1, -1, NaN, Infinity, 70_000]);
  histogram.reset();
  assertEquals(histogram.snapshot(), new Histogram().snapshot());
});

/** The correction as it is defined: one value after the other. */
function recordCorrectedOneByOne(histogram: Histogram, value: number, expectedInterval: number): void {
  histogram.record(value);
  for (let missing = value - expectedInterval; missing >= expectedInterval; missing -= expectedInterval) {
    histogram.record(missing);
  }
}

Deno.test("Histogram.recordCorrected counts exactly the values that were never measured", () => {
  const stall = fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 1, max: 5_000 }));
  fc.assert(fc.property(fc.array(stall, { maxLength: 5 }), (stalls) => {
    const histogram = new Histogram();
    const expected = new Histogram();
    for (const [value, expectedInterval] of stalls) {
      histogram.recordCorrected(value, expectedInterval);
      recordCorrectedOneByOne(expected, value, expectedInterval);
    }
    assertEquals(histogram, expected);
  }));
});

Deno.test("Histogram.recordCorrected agrees with hdr-histogram-js", () => {
  const histogram = new Histogram();
  const reference = build({ highestTrackableValue: 1e9, numberOfSignificantValueDigits: 3, bitBucketSize: 64 });
  for (const value of [1_000, 999, 250_000, 5_500, 2_000, 1_999]) {
    histogram.recordCorrected(value, 1_000);
    reference.recordValueWithExpectedInterval(value, 1_000);
  }
  assertEquals(histogram.count, reference.totalCount);
  for (const percent of PERCENTS) {
    const expected = reference.getValueAtPercentile(percent);
    assert(Math.abs(histogram.percentile(percent) - expected) <= expected * 0.01);
  }
});

Deno.test("Histogram.recordCorrected uncovers a stall that hides its own samples", () => {
  // One measurement a microsecond for 900, then a stall of 100: 10 % of the time was bad, one sample in 901 says so.
  const hidden = histogramOf([...new Array<number>(900).fill(1), 100_000]);
  const corrected = new Histogram();
  for (let n = 0; n < 900; n++) corrected.recordCorrected(1, 1_000);
  corrected.recordCorrected(100_000, 1_000);
  assertEquals(hidden.percentile(99), 1);
  assertEquals(corrected.count, 1_000);
  assert(Math.abs(corrected.percentile(99) - 90_000) <= 900);
});

Deno.test("Histogram.recordCorrected takes few steps for a stall of any length", () => {
  const histogram = new Histogram();
  histogram.recordCorrected(TOP, 1);
  assertEquals(histogram.count, TOP);
  assertEquals([histogram.snapshot().min, histogram.snapshot().max], [1, TOP]);
});

Deno.test("Histogram.recordCorrected counts each missing value once when nothing is a whole number", () => {
  const stall = fc.tuple(
    fc.double({ min: 1, max: 1e9, noNaN: true }),
    fc.double({ min: 1, max: 1e4, noNaN: true }),
  );
  fc.assert(fc.property(stall, ([value, expectedInterval]) => {
    const histogram = new Histogram();
    histogram.recordCorrected(value, expectedInterval);
    assertEquals(histogram.count, Math.max(1, Math.floor(value / expectedInterval)));
  }));
});

Deno.test("Histogram.recordCorrected counts a value out of range as such and nothing with it", () => {
  const histogram = new Histogram();
  for (const value of [-5, NaN, Infinity, 2 ** 53]) histogram.recordCorrected(value, 10);
  assertEquals([histogram.count, histogram.outOfRange], [0, 4]);
});

Deno.test("Histogram.recordCorrected refuses an interval below 1 or without end, and counts nothing", () => {
  const histogram = new Histogram();
  for (const interval of [0, 0.5, -1, NaN, Infinity, 2 ** 53]) {
    const error = assertThrows(() => histogram.recordCorrected(5, interval), RangeError);
    assertEquals(error.message, `expectedInterval must be a number from 1 to 9007199254740991, got ${interval}`);
  }
  assertEquals(histogram.count + histogram.outOfRange, 0);
});
