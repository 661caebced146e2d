import { Histogram } from "../../../../control/mod.ts";
import type { MonotonicClock } from "../../../../mod.ts";
import type { GapReport } from "../../between/thread_messages.ts";

/** Readings from one look at the command to the next. */
const ROUND = 256;

const BEFORE = 0;
const NOW = 1;
const GAP = 2;
const LIMIT = 3;
const TOTAL = 4;
const BEGAN = 5;
const CELLS = 6;

/**
 * Reads the clock without a pause, as sysjitter does (Solarflare), and takes note of every two readings that are too far
 * apart: meanwhile something else had the core, and what it was cannot be known from here.
 */
export class GapFinder {
  declare private readonly _clock: MonotonicClock;
  declare private readonly _gaps: Histogram;
  declare private readonly _cells: Float64Array;

  /**
   * Makes a finder, and reads the clock for the first time.
   *
   * @param clock the thread's clock
   * @param thresholdNs the longest time between two readings that is not a gap, in nanoseconds
   */
  constructor(clock: MonotonicClock, thresholdNs: number) {
    this._clock = clock;
    this._gaps = new Histogram();
    this._cells = new Float64Array(CELLS);
    this._cells[LIMIT] = thresholdNs;
    this.begin();
  }

  /** Begins anew: forgets the gaps so far, and reads the clock for the first time. */
  begin(): void {
    const cells = this._cells;
    this._gaps.reset();
    cells[TOTAL] = 0;
    this._clock.stamp(cells, BEFORE);
    cells[BEGAN] = cells[BEFORE];
  }

  /** The gaps so far. */
  get report(): GapReport {
    const cells = this._cells;
    return { elapsedNs: cells[BEFORE] - cells[BEGAN], totalNs: cells[TOTAL], gapsNs: this._gaps.snapshot() };
  }

  /** Reads the clock some hundred times. */
  // @hot
  look(): void {
    const clock = this._clock;
    const cells = this._cells;
    for (let n = 0; n < ROUND; n++) {
      clock.stamp(cells, NOW);
      const gapNs = cells[NOW] - cells[BEFORE];
      cells[BEFORE] = cells[NOW];
      if (gapNs <= cells[LIMIT]) continue;
      cells[GAP] = gapNs;
      cells[TOTAL] += gapNs;
      this._gaps.recordFrom(cells, GAP);
    }
  }
}
