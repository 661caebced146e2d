import type { DegradationCause } from "../../core/state/degradation.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";

/** Ids of the failures that can be injected. */
export const FAILURE_IDS: readonly ["market-data-outage", "execution-failure"] = [
  "market-data-outage",
  "execution-failure",
];

/** One of {@linkcode FAILURE_IDS}. */
export type FailureId = typeof FAILURE_IDS[number];

/**
 * A failure that can be injected and ended.
 *
 * It breaks nothing. It acts on the lifecycle alone: while it is active the system is in DEGRADED, where events flow and
 * every decision is provisional, which is what a real failure of its kind would lead to. When the last active failure ends,
 * the system goes back to the state that the first one found, so an unfinished warm-up is gone back to; unless another writer
 * else moved the lifecycle meanwhile, who is then left alone.
 *
 * Belongs to the thread that owns the lifecycle.
 */
export abstract class FailureScenario implements DegradationCause {
  /** Its id in schedules. */
  abstract readonly id: FailureId;
  /** Its name among the causes of a degradation. */
  abstract readonly name: string;
  declare private readonly _lifecycle: Lifecycle;

  /**
   * Makes a failure that is not active.
   *
   * @param lifecycle the lifecycle that it degrades
   */
  constructor(lifecycle: Lifecycle) {
    this._lifecycle = lifecycle;
  }

  /** Whether the failure is active. */
  get active(): boolean {
    return this._lifecycle.degradation.isHeldBy(this);
  }

  /**
   * Begins the failure, and says whether it is active now. In INIT it does not begin: there is nothing to degrade. One that
   * is active already stays as it is.
   */
  activate(): boolean {
    return this._lifecycle.degradation.hold(this);
  }

  /** Ends the failure, and says whether it was active. */
  deactivate(): boolean {
    return this._lifecycle.degradation.release(this);
  }
}
