import type { MonotonicClock } from "../../../../mod.ts";

/** Time left over which the core is not given up, since it might not come back in time, in nanoseconds. */
const SPIN_NS = 150_000;

/** How much sooner than asked a wait is to end, in nanoseconds: waits last longer than they should. */
const MARGIN_NS = 100_000;

const NS_PER_MS = 1e6;

const NOW = 0;
const UNTIL = 1;

const LENGTH = 2;

/** Index of the cell that says how long to be busy. */
export const BUSY_NS = LENGTH;

const CELLS = 3;

/**
 * Lets a thread be busy for a time. A long time it spends waiting rather than computing, so that a slow consumer does not also
 * slow the others down.
 */
export class BusyWait {
  /** How long to be busy, in nanoseconds, at {@linkcode BUSY_NS}: by address, so that it is never boxed. */
  declare readonly cells: Float64Array;
  declare private readonly _clock: MonotonicClock;
  declare private readonly _nobody: Int32Array;

  /** Makes it, for the thread of this clock. */
  constructor(clock: MonotonicClock) {
    this._clock = clock;
    this.cells = new Float64Array(CELLS);
    this._nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  }

  /** Takes the time from which the next {@linkcode BusyWait.end} counts. */
  // @hot
  begin(): void {
    this._clock.stamp(this.cells, NOW);
  }

  /** Is busy until so long after the beginning as the cell says. */
  // @hot
  end(): void {
    const clock = this._clock;
    const cells = this.cells;
    cells[UNTIL] = cells[NOW] + cells[LENGTH];
    while (cells[NOW] < cells[UNTIL]) {
      if (cells[UNTIL] - cells[NOW] > SPIN_NS) this._wait();
      clock.stamp(cells, NOW);
    }
  }

  /** Gives up the core until shortly before the end. */
  // @cold: the thread has nothing else to do
  private _wait(): void {
    const cells = this.cells;
    Atomics.wait(this._nobody, 0, 0, (cells[UNTIL] - cells[NOW] - MARGIN_NS) / NS_PER_MS);
  }
}
