import type { PauseSpecification } from "../../../config/mod.ts";

/**
 * Pauses of a consumer, its own and those of the whole system together: half open spans in which its work is suspended.
 *
 * Pauses that overlap or touch are one. With times that never decrease an answer costs constant time, whatever the pauses; a
 * time before the one asked for last is answered as well, by searching anew. Times and durations are whole nanoseconds, below
 * 2⁵³ together.
 */
export class PauseCalendar {
  /** Pauses that come once, in order, joined where they overlap or touch. */
  declare private readonly _startsNs: Float64Array;
  declare private readonly _endsNs: Float64Array;
  /** Pauses that repeat: the period and the length of each. */
  declare private readonly _periodsNs: Float64Array;
  declare private readonly _lengthsNs: Float64Array;
  /** The first of those that come once which ends after the time asked for last. */
  private _next = 0;
  /**
   * The first pause that ends after the time asked for last, which is `_fromNs`: answers for times from there to `_endNs`
   * follow from these two alone. Without any pause they are infinite, and nothing is ever searched.
   */
  private _fromNs = -Infinity;
  private _beginNs = Infinity;
  private _endNs = Infinity;

  /**
   * Makes a calendar.
   *
   * @param pauses the pauses, in any order; one that repeats is shorter than its period
   */
  constructor(pauses: readonly PauseSpecification[]) {
    const once = joined(pauses.flatMap((pause) => "at" in pause ? [{ at: pause.at, end: pause.at + pause.for }] : []));
    const repeated = pauses.flatMap((pause) => "every" in pause && pause.for > 0 ? [pause] : []);
    this._startsNs = Float64Array.from(once, ({ at }) => at);
    this._endsNs = Float64Array.from(once, ({ end }) => end);
    this._periodsNs = Float64Array.from(repeated, ({ every }) => every);
    this._lengthsNs = Float64Array.from(repeated, (pause) => pause.for);
    if (once.length + repeated.length > 0) this._seek(0);
  }

  /**
   * When something happens that is due at a time: then, or at the end of the pause that the time lies in.
   *
   * @throws {RangeError} if pauses follow one another without end
   */
  due(timeNs: number): number {
    if (timeNs < this._fromNs || timeNs >= this._endNs) this._seek(timeNs);
    return timeNs < this._beginNs ? timeNs : this._endNs;
  }

  /** When the first pause begins that ends after a time: the time lies in that one, or none begins before it. Infinity for none. */
  nextAfter(timeNs: number): number {
    if (timeNs < this._fromNs || timeNs >= this._endNs) this._seek(timeNs);
    return this._beginNs;
  }

  /**
   * When work is done that is begun at a time and suspended in pauses: the earliest time such that what lies between the two,
   * pauses left out, is as long as the work. So work that ends just when a pause begins is done then, and no work is done at
   * once, even in a pause.
   *
   * @throws {RangeError} if pauses follow one another without end
   */
  work(timeNs: number, workNs: number): number {
    if (timeNs < this._fromNs || timeNs >= this._endNs) this._seek(timeNs);
    const doneNs = timeNs + workNs;
    return doneNs <= this._beginNs || workNs === 0 ? doneNs : this._workAcross(timeNs, workNs);
  }

  /**
   * Share of the time that lies outside all pauses, in the long run: from above 0 to 1. A pause that comes once counts for
   * nothing. Exact where the pattern of the pauses repeats within {@linkcode SPANS_MAX} of them; otherwise that of so many.
   *
   * @throws {RangeError} if pauses follow one another without end
   */
  shareOutside(): number {
    const { _periodsNs: periods, _lengthsNs: lengths } = this;
    if (periods.length === 0) return 1;
    if (periods.length === 1) return (periods[0] - lengths[0]) / periods[0];
    const repeated = new PauseCalendar([...periods].map((every, at) => ({ every, for: lengths[at] })));
    const beginNs = Math.max(...periods); // From here on the pattern repeats: the first pause of each is at its period.
    const cycleNs = leastCommonMultiple(periods);
    let [timeNs, outsideNs] = [beginNs, 0];
    for (let spans = 0; spans < SPANS_MAX && timeNs < beginNs + cycleNs; spans++) {
      const pauseNs = repeated.due(timeNs);
      const workNs = pauseNs === timeNs ? Math.min(repeated._beginNs, beginNs + cycleNs) : pauseNs;
      if (pauseNs === timeNs) outsideNs += workNs - timeNs;
      timeNs = workNs;
    }
    return outsideNs / (Math.min(timeNs, beginNs + cycleNs) - beginNs);
  }

  /** Finds the first pause that ends after a time, together with all that it overlaps or touches. */
  private _seek(timeNs: number): void {
    const { _periodsNs: periods, _startsNs: starts, _endsNs: ends } = this;
    if (timeNs < this._fromNs) this._next = 0;
    while (this._next < ends.length && ends[this._next] <= timeNs) this._next++;
    let beginNs = Infinity;
    let endNs = Infinity;
    if (this._next < ends.length) {
      beginNs = starts[this._next];
      endNs = ends[this._next];
    }
    for (let at = 0; at < periods.length; at++) {
      const startNs = this._startAfter(at, timeNs);
      if (startNs >= beginNs) continue;
      beginNs = startNs;
      endNs = startNs + this._lengthsNs[at];
    }
    this._fromNs = timeNs;
    this._beginNs = beginNs;
    this._endNs = beginNs === Infinity ? Infinity : this._endOf(endNs);
  }

  /** The end of a pause that ends no earlier than a time, with all that begins before it is over. */
  private _endOf(endNs: number): number {
    const { _periodsNs: periods, _startsNs: starts, _endsNs: ends } = this;
    for (let spans = 0; spans < JOINED_MAX; spans++) {
      const reachedNs = endNs;
      for (let next = this._next; next < ends.length && starts[next] <= endNs; next++) {
        endNs = Math.max(endNs, ends[next]);
      }
      for (let at = 0; at < periods.length; at++) {
        const startNs = this._startAfter(at, endNs);
        if (startNs <= endNs) endNs = startNs + this._lengthsNs[at];
      }
      if (endNs === reachedNs) return endNs;
    }
    throw new RangeError(
      `Cannot work: pauses must leave time between them, got ${JOINED_MAX} that follow one another up to ${endNs} ns`,
    );
  }

  /** When the first of the pauses begins that one repeats and that ends after a time. */
  private _startAfter(at: number, timeNs: number): number {
    const periodNs = this._periodsNs[at];
    // The quotient is the whole number below the exact one: a rounded quotient of whole numbers below 2⁵³ never crosses one.
    const times = Math.floor((timeNs - this._lengthsNs[at]) / periodNs) + 1;
    return times < 1 ? periodNs : times * periodNs;
  }

  /** When work is done that a pause interrupts. */
  private _workAcross(timeNs: number, workNs: number): number {
    if (!(workNs >= 0)) throw new RangeError(`Cannot work: the time it takes must be 0 ns or more, got ${workNs}`);
    let restNs = workNs - Math.max(0, this._beginNs - timeNs);
    const { _periodsNs: periods, _lengthsNs: lengths } = this;
    if (periods.length === 1 && this._next >= this._endsNs.length) {
      // Between one pause and the next lies always the same time.
      const betweenNs = periods[0] - lengths[0];
      const filled = Math.ceil(restNs / betweenNs) - 1;
      return this._endNs + filled * periods[0] + (restNs - filled * betweenNs);
    }
    for (;;) {
      const beginNs = this._endNs;
      this._seek(beginNs);
      if (restNs <= this._beginNs - beginNs) return beginNs + restNs;
      restNs -= this._beginNs - beginNs;
    }
  }
}

/** Pauses that may follow one another without a gap. */
const JOINED_MAX = 100_000;

/** Spans from one pause to the next by which a share is reckoned. */
const SPANS_MAX = 1_000_000;

/** Joins pauses that overlap or touch. */
function joined(pauses: readonly { at: number; end: number }[]): readonly { at: number; end: number }[] {
  const all: { at: number; end: number }[] = [];
  for (const { at, end } of pauses.filter(({ at, end }) => end > at).sort((one, other) => one.at - other.at)) {
    const last = all.at(-1);
    if (last !== undefined && at <= last.end) last.end = Math.max(last.end, end);
    else all.push({ at, end });
  }
  return all;
}

/** The least time that is a multiple of every period; not exact from 2⁵³ on, where nobody gets. */
function leastCommonMultiple(periods: Float64Array): number {
  return periods.reduce((multiple, period) => multiple / greatestCommonDivisor(multiple, period) * period);
}

function greatestCommonDivisor(one: number, other: number): number {
  while (other !== 0) [one, other] = [other, one % other];
  return one;
}
