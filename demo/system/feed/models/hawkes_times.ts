import type { HawkesFeed } from "../../../../config/mod.ts";
import type { SeededRandom } from "../../../../control/mod.ts";
import { exp } from "../draws/exp.ts";
import { ln } from "../draws/ln.ts";
import type { ArrivalTimes } from "./model_feed.ts";
import { TimeHeap } from "./time_heap.ts";

/** What the arrivals of a self-exciting feed depend on. */
export type HawkesParameters = Pick<HawkesFeed, "rate" | "branching" | "decay" | "slowDecay" | "slowShare">;

/**
 * Self-exciting arrivals, drawn as clusters: A. G. Hawkes and D. Oakes, "A cluster process representation of a self-exciting
 * process", Journal of Applied Probability 11 (1974), pages 493 to 503.
 *
 * Immigrants come as a Poisson process of rate × (1 - branching), the first at 0. Every event has a Poisson number of children
 * with mean `branching`, each after an exponential delay of mean 1 / decay or, for a share of them, 1 / slowDecay. That is the
 * process of intensity μ + Σ branching × kernel(age) over all earlier events, and its mean rate is `rate`. Nothing is thinned,
 * and no event is looked at twice: a heap holds the children whose time has not come.
 *
 * It begins with an empty past, and not in its stationary state: the children of events before 0 are missing. On average that
 * is rate × branching × (mean delay) / (1 - branching) events, most of them within a few slow delays.
 */
export class HawkesTimes implements ArrivalTimes {
  declare private readonly _random: SeededRandom;
  declare private readonly _immigrantGapNs: number;
  declare private readonly _fastNs: number;
  declare private readonly _slowNs: number;
  declare private readonly _slowShare: number;
  declare private readonly _endNs: number;
  /** Probability of so many children or fewer. */
  declare private readonly _upTo: Float64Array;
  declare private readonly _waiting: TimeHeap;
  private _immigrantNs = 0;

  /**
   * Makes arrivals.
   *
   * @param endNs events from this on are drawn, but not kept in memory
   */
  constructor(parameters: HawkesParameters, random: SeededRandom, endNs: number) {
    const { rate, branching, decay, slowDecay, slowShare } = parameters;
    this._random = random;
    this._immigrantGapNs = 1e9 / (rate * (1 - branching));
    this._fastNs = 1e9 / decay;
    this._slowNs = 1e9 / slowDecay;
    this._slowShare = slowShare;
    this._endNs = endNs;
    this._upTo = poissonUpTo(branching);
    this._waiting = new TimeHeap();
  }

  /** See {@linkcode ArrivalTimes.fill}. */
  fill(timesNs: Float64Array, count: number): number {
    const { _random: random, _waiting: waiting, _upTo: upTo, _endNs: endNs } = this;
    for (let n = 0; n < count; n++) {
      let timeNs = this._immigrantNs;
      if (waiting.earliest <= timeNs) timeNs = waiting.removeEarliest();
      else this._immigrantNs -= this._immigrantGapNs * ln(1 - random.fraction());
      timesNs[n] = Math.floor(timeNs);
      const u = random.fraction();
      for (let children = 0; u >= upTo[children]; children++) {
        const delayNs = random.fraction() < this._slowShare ? this._slowNs : this._fastNs;
        const childNs = timeNs - delayNs * ln(1 - random.fraction());
        if (childNs < endNs) waiting.add(childNs);
      }
    }
    return count;
  }
}

/** Probabilities of at most 0, 1, 2 … under a Poisson distribution, up to one that is 1. */
function poissonUpTo(mean: number): Float64Array {
  const upTo: number[] = [];
  let probability = exp(-mean);
  let sum = probability;
  for (let n = 1; probability > 2 ** -60; n++) {
    upTo.push(sum);
    probability *= mean / n;
    sum += probability;
  }
  return Float64Array.from([...upTo, 1]);
}
