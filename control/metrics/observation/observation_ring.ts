import { checkObject, shown } from "../../../core/arguments.ts";
import type { SharedRingDescription } from "../../../core/bus/shared/shared_ring_settings.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";
import { ACK_CELLS } from "../../../core/execution/ack.ts";

/** Payload words of an observation: the ack. The arrival of the event travels as the arrival of the observation. */
const OBSERVATION_WORDS = 2 * ACK_CELLS;

/** Action named in the messages of a sink or an aggregator that attaches. */
const ATTACH = "attach to the observation ring";

/** Default number of observations that wait in a ring: 4 MiB of them. */
const CAPACITY_DEFAULT = 2 ** 16;

/**
 * Makes the memory of a ring that carries observations from the thread that executes to the one that watches. Like every
 * ring it never holds its producer up: a watcher that is too slow loses observations, and knows how many.
 *
 * An {@linkcode ObservationSink} writes into it, an {@linkcode ObservationAggregator} reads from it.
 *
 * @param capacity observations that may wait, a power of two. Default 65 536, which is 4 MiB
 * @throws {RangeError} if the capacity is not allowed, or the memory cannot be had
 * @throws {Error} if memory cannot be shared here
 */
export function allocateObservationRing(capacity: number = CAPACITY_DEFAULT): SharedRingDescription {
  return SharedRingBuffer.allocate({ capacity, payloadWords: OBSERVATION_WORDS });
}

/**
 * Refuses a ring that does not carry observations.
 *
 * @internal
 * @throws {RangeError} if its events are not as long as an observation
 */
export function checkObservationRing(observations: { readonly payloadWords: number }): void {
  checkObject(ATTACH, "observations", observations, "the result of allocateObservationRing");
  const { payloadWords } = observations;
  if (payloadWords !== OBSERVATION_WORDS) {
    const rule = `payloadWords must be ${OBSERVATION_WORDS}, as allocateObservationRing sets it`;
    throw new RangeError(`Cannot ${ATTACH}: ${rule}, got ${shown(payloadWords)}`);
  }
}
