import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { ProcedureOrder } from "../plan/chaos_plan.ts";
import type { SystemModel } from "./system_model.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;

/** Calls that a runbook may make on the system. */
export type Call =
  | "degrade"
  | "return"
  | "restart"
  | "hold"
  | "release"
  | "pause"
  | "resume"
  | "shutdown"
  | "isolate"
  | "rejoin";

/** A step of a runbook, as it should be. */
export interface StepModel {
  /** Its name. */
  readonly id: string;
  /** Whether it has to be approved. */
  readonly isRisky: boolean;
  /** Ticks that may pass until it is verified. */
  readonly ticksMax: number;
  /** The call of its action; undefined, if it only waits. */
  readonly action: Call | undefined;
  /** The call of its rollback; undefined, if there is none, or if the call depends on the state that it finds. */
  readonly undo: Call | undefined;
  /** Whether there is a way back, or nothing to take back. */
  readonly isReversible: boolean;
  /** Its precondition; undefined, if there is none. */
  readonly needs: (() => boolean) | undefined;
  /** Its verification. */
  readonly holds: () => boolean;
}

/** A runbook as it should be: the contract of each, written down a second time, over the models of the system. */
export interface ProcedureModel {
  /** Preconditions of the runbook. */
  readonly preconditions: readonly (() => boolean)[];
  /** The steps, in order. */
  readonly steps: readonly StepModel[];
}

/** Decisions that had been taken when a drill let the system be degraded, or recover. */
export interface DecisionMark {
  executed: number;
  provisional: number;
}

/**
 * Makes the model of a runbook.
 *
 * @param order which runbook, and under what circumstances
 * @param system model of the system that it acts on
 * @param mark where a drill counts decisions from. The code that carries the drill out moves it
 */
export function procedureModel(order: ProcedureOrder, system: SystemModel, mark: DecisionMark): ProcedureModel {
  const { procedure, ticksMax, lagMax, mishap } = order;
  const { lifecycle, counts } = system;
  const isIn = (state: LifecycleState) => () => lifecycle.state === state;
  const isUnheld = () => lifecycle.causes.size === 0;
  const isStarted = () => lifecycle.state !== INIT;
  const make = (): ProcedureModel => {
    switch (procedure) {
      case "restart-through-warmup":
        return {
          preconditions: [isStarted, isUnheld],
          steps: [
            risky(acting("degrade", "degrade", undefined, { needs: isUnheld, holds: isIn(DEGRADED) })),
            acting("restart-warmup", "restart", undefined, { needs: isUnheld, holds: isIn(WARMUP) }),
            waiting("wait-until-ready", ticksMax, isIn(READY)),
            waiting("verify-readiness", 0, isIn(READY)),
          ],
        };
      case "failover-drill":
        return {
          preconditions: [isIn(READY), isUnheld],
          steps: [
            risky(acting("degrade", "hold", "release", { needs: isIn(READY), holds: isIn(DEGRADED) })),
            waiting("verify-provisional", ticksMax, () => {
              return counts.executed === mark.executed && counts.provisional > mark.provisional;
            }),
            acting("recover", "release", "hold", { holds: isIn(READY) }),
            waiting("verify-live", ticksMax, () => lifecycle.state === READY && counts.executed > mark.executed),
          ],
        };
      case "drain-and-shut-down": {
        const isDrained = () => system.consumers.every(({ isIsolated, lag }) => isIsolated || lag === 0);
        return {
          preconditions: [isStarted, () => !system.isClosed],
          steps: [
            risky(acting("degrade", "hold", "release", { holds: isIn(DEGRADED) })),
            acting("stop-feed", "pause", "resume", { holds: () => system.isPaused }),
            waiting("drain", ticksMax, isDrained),
            {
              ...risky(acting("shut-down", "shutdown", undefined, {
                needs: isDrained,
                holds: () => system.isClosed && system.consumer(0)?.lag === 0,
              })),
              isReversible: false,
            },
          ],
        };
      }
      case "isolate-slow-consumer": {
        const slow = system.consumer(order.consumer);
        const isInService = () => slow?.isIsolated === false;
        const others = system.consumers.filter((consumer) => consumer !== slow && !consumer.isIsolated);
        return {
          preconditions: [isInService, () => slow !== undefined && slow.lag > lagMax, () => others.length > 0],
          steps: [
            risky(
              acting("isolate", "isolate", "rejoin", { needs: isInService, holds: () => slow?.isIsolated === true }),
            ),
            waiting("verify-others", ticksMax, () => others.every(({ lag }) => lag <= lagMax)),
            waiting("verify-readiness", ticksMax, isIn(READY)),
          ],
        };
      }
    }
  };
  const { preconditions, steps } = make();
  const fails = mishap?.of === "verification" ? mishap.step % steps.length : -1;
  return {
    preconditions,
    steps: steps.map((step, index) => index === fails ? { ...step, holds: () => false } : step),
  };
}

/** A step that does something, and takes effect at once. */
function acting(
  id: string,
  action: Call,
  undo: Call | undefined,
  { needs, holds }: { needs?: () => boolean; holds: () => boolean },
): StepModel {
  return { id, isRisky: false, ticksMax: 0, action, undo, isReversible: true, needs, holds };
}

/** A step that waits for something. */
function waiting(id: string, ticksMax: number, holds: () => boolean): StepModel {
  return {
    id,
    isRisky: false,
    ticksMax,
    action: undefined,
    undo: undefined,
    isReversible: true,
    needs: undefined,
    holds,
  };
}

/** The same step, if it has to be approved. */
function risky(step: StepModel): StepModel {
  return { ...step, isRisky: true };
}
