import { checkParts } from "../../core/arguments.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";
import { LifecycleState, lifecycleStateName } from "../../core/state/lifecycle_state.ts";
import { Runbook } from "./runbook.ts";
import type { Condition } from "./runbook_step.ts";

/** Parts of a restart through warm-up. */
export interface RestartParts {
  /** The lifecycle of the system. */
  readonly lifecycle: Lifecycle;
  /** Restarts the warm-up from zero. A warm-up controller is one. */
  readonly warmup: { restart(): void };
  /** Readiness of the system. A readiness probe is one. */
  readonly readiness: { readonly ready: boolean };
  /** Ticks that may pass until the system is READY again: at least one more than the warm-up has. */
  readonly ticksMax: number;
}

/**
 * Makes the runbook that restarts a running system through its warm-up: degrade, warm up from zero, be ready again.
 *
 * For a system that is up but not to be trusted, such as after a change of its data. It begins only if the system has been
 * started and no failure holds it in DEGRADED. Degrading stops live execution, so that step waits for approval.
 *
 * If the warm-up does not lead to READY within the bound, the system is taken back to DEGRADED and left there: it was live
 * before, but going back to READY would skip a warm-up that is not complete.
 *
 * @param parts what it acts on, and the bound
 * @throws {RangeError} if the bound is not a whole number from 0
 *
 * @example Restart a system that is in READY
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Lifecycle } from "@low-latency/trading-sim";
 * import { restartThroughWarmup } from "@low-latency/trading-sim/control";
 * import { ReadinessProbe, WarmupController } from "@low-latency/trading-sim/runtime";
 *
 * const lifecycle = new Lifecycle();
 * const warmup = new WarmupController({ lifecycle, ticks: 10 });
 * const readiness = new ReadinessProbe({ lifecycle });
 * warmup.start();
 * while (!readiness.ready) warmup.advance();
 *
 * const runbook = restartThroughWarmup({ lifecycle, warmup, readiness, ticksMax: 20 });
 * const outcome = runbook.run({ tick: () => warmup.advance(), approve: () => true });
 * assertEquals(outcome.status, "completed");
 * assertEquals(outcome.ticks, 11);
 * ```
 */
export function restartThroughWarmup(parts: RestartParts): Runbook {
  const shape = { lifecycle: "degradation", warmup: "restart()", readiness: "ready" };
  checkParts("create runbook restart-through-warmup", "parts", parts, shape);
  const { lifecycle, warmup, readiness, ticksMax } = parts;
  const isIn = (state: LifecycleState): Condition => ({
    sentence: `The system is in ${lifecycleStateName(state)}.`,
    holds: () => lifecycle.state === state,
  });
  const isUnheld: Condition = {
    sentence: "No cause holds the system in DEGRADED.",
    holds: () => lifecycle.degradation.causes.length === 0,
  };
  /** The state that degrading found, and the lifecycle's transition count just after. */
  let found: LifecycleState = LifecycleState.DEGRADED;
  let movedAt = -1;
  return new Runbook({
    id: "restart-through-warmup",
    sentence: "Take a running system out of live execution, warm it up from zero, and make it ready again.",
    preconditions: [
      { sentence: "The system has been started.", holds: () => lifecycle.state !== LifecycleState.INIT },
      isUnheld,
    ],
    steps: [
      {
        id: "degrade",
        sentence: "Stop live execution: from now on every decision is provisional.",
        isRisky: true,
        precondition: isUnheld,
        action: () => {
          found = lifecycle.state;
          if (found !== LifecycleState.DEGRADED) lifecycle.transition(LifecycleState.DEGRADED);
          movedAt = lifecycle.transitions;
        },
        undo: () => {
          if (found === LifecycleState.DEGRADED) return;
          if (!isUnheld.holds() || !lifecycle.transitionUnlessMoved(found, movedAt)) {
            throw new Error(
              `Cannot restore the system: it was moved or held meanwhile, and stays in ${
                lifecycleStateName(lifecycle.state)
              }`,
            );
          }
        },
        verification: isIn(LifecycleState.DEGRADED),
        ticksMax: 0,
      },
      {
        id: "restart-warmup",
        sentence: "Start the warm-up again, from zero.",
        precondition: isUnheld,
        action: () => warmup.restart(),
        undo: () => {
          if (lifecycle.state !== LifecycleState.DEGRADED) lifecycle.transition(LifecycleState.DEGRADED);
        },
        verification: isIn(LifecycleState.WARMUP),
        ticksMax: 0,
      },
      {
        id: "wait-until-ready",
        sentence: "Let the warm-up take its ticks.",
        verification: isIn(LifecycleState.READY),
        ticksMax,
      },
      {
        id: "verify-readiness",
        sentence: "Ask the readiness probe, as a sender of traffic would.",
        verification: { sentence: "The readiness probe says yes.", holds: () => readiness.ready },
        ticksMax: 0,
      },
    ],
  });
}
