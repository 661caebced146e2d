import { type DecisionLogic, type MonotonicClock, NULL_LOGIC } from "../../../mod.ts";

/** Time left over which the core is not given up, since it might not come back in time, in nanoseconds. */
const SPIN_NS = 150_000;

/** How much sooner than asked a wait is to end, in nanoseconds: waits last longer than they should. */
const MARGIN_NS = 100_000;

const NS_PER_MS = 1e6;

const NOW = 0;
const UNTIL = 1;

/**
 * Takes a fixed time over every decision, and decides nothing: what is slow about a slow consumer is its logic. A long time it spends waiting rather than computing, so that a slow consumer does not
 * also slow the others down.
 */
class BusyLogic implements DecisionLogic {
  declare private readonly _clock: MonotonicClock;
  declare private readonly _cells: Float64Array;
  declare private readonly _nobody: Int32Array;
  declare private readonly _ns: number;

  constructor(clock: MonotonicClock, microseconds: number) {
    this._clock = clock;
    this._cells = new Float64Array(2);
    this._nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this._ns = 1_000 * microseconds;
  }

  // @hot
  decide(): number {
    const clock = this._clock;
    const cells = this._cells;
    clock.stamp(cells, NOW);
    cells[UNTIL] = cells[NOW] + this._ns;
    while (cells[NOW] < cells[UNTIL]) {
      if (cells[UNTIL] - cells[NOW] > SPIN_NS) this._wait();
      clock.stamp(cells, NOW);
    }
    return 0;
  }

  /** Gives up the core until shortly before the end. */
  // @cold: the thread has nothing else to do
  private _wait(): void {
    const cells = this._cells;
    Atomics.wait(this._nobody, 0, 0, (cells[UNTIL] - cells[NOW] - MARGIN_NS) / NS_PER_MS);
  }
}

/**
 * Makes the logic of a consumer.
 *
 * @param clock the consumer's clock
 * @param microseconds how long it takes over a decision; 0 for no time at all
 */
export function makeBusyLogic(clock: MonotonicClock, microseconds: number): DecisionLogic {
  return microseconds === 0 ? NULL_LOGIC : new BusyLogic(clock, microseconds);
}
