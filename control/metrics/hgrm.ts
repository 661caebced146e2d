import type { Histogram } from "./histogram.ts";

/** How a distribution is written. */
export interface HgrmOptions {
  /**
   * What the values are divided by: 1000 writes nanoseconds as microseconds. Default 1. A file does not say its unit, so the
   * plotter has to be told.
   */
  readonly unit?: number;
  /** Lines between one half of the distance to 100 % and the next: a whole number, at least 1. Default 5. */
  readonly ticksPerHalfDistance?: number;
  /** What the distribution is, in one line, for whoever opens the file. It is written as a comment, after all else. */
  readonly comment?: string;
}

/**
 * Writes a distribution as HdrHistogram does, in the form that its plotter and others read: a line for each percentile, at
 * steps that become finer towards 100 %, with the value, the percentile as a fraction, the count of the values up to there,
 * and 1 / (1 - fraction), the axis of the plot.
 *
 * A value that is written is the greatest of those that its bucket does not tell apart, as with HdrHistogram, but none is
 * greater than the greatest of all. Mean and maximum are exact; the standard deviation is that of the middles of the buckets.
 *
 * @param histogram the distribution; one that is empty gives a file with no lines but the summary
 * @param options the unit, the steps, and a comment
 * @throws {RangeError} if an option is out of range
 *
 * @example
 * ```ts
 * import { formatHgrm, Histogram } from "@low-latency/trading-sim/control";
 *
 * const latencyNs = new Histogram();
 * for (let n = 1; n <= 100; n++) latencyNs.record(1_000 * n);
 * const file = formatHgrm(latencyNs, { unit: 1_000 });
 * if (!file.includes("100.000 1.000000000000        100\n")) throw new Error("100 µs is what all of them do not exceed");
 * ```
 */
export function formatHgrm(histogram: Histogram, options: HgrmOptions = {}): string {
  const { unit = 1, ticksPerHalfDistance = 5, comment } = options;
  if (!(unit > 0 && Number.isFinite(unit))) throw new RangeError(`unit must be a number greater than 0, got ${unit}`);
  if (!Number.isSafeInteger(ticksPerHalfDistance) || ticksPerHalfDistance < 1) {
    throw new RangeError(`ticksPerHalfDistance must be an integer of at least 1, got ${ticksPerHalfDistance}`);
  }
  if (comment !== undefined && /[\r\n]/.test(comment)) {
    throw new RangeError(`comment must be one line, got ${JSON.stringify(comment)}`);
  }
  const value = (value: number) => VALUE_FORMAT.format(value / unit).padStart(12);
  const { count, mean, max } = histogram.snapshot();
  const summary = [
    `#[Mean    = ${value(count === 0 ? 0 : mean)}, StdDeviation   = ${value(deviationOf(histogram, mean))}]`,
    `#[Max     = ${value(count === 0 ? 0 : max)}, Total count    = ${String(count).padStart(12)}]`,
    `#[Buckets = ${String(DOUBLINGS).padStart(12)}, SubBuckets     = ${String(BUCKETS_PER_DOUBLING).padStart(12)}]`,
    ...(comment === undefined ? [] : [`# ${comment}`]),
  ];
  const lines = percentileLines(histogram, ticksPerHalfDistance, value);
  return ["       Value     Percentile TotalCount 1/(1-Percentile)", "", ...lines, ...summary, ""].join("\n");
}

/** Numbers with a fixed count of digits after the point. Halves are rounded up, as the plotter's own files have it. */
function fixedFormat(digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
}

const VALUE_FORMAT = fixedFormat(3);
const FRACTION_FORMAT = fixedFormat(12);
const LEFT_FORMAT = fixedFormat(2);

/** Doublings of the value that a histogram covers, and buckets in each, as the last line of the summary has it. */
const DOUBLINGS = 53;
const BUCKETS_PER_DOUBLING = 128;

/**
 * A line for each step towards 100 %, until one has all values; then one more for 100 % itself.
 *
 * A step is a fixed part of what was left at the last power of two: with 5 ticks they are 10 % up to 50 %, 5 % up to 75 %,
 * and so on. A bucket that covers several steps gives a line to each.
 */
function percentileLines(histogram: Histogram, ticks: number, value: (value: number) => string): string[] {
  const buckets = histogram.buckets();
  const total = histogram.count;
  const lines: string[] = [];
  let percent = 0;
  let reached = 0;
  for (const { top, count } of buckets) {
    reached += count;
    while (100 * reached / total >= percent) {
      const left = LEFT_FORMAT.format(1 / (1 - percent / 100)).padStart(15);
      lines.push(`${value(top)} ${fractionOf(percent)} ${String(reached).padStart(10)}${left}`);
      percent += 100 / (ticks * 2 ** (Math.floor(Math.log2(100 / (100 - percent))) + 1));
      if (reached === total) break;
    }
  }
  const last = buckets.at(-1);
  if (last !== undefined) lines.push(`${value(last.top)} ${fractionOf(100)} ${String(total).padStart(10)}`);
  return lines;
}

function fractionOf(percent: number): string {
  return FRACTION_FORMAT.format(percent / 100);
}

/** The standard deviation, each value taken for the middle of its bucket. */
function deviationOf(histogram: Histogram, mean: number): number {
  let squares = 0;
  for (const { floor, top, count } of histogram.buckets()) squares += count * ((floor + top) / 2 - mean) ** 2;
  return Math.sqrt(squares / Math.max(1, histogram.count));
}
