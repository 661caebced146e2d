import type { LifecycleState } from "./lifecycle_state.ts";
import { checkWord, type LifecycleReader } from "./lifecycle_view.ts";
import { STATE_MASK } from "./lifecycle_word.ts";

const MASK = STATE_MASK;

/**
 * Reads the lifecycle word in another thread than the one that writes it.
 *
 * Each read is sequentially consistent: it happens where it stands in the program, sees the latest state in the one order
 * of all such accesses, and makes visible what the thread that stored it had done before. {@linkcode LifecycleView} reads
 * plainly, for a fraction of the cost. In V8 a plain read also stays in its place between atomic accesses, such as those of
 * a poll of a shared ring; but the language promises neither that nor how old its value may be, and it makes nothing else
 * visible.
 *
 * May be made and used in any thread. Reading allocates nothing.
 *
 * @example Read the state in another thread
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { AtomicLifecycleView, Lifecycle, LifecycleState } from "@low-latency/trading-sim";
 *
 * const word = new Int32Array(new SharedArrayBuffer(4));
 * const view = new AtomicLifecycleView(word); // in the executing thread
 * new Lifecycle(word).transition(LifecycleState.WARMUP); // in the control plane's thread
 * assertEquals(view.state, LifecycleState.WARMUP); // they share the word
 * ```
 */
export class AtomicLifecycleView implements LifecycleReader {
  declare private readonly _word: Int32Array;

  /**
   * Makes a view of a lifecycle word.
   *
   * @param word the lifecycle's word, of which element 0 is read
   * @throws {RangeError} if the array has no element
   */
  constructor(word: Int32Array) {
    checkWord("create AtomicLifecycleView", word);
    this._word = word;
  }

  /** The state now. */
  get state(): LifecycleState {
    return (Atomics.load(this._word, 0) & MASK) as LifecycleState;
  }
}
