/**
 * The ring has a producer already, and can have no other. A thread that was to stand in can read the ring instead.
 *
 * @example Becoming the producer, or else a reader
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ProducerClaimedError, SharedRingBuffer, type SharedRingDescription } from "@low-latency/trading-sim";
 *
 * function join(description: SharedRingDescription): "producer" | "reader" {
 *   try {
 *     SharedRingBuffer.attachProducer(description);
 *     return "producer";
 *   } catch (error) {
 *     if (!(error instanceof ProducerClaimedError)) throw error;
 *     SharedRingBuffer.attachReader(description);
 *     return "reader";
 *   }
 * }
 *
 * const description = SharedRingBuffer.allocate({ capacity: 8 });
 * assertEquals([join(description), join(description)], ["producer", "reader"]);
 * ```
 */
export class ProducerClaimedError extends Error {
  /** The error's name. */
  override readonly name = "ProducerClaimedError";

  /** Makes the error. */
  constructor() {
    super(
      "Cannot attach a producer: the ring already has one and accepts no other; attach readers with attachReader()",
    );
  }
}
