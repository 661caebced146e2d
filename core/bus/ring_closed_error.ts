/**
 * The ring has been closed to its producer: what was published stays readable, nothing more is accepted. A feed that another
 * part of the program closed, such as a shutdown, ends its loop.
 *
 * @example A feed that ends when its ring has been closed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RingBuffer, RingClosedError } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 8 });
 * let published = 0;
 * try {
 *   for (;;) {
 *     ring.claim();
 *     ring.publish();
 *     if (++published === 3) ring.close(); // as a shutdown would
 *   }
 * } catch (error) {
 *   if (!(error instanceof RingClosedError)) throw error;
 *   assertEquals(error.head, 3);
 * }
 * ```
 */
export class RingClosedError extends Error {
  /** The error's name. */
  override readonly name = "RingClosedError";
  /** Where the ring ended: the next sequence that would have been published. */
  declare readonly head: number;

  /**
   * Makes the error.
   *
   * @param head the next sequence that would have been published
   */
  constructor(head: number) {
    super(`Cannot publish: the ring was closed to its producer at head ${head}`);
    this.head = head;
  }
}
