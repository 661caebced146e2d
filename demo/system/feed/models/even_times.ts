import { Multiples } from "../exact/multiples.ts";
import { decimalRatio, type Ratio, ratio } from "../exact/ratio.ts";
import type { ArrivalTimes } from "./model_feed.ts";

/** The time from one arrival to the next at a rate, in nanoseconds. */
function gapOf(rate: number): Ratio {
  const { numerator, denominator } = decimalRatio(rate);
  return ratio(denominator * 1_000_000_000n, numerator);
}

/** Arrivals at a constant rate: event i at ⌊i × 10⁹ / rate⌋, exactly. */
export class ConstantTimes implements ArrivalTimes {
  declare private readonly _gaps: Multiples;

  /** @param rate events per second, the decimal number that it is written as */
  constructor(rate: number) {
    this._gaps = new Multiples(gapOf(rate));
  }

  /** See {@linkcode ArrivalTimes.fill}. */
  fill(timesNs: Float64Array, count: number): number {
    this._gaps.fill(timesNs, 0, count, 0);
    return count;
  }
}

/** Bursts at a constant rate: event i of burst k at k × every + ⌊i × 10⁹ / rate⌋, exactly. */
export class OnOffTimes implements ArrivalTimes {
  declare private readonly _gaps: Multiples;
  declare private readonly _burst: number;
  declare private readonly _every: number;
  declare private readonly _bursts: number;
  private _k = 0;
  private _done = 0;

  /**
   * Makes bursts.
   *
   * @param every from the beginning of one to that of the next
   * @param bursts how many there are
   */
  constructor(burst: number, rate: number, every: number, bursts: number) {
    this._gaps = new Multiples(gapOf(rate));
    this._burst = burst;
    this._every = every;
    this._bursts = bursts;
  }

  /** See {@linkcode ArrivalTimes.fill}. */
  fill(timesNs: Float64Array, count: number): number {
    let n = 0;
    while (n < count && this._k < this._bursts) {
      const part = Math.min(count - n, this._burst - this._done);
      this._gaps.fill(timesNs, n, n + part, this._k * this._every);
      n += part;
      this._done += part;
      if (this._done < this._burst) break;
      this._gaps.restart();
      this._done = 0;
      this._k++;
    }
    return n;
  }
}

/** Length of a burst: from its first event to its last, in nanoseconds. */
export function burstNs(burst: number, rate: number): number {
  const { numerator, denominator } = gapOf(rate);
  return Number(BigInt(burst - 1) * numerator / denominator);
}

/** N events in each step, spread over its first half S: event n at ⌊n × S / N⌋ after its beginning, exactly. */
export class StepTimes implements ArrivalTimes {
  declare private readonly _counts: readonly number[] | undefined;
  declare private readonly _perStep: number;
  declare private readonly _stepNs: number;
  private _gaps: Multiples | undefined = undefined;
  private _step = 0;
  private _count = 0;
  private _done = 0;

  /**
   * Makes arrivals.
   *
   * @param perStep events in every step, or in each step of a list
   * @param stepNs how long a step takes
   */
  constructor(perStep: number | readonly number[], stepNs: number) {
    this._counts = typeof perStep === "number" ? undefined : perStep;
    this._perStep = typeof perStep === "number" ? perStep : 0;
    this._stepNs = stepNs;
  }

  /** See {@linkcode ArrivalTimes.fill}. */
  fill(timesNs: Float64Array, count: number): number {
    let n = 0;
    while (n < count) {
      if (this._gaps === undefined && !this._begin()) break;
      const part = Math.min(count - n, this._count - this._done);
      this._gaps!.fill(timesNs, n, n + part, this._step * this._stepNs);
      n += part;
      this._done += part;
      if (this._done < this._count) break;
      this._step++;
      this._done = 0;
      if (this._counts === undefined) this._gaps!.restart();
      else this._gaps = undefined;
    }
    return n;
  }

  /** Goes on to the next step that has events; false, if there is none. */
  private _begin(): boolean {
    const counts = this._counts;
    if (counts === undefined) {
      this._count = this._perStep;
    } else {
      while (this._step < counts.length && counts[this._step] === 0) this._step++;
      this._count = this._step < counts.length ? counts[this._step] : 0;
    }
    if (this._count === 0) return false;
    this._gaps = new Multiples(ratio(BigInt(Math.floor(this._stepNs / 2)), BigInt(this._count)));
    return true;
  }
}
