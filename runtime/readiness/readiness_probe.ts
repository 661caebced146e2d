import { checkParts } from "../../core/arguments.ts";
import { LifecycleState } from "../../core/state/lifecycle_state.ts";
import type { LifecycleReader } from "../../core/state/lifecycle_view.ts";

/** Parts of a readiness probe. */
export interface ReadinessParts {
  /** Says which state the system is in. A reader is enough. */
  readonly lifecycle: LifecycleReader;
}

/**
 * Readiness for traffic: yes or no, nothing between.
 *
 * It asks the lifecycle each time and remembers nothing, so it cannot disagree with it.
 *
 * @example Ready only in READY
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { Lifecycle, LifecycleState } from "@low-latency/trading-sim";
 * import { ReadinessProbe } from "@low-latency/trading-sim/runtime";
 *
 * const lifecycle = new Lifecycle();
 * const readiness = new ReadinessProbe({ lifecycle });
 * lifecycle.transition(LifecycleState.WARMUP);
 * assertEquals(readiness.ready, false); // still warming up
 * lifecycle.transition(LifecycleState.READY);
 * assert(readiness.ready);
 * ```
 */
export class ReadinessProbe {
  declare private readonly _lifecycle: LifecycleReader;

  /**
   * Makes a probe.
   *
   * @param parts the lifecycle to ask
   */
  constructor(parts: ReadinessParts) {
    checkParts("create ReadinessProbe", "parts", parts, { lifecycle: "state" });
    this._lifecycle = parts.lifecycle;
  }

  /** True if and only if the system is in READY. */
  get ready(): boolean {
    return this._lifecycle.state === LifecycleState.READY;
  }
}
