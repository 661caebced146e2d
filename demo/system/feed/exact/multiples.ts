import type { Ratio } from "./ratio.ts";

/**
 * The whole parts of the multiples of a ratio, ⌊i × n / d⌋ for i from 0 on, exactly, however many there are.
 *
 * Nothing is rounded, so that no error adds up: the remainder of each division is carried to the next.
 */
export class Multiples {
  /** Whole part of the ratio; Infinity, if it is beyond all times. */
  declare private readonly _whole: number;
  /** The rest, in parts of the denominator. */
  declare private readonly _rest: number;
  declare private readonly _parts: number;
  /** Whole part of the next multiple, and its rest. */
  private _next = 0;
  private _over = 0;
  /** The ratio and the next i, where the denominator exceeds what a double counts. */
  declare private readonly _ratio: Ratio | undefined;
  private _index = 0n;

  /** Stands before the multiple of 0, which is 0. */
  constructor(ratio: Ratio) {
    const { numerator, denominator } = ratio;
    this._whole = Number(numerator / denominator);
    this._rest = Number(numerator % denominator);
    this._parts = Number(denominator);
    this._ratio = denominator < PARTS_END ? undefined : ratio;
  }

  /** Begins again with the multiple of 0. */
  restart(): void {
    this._next = 0;
    this._over = 0;
    this._index = 0n;
  }

  /** Writes the next multiples, each with something added, into places `from` to `to` (excluded). */
  fill(into: Float64Array, from: number, to: number, added: number): void {
    if (this._ratio !== undefined) return this._fillSlowly(this._ratio, into, from, to, added);
    const { _whole: whole, _rest: rest, _parts: parts } = this;
    let next = this._next + added;
    let over = this._over;
    for (let n = from; n < to; n++) {
      into[n] = next;
      next += whole;
      over += rest;
      if (over >= parts) {
        over -= parts;
        next++;
      }
    }
    this._next = next - added;
    this._over = over;
  }

  private _fillSlowly(ratio: Ratio, into: Float64Array, from: number, to: number, added: number): void {
    const { numerator, denominator } = ratio;
    for (let n = from; n < to; n++) into[n] = added + Number(this._index++ * numerator / denominator);
  }
}

/** Sums of two rests below this are exact in a double. */
const PARTS_END = 2n ** 52n;
