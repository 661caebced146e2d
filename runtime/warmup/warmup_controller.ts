import { checkInteger, checkParts } from "../../core/arguments.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";
import { isTransitionAllowed, LifecycleState, lifecycleStateName } from "../../core/state/lifecycle_state.ts";

/** Settings of a warm-up. */
export interface WarmupSettings {
  /** The lifecycle to lead from INIT to READY. */
  readonly lifecycle: Lifecycle;
  /**
   * Ticks that the warm-up takes: a whole number, at least 0. With 0 the system still passes through WARMUP, and the first
   * {@linkcode WarmupController.advance} makes it ready.
   */
  readonly ticks: number;
}

/**
 * Leads the system through its warm-up, which is counted in ticks and not in time: it takes the same steps on every machine.
 *
 * A tick counts only while the system is in WARMUP. A failure therefore pauses the warm-up; when it ends, the warm-up goes
 * on where it stopped, and still has to be completed. A restart counts from zero, and so does a system that comes back to
 * WARMUP after a warm-up that was completed.
 *
 * Belongs to the thread that owns the lifecycle. Another thread may degrade the system at any moment: completing never
 * overrides it.
 *
 * @example Warm up in ten ticks
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { Lifecycle } from "@low-latency/trading-sim";
 * import { ReadinessProbe, WarmupController } from "@low-latency/trading-sim/runtime";
 *
 * const lifecycle = new Lifecycle();
 * const readiness = new ReadinessProbe({ lifecycle });
 * const warmup = new WarmupController({ lifecycle, ticks: 10 });
 * warmup.start();
 * for (let step = 0; step < 10; step++) warmup.advance(); // steps 0 to 9 tick
 * assertEquals(readiness.ready, false); // all ticks are done, the warm-up is not complete yet
 * warmup.advance(); // step 10 completes it
 * assert(readiness.ready);
 * ```
 */
export class WarmupController {
  /** Ticks that the warm-up takes. */
  declare readonly ticks: number;
  declare private readonly _lifecycle: Lifecycle;
  private _done = 0;
  private _completed = false;

  /**
   * Makes a controller. It does not move the lifecycle yet.
   *
   * @param settings the lifecycle and the number of ticks
   * @throws {RangeError} if the number of ticks is not a whole number from 0 to 2⁵³ - 1
   */
  constructor(settings: WarmupSettings) {
    checkParts("create WarmupController", "settings", settings, { lifecycle: "degradation" });
    const { lifecycle, ticks } = settings;
    checkInteger("create WarmupController", "ticks", ticks, 0);
    this.ticks = ticks;
    this._lifecycle = lifecycle;
  }

  /** Ticks done of the latest warm-up. */
  get done(): number {
    return this._done;
  }

  /** Whether the latest warm-up has been completed. The system may have left READY since. */
  get completed(): boolean {
    return this._completed;
  }

  /**
   * Starts the system: INIT to WARMUP.
   *
   * @throws {Error} in DEGRADED, from where a warm-up is restarted and not started
   * @throws {InvalidTransitionError} in WARMUP and READY, and in INIT after a shutdown
   */
  start(): void {
    this._enter(LifecycleState.INIT, "start");
  }

  /**
   * Starts the warm-up again, from zero: DEGRADED to WARMUP.
   *
   * @throws {Error} while a cause holds the system in DEGRADED, or in INIT, from where a warm-up is started
   * @throws {InvalidTransitionError} in WARMUP and READY
   */
  restart(): void {
    const causes = this._lifecycle.degradation.causes;
    if (causes.length > 0) {
      const names = causes.map((cause) => cause.name).join(", ");
      throw new Error(`Cannot restart the warm-up: the system is held in DEGRADED by ${names}`);
    }
    this._enter(LifecycleState.DEGRADED, "restart");
  }

  /**
   * Does the warm-up's part of one step of the simulation. In WARMUP: if all ticks are done, the system becomes READY, else
   * one tick is counted. In any other state: nothing. With 10 ticks, steps 0 to 9 tick and step 10 completes. While an
   * operator halts the system, all ticks may be done and it waits in WARMUP.
   */
  advance(): void {
    const lifecycle = this._lifecycle;
    const transitions = lifecycle.transitions;
    if (lifecycle.state !== LifecycleState.WARMUP) return;
    if (this._completed) this._reset();
    if (this._done < this.ticks) {
      this._done++;
      return;
    }
    // Another thread that degraded the system since the first line wins: from DEGRADED, READY would be a legal move.
    this._completed = lifecycle.transitionUnlessMoved(LifecycleState.READY, transitions);
  }

  /** Enters WARMUP from one state only. The lifecycle itself allows it from two. */
  private _enter(from: LifecycleState, action: string): void {
    const lifecycle = this._lifecycle;
    const found = lifecycle.state;
    if (found !== from && isTransitionAllowed(found, LifecycleState.WARMUP)) {
      throw new Error(
        `Cannot ${action} the warm-up in ${lifecycleStateName(found)}: start() is for INIT, restart() for DEGRADED`,
      );
    }
    lifecycle.transition(LifecycleState.WARMUP);
    this._reset();
  }

  /** Counts from zero again. */
  private _reset(): void {
    this._done = 0;
    this._completed = false;
  }
}
