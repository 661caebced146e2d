import type { ServiceTimes } from "../../timed/service_times.ts";
import { exp } from "../draws/exp.ts";
import type { KeyedDraws } from "../draws/keyed_draws.ts";
import { ln } from "../draws/ln.ts";
import { normalQuantile } from "../draws/normal_quantile.ts";

/** The 99th percentile of the standard normal distribution. */
const NORMAL_P99 = 2.3263478740408408;

/** The longest time that is drawn; a longer one is cut to this. */
const TIME_MAX = Number.MAX_SAFE_INTEGER;

/** The same time for every event. */
export class FixedTimes implements ServiceTimes {
  /** The time. */
  declare readonly meanNs: number;
  /** It is not drawn. */
  readonly drawn = false;

  /** @param timeNs whole nanoseconds */
  constructor(timeNs: number) {
    this.meanNs = timeNs;
  }

  /** Time of the event with this sequence. */
  of(_sequence: number): number {
    return this.meanNs;
  }
}

/** Exponentially distributed times: -mean × ln u, rounded to whole nanoseconds, where u is the draw of the sequence. */
export class ExponentialTimes implements ServiceTimes {
  /** Mean of the distribution. */
  declare readonly meanNs: number;
  /** They are drawn. */
  readonly drawn = true;
  declare private readonly _draws: KeyedDraws;

  /** Makes times of a mean. */
  constructor(meanNs: number, draws: KeyedDraws) {
    this.meanNs = meanNs;
    this._draws = draws;
  }

  /** Time of the event with this sequence. */
  of(sequence: number): number {
    return rounded(-this.meanNs * ln(this._draws.of(sequence)));
  }
}

/**
 * Log-normally distributed times: median × e^(σz), rounded to whole nanoseconds, where z is the normal quantile of the draw of
 * the sequence, and σ = ln(p99 / median) / 2.326….
 */
export class LogNormalTimes implements ServiceTimes {
  /** Mean of the distribution: median × e^(σ²/2), which is above the median. */
  declare readonly meanNs: number;
  /** They are drawn. */
  readonly drawn = true;
  declare private readonly _medianNs: number;
  declare private readonly _sigma: number;
  declare private readonly _draws: KeyedDraws;

  /**
   * Makes times of a median and a 99th percentile.
   *
   * @param medianNs above 0
   * @param p99Ns at least the median
   */
  constructor(medianNs: number, p99Ns: number, draws: KeyedDraws) {
    this._medianNs = medianNs;
    this._sigma = ln(p99Ns / medianNs) / NORMAL_P99;
    this._draws = draws;
    this.meanNs = medianNs * exp(this._sigma * this._sigma / 2);
  }

  /** Time of the event with this sequence. */
  of(sequence: number): number {
    return rounded(this._medianNs * exp(this._sigma * normalQuantile(this._draws.of(sequence))));
  }
}

function rounded(timeNs: number): number {
  return timeNs < TIME_MAX ? Math.floor(timeNs + 0.5) : TIME_MAX;
}
