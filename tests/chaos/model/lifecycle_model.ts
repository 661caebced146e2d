import { LIFECYCLE_STATE_NAMES, LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { Violation } from "./violation.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;

/** Name of a halt among the causes. */
const HALT = "operator halt";

/** Every transition there may be. Written down a second time, so that the table of the product is checked and not used. */
const LEGAL = ["INIT WARMUP", "WARMUP READY", "WARMUP DEGRADED", "READY DEGRADED", "DEGRADED READY", "DEGRADED WARMUP"];

/**
 * Expected state of the lifecycle, its causes of degradation and its warm-up: the contract in a few lines, without a
 * word in shared memory, without races and without a line of the product.
 */
export class LifecycleModel {
  /** The state. */
  state: LifecycleState = INIT;
  /** Transitions so far. */
  transitions = 0;
  /** Ticks done of the latest warm-up. */
  done = 0;
  /** Whether the latest warm-up has been completed. */
  completed = false;
  /** Whether the system has been shut down: from then on every transition is refused. */
  terminated = false;
  /** Causes that hold the system in DEGRADED, in the order in which they took hold; an operator's halt among them. */
  readonly causes: Set<string> = new Set();
  declare private readonly _ticks: number;
  /** The state that the first cause found; nothing, if the lifecycle was moved by hand since. */
  private _returnTo: LifecycleState | undefined = undefined;

  /**
   * Makes a model in INIT.
   *
   * @param ticks ticks that a warm-up takes
   */
  constructor(ticks: number) {
    this._ticks = ticks;
  }

  /** Whether the lifecycle may go to a state from where it is. */
  allows(to: LifecycleState): boolean {
    if (this.terminated) return false;
    if (this.halted && (to === READY || this.state === DEGRADED)) return false;
    return isLegal(this.state, to);
  }

  /** Whether an operator halts the system. */
  get halted(): boolean {
    return this.causes.has(HALT);
  }

  /** An operator halts the system; says whether it was not halted already. */
  halt(): boolean {
    if (this.halted) return false;
    this._stop();
    this.causes.add(HALT);
    return true;
  }

  /** The operator lets go; says whether the system was halted. */
  endHalt(): boolean {
    return this.release(HALT);
  }

  /** The system is shut down; says whether it had been started, and so can be drained. */
  terminate(): boolean {
    if (!this.terminated) this._stop();
    this.terminated = true;
    this.causes.add("shutdown");
    return this.state !== INIT;
  }

  /** Live execution ends, and a warm-up is interrupted. */
  private _stop(): void {
    const found = this.state;
    if (found === INIT || found === DEGRADED) return;
    this.move(DEGRADED);
    this._returnTo = found;
  }

  /** Moves the lifecycle by hand. */
  move(to: LifecycleState): void {
    this.state = to;
    this.transitions++;
    this._returnTo = undefined;
  }

  /** The lifecycle was moved unseen: adopts its present state, if a legal path of that length leads there. */
  adopt(state: LifecycleState, transitions: number): void {
    const moves = transitions - this.transitions;
    if (moves === 0 && state === this.state) return;
    if (moves < 0 || !isReachable(this.state, state, moves)) {
      throw new Violation(
        "transitions",
        `${moves} transitions lead from ${nameOf(this.state)} to ${nameOf(state)}, and no legal ones do`,
      );
    }
    this.state = state;
    this.transitions = transitions;
    this._returnTo = undefined;
  }

  /** A cause takes hold; says whether it does. */
  hold(cause: string): boolean {
    if (this.state === INIT) return false;
    if (this.causes.has(cause)) return true;
    this._stop();
    this.causes.add(cause);
    return true;
  }

  /** A cause ends; says whether it held. */
  release(cause: string): boolean {
    if (!this.causes.delete(cause)) return false;
    if (this.causes.size > 0) return true;
    if (this._returnTo !== undefined) this.move(this._returnTo);
    return true;
  }

  /** Whether a warm-up may be started. */
  get isStartable(): boolean {
    return this.state === INIT && !this.terminated;
  }

  /** Whether a warm-up may be restarted. */
  get isRestartable(): boolean {
    return this.state === DEGRADED && this.causes.size === 0;
  }

  /** The warm-up is started or restarted. */
  warmUp(): void {
    this.move(WARMUP);
    this.done = 0;
    this.completed = false;
  }

  /** The warm-up's part of a step. */
  tick(): void {
    if (this.state !== WARMUP) return;
    if (this.completed) {
      this.done = 0;
      this.completed = false;
    }
    if (this.done < this._ticks) {
      this.done++;
    } else if (!this.halted) {
      this.move(READY);
      this.completed = true;
    }
  }
}

/** The name of a state, or the value that stands in its place. */
export function nameOf(state: number): string {
  return LIFECYCLE_STATE_NAMES[state] ?? String(state);
}

function isLegal(from: number, to: number): boolean {
  return LEGAL.includes(`${nameOf(from)} ${nameOf(to)}`);
}

function isReachable(from: LifecycleState, to: LifecycleState, moves: number): boolean {
  if (moves === 0) return from === to;
  return [INIT, WARMUP, READY, DEGRADED].some((next) => isLegal(from, next) && isReachable(next, to, moves - 1));
}
