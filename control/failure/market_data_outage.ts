import { type FailureId, FailureScenario } from "./failure_scenario.ts";

/**
 * The feed is down, or cannot be trusted: decisions would rest on a market that is not seen.
 *
 * @example Begin and end an outage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Lifecycle, LifecycleState, lifecycleStateName } from "@low-latency/trading-sim";
 * import { MarketDataOutage } from "@low-latency/trading-sim/control";
 *
 * const lifecycle = new Lifecycle();
 * const outage = new MarketDataOutage(lifecycle);
 * assertEquals(outage.activate(), false); // in INIT there is nothing to degrade
 *
 * lifecycle.transition(LifecycleState.WARMUP);
 * outage.activate();
 * outage.activate(); // once more changes nothing
 * assertEquals(lifecycleStateName(lifecycle.state), "DEGRADED");
 * outage.deactivate();
 * assertEquals(lifecycleStateName(lifecycle.state), "WARMUP");
 * ```
 */
export class MarketDataOutage extends FailureScenario {
  /** Its id in schedules. */
  override readonly id: FailureId = "market-data-outage";
  /** Its name among the causes of a degradation. */
  override readonly name: string = "market data outage";
}
