import { decimalRatio } from "./ratio.ts";

/**
 * Times divided by a speed, ⌊t / speed⌋, exactly as long as they are below 2⁵³, for times of which none is before the one in
 * front of it.
 *
 * The speed is the decimal number that it is written as. The remainder is carried from each time to the next, so that only what
 * lies between two of them is multiplied, which a double does exactly unless it is days.
 */
export class DividedTimes {
  declare private readonly _numerator: number;
  declare private readonly _denominator: number;
  /** Whether only BigInt can count the parts. */
  declare private readonly _isLarge: boolean;
  declare private readonly _speed: number;
  /** The last time, what it became, and the remainder in parts of the numerator. */
  private _time = 0;
  private _divided = 0;
  private _over = 0;

  /** @param speed a finite number above 0 */
  constructor(speed: number) {
    const { numerator, denominator } = decimalRatio(speed);
    this._numerator = Number(numerator);
    this._denominator = Number(denominator);
    this._isLarge = numerator > SAFE || denominator > SAFE;
    this._speed = speed;
  }

  /** Divides times in place, from one place of a column to another (excluded). */
  divide(timesNs: Float64Array, from: number, to: number): void {
    const { _numerator: numerator, _denominator: denominator } = this;
    for (let n = from; n < to; n++) {
      const time = timesNs[n];
      const parts = this._over + (time - this._time) * denominator;
      if (parts <= Number.MAX_SAFE_INTEGER && !this._isLarge) {
        const whole = Math.floor(parts / numerator);
        this._divided += whole;
        this._over = parts - whole * numerator;
      } else {
        this._divideSlowly(time);
      }
      this._time = time;
      timesNs[n] = this._divided;
    }
  }

  private _divideSlowly(time: number): void {
    const { numerator, denominator } = decimalRatio(this._speed);
    const parts = BigInt(time) * denominator;
    this._divided = Number(parts / numerator);
    this._over = Number(parts % numerator);
  }
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
