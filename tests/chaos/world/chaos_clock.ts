import type { MonotonicClock } from "../../../core/time/monotonic_clock.ts";

/**
 * The clock of a chaos run: it keeps true time, and shows a time that a fault may have shifted, even back.
 *
 * True time advances a little with every reading, so that no two stamps are equal. The clock remembers the latest two,
 * so that a check of a stamp knows its expected value.
 */
export class ChaosClock implements MonotonicClock {
  /** True time, in nanoseconds. It never goes back. */
  trueNs = START_NS;
  /** Deviation of the clock from true time, in nanoseconds. */
  skewNs = 0;
  /** The time shown last. */
  latestNs = NaN;
  /** The time shown before that. */
  previousNs = NaN;
  /** Nanoseconds that a reading takes. */
  readingNs = 0;

  /**
   * Makes a clock that shows the true time.
   *
   * @param readingNs nanoseconds that a reading takes
   */
  constructor(readingNs: number) {
    this.readingNs = readingNs;
  }

  /** The time shown now, in nanoseconds. */
  nowNs(): number {
    this.trueNs += this.readingNs;
    this.previousNs = this.latestNs;
    this.latestNs = this.trueNs + this.skewNs;
    return this.latestNs;
  }

  /** Writes the time shown now into `cells[index]`. */
  stamp(cells: Float64Array, index: number): void {
    cells[index] = this.nowNs();
  }
}

/** Far enough from zero for any skew. */
const START_NS = 1e12;
