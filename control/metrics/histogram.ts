import { shown } from "../../core/arguments.ts";

/**
 * A histogram of values, in a fixed 83 KiB: for latencies in nanoseconds up to 104 days, and in any unit down to
 * seconds.
 *
 * Values from 2⁻³⁰ (just below 10⁻⁹: a nanosecond, in seconds) to just below 2⁵³ fall into buckets that grow with the
 * value: 128 of equal width to each doubling, so that a bucket is at most 1/128 of its values wide. What is less than 2⁻³⁰,
 * 0 with it, shares one bucket.
 *
 * ```text
 *   value    0  2⁻³⁰  ...  1/2          1           2                       4                    ...  2⁵³
 *            +--+-----...--+------------+-----------+-----------------------+--------------------...--+
 *   buckets  |1 |          |    128     |    128    |          128          |                         |
 *            +--+-----...--+------------+-----------+-----------------------+--------------------...--+
 * ```
 *
 * Whole numbers below 256 have a bucket each. A quantile of values from 2⁻³⁰ on is at most 0.8 % off, and one of smaller
 * values by less than 2⁻³⁰. The count, the least and the greatest value are exact, counts up to 2⁵³ - 1. A value that has
 * no bucket is not lost: it is counted as below the range (negative), above it (2⁵³ and more), or not a number.
 *
 * A bucket's number is the top of the value's own bits: the exponent and seven bits of the mantissa. Recording is therefore
 * a few instructions, always the same ones; it allocates nothing, takes no lock and never throws. To count 2⁵³ values one
 * by one takes years, so recording does not check for it; {@linkcode Histogram.merge} and
 * {@linkcode Histogram.recordCorrected}, which count many at once, refuse to go beyond.
 *
 * Belongs to one thread.
 *
 * @example Whole nanoseconds
 * ```ts
 * import { Histogram } from "@low-latency/trading-sim/control";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const histogram = new Histogram();
 * for (let n = 1; n <= 1_000; n++) histogram.record(n);
 * const { count, p50, max } = histogram.snapshot();
 * assertEquals([count, max], [1_000, 1_000]);
 * assert(Math.abs(p50 - 500) <= 4, "at most 0.8 % off");
 * ```
 *
 * @example Fractions of a millisecond
 * ```ts
 * import { Histogram } from "@low-latency/trading-sim/control";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const histogram = new Histogram();
 * for (const ms of [0.1, 0.3, 0.5, 0.7, 0.9]) histogram.record(ms);
 * assert(Math.abs(histogram.percentile(50) - 0.5) <= 0.004, "at most 0.8 % off");
 * assertEquals(histogram.percentile(100), 0.9);
 * ```
 */
export class Histogram {
  /** Values counted, by bucket. */
  declare private readonly _counts: Float64Array;
  /** Sums and extremes: see the constants SUM to NOT_A_NUMBER. */
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
   * A caller that measures once every `expectedInterval` and is held up by what is measured misses samples just while they are
   * bad (coordinated omission). The missing ones are `value - expectedInterval`, `value - 2 * expectedInterval`, and so on
   * down to `expectedInterval`; they are counted too. Takes at most as many steps as there are buckets, however long the
   * stall. A value out of range is counted as such, and nothing with it.
   *
   * @param value the value measured
   * @param expectedInterval time from one measurement to the next, in the unit of the values: a number from 2⁻³⁰ to 2⁵³ - 1
   * @throws {RangeError} if the interval is out of range, or there would be more than 2⁵³ - 1 values; nothing is counted
   */
  recordCorrected(value: number, expectedInterval: number): void {
    if (!(expectedInterval >= VALUE_LEAST && expectedInterval < VALUE_LIMIT)) {
      throw new RangeError(
        `Cannot record a corrected value: expectedInterval must be a number from 2^-30 to 2^53 - 1, got ${expectedInterval}`,
      );
    }
    if (!(value >= 2 * expectedInterval && value < VALUE_LIMIT)) return this.record(value);
    const missing = Math.floor(value / expectedInterval) - 1;
    // To count takes longer than to record. So few do not matter: see the class.
    if (missing > UNCHECKED_MAX) this._refuseBeyondLimit("record a corrected value", missing + 1);
    this.record(value);
    // The product may be a rounding error off, which must not bring the least below the interval.
    const least = Math.max(expectedInterval, Math.min(value - expectedInterval, value - missing * expectedInterval));
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
   * all, the greatest. It is at most 0.8 % off, for whole numbers never too low, and never above the greatest value. If all
   * values are needed it is the greatest value itself, and if one is enough the least.
   *
   * Where that least number is a whole number but for the rounding errors of `percent`, it is that whole number. For a
   * percentage of up to three decimals it is exact up to 10¹⁰ values, and off by at most one up to 2⁵³ - 1.
   *
   * @param percent 0 to 100
   * @returns the value, or NaN if there are none
   * @throws {RangeError} if `percent` is out of range
   */
  percentile(percent: number): number {
    if (!(percent >= 0 && percent <= 100)) {
      throw new RangeError(`Cannot find a percentile: percent must be from 0 to 100, got ${percent}`);
    }
    return this._valueAt(percent, this.count);
  }

  /** The value that a share of all values does not exceed. To count the values takes longest, so it is done once for several. */
  private _valueAt(percent: number, count: number): number {
    if (count === 0) return NaN;
    const rank = rankOf(percent, count);
    if (rank >= count) return this._stats[MAX] + 0; // not -0
    if (rank === 1) return this._stats[MIN] + 0;
    const counts = this._counts;
    let bucket = 0;
    for (let reached = counts[0]; reached < rank; reached += counts[bucket]) bucket++;
    return Math.max(this._stats[MIN], Math.min(this._stats[MAX], bucketTop(bucket)));
  }

  /** The buckets that are not empty, from the least values to the greatest: the whole distribution. */
  buckets(): HistogramBucket[] {
    const buckets: HistogramBucket[] = [];
    const counts = this._counts;
    const min = this._stats[MIN];
    const max = this._stats[MAX];
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      if (counts[bucket] === 0) continue;
      const isLast = max < bucketFloor(bucket + 1);
      const top = isLast ? max : Math.max(min, bucketTop(bucket));
      buckets.push({ floor: bucketFloor(bucket), top: top + 0, count: counts[bucket] });
    }
    return buckets;
  }

  /**
   * Adds what another histogram has counted. The other is not changed, unless it is this one.
   *
   * @throws {RangeError} if there would be more than 2⁵³ - 1 values; nothing is changed
   * @throws {TypeError} if the other is no histogram
   */
  merge(other: Histogram): void {
    if (!(other instanceof Histogram)) {
      throw new TypeError(`Cannot merge histograms: other must be a Histogram, got ${shown(other)}`);
    }
    this._refuseBeyondLimit("merge histograms", other.count);
    const counts = this._counts;
    for (let bucket = 0; bucket < BUCKETS; bucket++) counts[bucket] += other._counts[bucket];
    const stats = this._stats;
    const others = other._stats;
    for (const sum of [SUM, BELOW, ABOVE, NOT_A_NUMBER]) stats[sum] += others[sum];
    stats[MIN] = Math.min(stats[MIN], others[MIN]);
    stats[MAX] = Math.max(stats[MAX], others[MAX]);
  }

  /** Refuses to count so many more values that their number would not be exact any more. */
  private _refuseBeyondLimit(action: string, added: number): void {
    const count = this.count;
    if (added <= COUNT_MAX - count) return;
    throw new RangeError(`Cannot ${action}: there must be at most 2^53 - 1 values, got ${added} to add to ${count}`);
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

  /** The counts and quantiles now, as a record that does not change. */
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

/** A bucket of a histogram: values that it does not tell apart, and how many of them there were. */
export interface HistogramBucket {
  /** The least value that falls into the bucket. */
  readonly floor: number;
  /**
   * The greatest whole number that falls into it; its floor, if it is narrower than 1. The greatest value of all, if that
   * falls into it, and never less than the least.
   */
  readonly top: number;
  /** Values in it, at least 1. Exact. */
  readonly count: number;
}

/** Counts of a histogram: a frozen record. Numbers that do not exist in an empty histogram are NaN. */
export interface HistogramSnapshot {
  /** Values counted. Those out of range are not among them. Exact up to 2⁵³ - 1. */
  readonly count: number;
  /** The least value. Exact. */
  readonly min: number;
  /** The greatest value. Exact. */
  readonly max: number;
  /** The arithmetic mean. */
  readonly mean: number;
  /** The sum of all values. Exact as long as it is below 2⁵³ and the values are whole numbers. */
  readonly sum: number;
  /** Median, to within 1 %. */
  readonly p50: number;
  /** 90th percentile, to within 1 %. */
  readonly p90: number;
  /** 99th percentile, to within 1 %. */
  readonly p99: number;
  /** 99.9th percentile, to within 1 %. */
  readonly p999: number;
  /** 99.99th percentile, to within 1 %. */
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

/** Doublings below 1 that have buckets. */
const DOUBLINGS_BELOW_1 = 30;

/** The least value that has a bucket apart from 0. */
const VALUE_LEAST = 2 ** -DOUBLINGS_BELOW_1;

/** Values that a histogram holds without an error in their count. */
const COUNT_MAX = Number.MAX_SAFE_INTEGER;

/** Values that may be counted at once without a look at how many there are: it takes 2³³ times as many to reach the limit. */
const UNCHECKED_MAX = 2 ** 20;

/** Doublings of the value that have buckets. */
export const DOUBLINGS: number = DOUBLINGS_BELOW_1 + 53;

/** Buckets of each doubling, as a power of two. */
const BITS_PER_DOUBLING = 7;

/** Buckets of each doubling. */
export const BUCKETS_PER_DOUBLING: number = 1 << BITS_PER_DOUBLING;

/** Shifts the high word of a double so that the exponent and the highest bits of the mantissa are left. */
const BUCKET_SHIFT = 20 - BITS_PER_DOUBLING;

/** Offset of the buckets: the high bits of the least value of bucket 1, less one. */
const BUCKET_BASE = ((1023 - DOUBLINGS_BELOW_1) << BITS_PER_DOUBLING) - 1;

/** One bucket for what is below them all, and those of each doubling. */
const BUCKETS = 1 + DOUBLINGS * BUCKETS_PER_DOUBLING;

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

/** The bucket of a value in range that is at least {@linkcode VALUE_LEAST}. */
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

/**
 * The least number of values that make at least `percent` % of all. A share stands for every share that a double so near
 * can stand for: 8.8 % of 375 is 33 values, though the double 8.8 is a little more than that. How near is what two roundings
 * make, those of a share that was worked out; it is less where it would be as much as a value, so that the result is never
 * off by more than one. It is worked out in integers, since a product of doubles of this size is off by two.
 */
function rankOf(percent: number, count: number): number {
  if (percent === 100) return count; // whatever its nearness would lose
  const share = BigInt(Math.ceil(percent * SHARE_SCALE)) * BigInt(count);
  const [twoRoundings, upToOneValue] = [share >> 52n, ONE_VALUE - (share >> 53n)];
  const least = share - (twoRoundings < upToOneValue ? twoRoundings : upToOneValue);
  return Math.max(1, Math.min(count, Number((least + ONE_VALUE - 1n) / ONE_VALUE)));
}

/** Makes an integer of a percentage; of one that has bits below 2⁻¹⁰⁰, the next above. */
const SHARE_SCALE = 2 ** 100;

/** One value, as 100 % so scaled. */
const ONE_VALUE = 100n << 100n;
