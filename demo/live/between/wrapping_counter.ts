/**
 * The reader's side of a count that another thread keeps as an Int32, which wraps.
 *
 * It is exact if it is read at least once in 2³¹ counts.
 */
export class WrappingCounter {
  declare private readonly _words: Int32Array;
  declare private readonly _index: number;
  private _seen = 0;
  private _total = 0;

  /**
   * Makes a reader of a count that began at 0.
   *
   * @param words the shared words
   * @param index the word of the count
   */
  constructor(words: Int32Array, index: number) {
    this._words = words;
    this._index = index;
  }

  /** Reads the count. */
  read(): number {
    const now = Atomics.load(this._words, this._index);
    this._total += (now - this._seen) | 0;
    this._seen = now;
    return this._total;
  }
}
