/**
 * A ring has one producer, and this one has it already.
 *
 * @example
 * ```ts
 * import { ProducerClaimedError, SharedRingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new SharedRingBuffer({ capacity: 8 });
 * try {
 *   new SharedRingBuffer(ring.describe()); // perhaps in another thread
 * } catch (error) {
 *   if (!(error instanceof ProducerClaimedError)) throw error;
 * }
 * ```
 */
export class ProducerClaimedError extends Error {
  /** The error's name. */
  override readonly name = "ProducerClaimedError";

  /** Makes the error. */
  constructor() {
    super("cannot attach a producer: the ring has one already, and can have no other; readers attach with attach()");
  }
}
