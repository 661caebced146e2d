// @cold-file: failures are rare, and acted on by the control plane
import { InvalidTransitionError } from "./invalid_transition_error.ts";
import { LifecycleState } from "./lifecycle_state.ts";
import {
  HALTED_BIT,
  movedWord,
  stateOf,
  stoppedWord,
  TERMINATED_BIT,
  TRANSITIONS_MASK,
  transitionsOf,
} from "./lifecycle_word.ts";

/** No count of transitions is ever this. */
const NEVER = -1;

/** Stands for the latch of {@linkcode Lifecycle.terminate} among the causes. */
const SHUTDOWN: DegradationCause = Object.freeze({ name: "shutdown" });

/** Stands for an operator's halt among the causes, where no reason is known. */
const HALT: DegradationCause = Object.freeze({ name: "operator halt" });

/** A reason for the system to be in DEGRADED: an injected failure, a failing health check, an operator's halt, a shutdown. */
export interface DegradationCause {
  /** Its name, for people: a few words. */
  readonly name: string;
}

/** The side of a lifecycle that its {@linkcode Degradation} acts on. A {@linkcode Lifecycle} is one. */
export interface DegradableLifecycle {
  /** The lifecycle word: element 0 holds the state, the latches and the number of transitions. */
  readonly word: Int32Array;
  /** The state now. */
  readonly state: LifecycleState;
  /** How many transitions there have been, modulo 2²⁸. */
  readonly transitions: number;
  /** Whether an operator halts the system. */
  readonly halted: boolean;
  /** Whether the system has been terminated. */
  readonly terminated: boolean;
  /** Moves the lifecycle if no other writer has since `transitions` was read, and says whether it did. */
  transitionUnlessMoved(to: LifecycleState, transitions: number): boolean;
}

/**
 * The causes that hold the system in DEGRADED.
 *
 * Failures overlap. The first cause to take hold moves the lifecycle to DEGRADED, the last to let go moves it back to the
 * state the first one found; so an unfinished warm-up is gone back to, never skipped. If another writer moved the lifecycle in
 * between, letting go leaves it alone: that writer knew more. That is an answer to the causes of that time. The next one
 * to take hold degrades the system again, and then every cause that still lasts has to let go before it goes back.
 *
 * Two causes are stronger, because they are latches in the lifecycle's word: an operator's halt
 * ({@linkcode Degradation.halt}) and a shutdown ({@linkcode Lifecycle.terminate}). While one is set, no writer moves the
 * lifecycle out of DEGRADED, by hand or through another `Lifecycle` over the same word. They are listed among the causes
 * wherever the word is seen.
 *
 * Each {@linkcode Lifecycle} has one, for the thread that owns it.
 *
 * @example Hold the system in DEGRADED and let it go
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Lifecycle, LifecycleState, lifecycleStateName } from "@low-latency/trading-sim";
 *
 * const lifecycle = new Lifecycle();
 * lifecycle.transition(LifecycleState.WARMUP);
 *
 * const cause = { name: "feed silent" };
 * lifecycle.degradation.hold(cause);
 * assertEquals(lifecycleStateName(lifecycle.state), "DEGRADED");
 * lifecycle.degradation.release(cause);
 * assertEquals(lifecycleStateName(lifecycle.state), "WARMUP"); // back where it was
 * ```
 */
export class Degradation {
  declare private readonly _lifecycle: DegradableLifecycle;
  declare private readonly _causes: Set<DegradationCause>;
  private _returnTo: LifecycleState = LifecycleState.INIT;
  /** The lifecycle's transition count just after this object moved it: as long as it stands, no other writer has. */
  private _movedAt = NEVER;
  /** The halt, if it was this object that halted the system. */
  private _halt: DegradationCause = HALT;

  /**
   * Makes an empty set of causes. Not API: each {@linkcode Lifecycle} makes its own.
   *
   * @param lifecycle the lifecycle to act on
   * @ignore
   */
  constructor(lifecycle: DegradableLifecycle) {
    this._lifecycle = lifecycle;
    this._causes = new Set();
  }

  /** The causes that hold now, in the order they took hold; an operator's halt and a shutdown come last. A copy. */
  get causes(): readonly DegradationCause[] {
    const causes = [...this._causes];
    if (this._lifecycle.halted) causes.push(this._halt);
    if (this._lifecycle.terminated) causes.push(SHUTDOWN);
    return causes;
  }

  /** Whether the cause holds now. */
  isHeldBy(cause: DegradationCause): boolean {
    return this._causes.has(cause);
  }

  /**
   * Lets a cause take hold, and says whether it does. In INIT it does not: there is nothing to degrade.
   * A cause that already holds changes nothing. A system that another writer has degraded is that writer's to recover.
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

  /**
   * Ends a cause, and says whether it held. The last one to end moves the lifecycle back, unless another writer moved it. An
   * operator's halt counts as a cause, so while it lasts no other one is the last.
   */
  release(cause: DegradationCause): boolean {
    if (!this._causes.delete(cause)) return false;
    if (this._causes.size > 0 || this._lifecycle.halted) return true;
    const movedAt = this._movedAt;
    this._movedAt = NEVER;
    this._lifecycle.transitionUnlessMoved(this._returnTo, movedAt);
    return true;
  }

  /**
   * An operator halts the system, and says whether it was not halted already. It stays halted until
   * {@linkcode Degradation.endHalt}: no recovery of health, no end of a failure, no warm-up and no move by hand makes it
   * READY, in any thread. In WARMUP and READY it goes to DEGRADED in the same step. In INIT it stays there and remembers:
   * it may be started and warms up, and the warm-up is not completed before the halt is over.
   *
   * @param reason why, for people: a few words. Ends the name of the cause
   * @throws {TypeError} if the reason is empty, or no text of one line
   */
  halt(reason?: string): boolean {
    if (reason !== undefined && !isReason(reason)) {
      throw new TypeError(`Cannot halt the system: reason must be a text of one line, got ${quote(reason)}`);
    }
    const { word } = this._lifecycle;
    for (;;) {
      const seen = Atomics.load(word, 0);
      if ((seen & HALTED_BIT) !== 0) return false;
      const stopped = stoppedWord(seen);
      if (Atomics.compareExchange(word, 0, seen, stopped | HALTED_BIT) !== seen) continue;
      this._halt = reason === undefined ? HALT : Object.freeze({ name: `${HALT.name}: ${reason}` });
      if (stopped !== seen) {
        this._returnTo = stateOf(seen);
        this._movedAt = transitionsOf(stopped);
      }
      return true;
    }
  }

  /**
   * The operator lets go, and says whether the system was halted. If no other cause holds it, and no other writer has moved the
   * lifecycle to DEGRADED, it goes back in the same step to the state that was found. To be called on the degradation that
   * halted: another one over the same word ends the halt, and leaves the system in DEGRADED.
   */
  endHalt(): boolean {
    const { word } = this._lifecycle;
    for (;;) {
      const seen = Atomics.load(word, 0);
      if ((seen & HALTED_BIT) === 0) return false;
      const isFree = this._causes.size === 0 && (seen & TERMINATED_BIT) === 0;
      const isReturning = isFree && transitionsOf(seen) === this._movedAt;
      const unhalted = seen & ~HALTED_BIT;
      const next = isReturning ? movedWord(unhalted, this._returnTo) : unhalted;
      if (Atomics.compareExchange(word, 0, seen, next) !== seen) continue;
      this._halt = HALT;
      if (isReturning) this._movedAt = NEVER;
      return true;
    }
  }
}

function isReason(reason: unknown): boolean {
  return typeof reason === "string" && /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(reason) && reason.trim() !== "";
}

function quote(given: unknown): string {
  return typeof given === "string" ? JSON.stringify(given) : String(given);
}
