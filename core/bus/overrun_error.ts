/**
 * The event that was asked for has been overwritten.
 *
 * @example What an overrun tells
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { OverrunError, RingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 2 });
 * const consumer = ring.createConsumer();
 * for (let n = 0; n < 5; n++) {
 *   ring.claim();
 *   ring.publish();
 * }
 * const { lost, oldest, head } = assertThrows(() => consumer.pollOrThrow(), OverrunError);
 * assertEquals([lost, oldest, head], [3, 3, 5]);
 * ```
 */
export class OverrunError extends Error {
  /** The error's name. */
  override readonly name = "OverrunError";
  /** Events between the one asked for and the oldest readable one: what has been lost so far. At least 1. */
  declare readonly lost: number;
  /** Sequence of the oldest event that can still be read. */
  declare readonly oldest: number;
  /** The next sequence to be published. */
  declare readonly head: number;

  /**
   * Makes the error from the three sequences it is about.
   *
   * @param sequence the sequence that was asked for
   * @param oldest sequence of the oldest readable event
   * @param head the next sequence to be published
   */
  constructor(sequence: number, oldest: number, head: number) {
    super(
      `Cannot read event ${sequence}: it has been overwritten; ${
        oldest - sequence
      } lost, oldest readable ${oldest}, head ${head}`,
    );
    this.lost = oldest - sequence;
    this.oldest = oldest;
    this.head = head;
  }
}
