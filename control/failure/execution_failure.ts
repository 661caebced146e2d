import { type FailureId, FailureScenario } from "./failure_scenario.ts";

/**
 * The market is seen, but acting on it cannot be relied on: whatever stands behind the executor does not answer, or not
 * correctly. The system responds as it does to an outage; the cause differs, and is kept apart by its name.
 *
 * @example Begin a failure of execution
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Lifecycle, LifecycleState, lifecycleStateName } from "@low-latency/trading-sim";
 * import { ExecutionFailure, MarketDataOutage } from "@low-latency/trading-sim/control";
 *
 * const lifecycle = new Lifecycle();
 * lifecycle.transition(LifecycleState.WARMUP);
 * lifecycle.transition(LifecycleState.READY);
 *
 * const outage = new MarketDataOutage(lifecycle);
 * const failure = new ExecutionFailure(lifecycle);
 * outage.activate();
 * failure.activate();
 * outage.deactivate();
 * assertEquals(lifecycleStateName(lifecycle.state), "DEGRADED"); // one of them still lasts
 * failure.deactivate();
 * assertEquals(lifecycleStateName(lifecycle.state), "READY"); // back to the state before the first
 * ```
 */
export class ExecutionFailure extends FailureScenario {
  /** Its id in schedules. */
  override readonly id: FailureId = "execution-failure";
  /** Its name among the causes of a degradation. */
  override readonly name: string = "execution failure";
}
