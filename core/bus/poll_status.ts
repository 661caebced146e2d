/**
 * Outcomes of a poll. The three are ordinary, so they are codes and not exceptions.
 *
 * The values are chosen so that the answer of a batch poll reads the same way: a positive number is how many events there
 * are, 0 is {@linkcode PollStatus.EMPTY}, a negative number is {@linkcode PollStatus.OVERRUN}.
 *
 * @example A new consumer starts at the head
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PollStatus, RingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 8 });
 * const consumer = ring.createConsumer();
 * assertEquals(consumer.poll(), PollStatus.EMPTY);
 * ```
 */
export const PollStatus: {
  /** The producer has overwritten the event at the cursor. It stays so until the consumer resumes. */
  readonly OVERRUN: -1;
  /** Nothing has been published beyond the cursor. */
  readonly EMPTY: 0;
  /** One event was delivered and the cursor has moved past it. */
  readonly EVENT: 1;
} = { OVERRUN: -1, EMPTY: 0, EVENT: 1 };

/** One of the codes in {@linkcode PollStatus}. */
export type PollStatus = typeof PollStatus[keyof typeof PollStatus];
