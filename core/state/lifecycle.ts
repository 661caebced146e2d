// @cold-file: the owner's side; the hot path gets a LifecycleView
import { Degradation } from "./degradation.ts";
import { InvalidTransitionError } from "./invalid_transition_error.ts";
import { isTransitionAllowed, type LifecycleState } from "./lifecycle_state.ts";
import { checkWord, type LifecycleReader, LifecycleView } from "./lifecycle_view.ts";
import {
  HALTED_BIT,
  latchAgainst,
  movedWord,
  stateOf,
  stoppedWord,
  TERMINATED_BIT,
  transitionsOf,
} from "./lifecycle_word.ts";

/**
 * The one authority on whether the system may act: a word, and the rules for changing it.
 *
 * The word holds the state in its two lowest bits, two latches above them, and the number of transitions above those, so
 * that a compare-and-exchange also notices a state that was left and entered again. It may lie in shared memory; then any
 * thread can make a `Lifecycle` over it, and of two writers that race one wins and the other gets
 * {@linkcode InvalidTransitionError}.
 *
 * The latches are no states. They narrow which transitions there are, for every writer in every thread, whichever part moves the
 * lifecycle and by which way:
 *
 * - *terminated* ({@linkcode Lifecycle.terminate}): none, ever again. The state is INIT or DEGRADED for good.
 * - *halted* ({@linkcode Degradation.halt}): none to READY, and none out of DEGRADED, until the operator lets go.
 *
 * Runtime and control own it. The hot path is handed {@linkcode Lifecycle.reader}.
 *
 * @example A transition that is refused
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { InvalidTransitionError, Lifecycle, LifecycleState } from "@low-latency/trading-sim";
 *
 * const lifecycle = new Lifecycle();
 * lifecycle.transition(LifecycleState.WARMUP);
 * assertThrows(() => lifecycle.transition(LifecycleState.INIT), InvalidTransitionError);
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
    checkWord("create Lifecycle", word);
    this.word = word;
    this.reader = new LifecycleView(word);
    this.degradation = new Degradation(this);
  }

  /** The state now. */
  get state(): LifecycleState {
    return stateOf(Atomics.load(this.word, 0));
  }

  /** How many transitions there have been, modulo 2²⁸. Two equal values with no wrap between them: nothing moved. */
  get transitions(): number {
    return transitionsOf(Atomics.load(this.word, 0));
  }

  /** Whether an operator halts the system: {@linkcode Degradation.halt}. */
  get halted(): boolean {
    return (Atomics.load(this.word, 0) & HALTED_BIT) !== 0;
  }

  /** Whether the system has been terminated. Once true, always true. */
  get terminated(): boolean {
    return (Atomics.load(this.word, 0) & TERMINATED_BIT) !== 0;
  }

  /**
   * Ends the system for good, in every state: WARMUP and READY go to DEGRADED in the same step, INIT and DEGRADED stay. From
   * then on there is no transition, so no start, restart, recovery or operator makes the system READY again. Says whether
   * it ended now; `false` if it had been terminated before. It cannot be taken back.
   */
  terminate(): boolean {
    for (;;) {
      const seen = Atomics.load(this.word, 0);
      if ((seen & TERMINATED_BIT) !== 0) return false;
      if (Atomics.compareExchange(this.word, 0, seen, stoppedWord(seen) | TERMINATED_BIT) === seen) return true;
    }
  }

  /**
   * Moves the lifecycle.
   *
   * @throws {InvalidTransitionError} if the state now does not allow it, a latch forbids it, or another thread moved it
   *     meanwhile
   * @throws {RangeError} if there is no such state
   */
  transition(to: LifecycleState): void {
    const seen = Atomics.load(this.word, 0);
    const from = stateOf(seen);
    if (!isTransitionAllowed(from, to)) throw new InvalidTransitionError(from, to);
    const reason = latchAgainst(seen, to);
    if (reason !== undefined) throw new InvalidTransitionError(from, to, reason);
    if (!this._exchange(seen, to)) throw new InvalidTransitionError(this.state, to);
  }

  /**
   * Moves the lifecycle if no other writer has since `transitions` was read, and says whether it did. It does not if a latch
   * forbids it.
   *
   * @throws {InvalidTransitionError} if no other has, but the state does not allow it
   * @throws {RangeError} if no other has, but there is no such state
   */
  transitionUnlessMoved(to: LifecycleState, transitions: number): boolean {
    const seen = Atomics.load(this.word, 0);
    if (transitionsOf(seen) !== transitions) return false;
    if (!isTransitionAllowed(stateOf(seen), to)) throw new InvalidTransitionError(stateOf(seen), to);
    return latchAgainst(seen, to) === undefined && this._exchange(seen, to);
  }

  /** Replaces the word that was seen, if it still stands. */
  private _exchange(seen: number, to: LifecycleState): boolean {
    return Atomics.compareExchange(this.word, 0, seen, movedWord(seen, to)) === seen;
  }
}
