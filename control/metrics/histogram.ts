/**
 * How values are spread, over the whole range from 1 ns to 104 days, in a fixed 53 KiB: for latencies.
 *
 * Values from 0 to just below 2⁵³ fall into buckets that grow with the value: 128 of equal width to each doubling, so that
 * a bucket is at most 1/128 of its values wide.
 *
 * ```text
 *   value    0  1     2           4                       8                                  ...  2⁵³
 *            +--+-----+-----------+-----------------------+----------------------------------...--+
 *   buckets  |1 | 128 |    128    |          128          |                128                    |
 *            +--+-----+-----------+-----------------------+----------------------------------...--+
 * ```
 *
 * Whole numbers below 256 have a bucket each. A quantile is at most 0.8 % off; the count, the least and the greatest value
 * are exact, and so are counts far beyond 2³¹. A value that has no bucket is not lost: it is counted as below the range
 * (negative), above it (2⁵³ and more), or not a number.
 *
 * A bucket's number is the top of the value's own bits: the exponent and seven bits of the mantissa. Recording is therefore
 * a few instructions, always the same ones; it allocates nothing, takes no lock and never throws.
 *
 * Belongs to one thread.
 *
 * @example
 * ```ts
 * import { Histogram } from "@low-latency/trading-sim/control";
 *
 * const histogram = new Histogram();
 * for (let n = 1; n <= 1_000; n++) histogram.record(n);
 * const { count, p50, max } = histogram.snapshot();
 * if (count !== 1_000 || max !== 1_000) throw new Error("exact");
 * if (Math.abs(p50 - 500) > 5) throw new Error("within 1 %");
 * ```
 */
export class Histogram {
  /** Values counted, by bucket. */
  declare private readonly _counts: Float64Array;
  /** What is kept besides: see the constants SUM to NOT_A_NUMBER. */
  declare private readonly _stats: Float64Array;

  /** Makes an empty histogram. */
  constructor() {
    this._counts = new Float64Array(BUCKETS);
    this._stats = new Float64Array(STATS);
    this.reset();
  }

  /** Values counted. Those out of range are not among them. */
  get count(): number {
    // By index: iterating a typed array takes several times as long, and a snapshot counts often.
    const counts = this._counts;
    let count = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) count += counts[bucket];
    return count;
  }

  /** Values out of range: negative, 2⁵³ or more, or not a number. */
  get outOfRange(): number {
    const stats = this._stats;
    return stats[BELOW] + stats[ABOVE] + stats[NOT_A_NUMBER];
  }

  /** Counts the value in `cells[index]`. For the hot path: a double that is passed by address is never boxed. */
  // @hot
  recordFrom(cells: Float64Array, index: number): void {
    const value = cells[index];
    const stats = this._stats;
    if (value >= 0 && value < VALUE_LIMIT) {
      SCRATCH[0] = value;
      const bucket = (SCRATCH_WORDS[HIGH_WORD] >> BUCKET_SHIFT) - BUCKET_BASE;
      this._counts[bucket > 0 ? bucket : 0] += 1;
      stats[SUM] += value;
      if (value < stats[MIN]) stats[MIN] = value;
      if (value > stats[MAX]) stats[MAX] = value;
    } else {
      stats[value < 0 ? BELOW : value > 0 ? ABOVE : NOT_A_NUMBER] += 1;
    }
  }

  /** Counts a value. */
  record(value: number): void {
    SCRATCH[0] = value;
    this.recordFrom(SCRATCH, 0);
  }

  /**
   * Counts a value, and with it the values that it kept from being measured.
   *
   * Whoever measures once every `expectedInterval` and is held up by what is measured misses samples just while they are
   * bad (coordinated omission). The missing ones are `value - expectedInterval`, `value - 2 * expectedInterval`, and so on
   * down to `expectedInterval`; they are counted too. Takes at most as many steps as there are buckets, however long the
   * stall. A value out of range is counted as such, and nothing with it.
   *
   * @param value the value measured
   * @param expectedInterval time from one measurement to the next, in the unit of the values: a number from 1 to 2⁵³ - 1
   * @throws {RangeError} if the interval is out of range; nothing is counted
   */
  recordCorrected(value: number, expectedInterval: number): void {
    if (!(expectedInterval >= 1 && expectedInterval < VALUE_LIMIT)) {
      throw new RangeError(`expectedInterval must be a number from 1 to ${VALUE_LIMIT - 1}, got ${expectedInterval}`);
    }
    this.record(value);
    if (!(value >= 2 * expectedInterval && value < VALUE_LIMIT)) return;
    const missing = Math.floor(value / expectedInterval) - 1;
    const least = value - missing * expectedInterval;
    // A bucket gets those that are at least its floor, less those that are at least the floor of the next. The differences
    // add up to the whole, so each missing value is counted once.
    let atLeast = missing;
    for (let bucket = bucketOf(least); atLeast > 0; bucket++) {
      const beyond = Math.max(0, Math.floor((value - bucketFloor(bucket + 1)) / expectedInterval));
      if (beyond >= atLeast) continue;
      this._counts[bucket] += atLeast - beyond;
      atLeast = beyond;
    }
    const stats = this._stats;
    stats[SUM] += missing * (value - expectedInterval + least) / 2;
    stats[MIN] = Math.min(stats[MIN], least);
  }

  /**
   * The value that a share of all values does not exceed: of the least number of values that make at least `percent` % of
   * all, the greatest. It is at most 0.8 % off, for whole numbers never too low, and never above the greatest value.
   *
   * @param percent 0 to 100
   * @returns the value, or NaN if there are none
   * @throws {RangeError} if `percent` is out of range
   */
  percentile(percent: number): number {
    if (!(percent >= 0 && percent <= 100)) throw new RangeError(`percent must be from 0 to 100, got ${percent}`);
    return this._valueAt(percent, this.count);
  }

  /** The value that a share of all values does not exceed. To count the values takes longest, so it is done once for several. */
  private _valueAt(percent: number, count: number): number {
    if (count === 0) return NaN;
    // The product may be a rounding error above a whole number, which must not make the rank one greater.
    const rank = Math.max(1, Math.ceil(percent * count / 100 * (1 - 4 * Number.EPSILON)));
    const counts = this._counts;
    let bucket = 0;
    for (let reached = counts[0]; reached < rank; reached += counts[bucket]) bucket++;
    return Math.max(this._stats[MIN], Math.min(this._stats[MAX], bucketTop(bucket)));
  }

  /** The buckets that are not empty, from the least values to the greatest: the whole distribution. */
  buckets(): HistogramBucket[] {
    const buckets: HistogramBucket[] = [];
    const counts = this._counts;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      if (counts[bucket] === 0) continue;
      const top = Math.min(this._stats[MAX], bucketTop(bucket));
      buckets.push({ floor: bucketFloor(bucket), top: Math.max(this._stats[MIN], top), count: counts[bucket] });
    }
    return buckets;
  }

  /** Adds what another histogram has counted. The other is not changed. */
  merge(other: Histogram): void {
    const counts = this._counts;
    for (let bucket = 0; bucket < BUCKETS; bucket++) counts[bucket] += other._counts[bucket];
    const stats = this._stats;
    const others = other._stats;
    for (const sum of [SUM, BELOW, ABOVE, NOT_A_NUMBER]) stats[sum] += others[sum];
    stats[MIN] = Math.min(stats[MIN], others[MIN]);
    stats[MAX] = Math.max(stats[MAX], others[MAX]);
  }

  /** A new histogram with the same content. */
  clone(): Histogram {
    const copy = new Histogram();
    copy._counts.set(this._counts);
    copy._stats.set(this._stats);
    return copy;
  }

  /** Forgets everything. */
  reset(): void {
    this._counts.fill(0);
    this._stats.fill(0);
    this._stats[MIN] = Infinity;
    this._stats[MAX] = -Infinity;
  }

  /** What has been counted, in numbers that will not change any more. */
  snapshot(): HistogramSnapshot {
    const stats = this._stats;
    const count = this.count;
    const isEmpty = count === 0;
    return Object.freeze({
      count,
      min: isEmpty ? NaN : stats[MIN] + 0, // not -0
      max: isEmpty ? NaN : stats[MAX] + 0,
      mean: stats[SUM] / count,
      sum: stats[SUM],
      p50: this._valueAt(50, count),
      p90: this._valueAt(90, count),
      p99: this._valueAt(99, count),
      p999: this._valueAt(99.9, count),
      p9999: this._valueAt(99.99, count),
      below: stats[BELOW],
      above: stats[ABOVE],
      notANumber: stats[NOT_A_NUMBER],
    });
  }
}

/** Values that a histogram does not tell apart, and how many of them there were. */
export interface HistogramBucket {
  /** The least value that falls into the bucket. */
  readonly floor: number;
  /** The greatest whole number that falls into it, but nothing greater than the greatest value of all. */
  readonly top: number;
  /** Values in it, at least 1. Exact. */
  readonly count: number;
}

/** What a histogram has counted: a frozen record. Numbers that do not exist in an empty histogram are NaN. */
export interface HistogramSnapshot {
  /** Values counted. Those out of range are not among them. Exact. */
  readonly count: number;
  /** The least value. Exact. */
  readonly min: number;
  /** The greatest value. Exact. */
  readonly max: number;
  /** The arithmetic mean. */
  readonly mean: number;
  /** The sum of all values. Exact as long as it is below 2⁵³ and the values are whole numbers. */
  readonly sum: number;
  /** What 50 % of the values do not exceed, to within 1 %. */
  readonly p50: number;
  /** What 90 % of the values do not exceed, to within 1 %. */
  readonly p90: number;
  /** What 99 % of the values do not exceed, to within 1 %. */
  readonly p99: number;
  /** What 99.9 % of the values do not exceed, to within 1 %. */
  readonly p999: number;
  /** What 99.99 % of the values do not exceed, to within 1 %. */
  readonly p9999: number;
  /** Negative values, which are not counted elsewhere. */
  readonly below: number;
  /** Values of 2⁵³ and more, which are not counted elsewhere. */
  readonly above: number;
  /** Values that were not a number, which are not counted elsewhere. */
  readonly notANumber: number;
}

/** Values from here on are out of range. */
const VALUE_LIMIT = 2 ** 53;

/** Shifts the high word of a double so that the exponent and the seven highest bits of the mantissa are left. */
const BUCKET_SHIFT = 20 - 7;

/** What is left of 1.0, the least value of bucket 1, less one. */
const BUCKET_BASE = (1023 << 7) - 1;

/** One bucket for what is below 1, and 128 for each of 53 doublings. */
const BUCKETS = 1 + 53 * 128;

const SUM = 0;
const MIN = 1;
const MAX = 2;
const BELOW = 3;
const ABOVE = 4;
const NOT_A_NUMBER = 5;
const STATS = 6;

/** Memory through which the bits of a double are seen. */
const SCRATCH = new Float64Array(1);
const SCRATCH_WORDS = new Int32Array(SCRATCH.buffer);

/** Which of its words is the high one. */
const HIGH_WORD = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** The bucket of a value in range that is at least 1. */
function bucketOf(value: number): number {
  SCRATCH[0] = value;
  return (SCRATCH_WORDS[HIGH_WORD] >> BUCKET_SHIFT) - BUCKET_BASE;
}

/** The least value of a bucket; for the number after the last bucket, the limit of the range. */
function bucketFloor(bucket: number): number {
  if (bucket === 0) return 0;
  SCRATCH_WORDS[HIGH_WORD] = (bucket + BUCKET_BASE) << BUCKET_SHIFT;
  SCRATCH_WORDS[1 - HIGH_WORD] = 0;
  return SCRATCH[0];
}

/** The greatest whole number of a bucket, or its floor if it is narrower than 1. */
function bucketTop(bucket: number): number {
  const floor = bucketFloor(bucket);
  return Math.max(floor, bucketFloor(bucket + 1) - 1);
}
