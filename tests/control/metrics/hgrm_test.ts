import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { build } from "hdr-histogram-js";
import { formatHgrm } from "../../../control/metrics/hgrm.ts";
import { Histogram } from "../../../control/metrics/histogram.ts";

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

Deno.test("formatHgrm of an empty histogram has no lines but the summary", () => {
  assertEquals(
    formatHgrm(new Histogram()),
    [
      "       Value     Percentile TotalCount 1/(1-Percentile)",
      "",
      "#[Mean    =        0.000, StdDeviation   =        0.000]",
      "#[Max     =        0.000, Total count    =            0]",
      "#[Buckets =           53, SubBuckets     =          128]",
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
  for (const unit of [0, -1, NaN, Infinity]) {
    assertThrows(
      () => formatHgrm(histogram, { unit }),
      RangeError,
      `unit must be a number greater than 0, got ${unit}`,
    );
  }
  for (const ticksPerHalfDistance of [0, 1.5, NaN]) {
    assertThrows(
      () => formatHgrm(histogram, { ticksPerHalfDistance }),
      RangeError,
      `ticksPerHalfDistance must be an integer of at least 1, got ${ticksPerHalfDistance}`,
    );
  }
  assertThrows(() => formatHgrm(histogram, { comment: "two\nlines" }), RangeError, "comment must be one line");
});
