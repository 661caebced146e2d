import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { build } from "hdr-histogram-js";
import { formatHgrm, type HgrmOptions } from "../../../../control/metrics/formats/hgrm.ts";
import { Histogram } from "../../../../control/metrics/histogram.ts";

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** What HdrHistogram writes, but for the numbers of its own buckets. */
function reference(values: readonly number[], ticks: number, unit: number): string {
  const histogram = build({ bitBucketSize: 32, numberOfSignificantValueDigits: 3 });
  for (const value of values) histogram.recordValue(value);
  return withoutBuckets(histogram.outputPercentileDistribution(ticks, unit));
}

function withoutBuckets(text: string): string {
  return text.replace(/#\[Buckets.*\n/, "");
}

Deno.test("formatHgrm writes what HdrHistogram writes", () => {
  // Whole numbers below 256 have a bucket each, in both.
  fc.assert(fc.property(
    fc.array(fc.nat(255), { minLength: 1, maxLength: 300 }),
    fc.constantFrom(1, 2, 5, 7),
    fc.constantFrom(1, 8),
    (values, ticksPerHalfDistance, unit) => {
      const text = formatHgrm(histogramOf(values), { ticksPerHalfDistance, unit });
      assertEquals(withoutBuckets(text), reference(values, ticksPerHalfDistance, unit));
    },
  ));
});

Deno.test("formatHgrm of many values goes on to the percentile of the last one", () => {
  const values = Array.from({ length: 5_000 }, (_, n) => n === 4_999 ? 250 : n % 100);
  const text = withoutBuckets(formatHgrm(histogramOf(values)));
  assertEquals(text, reference(values, 5, 1));
  const last = text.split("\n").findLast((line) => /^ *250/.test(line));
  assertEquals(last, "     250.000 1.000000000000       5000");
});

Deno.test("formatHgrm gives every line of the plot four numbers, in order, and the last one three", () => {
  const histogram = new Histogram();
  for (let n = 1; n <= 100_000; n++) histogram.record(n * n);
  const rows = formatHgrm(histogram, { unit: 1_000 }).split("\n").filter((line) => /^ *\d/.test(line))
    .map((line) => line.trim().split(/ +/).map(Number));
  assertEquals(rows.pop(), [10_000_000, 1, 100_000]);
  for (const row of rows) assertEquals(row.length, 4);
  for (let n = 1; n < rows.length; n++) {
    for (const column of [0, 1, 2, 3]) {
      if (rows[n][column] < rows[n - 1][column]) throw new Error(`column ${column} falls in line ${n}`);
    }
  }
});

/** The lines of the plot, as lists of numbers. */
function rowsOf(text: string): string[][] {
  return text.split("\n").slice(2).filter((line) => /^ *\d/.test(line)).map((line) => line.trim().split(/ +/));
}

/** So many of each value: by doubling, since nobody can wait for that many. */
function histogramOfMany(...values: readonly (readonly [value: number, doublings: number])[]): Histogram {
  const many = new Histogram();
  for (const [value, doublings] of values) {
    const doubled = histogramOf([value]);
    for (let n = 0; n < doublings; n++) doubled.merge(doubled);
    many.merge(doubled);
  }
  return many;
}

Deno.test("formatHgrm keeps columns apart however wide their numbers are, as HdrHistogram's format does", () => {
  const histogram = histogramOfMany([10, 40], [1_000_000, 0]);
  const text = formatHgrm(histogram);
  for (const row of rowsOf(text).slice(0, -1)) assertEquals(row.length, 4, row.join(" "));
  // "%12.3f %2.12f %10d %14.2f": a number that is too wide makes its line longer.
  assertStringIncludes(text, "\n      10.000 0.000000000000 1099511627776           1.00\n");
  assertStringIncludes(text, "\n      10.000 0.999999999999 1099511627776 1099511627776.00\n");
  assertStringIncludes(
    formatHgrm(histogramOf([2 ** 50])),
    "\n1125899906842624.000 0.000000000000          1           1.00\n",
  );
});

Deno.test("formatHgrm of very many values writes what HdrHistogram writes", () => {
  for (const [doublings, rare] of [[30, 3], [36, 0], [40, 0]]) {
    const histogram = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 });
    histogram.recordValueWithCount(10, 2 ** doublings);
    histogram.recordValueWithCount(200, 2 ** rare);
    const text = formatHgrm(histogramOfMany([10, doublings], [200, rare]));
    assertEquals(withoutBuckets(text), withoutBuckets(histogram.outputPercentileDistribution(5, 1)));
  }
});

Deno.test("formatHgrm ends, whatever the number of values", () => {
  for (const doublings of [50, 51, 52]) {
    const histogram = histogramOfMany([10, doublings], [1_000_000, 0]);
    const rows = rowsOf(formatHgrm(histogram));
    assert(rows.length > 5 * (doublings - 3) && rows.length < 5 * (doublings + 3), `${rows.length} lines`);
    assertEquals(rows.at(-1), ["1000000.000", "1.000000000000", String(2 ** doublings + 1)]);
    for (const row of rows.slice(0, -1)) assert(row.length === 4 && Number.isFinite(Number(row[3])), row.join(" "));
  }
  const full = new Histogram();
  full.recordCorrected(2 ** 53 - 1, 1);
  assert(rowsOf(formatHgrm(full)).length < 300);
  assert(rowsOf(formatHgrm(full, { ticksPerHalfDistance: 1_000 })).length < 60_000);
});

Deno.test("formatHgrm writes no value as zero that is not", () => {
  const valuesOf = (values: readonly number[], unit = 1) =>
    rowsOf(formatHgrm(histogramOf(values), { unit })).map(([value]) => value);
  assertEquals(valuesOf([41], 1e9), ["0.0000000410", "0.0000000410"]);
  assertEquals(valuesOf([0.0001]), ["0.000100", "0.000100"]);
  assertEquals(valuesOf([0]), ["0.000", "0.000"]);
  assertEquals(valuesOf([1], 1_000), ["0.001", "0.001"]);
  assertEquals(valuesOf([499], 1e6), ["0.000499", "0.000499"]);
  assertEquals(valuesOf([500], 1e6), ["0.001", "0.001"]);
  const scale = fc.constantFrom(1e-3, 1, 1e3, 1e6, 1e9);
  fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), scale, (values, unit) => {
    const histogram = histogramOf(values.filter((value) => value === 0 || value >= 2 ** -30));
    const texts = rowsOf(formatHgrm(histogram, { unit })).map(([value]) => value);
    const tops = new Set(histogram.buckets().map(({ top }) => top > 0));
    assertEquals(texts.some((text) => Number(text) === 0), tops.has(false) && texts.length > 0);
  }));
});

Deno.test("formatHgrm writes as many digits as it is told to", () => {
  const histogram = histogramOf([1_234_567]);
  assertStringIncludes(formatHgrm(histogram, { unit: 1e6, digits: 6 }), "\n    1.234567 1.000000000000          1\n");
  assertStringIncludes(formatHgrm(histogram, { unit: 1e6, digits: 0 }), "\n           1 1.000000000000          1\n");
  assertStringIncludes(formatHgrm(histogram, { unit: 1e6, digits: 6 }), "#[Max     =     1.234567,");
});

Deno.test("formatHgrm writes the greatest value as the last, also if it is a fraction", () => {
  assertEquals(rowsOf(formatHgrm(histogramOf([0.1, 0.9]))).at(-1), ["0.900", "1.000000000000", "2"]);
});

Deno.test("formatHgrm of an empty histogram has no lines but the summary", () => {
  assertEquals(
    formatHgrm(new Histogram()),
    [
      "       Value     Percentile TotalCount 1/(1-Percentile)",
      "",
      "#[Mean    =        0.000, StdDeviation   =        0.000]",
      "#[Max     =        0.000, Total count    =            0]",
      "#[Buckets =           83, SubBuckets     =          128]",
      "",
    ].join("\n"),
  );
});

Deno.test("formatHgrm puts a comment at the end, where no reader looks for numbers", () => {
  const lines = formatHgrm(histogramOf([1]), { comment: "of one run" }).split("\n");
  assertEquals(lines.slice(-2), ["# of one run", ""]);
});

Deno.test("formatHgrm refuses options out of range", () => {
  const histogram = histogramOf([1]);
  const refused = (options: HgrmOptions) => assertThrows(() => formatHgrm(histogram, options), RangeError).message;
  const begin = "Cannot format a histogram: ";
  for (const unit of [0, -1, NaN, Infinity, 1e-16, 1e16]) {
    assertEquals(refused({ unit }), `${begin}unit must be a number from 1e-15 to 1000000000000000, got ${unit}`);
  }
  for (const digits of [-1, 1.5, 41, NaN]) {
    assertEquals(refused({ digits }), `${begin}digits must be an integer from 0 to 40, got ${digits}`);
  }
  for (const ticksPerHalfDistance of [0, 1.5, NaN, 10_001, 2 ** 53]) {
    assertEquals(
      refused({ ticksPerHalfDistance }),
      `${begin}ticksPerHalfDistance must be an integer from 1 to 10000, got ${ticksPerHalfDistance}`,
    );
  }
  assertThrows(() => formatHgrm(histogram, { comment: "two\nlines" }), RangeError, "comment must be one line");
});
