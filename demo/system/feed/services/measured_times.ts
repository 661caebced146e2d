import type { ServiceTimes } from "../../timed/service_times.ts";
import type { KeyedDraws } from "../draws/keyed_draws.ts";

/** Entries of the guide. */
const GUIDE = 1_024;

/**
 * Times drawn from measured ones: the time of rank ⌊u × count⌋ from the shortest, where u is the draw of the sequence. Only
 * times of the table are drawn, each as often as it was measured.
 */
export class MeasuredTimes implements ServiceTimes {
  /** Mean of the table. */
  declare readonly meanNs: number;
  /** They are drawn. */
  readonly drawn = true;
  declare private readonly _timesNs: Float64Array;
  declare private readonly _upTo: Float64Array;
  declare private readonly _total: number;
  /** For each 1,024th of the ranks the row that its first is in, from which the search begins. */
  declare private readonly _guide: Int32Array;
  declare private readonly _draws: KeyedDraws;

  /**
   * Makes times of a table.
   *
   * @param timesNs times in whole nanoseconds, the shortest first
   * @param upTo how many were measured of each time and those before it. The last is above 0
   */
  constructor(timesNs: Float64Array, upTo: Float64Array, draws: KeyedDraws) {
    const total = upTo[upTo.length - 1];
    this._timesNs = timesNs;
    this._upTo = upTo;
    this._total = total;
    this._draws = draws;
    this._guide = new Int32Array(GUIDE);
    let row = 0;
    for (let part = 0; part < GUIDE; part++) {
      while (upTo[row] <= Math.floor(part * (total / GUIDE)) && row < upTo.length - 1) row++;
      this._guide[part] = row;
    }
    let sum = 0;
    for (let n = 0; n < upTo.length; n++) sum += timesNs[n] * ((upTo[n] - (n === 0 ? 0 : upTo[n - 1])) / total);
    this.meanNs = sum;
  }

  /** Time of the event with this sequence. */
  of(sequence: number): number {
    const u = this._draws.of(sequence);
    // Rounding may take the greatest u to the count itself.
    const rank = Math.min(Math.floor(u * this._total), this._total - 1);
    let row = this._guide[Math.floor(u * GUIDE)];
    while (this._upTo[row] <= rank) row++;
    return this._timesNs[row];
  }
}
