/**
 * What a poll found. The three outcomes are ordinary, so they are codes and not exceptions.
 *
 * The values are chosen so that the answer of a batch poll reads the same way: a positive number is how many events there
 * are, 0 is {@linkcode PollStatus.EMPTY}, a negative number is {@linkcode PollStatus.OVERRUN}.
 *
 * @example
 * ```ts
 * import { PollStatus, RingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 8 });
 * const consumer = ring.createConsumer();
 * if (consumer.poll() !== PollStatus.EMPTY) throw new Error("a new consumer starts at the head");
 * ```
 */
export const PollStatus = {
  /** The producer has overwritten the event at the cursor. It stays so until the consumer resumes. */
  OVERRUN: -1,
  /** Nothing has been published beyond the cursor. */
  EMPTY: 0,
  /** One event was delivered and the cursor has moved past it. */
  EVENT: 1,
} as const;

/** One of the codes in {@linkcode PollStatus}. */
export type PollStatus = typeof PollStatus[keyof typeof PollStatus];
