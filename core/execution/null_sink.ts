import type { ObservabilitySink } from "./observability_sink.ts";

class NullSink implements ObservabilitySink {
  /** Does nothing. */
  observe(): void {}
}

/**
 * The sink that records nothing, and the executor's default: observability is turned off by wiring, not by a branch.
 *
 * @example
 * ```ts
 * import { NULL_SINK } from "@low-latency/trading-sim";
 *
 * if (!Object.isFrozen(NULL_SINK)) throw new Error("it cannot be changed");
 * ```
 */
export const NULL_SINK: ObservabilitySink = Object.freeze(new NullSink());
