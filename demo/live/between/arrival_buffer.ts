/**
 * Arrival times on their way from the control plane, which reads the feed, to the producer, which publishes at these times.
 *
 * A bounded buffer of one writer and one reader, with room for a power of two of times, each a Float64: nanoseconds from the
 * start of the run. Time n is at `n mod capacity`. Each word that is written often has two cache lines of its own.
 *
 * ```text
 *   word    0           1              32          64
 *         +-----------+--------------+-----------+
 *         | written   | ended        | read      |
 *         +-----------+--------------+-----------+
 *   writer  control plane              producer
 * ```
 *
 * `written` and `read` are counts, Int32, which wrap. A time is written before the count says so.
 *
 * @module
 */

/** The memory of the buffer. */
export interface ArrivalBuffer {
  /** The times. */
  readonly timesNs: Float64Array<SharedArrayBuffer>;
  /** The counts. */
  readonly words: Int32Array<SharedArrayBuffer>;
}

/** Words of an {@linkcode ArrivalBuffer}. */
export const ArrivalWord = {
  /** Times written. */
  WRITTEN: 0,
  /** 1 when there will be no more. */
  ENDED: 1,
  /** Times read. */
  READ: 32,
} as const;

const WORDS = 64;

/**
 * Makes an empty buffer.
 *
 * @param capacity times that it holds: a power of two, below 2³¹
 */
export function makeArrivalBuffer(capacity: number): ArrivalBuffer {
  return {
    timesNs: new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * capacity)),
    words: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * WORDS)),
  };
}

/**
 * Shows the reader how many times have been written, and whether there will be more.
 *
 * @param written times written so far
 */
export function showWritten({ words }: ArrivalBuffer, written: number, isEnd: boolean): void {
  Atomics.store(words, ArrivalWord.WRITTEN, written | 0);
  if (isEnd) Atomics.store(words, ArrivalWord.ENDED, 1);
}
