import { checkParts } from "../../core/arguments.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";
import { ExecutionFailure } from "./execution_failure.ts";
import type { FailureId, FailureScenario } from "./failure_scenario.ts";
import type { FailureSchedule } from "./failure_schedule.ts";
import { MarketDataOutage } from "./market_data_outage.ts";

/** Parts of an injector. */
export interface FailureInjectorParts {
  /** The lifecycle that the failures degrade. */
  readonly lifecycle: Lifecycle;
  /** The injections, by step. */
  readonly schedule: FailureSchedule;
}

/**
 * Carries out a schedule of failures, step by step.
 *
 * @example Inject an outage of the feed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Lifecycle, LifecycleState } from "@low-latency/trading-sim";
 * import { FailureInjector, FailureSchedule } from "@low-latency/trading-sim/control";
 *
 * const lifecycle = new Lifecycle();
 * lifecycle.transition(LifecycleState.WARMUP);
 * lifecycle.transition(LifecycleState.READY);
 * const schedule = new FailureSchedule({
 *   totalSteps: 10,
 *   injections: [{ step: 3, failure: "execution-failure", action: "activate" }],
 * });
 * const injector = new FailureInjector({ lifecycle, schedule });
 * for (let step = 0; step < 10; step++) injector.inject(step);
 * assertEquals(lifecycle.state, LifecycleState.DEGRADED); // since step 3
 * ```
 */
export class FailureInjector {
  /** The failures, one of each kind. They may be activated and deactivated by hand as well. */
  declare readonly failures: Readonly<Record<FailureId, FailureScenario>>;
  declare private readonly _schedule: FailureSchedule;
  /** Injections done so far. */
  private _done = 0;
  private _step = -1;

  /**
   * Makes an injector that has done nothing yet.
   *
   * @param parts the lifecycle and the schedule
   */
  constructor(parts: FailureInjectorParts) {
    checkParts("create FailureInjector", "parts", parts, { lifecycle: "degradation", schedule: "injections" });
    this._schedule = parts.schedule;
    this.failures = Object.freeze({
      "market-data-outage": new MarketDataOutage(parts.lifecycle),
      "execution-failure": new ExecutionFailure(parts.lifecycle),
    });
  }

  /**
   * Does what is due at a step, and whatever was due at steps that were left out before it. Returns how many injections
   * that were.
   *
   * @param step the step, later than that of the call before
   * @throws {RangeError} if it is not an integer, or not later
   */
  inject(step: number): number {
    if (!Number.isInteger(step) || step <= this._step) {
      throw new RangeError(
        `Cannot inject failures: step must be an integer from ${this._step + 1}, the step after the last, got ${step}`,
      );
    }
    this._step = step;
    const { injections } = this._schedule;
    const before = this._done;
    while (this._done < injections.length && injections[this._done].step <= step) {
      const { failure, action } = injections[this._done];
      this.failures[failure][action]();
      this._done++;
    }
    return this._done - before;
  }
}
