/** A part of every step, in simulated nanoseconds. */
export interface StepPart {
  /** How long a step takes. */
  readonly stepNs: number;
  /** When the part begins, counted from the beginning of its step. */
  readonly fromNs: number;
  /** How long the part takes. */
  readonly spanNs: number;
}

/**
 * The moments at which something happens so many times in each step, spread evenly over a part of it: of N moments in a span
 * of S nanoseconds, moment n is ⌊n × S / N⌋ after its beginning. Arrivals are spread over the first half of a step, polls over
 * the second.
 */
export class StepMoments {
  /** When the next moment is, in simulated nanoseconds; Infinity after the last. */
  nextNs = Infinity;
  declare private readonly _counts: Int32Array;
  declare private readonly _part: StepPart;
  private _step = 0;
  /** Moments of this step that are over. */
  private _done = 0;

  /**
   * Stands before the first moment.
   *
   * @param counts how many moments there are in each step
   * @param part the part of a step that they are spread over
   */
  constructor(counts: Int32Array, part: StepPart) {
    this._counts = counts;
    this._part = part;
    this._find();
  }

  /** Goes on to the moment after the next. */
  advance(): void {
    this._done++;
    this._find();
  }

  /** Finds the next moment, in this step or in the first one after it that has any. */
  private _find(): void {
    const { _counts: counts, _part: { stepNs, fromNs, spanNs } } = this;
    while (this._step < counts.length && this._done >= counts[this._step]) {
      this._step++;
      this._done = 0;
    }
    const step = this._step;
    this.nextNs = step < counts.length
      ? step * stepNs + fromNs + Math.floor(this._done * spanNs / counts[step])
      : Infinity;
  }
}
