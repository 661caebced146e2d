// @cold-file: the owner's side; the hot path gets a LifecycleView
import { Degradation } from "./degradation.ts";
import { InvalidTransitionError } from "./invalid_transition_error.ts";
import { isTransitionAllowed, type LifecycleState } from "./lifecycle_state.ts";
import { type LifecycleReader, LifecycleView, STATE_BITS, STATE_MASK } from "./lifecycle_view.ts";

/**
 * The one authority on whether the system may act: a word, and the rules for changing it.
 *
 * The word holds the state in its two lowest bits and the number of transitions above them, so that a compare-and-exchange
 * also notices a state that was left and entered again. It may lie in shared memory; then any thread can make a
 * `Lifecycle` over it, and of two writers that race one wins and the other gets {@linkcode InvalidTransitionError}.
 *
 * Runtime and control own it. The hot path is handed {@linkcode Lifecycle.reader}.
 *
 * @example
 * ```ts
 * import { InvalidTransitionError, Lifecycle, LifecycleState } from "@low-latency/trading-sim";
 *
 * const lifecycle = new Lifecycle();
 * lifecycle.transition(LifecycleState.WARMUP);
 * try {
 *   lifecycle.transition(LifecycleState.INIT);
 * } catch (error) {
 *   if (!(error instanceof InvalidTransitionError)) throw error;
 * }
 * ```
 */
export class Lifecycle implements LifecycleReader {
  /** The word itself, to be handed to other threads when it is shared. */
  declare readonly word: Int32Array;
  /** The face for the hot path: it can only read. */
  declare readonly reader: LifecycleReader;
  /** Who holds the system in DEGRADED, and where it goes when they let go. */
  declare readonly degradation: Degradation;

  /**
   * Makes a lifecycle over a word, which keeps the state it holds.
   *
   * @param word where the state lives, its element 0. Default: private memory, in INIT. Memory that is all zero is in INIT
   * @throws {RangeError} if the array has no element
   */
  constructor(word: Int32Array = new Int32Array(1)) {
    this.word = word;
    this.reader = new LifecycleView(word);
    this.degradation = new Degradation(this);
  }

  /** The state now. */
  get state(): LifecycleState {
    return stateOf(Atomics.load(this.word, 0));
  }

  /** How many transitions there have been, modulo 2³⁰. Two equal values with no wrap between them: nothing moved. */
  get transitions(): number {
    return Atomics.load(this.word, 0) >>> STATE_BITS;
  }

  /**
   * Moves the lifecycle.
   *
   * @throws {InvalidTransitionError} if the state now does not allow it, or another thread moved it meanwhile
   * @throws {RangeError} if there is no such state
   */
  transition(to: LifecycleState): void {
    const seen = Atomics.load(this.word, 0);
    if (!isTransitionAllowed(stateOf(seen), to) || !this._exchange(seen, to)) {
      throw new InvalidTransitionError(this.state, to);
    }
  }

  /**
   * Moves the lifecycle if nobody else has since `transitions` was read, and says whether it did.
   *
   * @throws {InvalidTransitionError} if nobody has, but the state does not allow it
   * @throws {RangeError} if nobody has, but there is no such state
   */
  transitionUnlessMoved(to: LifecycleState, transitions: number): boolean {
    const seen = Atomics.load(this.word, 0);
    if (seen >>> STATE_BITS !== transitions) return false;
    if (!isTransitionAllowed(stateOf(seen), to)) throw new InvalidTransitionError(stateOf(seen), to);
    return this._exchange(seen, to);
  }

  /** Replaces the word that was seen, if it still stands. */
  private _exchange(seen: number, to: LifecycleState): boolean {
    const next = (((seen >>> STATE_BITS) + 1) << STATE_BITS) | to;
    return Atomics.compareExchange(this.word, 0, seen, next) === seen;
  }
}

function stateOf(word: number): LifecycleState {
  return (word & STATE_MASK) as LifecycleState;
}
