import { checkInteger, checkParts } from "../../../core/arguments.ts";
import { BUCKETS_PER_DOUBLING, DOUBLINGS, type Histogram } from "../histogram.ts";

/** Options of the form in which a distribution is written. */
export interface HgrmOptions {
  /**
   * Divisor of the values: 1000 writes nanoseconds as microseconds. From 10⁻¹⁵ to 10¹⁵, default 1. A file does not
   * say its unit, so the plotter has to be told.
   */
  readonly unit?: number;
  /**
   * Digits after the point of a value, 0 to 40. Default: 3, as HdrHistogram writes. If the least value that is not zero would
   * then be written as zero, as that of nanoseconds in seconds, as many as it takes to show three digits of that value.
   */
  readonly digits?: number;
  /** Lines between one half of the distance to 100 % and the next: a whole number from 1 to 10 000. Default 5. */
  readonly ticksPerHalfDistance?: number;
  /** Title of the distribution, in one line, for the reader of the file. It is written as a comment, after all else. */
  readonly comment?: string;
}

/**
 * Writes a distribution as HdrHistogram does, in the form that its plotter and others read: a line for each percentile, at
 * steps that become finer towards 100 %, with the value, the percentile as a fraction, the count of the values up to there,
 * and 1 / (1 - fraction), the axis of the plot.
 *
 * A value that is written is the greatest of those that its bucket does not tell apart, as with HdrHistogram, but none is
 * greater than the greatest of all. Mean and maximum are exact; the standard deviation is that of the middles of the buckets.
 * Columns are as wide as HdrHistogram's, a wider number makes its line longer, and there is always a space between two.
 *
 * Steps towards 100 % end where a double cannot hold one more, which is after some 50 halves of the distance.
 *
 * @param histogram the distribution; one that is empty gives a file with no lines but the summary
 * @param options the unit, the digits, the steps, and a comment
 * @throws {RangeError} if an option is out of range
 *
 * @example Nanoseconds, written as microseconds
 * ```ts
 * import { formatHgrm, Histogram } from "@low-latency/trading-sim/control";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const latencyNs = new Histogram();
 * for (let n = 1; n <= 100; n++) latencyNs.record(1_000 * n);
 * assertStringIncludes(formatHgrm(latencyNs, { unit: 1_000 }), "100.000 1.000000000000        100\n");
 * ```
 */
export function formatHgrm(histogram: Histogram, options: HgrmOptions = {}): string {
  checkParts("format a histogram", "arguments", { histogram, options }, { histogram: "buckets()", options: "" });
  const { unit = 1, digits, ticksPerHalfDistance = 5, comment } = options;
  if (!(unit >= UNIT_MIN && unit <= UNIT_MAX)) refuse(`unit must be a number from ${UNIT_MIN} to ${UNIT_MAX}`, unit);
  if (digits !== undefined) checkInteger("format a histogram", "digits", digits, 0, DIGITS_MAX);
  checkInteger("format a histogram", "ticksPerHalfDistance", ticksPerHalfDistance, 1, TICKS_MAX);
  if (comment !== undefined && /[\r\n]/.test(comment)) {
    refuse("comment must be one line", JSON.stringify(comment));
  }
  const format = fixedFormat(digits ?? digitsFor(histogram, unit));
  const value = (value: number) => format.format(value / unit).padStart(12);
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

function refuse(rule: string, value: unknown): never {
  throw new RangeError(`Cannot format a histogram: ${rule}, got ${value}`);
}

const UNIT_MIN = 1e-15;
const UNIT_MAX = 1e15;
const DIGITS_MAX = 40;
const DIGITS_DEFAULT = 3;
const TICKS_MAX = 10_000;

/** Digits that the least value shows which would be written as zero otherwise. */
const SIGNIFICANT_DIGITS = 3;

/** As many digits after the point as HdrHistogram writes, or as many as keep a value from being written as zero. */
function digitsFor(histogram: Histogram, unit: number): number {
  const least = histogram.buckets().find(({ top }) => top > 0);
  if (least === undefined || least.top / unit >= 0.5 * 10 ** -DIGITS_DEFAULT) return DIGITS_DEFAULT;
  const zeros = -Math.floor(Math.log10(least.top / unit)) - 1;
  return Math.min(DIGITS_MAX, zeros + SIGNIFICANT_DIGITS);
}

const FRACTION_FORMAT = /* @__PURE__ */ fixedFormat(12);
const LEFT_FORMAT = /* @__PURE__ */ fixedFormat(2);

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
    while (percent < 100 && 100 * reached / total >= percent) {
      const left = LEFT_FORMAT.format(1 / (1 - percent / 100)).padStart(14);
      lines.push(`${value(top)} ${fractionOf(percent)} ${String(reached).padStart(10)} ${left}`);
      percent = nextStep(percent, ticks);
      if (reached === total) break;
    }
  }
  const last = buckets.at(-1);
  if (last !== undefined) lines.push(`${value(last.top)} ${fractionOf(100)} ${String(total).padStart(10)}`);
  return lines;
}

/** The step after one. It is 100 once a step is too small for a double. */
function nextStep(percent: number, ticks: number): number {
  const next = percent + 100 / (ticks * 2 ** (Math.floor(Math.log2(100 / (100 - percent))) + 1));
  return next > percent ? next : 100;
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
