/** Most events of a feed in any window of one length. */
export interface Peak {
  /** The length, in nanoseconds. The window is half open and begins anywhere: [t, t + length). */
  readonly windowNs: number;
  /** The events; undefined, if there were too many in a window to keep their times. */
  readonly events: number | undefined;
}

/**
 * Lengths of the windows, in nanoseconds. The last six, from 1 ms on, are those in which US processors of market data must
 * report their peaks.
 */
export const PEAK_WINDOWS_NS: readonly number[] = [1e4, 1e5, 1e6, 1e7, 1e8, 5e8, 1e9, 5e9];

/**
 * Most events whose times are kept, 128 MiB of them. A window that had more would need more memory than a run may have: it is
 * given up, and shorter ones are counted on.
 */
export const PEAK_EVENTS_MAX: number = 2 ** 24;

/**
 * The peak table of a feed: the most events in any window of several lengths, exact, in one pass.
 *
 * A window is fullest when it begins with an event and ends with one. So m events have fitted into a window, for some event,
 * if and only if it and the one m - 1 before it are less than the length apart. With every event it is asked of each length
 * whether one more fits than ever did, which hardly ever is the case. That needs the times of as many events as
 * the fullest window holds, and one more: eight bytes each.
 *
 * Belongs to one thread.
 *
 * @example Count the events of a burst
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Peaks } from "@low-latency/trading-sim/simulation";
 *
 * const peaks = new Peaks();
 * peaks.take(Float64Array.of(0, 4_000, 9_999, 10_000), 4);
 * assertEquals(peaks.table()[0], { windowNs: 10_000, events: 3 }); // the window is half open
 * ```
 *
 * @experimental
 */
export class Peaks {
  /** Times of the latest events, by number modulo the length. */
  private _times = new Float64Array(2 ** 12).fill(-Infinity);
  /** Events seen, and the time of the latest. */
  private _count = 0;
  private _latestNs = 0;
  /** Most events in a window of each length. */
  declare private readonly _most: Int32Array;
  declare private readonly _eventsMax: number;
  /** Lengths that are still counted: the longest are given up first. */
  private _lengths = PEAK_WINDOWS_NS.length;

  /**
   * Makes the table of no events.
   *
   * @param eventsMax most events whose times are kept: a power of two. Default {@linkcode PEAK_EVENTS_MAX}
   */
  constructor(eventsMax: number = PEAK_EVENTS_MAX) {
    this._most = new Int32Array(PEAK_WINDOWS_NS.length);
    this._eventsMax = eventsMax;
  }

  /**
   * Takes the next arrivals.
   *
   * @param timesNs their times, in whole nanoseconds, none before the one in front of it
   * @param count how many of them
   * @throws {RangeError} if a time is before the one in front of it, or none
   */
  take(timesNs: Float64Array, count: number): void {
    for (let from = 0; from < count;) {
      const room = this._makeRoom(count - from);
      if (room === 0) return;
      this._add(timesNs, from, from + room);
      from += room;
    }
  }

  /** The table so far, from the shortest window to the longest. */
  table(): Peak[] {
    return PEAK_WINDOWS_NS.map((windowNs, n) => ({
      windowNs,
      events: n < this._lengths ? this._most[n] : undefined,
    }));
  }

  /** Adds arrivals that there is room for. */
  private _add(timesNs: Float64Array, from: number, to: number): void {
    const times = this._times;
    const mask = times.length - 1;
    // Numbers modulo the length, for small integers are faster.
    const first = (this._count & mask) - from;
    let latestNs = this._latestNs;
    for (let n = from; n < to; n++) {
      const timeNs = timesNs[n];
      // Among times out of order the search for the first of a window would not end.
      if (!(timeNs >= latestNs)) refuseTime(timeNs, latestNs);
      times[(first + n) & mask] = timeNs;
      latestNs = timeNs;
    }
    this._latestNs = latestNs;
    this._count += to - from;
    for (let length = 0; length < this._lengths; length++) {
      this._most[length] = raised(times, first, timesNs, from, to, PEAK_WINDOWS_NS[length], this._most[length]);
    }
  }

  /** Says for how many of so many events there is room: at least one, or none once every window is given up. */
  private _makeRoom(wanted: number): number {
    while (this._lengths > 0) {
      const { length } = this._times;
      const room = length - 1 - this._most[this._lengths - 1];
      if (room > 0) return Math.min(wanted, room);
      if (length < this._eventsMax) this._grow();
      else this._lengths--;
    }
    return 0;
  }

  /** Doubles the memory of times. */
  private _grow(): void {
    const old = this._times;
    const times = new Float64Array(2 * old.length).fill(-Infinity);
    for (let n = Math.max(0, this._count - old.length); n < this._count; n++) {
      times[n & (times.length - 1)] = old[n & (old.length - 1)];
    }
    this._times = times;
  }
}

function refuseTime(timeNs: number, leastNs: number): never {
  throw new RangeError(`Cannot count peaks: a time must be whole nanoseconds from ${leastNs}, got ${timeNs}`);
}

/** Events that are asked about at once, and those that are if that does not settle it. */
const BLOCK = 64;
const SMALL_BLOCK = 8;

/**
 * Raises the most events of one length by those of a chunk.
 *
 * Mostly one comparison settles a block of events. None of them raises the most if the last of them, counted from the time of
 * the first, is a window or more after that which lies `most` before it: each is compared with a time that is no later, and its
 * own is no earlier. And all of them do, each by one, which is all that it can, if the last fits with as many more as they are.
 *
 * @param times times of the latest events, by number modulo their length, those of the chunk among them
 * @param first what is added to a place in the chunk to get the number
 */
function raised(
  times: Float64Array,
  first: number,
  timesNs: Float64Array,
  from: number,
  to: number,
  windowNs: number,
  most: number,
): number {
  const mask = times.length - 1;
  for (let begin = from; begin < to;) {
    const end = begin + BLOCK < to ? begin + BLOCK : to;
    if (times[(first + begin - most) & mask] > timesNs[end - 1] - windowNs) {
      most += end - begin;
      begin = end;
      continue;
    }
    if (times[(first + end - 1 - most) & mask] <= timesNs[begin] - windowNs) {
      begin = end;
      continue;
    }
    while (begin < end) {
      const smallEnd = begin + SMALL_BLOCK < end ? begin + SMALL_BLOCK : end;
      if (times[(first + smallEnd - 1 - most) & mask] > timesNs[begin] - windowNs) {
        for (let n = begin; n < smallEnd; n++) {
          const afterNs = timesNs[n] - windowNs;
          while (times[(first + n - most) & mask] > afterNs) most++;
        }
      }
      begin = smallEnd;
    }
  }
  return most;
}
