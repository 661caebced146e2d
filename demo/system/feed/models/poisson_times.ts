import type { SeededRandom } from "../../../../control/mod.ts";
import { ln } from "../draws/ln.ts";
import type { ArrivalTimes } from "./model_feed.ts";

/**
 * Poisson arrivals: independent gaps of -ln u / rate, added up in a double. Each sum is cut to whole nanoseconds, the sums
 * themselves are not, so that the rate is that of the model. The first arrival is at 0.
 */
export class PoissonTimes implements ArrivalTimes {
  declare private readonly _random: SeededRandom;
  declare private readonly _gapNs: number;
  private _nextNs = 0;

  /**
   * Makes arrivals.
   *
   * @param rate mean events per second
   */
  constructor(rate: number, random: SeededRandom) {
    this._random = random;
    this._gapNs = 1e9 / rate;
  }

  /** See {@linkcode ArrivalTimes.fill}. */
  fill(timesNs: Float64Array, count: number): number {
    const { _random: random, _gapNs: gapNs } = this;
    let nextNs = this._nextNs;
    for (let n = 0; n < count; n++) {
      timesNs[n] = Math.floor(nextNs);
      nextNs -= gapNs * ln(1 - random.fraction());
    }
    this._nextNs = nextNs;
    return count;
  }
}
