import type { ServiceTimes } from "../system/timed/service_times.ts";

/** Times that are remembered: a power of two. */
const REMEMBERED = 2 ** 14;

/**
 * Service times of which the latest are remembered. Several laws and the system ask for the time of the same event within a
 * short while, and to draw one takes longer than anything else that they do.
 */
export class RememberedTimes implements ServiceTimes {
  /** Mean of what times are drawn from. */
  declare readonly meanNs: number;
  /** Whether they are drawn. */
  declare readonly drawn: boolean;
  declare private readonly _times: ServiceTimes;
  private readonly _sequences = new Float64Array(REMEMBERED).fill(-1);
  private readonly _remembered = new Float64Array(REMEMBERED);

  /** @param times the times */
  constructor(times: ServiceTimes) {
    this.meanNs = times.meanNs;
    this.drawn = times.drawn;
    this._times = times;
  }

  /** Time of the event with this sequence. */
  of(sequence: number): number {
    const at = sequence & (REMEMBERED - 1);
    if (this._sequences[at] === sequence) return this._remembered[at];
    const timeNs = this._times.of(sequence);
    this._sequences[at] = sequence;
    this._remembered[at] = timeNs;
    return timeNs;
  }
}
