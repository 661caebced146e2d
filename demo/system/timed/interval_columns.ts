import { type IntervalColumns, INTERVALS_MAX } from "./timed_record.ts";

/** How long an interval is at first, in nanoseconds. */
const FIRST_NS = 1_000;

/**
 * Columns over time of a run whose length is not known: when the intervals are used up, each becomes twice as long, and two
 * become one.
 */
export class GrowingColumns {
  /** When the interval ends that is going on, in nanoseconds. */
  endNs = FIRST_NS;
  private _intervalNs = FIRST_NS;
  private _index = 0;
  private readonly _lagMax = new Float64Array(INTERVALS_MAX);
  private readonly _lost = new Float64Array(INTERVALS_MAX);
  private readonly _stalenessNsMax = new Float64Array(INTERVALS_MAX);

  /** Goes on to the interval that a time lies in. Until then the lag was this. */
  moveTo(nowNs: number, lag: number): void {
    this.seeLag(lag);
    const from = this._index;
    while (nowNs >= INTERVALS_MAX * this._intervalNs) this._halve();
    const index = Math.floor(nowNs / this._intervalNs);
    for (let n = Math.max(0, Math.min(from, this._index) + 1); n <= index; n++) this._seeAt(n, lag);
    this._index = index;
    this.endNs = (index + 1) * this._intervalNs;
  }

  /** Sees a lag. */
  seeLag(lag: number): void {
    this._seeAt(this._index, lag);
  }

  /** Counts events as lost. */
  lose(count: number): void {
    this._lost[this._index] += count;
  }

  /** Sees a decision. */
  decide(stalenessNs: number): void {
    if (stalenessNs > this._stalenessNsMax[this._index]) this._stalenessNsMax[this._index] = stalenessNs;
  }

  /** The columns so far. */
  columns(): IntervalColumns {
    const count = this._index + 1;
    return {
      intervalNs: this._intervalNs,
      lagMax: this._lagMax.slice(0, count),
      lost: this._lost.slice(0, count),
      stalenessNsMax: this._stalenessNsMax.slice(0, count),
    };
  }

  private _seeAt(index: number, lag: number): void {
    if (lag > this._lagMax[index]) this._lagMax[index] = lag;
  }

  /** Makes intervals twice as long. */
  private _halve(): void {
    this._intervalNs *= 2;
    this._index = Math.floor(this._index / 2);
    for (const column of [this._lagMax, this._stalenessNsMax]) {
      merge(column, Math.max);
    }
    merge(this._lost, (one, other) => one + other);
  }
}

function merge(column: Float64Array, combine: (one: number, other: number) => number): void {
  const half = INTERVALS_MAX / 2;
  for (let n = 0; n < half; n++) column[n] = combine(column[2 * n], column[2 * n + 1]);
  column.fill(0, half);
}
