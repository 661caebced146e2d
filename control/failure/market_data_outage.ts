import { type FailureId, FailureScenario } from "./failure_scenario.ts";

/**
 * The feed is down, or cannot be trusted: decisions would rest on a market that nobody sees.
 *
 * @example
 * ```ts
 * import { Lifecycle, LifecycleState, lifecycleStateName } from "@low-latency/trading-sim";
 * import { MarketDataOutage } from "@low-latency/trading-sim/control";
 *
 * const lifecycle = new Lifecycle();
 * const outage = new MarketDataOutage(lifecycle);
 * if (outage.activate()) throw new Error("in INIT there is nothing to degrade");
 *
 * lifecycle.transition(LifecycleState.WARMUP);
 * outage.activate();
 * outage.activate(); // once more changes nothing
 * if (lifecycleStateName(lifecycle.state) !== "DEGRADED") throw new Error("degraded");
 * outage.deactivate();
 * if (lifecycleStateName(lifecycle.state) !== "WARMUP") throw new Error("back to the warm-up, which is still to be completed");
 * ```
 */
export class MarketDataOutage extends FailureScenario {
  /** What it is called in schedules. */
  override readonly id: FailureId = "market-data-outage";
  /** What it is called among the causes of a degradation. */
  override readonly name: string = "market data outage";
}
