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

/** The least value that is told from 0. */
const LEAST = 2 ** -30;

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

/** Fractions, by what they are fractions of. Some have no exact binary form, and some are below what is told from 0. */
const FRACTIONS: Record<string, fc.Arbitrary<number[]>> = {
  "log-uniform over the whole range": fc.array(
    fc.tuple(fc.integer({ min: -30, max: 52 }), fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }))
      .map(([doublings, factor]) => factor * 2 ** doublings),
    { minLength: 1, maxLength: 300 },
  ),
  "milliseconds below 1": fc.array(fc.integer({ min: 1, max: 999 }).map((us) => us / 1_000), {
    minLength: 1,
    maxLength: 300,
  }),
  "seconds, as nanoseconds divided": fc.array(fc.integer({ min: 1, max: 5_000_000_000 }).map((ns) => ns / 1e9), {
    minLength: 1,
    maxLength: 300,
  }),
  "zeros, and tiny ones among others": fc.array(
    fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2 * LEAST, noNaN: true }), fc.double({ min: 0, max: 1 })),
    { minLength: 1, maxLength: 300 },
  ),
};

for (const [name, distribution] of Object.entries(FRACTIONS)) {
  Deno.test(`Histogram.percentile of fractions is within a 128th of the true one: ${name}`, () => {
    fc.assert(fc.property(distribution, (given) => {
      const values = given.filter((value) => value >= 0);
      fc.pre(values.length > 0);
      const histogram = histogramOf(values);
      const sorted = values.toSorted((one, other) => one - other);
      for (const percent of PERCENTS) {
        const exact = exactPercentile(sorted, percent);
        const found = histogram.percentile(percent);
        const allowed = Math.max(exact / 128, exact < LEAST ? LEAST : 0);
        assert(Math.abs(found - exact) <= allowed, `p${percent}: found ${found}, exact ${exact}`);
      }
      assertEquals(histogram.percentile(100), sorted.at(-1));
      assertEquals([histogram.snapshot().min, histogram.snapshot().max], [sorted[0], sorted.at(-1)]);
    }));
  });
}

Deno.test("Histogram of fractions agrees with hdr-histogram-js of whole numbers that are as many times as great", () => {
  const value = fc.tuple(fc.nat(2_000_000), fc.integer({ min: 0, max: 20 })).map(([n, halvings]) =>
    1 + (n >> halvings)
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 30 }),
      (values, doublings) => {
        const histogram = histogramOf(values.map((value) => value / 2 ** doublings));
        const reference = build({ highestTrackableValue: 4e6, numberOfSignificantValueDigits: 3, bitBucketSize: 64 });
        for (const value of values) reference.recordValue(value);
        for (const percent of PERCENTS) {
          const found = histogram.percentile(percent) * 2 ** doublings;
          const expected = reference.getValueAtPercentile(percent);
          assert(Math.abs(found - expected) <= expected * 0.01, `p${percent}: found ${found}, expected ${expected}`);
        }
      },
    ),
    { numRuns: 50 },
  );
});

/** Where the bucket of a value begins and how wide it is, by definition: a 128th of the power of two below the value. */
function bucketAround(value: number): { readonly floor: number; readonly width: number } {
  if (value < LEAST) return { floor: 0, width: LEAST };
  let power = LEAST;
  while (2 * power <= value) power *= 2;
  const width = power / 128;
  return { floor: Math.floor(value / width) * width, width };
}

Deno.test("Histogram.buckets has every value in its bucket, from the least to the greatest, and no bucket that is empty", () => {
  const value = fc.oneof(
    fc.double({ min: 0, max: TOP, noNaN: true }),
    fc.double({ min: 0, max: 4, noNaN: true }),
    fc.double({ min: 0, max: 4 * LEAST, noNaN: true }),
    fc.integer({ min: 0, max: 2_000 }),
  );
  fc.assert(fc.property(fc.array(value, { maxLength: 100 }), (values) => {
    const sorted = values.toSorted((one, other) => one - other);
    const [least, greatest] = [sorted[0], sorted.at(-1)!];
    const expected = new Map<number, { floor: number; top: number; count: number }>();
    for (const value of sorted) {
      const { floor, width } = bucketAround(value);
      const isLast = greatest < floor + width;
      const top = isLast ? greatest : Math.max(least, floor, floor + width - 1);
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

Deno.test("Histogram counts fractions, and tells what is below 2^-30 from nothing but its least and greatest value", () => {
  assertEquals(histogramOf([0.25, 0.75, 7]).percentile(60), 0.75);
  assertEquals(histogramOf([0, 0, LEAST, 3 * LEAST]).percentile(75), LEAST);
  const tiny = histogramOf([LEAST / 8, LEAST / 4, LEAST / 2]);
  assertEquals([0, 50, 100].map((percent) => tiny.percentile(percent)), [LEAST / 8, LEAST / 8, LEAST / 2]);
  const { min, max, p50, count } = histogramOf([1.5, 1.5, 100.25]).snapshot();
  assertEquals([min, max, p50, count], [1.5, 100.25, 1.5, 3]);
});

Deno.test("Histogram takes minus zero for zero", () => {
  const histogram = histogramOf([-0]);
  const { count, min, max, p50 } = histogram.snapshot();
  assertEquals([count, min, max, p50], [1, 0, 0, 0]);
  assertEquals([histogram.percentile(0), ...histogram.buckets()], [0, { floor: 0, top: 0, count: 1 }]);
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

/** A histogram that has each value so many times, up to 2^53 - 1 of them. */
function histogramOfMany(...values: readonly (readonly [value: number, times: number])[]): Histogram {
  const many = new Histogram();
  for (const [value, times] of values) {
    const doubled = histogramOf([value]);
    for (let left = times; left >= 1; left = Math.floor(left / 2)) {
      if (left % 2 === 1) many.merge(doubled);
      if (left >= 2) doubled.merge(doubled);
    }
  }
  return many;
}

Deno.test("Histogram.percentile of 100 is the greatest value, whatever the number of values", () => {
  for (const others of [1, 2 ** 49, 2 ** 50, 2 ** 50 + 1, 2 ** 52, 2 ** 53 - 3, 2 ** 53 - 2]) {
    const histogram = histogramOfMany([10, others], [1_000_000, 1]);
    assertEquals([histogram.count, histogram.percentile(100)], [others + 1, 1_000_000]);
    assertEquals(histogram.percentile(0), 10);
  }
  assertEquals(histogramOf([100.25, 0.9]).percentile(100), 100.25);
});

Deno.test("Histogram.percentile follows the rank, exactly for ten thousand million values and to one for any number", () => {
  const percents = fc.integer({ min: 0, max: 100_000 });
  const counts = fc.oneof(fc.integer({ min: 2, max: 1e10 }), fc.integer({ min: 2, max: TOP }));
  fc.assert(
    fc.property(percents, counts, (thousandths, count) => {
      const product = BigInt(thousandths) * BigInt(count);
      const rank = Math.max(1, Number(product / 100_000n + (product % 100_000n > 0n ? 1n : 0n)));
      const slack = count <= 1e10 ? 0 : 1;
      const low = rank - 1 - slack;
      if (low > 0) assertEquals(histogramOfMany([1, low], [200, count - low]).percentile(thousandths / 1_000), 200);
      const high = rank + slack;
      if (high >= count) return;
      assertEquals(histogramOfMany([1, high], [200, count - high]).percentile(thousandths / 1_000), 1);
    }),
    { numRuns: 60, examples: [[64_100, TOP], [64_800, TOP]] }, // a product of doubles is off by two
  );
});

Deno.test("Histogram.percentile takes a share that was worked out for the rank that it is the share of", () => {
  for (const count of [3, 7, 25, 49, 100, 375, 999]) {
    const histogram = histogramOf(Array.from({ length: Math.min(count, 250) }, (_, n) => n + 1));
    const { count: n } = histogram;
    for (let rank = 1; rank <= n; rank++) {
      assertEquals([histogram.percentile(100 * rank / n), histogram.percentile(rank / n * 100)], [rank, rank]);
    }
  }
  const large = fc.integer({ min: 3, max: 1e10 }).chain((count) =>
    fc.tuple(fc.constant(count), fc.integer({ min: 2, max: count - 1 }))
  );
  fc.assert(
    fc.property(large, ([count, rank]) => {
      const exact = histogramOfMany([1, rank], [200, count - rank]);
      const less = histogramOfMany([1, rank - 1], [200, count - rank + 1]);
      for (const percent of [100 * rank / count, rank / count * 100]) {
        assertEquals([exact.percentile(percent), less.percentile(percent)], [1, 200]);
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("Histogram.merge refuses more values than it can count, and changes nothing", () => {
  const full = histogramOfMany([10, TOP]);
  assertEquals(full.count, TOP);
  const before = full.snapshot();
  const error = assertThrows(() => full.merge(histogramOf([7, -1])), RangeError);
  assertEquals(
    error.message,
    "Cannot merge histograms: there must be at most 2^53 - 1 values, got 1 to add to 9007199254740991",
  );
  assertThrows(() => full.merge(full), RangeError);
  assertEquals(full.snapshot(), before);
  full.merge(histogramOf([-1, NaN]));
  assertEquals([full.count, full.outOfRange], [TOP, 2]);
  // One at a time it cannot be asked every time. The count is then not exact, and nothing else is wrong.
  full.record(1_000_000);
  assertEquals([full.percentile(50), full.percentile(100)], [10, 1_000_000]);
});

Deno.test("Histogram.merge refuses what is no histogram", () => {
  const { message } = assertThrows(() => histogramOf([1]).merge(undefined as unknown as Histogram), TypeError);
  assertEquals(message, "Cannot merge histograms: other must be a Histogram, got undefined");
});

Deno.test("Histogram.merge with itself doubles everything", () => {
  const histogram = histogramOf([5, 7, -1, NaN]);
  histogram.merge(histogram);
  const { count, sum, min, max, below, notANumber } = histogram.snapshot();
  assertEquals([count, sum, min, max, below, notANumber], [4, 24, 5, 7, 2, 2]);
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
  const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const stall = fc.oneof(
    fc.tuple(positive(1, 1e9), positive(1, 1e4)),
    fc.tuple(positive(1e15, TOP), positive(1, 2)),
    fc.tuple(positive(LEAST, 1), positive(LEAST, 1)),
    fc.tuple(positive(LEAST, 1e5), positive(LEAST, 4 * LEAST)),
  );
  fc.assert(fc.property(stall, ([value, expectedInterval]) => {
    const histogram = new Histogram();
    histogram.recordCorrected(value, expectedInterval);
    const { count, min, max } = histogram.snapshot();
    assertEquals(count, Math.max(1, Math.floor(value / expectedInterval)));
    assertEquals(max, value);
    assert(min >= Math.min(value, expectedInterval), `${min} is less than the interval`);
  }));
});

Deno.test("Histogram.recordCorrected corrects seconds as it does nanoseconds", () => {
  const [seconds, nanoseconds] = [new Histogram(), new Histogram()];
  for (let n = 0; n < 900; n++) seconds.recordCorrected(2 ** -20, 2 ** -10);
  for (let n = 0; n < 900; n++) nanoseconds.recordCorrected(1, 2 ** 10);
  seconds.recordCorrected(0.75, 2 ** -10);
  nanoseconds.recordCorrected(0.75 * 2 ** 20, 2 ** 10);
  assertEquals(seconds.count, nanoseconds.count);
  for (const percent of PERCENTS) {
    const scaled = seconds.percentile(percent) * 2 ** 20;
    const whole = nanoseconds.percentile(percent);
    assert(Math.abs(scaled - whole) <= whole / 128, `p${percent}: ${scaled} and ${whole}`);
  }
});

Deno.test("Histogram.recordCorrected refuses more values than it can count, and counts nothing", () => {
  const histogram = new Histogram();
  histogram.recordCorrected(TOP - 1, 1);
  assertEquals(histogram.count, TOP - 1);
  for (const [value, interval, added] of [[2 ** 52, 1, 2 ** 52], [2 ** 52, LEAST, 2 ** 82]]) {
    const error = assertThrows(() => histogram.recordCorrected(value, interval), RangeError);
    const rule = "Cannot record a corrected value: there must be at most 2^53 - 1 values";
    assertEquals(error.message, `${rule}, got ${added} to add to ${TOP - 1}`);
  }
  assertThrows(() => new Histogram().recordCorrected(TOP, 0.9), RangeError, "at most 2^53 - 1 values");
  assertEquals(histogram.count, TOP - 1);
});

Deno.test("Histogram.recordCorrected counts a value out of range as such and nothing with it", () => {
  const histogram = new Histogram();
  for (const value of [-5, NaN, Infinity, 2 ** 53]) histogram.recordCorrected(value, 10);
  assertEquals([histogram.count, histogram.outOfRange], [0, 4]);
});

Deno.test("Histogram.recordCorrected refuses an interval below 2^-30 or without end, and counts nothing", () => {
  const histogram = new Histogram();
  for (const interval of [0, LEAST / 2, -1, NaN, Infinity, 2 ** 53]) {
    const error = assertThrows(() => histogram.recordCorrected(5, interval), RangeError);
    const rule = "expectedInterval must be a number from 2^-30 to 2^53 - 1";
    assertEquals(error.message, `Cannot record a corrected value: ${rule}, got ${interval}`);
  }
  assertEquals(histogram.count + histogram.outOfRange, 0);
});
