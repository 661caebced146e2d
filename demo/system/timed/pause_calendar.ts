import type { PauseSpecification } from "../../../config/mod.ts";

/**
 * When a consumer's work is suspended: pauses of its own and of the whole system, as half open spans of time. Those that
 * overlap or touch are one.
 *
 * Asked in order of time it answers in constant time, on average; out of order it looks anew. Times are whole nanoseconds.
 */
export class PauseCalendar {
  declare private readonly _pauses: readonly PauseSpecification[];
  /** The first span that ends after the time asked for last. There is none between {@linkcode _sinceNs} and it. */
  private _startNs = -1;
  private _endNs = -1;
  private _sinceNs = 0;

  /**
   * Makes a calendar.
   *
   * @param pauses the pauses, in any order
   */
  constructor(pauses: readonly PauseSpecification[]) {
    this._pauses = pauses.filter((pause) => pause.for > 0);
    if (this._pauses.length === 0) {
      this._startNs = Infinity;
      this._endNs = Infinity;
    }
  }

  /**
   * When something is done that is due at a time: then or, if that lies in a pause, at its end.
   *
   * @throws {RangeError} if pauses follow one another without end
   */
  due(timeNs: number): number {
    this._find(timeNs);
    return timeNs < this._startNs ? timeNs : this._endNs;
  }

  /**
   * When so much work is done that begins at a time, and rests in pauses. Work that is done when a pause begins is done then.
   *
   * @throws {RangeError} if pauses follow one another without end
   */
  work(timeNs: number, workNs: number): number {
    if (workNs === 0) return timeNs;
    for (;;) {
      this._find(timeNs);
      if (timeNs < this._startNs) {
        if (timeNs + workNs <= this._startNs) return timeNs + workNs;
        workNs -= this._startNs - timeNs;
      }
      timeNs = this._endNs;
    }
  }

  /** Finds the first span that ends after a time. */
  private _find(timeNs: number): void {
    if (timeNs < this._endNs && timeNs >= this._sinceNs) return;
    let startNs = Infinity;
    let endNs = Infinity;
    for (const pause of this._pauses) {
      const from = firstStart(pause, timeNs);
      if (from < startNs) {
        startNs = from;
        endNs = from + pause.for;
      }
    }
    this._startNs = startNs;
    this._endNs = this._extended(endNs);
    this._sinceNs = timeNs;
  }

  /** The end of a span together with what it runs into. */
  private _extended(endNs: number): number {
    for (let spans = 0; spans < SPANS_MAX; spans++) {
      let reachedNs = endNs;
      for (const pause of this._pauses) {
        const from = firstStart(pause, endNs);
        if (from <= endNs) reachedNs = Math.max(reachedNs, from + pause.for);
      }
      if (reachedNs === endNs) return endNs;
      endNs = reachedNs;
    }
    throw new RangeError(
      `Cannot work: pauses must leave time between them, got ${SPANS_MAX} that follow one another up to ${endNs} ns`,
    );
  }
}

/** Pauses that may follow one another without a gap. */
const SPANS_MAX = 100_000;

/** When the first span of a pause begins that ends after a time; Infinity, if none does. */
function firstStart(pause: PauseSpecification, timeNs: number): number {
  if ("at" in pause) return pause.at + pause.for > timeNs ? pause.at : Infinity;
  const { every } = pause;
  // Where a quotient is rounded it may be one off.
  let count = Math.max(1, Math.floor((timeNs - pause.for) / every));
  while (count * every + pause.for <= timeNs) count++;
  return count * every;
}
