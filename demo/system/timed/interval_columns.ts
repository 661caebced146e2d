import { type IntervalColumns, INTERVALS_MAX } from "./timed_record.ts";

/**
 * How long an interval is at first, in nanoseconds: a microsecond, halved six times. A run of 4 µs has half of the intervals that
 * there may be.
 */
const FIRST_NS = 1_000 / 64;

/** Counts of a consumer up to a moment. The columns keep them as they are at the end of each interval. */
export interface IntervalEnd {
  /** Events published. */
  readonly published: number;
  /** Events published and neither taken nor given up. */
  readonly lag: number;
  /** Events given up, and those overwritten unread. */
  readonly undeliverable: number;
  /** Polls that found an overrun. */
  readonly overruns: number;
  /** Live decisions. */
  readonly live: number;
  /** Provisional decisions. */
  readonly provisional: number;
}

/**
 * Columns over time of a run whose length is not known: when the intervals are used up, each becomes twice as long, and two
 * become one.
 *
 * Most of them are counts that are looked at when an interval ends, so that an event costs no more than a look at the time.
 */
export class GrowingColumns {
  /** When the interval ends that is going on, in nanoseconds. Whoever is to count something then or later moves on first. */
  endNs = FIRST_NS;
  private _intervalNs = FIRST_NS;
  private _index = 0;
  /** What is later than this counts as of then. */
  declare private readonly _latestNs: number;
  private readonly _lagMax = makeColumn();
  private readonly _lost = makeColumn();
  private readonly _stalenessNsMax = makeColumn();
  private readonly _ends: Record<keyof IntervalEnd, Float64Array> = {
    published: makeColumn(),
    lag: makeColumn(),
    undeliverable: makeColumn(),
    overruns: makeColumn(),
    live: makeColumn(),
    provisional: makeColumn(),
  };

  /**
   * Makes the columns of a run that has not begun.
   *
   * @param durationNs the time before which everything counts; Infinity, if none is set
   */
  constructor(durationNs: number = Infinity) {
    this._latestNs = durationNs - 1;
  }

  /** Goes on to the interval that a time lies in. Until then the counts were these. */
  moveTo(nowNs: number, counts: IntervalEnd): void {
    const timeNs = Math.min(nowNs, this._latestNs);
    this.seeLag(counts.lag);
    while (timeNs >= INTERVALS_MAX * this._intervalNs) this._halve();
    const index = Math.floor(timeNs / this._intervalNs);
    for (let n = this._index; n < index; n++) {
      this._end(n, counts);
      if (counts.lag > this._lagMax[n + 1]) this._lagMax[n + 1] = counts.lag;
    }
    this._index = index;
    this.endNs = (index + 1) * this._intervalNs;
  }

  /** Sees a lag. */
  seeLag(lag: number): void {
    if (lag > this._lagMax[this._index]) this._lagMax[this._index] = lag;
  }

  /** Counts events that a poll has found lost. */
  lose(count: number): void {
    this._lost[this._index] += count;
  }

  /** Sees a decision. */
  decide(stalenessNs: number): void {
    if (stalenessNs > this._stalenessNsMax[this._index]) this._stalenessNsMax[this._index] = stalenessNs;
  }

  /** The columns so far. The counts are these now. */
  columns(counts: IntervalEnd): IntervalColumns {
    const { _index: index, _ends: ends } = this;
    this.seeLag(counts.lag);
    this._end(index, counts);
    const cut = (column: Float64Array) => column.slice(0, index + 1);
    const inEach = (column: Float64Array) => cut(column).map((count, n) => n === 0 ? count : count - column[n - 1]);
    return {
      intervalNs: this._intervalNs,
      published: cut(ends.published),
      lag: cut(ends.lag),
      lagMax: cut(this._lagMax),
      overruns: inEach(ends.overruns),
      lost: cut(this._lost),
      undeliverable: inEach(ends.undeliverable),
      live: inEach(ends.live),
      provisional: inEach(ends.provisional),
      stalenessNsMax: cut(this._stalenessNsMax),
    };
  }

  /** An interval ends with these counts. */
  private _end(index: number, counts: IntervalEnd): void {
    const { _ends: ends } = this;
    ends.published[index] = counts.published;
    ends.lag[index] = counts.lag;
    ends.undeliverable[index] = counts.undeliverable;
    ends.overruns[index] = counts.overruns;
    ends.live[index] = counts.live;
    ends.provisional[index] = counts.provisional;
  }

  /** Makes intervals twice as long. The one that goes on has no end yet, nor has then the one that it becomes a part of. */
  private _halve(): void {
    this._intervalNs *= 2;
    this._index = Math.floor(this._index / 2);
    merge(this._lagMax, Math.max);
    merge(this._stalenessNsMax, Math.max);
    merge(this._lost, (one, other) => one + other);
    for (const column of Object.values(this._ends)) merge(column, (_, other) => other);
  }
}

function makeColumn(): Float64Array<ArrayBuffer> {
  return new Float64Array(INTERVALS_MAX);
}

function merge(column: Float64Array, combine: (one: number, other: number) => number): void {
  const half = INTERVALS_MAX / 2;
  for (let n = 0; n < half; n++) column[n] = combine(column[2 * n], column[2 * n + 1]);
  column.fill(0, half);
}
