import { checkInteger, checkParts } from "../../core/arguments.ts";
import type { DegradationCause } from "../../core/state/degradation.ts";
import { InvalidTransitionError } from "../../core/state/invalid_transition_error.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";

/** Verdict of one health check. */
export interface HealthVerdict {
  /** Id of the check. */
  readonly id: string;
  /** Whether it is well. */
  readonly ok: boolean;
}

/** Verdicts of all health checks at one moment. The report of a health probe is one. */
export interface HealthVerdicts {
  /** One verdict for each check, no two of the same name. */
  readonly checks: readonly HealthVerdict[];
}

/** Settings of a degradation controller. */
export interface DegradationSettings {
  /** The lifecycle of the system that is judged. */
  readonly lifecycle: Lifecycle;
  /** Ticks in a row that a check has to be well before its failure is over: a whole number, at least 1. */
  readonly recoveryTicks: number;
}

/**
 * Lets health decide: DEGRADED while a check fails, and back when it has been well for a while.
 *
 * Every failing check is a cause of its own beside whatever injected failures and shutdowns there are, so the system stays
 * in DEGRADED until all of them are over and then goes back to the state that the first one found. An unfinished warm-up is
 * gone back to, never skipped. {@linkcode Degradation.causes} lists the checks by name.
 *
 * It does not fight an operator. Who moves the lifecycle out of DEGRADED while a check fails knows more than the check: the
 * same failure does not degrade the system again. The failure of another check does, and so does the next failure of this
 * one.
 *
 * A check that is missing from the verdicts stays as it was: what has not been measured has not recovered. In INIT there is
 * nothing to degrade; a check that still fails after the start degrades the system then.
 *
 * None is made unasked: a system without a degradation controller is degraded by failures and operators only. Belongs
 * to the thread that owns the lifecycle.
 *
 * @example Degrade by a check, and recover after two ticks
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Lifecycle, LifecycleState, lifecycleStateName } from "@low-latency/trading-sim";
 * import { DegradationController } from "@low-latency/trading-sim/runtime";
 *
 * const lifecycle = new Lifecycle();
 * lifecycle.transition(LifecycleState.WARMUP);
 * lifecycle.transition(LifecycleState.READY);
 * const controller = new DegradationController({ lifecycle, recoveryTicks: 2 });
 *
 * const verdicts = [true, false, true, true];
 * const states = verdicts.map((ok) => {
 *   controller.tick({ checks: [{ id: "lag", ok }] });
 *   return lifecycleStateName(lifecycle.state);
 * });
 * assertEquals(states.join(), "READY,DEGRADED,DEGRADED,READY"); // back after two ticks
 * ```
 */
export class DegradationController {
  /** Ticks in a row that a check has to be well before its failure is over. */
  declare readonly recoveryTicks: number;
  declare private readonly _lifecycle: Lifecycle;
  declare private readonly _watched: Map<string, WatchedCheck>;

  /**
   * Makes a controller that has heard of no check yet.
   *
   * @param settings the lifecycle, and how long a recovery is waited for
   * @throws {RangeError} if the number of ticks is not a whole number from 1 to 2⁵³ - 1
   */
  constructor(settings: DegradationSettings) {
    checkParts("create DegradationController", "settings", settings, { lifecycle: "degradation" });
    const { lifecycle, recoveryTicks } = settings;
    checkInteger("create DegradationController", "recoveryTicks", recoveryTicks, 1);
    this.recoveryTicks = recoveryTicks;
    this._lifecycle = lifecycle;
    this._watched = new Map();
  }

  /** The checks whose failure is not over, in the order in which the controller first heard of them. A copy. */
  get failing(): readonly string[] {
    const { degradation } = this._lifecycle;
    return [...this._watched].filter(([, { cause }]) => degradation.isHeldBy(cause)).map(([id]) => id);
  }

  /**
   * Acts on what the checks say: once a tick.
   *
   * If another thread moves the lifecycle at the very moment a check degrades it, the check does not, and does at the next
   * tick if it still fails then.
   *
   * @param verdicts what each check says now
   */
  tick(verdicts: HealthVerdicts): void {
    // Failures first. A system whose one failing check recovers while another begins to fail is never READY in between.
    for (const { id, ok } of verdicts.checks) {
      if (!ok) this._fail(id);
    }
    for (const { id, ok } of verdicts.checks) {
      if (ok) this._recover(id);
    }
  }

  /** Lets a failing check take hold. */
  private _fail(id: string): void {
    let watched = this._watched.get(id);
    if (watched === undefined) {
      watched = { cause: Object.freeze({ name: `health check ${id}` }), wellTicks: 0 };
      this._watched.set(id, watched);
    }
    watched.wellTicks = 0;
    try {
      this._lifecycle.degradation.hold(watched.cause);
    } catch (error) {
      if (!(error instanceof InvalidTransitionError)) throw error;
    }
  }

  /** Counts a tick in which a check was well, and lets go after the last that is needed. */
  private _recover(id: string): void {
    const watched = this._watched.get(id);
    if (watched === undefined) return;
    watched.wellTicks++;
    if (watched.wellTicks >= this.recoveryTicks) this._lifecycle.degradation.release(watched.cause);
  }
}

/** A check that has failed before. */
interface WatchedCheck {
  /** The cause that holds the system while it fails. */
  readonly cause: DegradationCause;
  /** Ticks in a row that it has been well. */
  wellTicks: number;
}
