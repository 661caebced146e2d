import { type ArrivalChunk, type ArrivalFeed, NO_SIZE } from "../arrival_feed.ts";

/** Arrival times of a model, one after the other. */
export interface ArrivalTimes {
  /**
   * Writes the next times into a column, from its beginning: whole nanoseconds, none before the one in front of it.
   *
   * @param count how many at most
   * @returns how many; 0 at the end
   */
  fill(timesNs: Float64Array, count: number): number;
}

/** What ends the feed of a model, and how large its messages are. */
export interface ModelBounds {
  /** Arrivals before this, in nanoseconds. Default: no bound. */
  readonly duration?: number;
  /** Events after which it ends. Default: no bound. */
  readonly events?: number;
  /** Bytes of every message. Default: not known. */
  readonly size?: number;
}

/** The feed of a model. */
export class ModelFeed implements ArrivalFeed {
  /** The model. */
  declare readonly model: string;
  /** When the first arrival is; undefined before it is read. */
  firstNs: string | undefined = undefined;
  declare private readonly _times: ArrivalTimes;
  declare private readonly _endNs: number;
  declare private readonly _size: number;
  private _left = Infinity;
  private _lastNs = -1;

  /** Makes a feed of times. */
  constructor(model: string, times: ArrivalTimes, { duration, events, size }: ModelBounds) {
    this.model = model;
    this._times = times;
    this._endNs = duration ?? Infinity;
    this._left = events ?? Infinity;
    this._size = size ?? NO_SIZE;
  }

  /** When the last arrival that was read is. */
  get lastNs(): string | undefined {
    return this._lastNs < 0 ? undefined : String(this._lastNs);
  }

  /**
   * Reads the next arrivals.
   *
   * @throws {RangeError} if one is at 2⁵³ ns or later, or the chunk has no room
   */
  read({ timesNs, sizes }: ArrivalChunk): number {
    if (timesNs.length === 0) throw new RangeError("Cannot read a feed: chunk must have room for 1 arrival, got 0");
    let count = this._times.fill(timesNs, Math.min(timesNs.length, this._left));
    if (count === 0) return 0;
    if (timesNs[count - 1] >= this._endNs) {
      count = countBefore(timesNs, count, this._endNs);
      if (count === 0) return 0;
    }
    const lastNs = timesNs[count - 1];
    if (lastNs > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(`Cannot read a feed: arrivals must be before 2^53 ns, got one at ${lastNs}`);
    }
    this._left -= count;
    this._lastNs = lastNs;
    this.firstNs ??= String(timesNs[0]);
    sizes.fill(this._size, 0, count);
    return count;
  }

  /** Does nothing: nothing is open. */
  close(): void {}
}

/** How many of the first times of a sorted column are before an end. */
export function countBefore(timesNs: Float64Array, count: number, endNs: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timesNs[middle] < endNs) low = middle + 1;
    else high = middle;
  }
  return low;
}
