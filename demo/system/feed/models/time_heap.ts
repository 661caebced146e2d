/** Most times that wait at once: 128 MiB. */
const TIMES_MAX = 2 ** 24;

/** Times that wait, the earliest of which can be taken out. A binary heap in one array, which grows by doubling. */
export class TimeHeap {
  private _times = new Float64Array(64);
  private _size = 0;

  /** The earliest time; Infinity, if there is none. */
  get earliest(): number {
    return this._size === 0 ? Infinity : this._times[0];
  }

  /**
   * Puts a time in.
   *
   * @throws {RangeError} if more than 2²⁴ would wait
   */
  add(time: number): void {
    if (this._size === this._times.length) this._grow();
    const times = this._times;
    let at = this._size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (times[parent] <= time) break;
      times[at] = times[parent];
      at = parent;
    }
    times[at] = time;
  }

  /** Takes the earliest time out. There must be one. */
  removeEarliest(): number {
    const times = this._times;
    const earliest = times[0];
    const size = --this._size;
    const last = times[size];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && times[child + 1] < times[child]) child++;
      if (times[child] >= last) break;
      times[at] = times[child];
      at = child;
    }
    times[at] = last;
    return earliest;
  }

  private _grow(): void {
    if (this._size === TIMES_MAX) {
      const rule = `at most ${TIMES_MAX} events may wait for their time`;
      throw new RangeError(`Cannot draw a hawkes feed: ${rule}, got more: lower rate, or raise slowDecay`);
    }
    const larger = new Float64Array(2 * this._times.length);
    larger.set(this._times);
    this._times = larger;
  }
}
