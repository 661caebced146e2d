import { checkFunction, checkObject, shown } from "../../../core/arguments.ts";
import { type ArrivalChunk, type ArrivalFeed, NO_SIZE } from "./arrival_feed.ts";

/**
 * Makes a feed of one's own times.
 *
 * @param times whole nanoseconds of any clock, none before the one in front of it; at least one, the last less than 2⁵³ after
 * the first. Times that exceed 2⁵³ themselves, such as those since 1970, are BigInts. The feed begins with the first, at 0
 * @param sizes bytes of each message, as many as there are times. Default: not known
 * @throws {RangeError} if a time or a size breaks its rule
 * @throws {TypeError} if a time is neither a number nor a BigInt
 *
 * @example Replay an array of times
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { feedOfTimes, makeChunk } from "@low-latency/trading-sim/simulation";
 *
 * const feed = feedOfTimes([1_700_000_000_000_000_000n, 1_700_000_000_000_000_250n]);
 * const chunk = makeChunk();
 * assertEquals([feed.read(chunk), chunk.timesNs[1], feed.lastNs], [2, 250, "1700000000000000250"]);
 * ```
 *
 * @experimental
 */
export function feedOfTimes(
  times: Iterable<number | bigint> | Float64Array,
  sizes?: ArrayLike<number>,
): ArrivalFeed {
  checkObject(ACTION, "times", times, "an array of numbers or BigInts");
  checkFunction(ACTION, "times[Symbol.iterator]", times[Symbol.iterator]);
  const { firstNs, timesNs } = relativeTimes(times);
  if (sizes !== undefined) checkSizes(sizes, timesNs.length);
  return new TimesFeed(firstNs, timesNs, sizes);
}

const ACTION = "make a feed";

function relativeTimes(times: Iterable<number | bigint>): { readonly firstNs: bigint; readonly timesNs: Float64Array } {
  let timesNs = new Float64Array(1_024);
  let count = 0;
  let first: number | bigint = 0;
  let firstNs = 0n;
  for (const time of times) {
    checkTime(time, count);
    if (count === 0) {
      first = time;
      firstNs = BigInt(time);
    }
    const relative = typeof time === "number" && typeof first === "number"
      ? time - first
      : Number(BigInt(time) - firstNs);
    if (count === timesNs.length) {
      const larger = new Float64Array(2 * count);
      larger.set(timesNs);
      timesNs = larger;
    }
    if (relative > Number.MAX_SAFE_INTEGER) refuse(count, "less than 2^53 ns after the first", time);
    if (count > 0 && relative < timesNs[count - 1]) refuse(count, "no earlier than the one before", time);
    timesNs[count++] = relative;
  }
  if (count === 0) throw new RangeError(`Cannot ${ACTION}: times must have at least 1 element, got 0`);
  return { firstNs, timesNs: timesNs.slice(0, count) };
}

function checkTime(time: number | bigint, index: number): void {
  if (typeof time === "bigint") {
    if (time < 0n || time >= 2n ** 63n) refuse(index, "from 0 to 2^63 - 1", time);
  } else if (typeof time !== "number") {
    throw new TypeError(`Cannot ${ACTION}: times[${index}] must be a number or a BigInt, got ${shown(time)}`);
  } else if (!Number.isSafeInteger(time) || time < 0) {
    refuse(index, "a whole number from 0 to 2^53 - 1, or a BigInt", time);
  }
}

function refuse(index: number, rule: string, time: number | bigint): never {
  throw new RangeError(`Cannot ${ACTION}: times[${index}] must be ${rule}, got ${shown(time)}`);
}

function checkSizes(sizes: ArrayLike<number>, count: number): void {
  if (sizes.length !== count) {
    throw new RangeError(`Cannot ${ACTION}: sizes must have ${count} elements, as many as times, got ${sizes.length}`);
  }
  for (let n = 0; n < count; n++) {
    if (Number.isSafeInteger(sizes[n]) && (sizes[n] >= 0 || sizes[n] === NO_SIZE)) continue;
    const rule = `a whole number from 0 to 2^53 - 1, or ${NO_SIZE}`;
    throw new RangeError(`Cannot ${ACTION}: sizes[${n}] must be ${rule}, got ${shown(sizes[n])}`);
  }
}

/** Times in memory. */
class TimesFeed implements ArrivalFeed {
  readonly model = "recorded";
  declare private readonly _firstNs: bigint;
  declare private readonly _timesNs: Float64Array;
  declare private readonly _sizes: ArrayLike<number> | undefined;
  private _at = 0;

  constructor(firstNs: bigint, timesNs: Float64Array, sizes: ArrayLike<number> | undefined) {
    this._firstNs = firstNs;
    this._timesNs = timesNs;
    this._sizes = sizes;
  }

  get firstNs(): string | undefined {
    return this._at === 0 ? undefined : String(this._firstNs);
  }

  get lastNs(): string | undefined {
    return this._at === 0 ? undefined : String(this._firstNs + BigInt(this._timesNs[this._at - 1]));
  }

  read(chunk: ArrivalChunk): number {
    if (chunk.timesNs.length === 0) {
      throw new RangeError("Cannot read a feed: chunk must have room for 1 arrival, got 0");
    }
    const from = this._at;
    const to = Math.min(this._timesNs.length, from + chunk.timesNs.length);
    chunk.timesNs.set(this._timesNs.subarray(from, to));
    for (let n = from; n < to; n++) chunk.sizes[n - from] = this._sizes === undefined ? NO_SIZE : this._sizes[n];
    this._at = to;
    return to - from;
  }

  close(): void {}
}
