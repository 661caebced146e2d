import { shown } from "../arguments.ts";
import type { LifecycleState } from "./lifecycle_state.ts";
import { STATE_MASK } from "./lifecycle_word.ts";

const MASK = STATE_MASK;

/** The reading side of the lifecycle, as the hot path is given it: it can be read, and nothing else. */
export interface LifecycleReader {
  /** The state now. */
  readonly state: LifecycleState;
}

/**
 * Reads the lifecycle word.
 *
 * One plain load of an aligned Int32: never torn. If the word is shared with another thread, the value is a state that the
 * lifecycle was in, and the memory model promises no more: not how recent it is, nor that a later read gives no older one.
 * Where there is an atomic access between two reads, as in every poll of a shared ring, V8 loads the word anew, and
 * processors give what has reached memory; but that is what they do, and not what the language says.
 * {@linkcode AtomicLifecycleView} does not rest on it.
 *
 * @example Read the state in another thread
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Lifecycle, LifecycleState, LifecycleView } from "@low-latency/trading-sim";
 *
 * const lifecycle = new Lifecycle(new Int32Array(new SharedArrayBuffer(4)));
 * const view = new LifecycleView(lifecycle.word); // in another thread
 * lifecycle.transition(LifecycleState.WARMUP);
 * assertEquals(view.state, LifecycleState.WARMUP); // they share the word
 * ```
 */
export class LifecycleView implements LifecycleReader {
  declare private readonly _word: Int32Array;

  /**
   * Makes a view of a lifecycle word.
   *
   * @param word the lifecycle's word, of which element 0 is read
   * @throws {RangeError} if the array has no element
   */
  constructor(word: Int32Array) {
    checkWord("create LifecycleView", word);
    this._word = word;
  }

  /** The state now. */
  get state(): LifecycleState {
    return (this._word[0] & MASK) as LifecycleState;
  }
}

/**
 * Refuses what cannot hold the state of a lifecycle.
 *
 * @internal
 * @throws {TypeError} if it is no Int32Array
 * @throws {RangeError} if it has no element
 */
// @cold: constructors only
export function checkWord(action: string, word: Int32Array): void {
  if (!(word instanceof Int32Array)) {
    throw new TypeError(`Cannot ${action}: the lifecycle word must be an Int32Array, got ${shown(word)}`);
  }
  if (word.length < 1) throw new RangeError(`Cannot ${action}: the lifecycle word must have at least 1 element, got 0`);
}
