import type { FailureInjector } from "../../../control/failure/failure_injector.ts";
import type { FailureId } from "../../../control/failure/failure_scenario.ts";
import type { Injection, InjectionAction } from "../../../control/failure/failure_schedule.ts";
import { InvalidTransitionError } from "../../../core/state/invalid_transition_error.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { HaltAction } from "../plan/chaos_plan.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import { nameOf } from "../model/lifecycle_model.ts";
import { demandSame } from "../model/violation.ts";

const { INIT, DEGRADED } = LifecycleState;

/** The actors outside the system that act on the lifecycle: operators who move it by hand, and failures. */
export class ChaosOperator {
  declare private readonly _system: ChaosSystem;
  declare private readonly _injector: FailureInjector;
  declare private readonly _injections: readonly Injection[];

  /**
   * Gets ready to act on a system.
   *
   * @param system the system
   */
  constructor(system: ChaosSystem) {
    this._system = system;
    this._injector = system.parts.injector;
    this._injections = system.plan.injections;
  }

  /** Injects the failures that are due at a step. */
  inject(step: number): void {
    let due = 0;
    for (const { step: at, failure, action } of this._injections) {
      if (at !== step) continue;
      due++;
      this._applyFailure(failure, action);
    }
    demandSame("lifecycle", `injections of step ${step}`, this._injector.inject(step), due);
  }

  /** Lets a failure begin or end out of schedule. */
  fail(failure: FailureId, action: InjectionAction): void {
    const expected = this._applyFailure(failure, action);
    const scenario = this._injector.failures[failure];
    demandSame("lifecycle", `what ${action} of ${failure} says`, scenario[action](), expected);
    demandSame("lifecycle", `whether ${failure} is active`, scenario.active, this._system.model.causes.has(failure));
  }

  /** Expected effect of a failure. */
  private _applyFailure(failure: FailureId, action: InjectionAction): boolean {
    const { model, counts } = this._system;
    if (action === "deactivate") return model.release(failure);
    const { size } = model.causes;
    const isHeld = model.hold(failure);
    if (model.causes.size > size) {
      counts.failures++;
      if (size > 0) counts.overlapping_failures++;
    }
    return isHeld;
  }

  /** Starts the system, or is refused. */
  start(): void {
    const { model, warmup } = this._system;
    if (model.isStartable) {
      model.warmUp();
      warmup.start();
      return;
    }
    const refusal = model.state === DEGRADED ? Error : InvalidTransitionError;
    this._system.refused(`a start in ${nameOf(model.state)}`, refusal, () => warmup.start());
  }

  /** Restarts the warm-up, or is refused. */
  restart(): void {
    const { model, warmup } = this._system;
    if (model.isRestartable) {
      model.warmUp();
      warmup.restart();
      return;
    }
    const refusal = model.causes.size > 0 || model.state === INIT ? Error : InvalidTransitionError;
    this._system.refused(`a restart in ${nameOf(model.state)}`, refusal, () => warmup.restart());
  }

  /** Halts the system, or lets go of it. */
  halt(action: HaltAction): void {
    const { model, lifecycle, counts } = this._system;
    if (action === "halt") {
      const isNew = model.halt();
      if (isNew) counts.halts++;
      demandSame("lifecycle", "whether a halt is new", lifecycle.degradation.halt(), isNew);
    } else {
      const expected = model.endHalt();
      demandSame("lifecycle", "whether there was a halt to end", lifecycle.degradation.endHalt(), expected);
    }
  }

  /** Moves the lifecycle by hand, or is refused. */
  move(to: LifecycleState): void {
    const { model, lifecycle } = this._system;
    if (model.allows(to)) {
      model.move(to);
      lifecycle.transition(to);
      return;
    }
    const what = `a transition from ${nameOf(model.state)} to ${nameOf(to)}`;
    const error = this._system.refused(what, InvalidTransitionError, () => lifecycle.transition(to));
    demandSame("refusal", "from of an invalid transition", error.from, model.state);
    demandSame("refusal", "to of an invalid transition", error.to, to);
  }
}
