import type { ObservabilitySink } from "./observability_sink.ts";

class NullSink implements ObservabilitySink {
  /** Does nothing. */
  observe(): void {}
}

/**
 * The sink that records nothing, and the executor's default: observability is turned off by wiring, not by a branch.
 *
 * @example The sink is frozen
 * ```ts
 * import { assert } from "@std/assert";
 * import { NULL_SINK } from "@low-latency/trading-sim";
 *
 * assert(Object.isFrozen(NULL_SINK)); // it cannot be changed
 * ```
 */
export const NULL_SINK: ObservabilitySink = Object.freeze(new NullSink());
