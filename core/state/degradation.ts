// @cold-file: failures are rare, and acted on by the control plane
import type { Lifecycle } from "./lifecycle.ts";
import { InvalidTransitionError } from "./invalid_transition_error.ts";
import { LifecycleState } from "./lifecycle_state.ts";
import { TRANSITIONS_MASK } from "./lifecycle_view.ts";

/** No count of transitions is ever this. */
const NEVER = -1;

/** A reason for the system to be in DEGRADED: an injected failure, a failing health check, a shutdown. */
export interface DegradationCause {
  /** What it is, for people: a few words. */
  readonly name: string;
}

/**
 * Who holds the system in DEGRADED.
 *
 * Failures overlap. The first cause to take hold moves the lifecycle to DEGRADED, the last to let go moves it back to the
 * state the first one found; so an unfinished warm-up is gone back to, never skipped. If anybody else moved the lifecycle in
 * between, letting go leaves it alone: whoever moved it knew more. That is an answer to the causes of that time. The next one
 * to take hold degrades the system again, and then every cause that still lasts has to let go before it goes back.
 *
 * Each {@linkcode Lifecycle} has one, for the thread that owns it.
 *
 * @example
 * ```ts
 * import { Lifecycle, LifecycleState, lifecycleStateName } from "@low-latency/trading-sim";
 *
 * const lifecycle = new Lifecycle();
 * lifecycle.transition(LifecycleState.WARMUP);
 *
 * const cause = { name: "feed silent" };
 * lifecycle.degradation.hold(cause);
 * if (lifecycleStateName(lifecycle.state) !== "DEGRADED") throw new Error("held");
 * lifecycle.degradation.release(cause);
 * if (lifecycleStateName(lifecycle.state) !== "WARMUP") throw new Error("back where it was");
 * ```
 */
export class Degradation {
  declare private readonly _lifecycle: Lifecycle;
  declare private readonly _causes: Set<DegradationCause>;
  private _returnTo: LifecycleState = LifecycleState.INIT;
  /** The lifecycle's transition count just after this object moved it: as long as it stands, nobody else has. */
  private _movedAt = NEVER;

  /**
   * Makes an empty set of causes.
   *
   * @param lifecycle the lifecycle to act on
   */
  constructor(lifecycle: Lifecycle) {
    this._lifecycle = lifecycle;
    this._causes = new Set();
  }

  /** The causes that hold now, in the order they took hold. A copy. */
  get causes(): readonly DegradationCause[] {
    return [...this._causes];
  }

  /** Whether the cause holds now. */
  isHeldBy(cause: DegradationCause): boolean {
    return this._causes.has(cause);
  }

  /**
   * Lets a cause take hold, and says whether it does. In INIT it does not: there is nothing to degrade.
   * A cause that already holds changes nothing. A system that somebody else has degraded is theirs to recover.
   *
   * @throws {InvalidTransitionError} if another thread moved the lifecycle meanwhile; the cause does not hold
   */
  hold(cause: DegradationCause): boolean {
    const lifecycle = this._lifecycle;
    // The count is read before the state: if it still stands when the lifecycle moves, the state read is the one moved from.
    const transitions = lifecycle.transitions;
    const found = lifecycle.state;
    if (found === LifecycleState.INIT) return false;
    if (this._causes.has(cause)) return true;
    if (found !== LifecycleState.DEGRADED) {
      if (!lifecycle.transitionUnlessMoved(LifecycleState.DEGRADED, transitions)) {
        throw new InvalidTransitionError(lifecycle.state, LifecycleState.DEGRADED);
      }
      this._returnTo = found;
      this._movedAt = (transitions + 1) & TRANSITIONS_MASK;
    }
    this._causes.add(cause);
    return true;
  }

  /** Ends a cause, and says whether it held. The last one to end moves the lifecycle back, unless somebody else moved it. */
  release(cause: DegradationCause): boolean {
    if (!this._causes.delete(cause)) return false;
    if (this._causes.size > 0) return true;
    const movedAt = this._movedAt;
    this._movedAt = NEVER;
    this._lifecycle.transitionUnlessMoved(this._returnTo, movedAt);
    return true;
  }
}
