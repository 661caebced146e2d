import { checkParts, shown } from "../../core/arguments.ts";
import type { MonotonicClock } from "../../core/time/monotonic_clock.ts";
import type { IdleStrategy } from "./idle_strategy.ts";

/** Takes the times of a loop. A `StallTracker` of `./control` is one. For the hot path: constant time, no allocation. */
export interface CycleTracker {
  /** Takes the time in `cells[index]`, in nanoseconds: a cycle ends, and the next begins. */
  cycleFrom(cells: Float64Array, index: number): void;
  /** Leaves `cells[index]` nanoseconds out of the cycle that is going on. */
  leaveOutFrom(cells: Float64Array, index: number): void;
}

/** Parts of a {@linkcode CycleTimer}. */
export interface CycleTimerParts {
  /** The clock of the loop's thread. */
  readonly clock: Pick<MonotonicClock, "stamp">;
  /** Takes the times. */
  readonly tracker: CycleTracker;
  /** The strategy by which the loop waits for work. */
  readonly idle: Pick<IdleStrategy, "longestWaitNs">;
  /**
   * Looks in a row without work that make one cycle: an integer from 1 to 2³¹ - 1. Default 1. For a loop that spins: 16
   * looks still take less than a microsecond. With more than 1, no look of them may be followed by a wait.
   */
  readonly looks?: number;
}

/**
 * Times the cycles of a loop, from one look for work to the next.
 *
 * A cycle is long if there was much work or it took long, if the garbage collector ran, and if the thread was not given a
 * core, whether it had work or waited for some: in each case the events that came meanwhile had to wait. The time that the
 * loop means to wait when it finds no work is no part of a cycle; how much later the thread is woken is.
 *
 * It reads the clock once a cycle, and {@linkcode CycleTimer.stamp} hands that reading to others. A thread that spins looks
 * so often that the clock would double the time from look to look; there several looks without work are one cycle.
 *
 * Belongs to the thread of the loop. Allocates nothing after it was made.
 *
 * @example Count the cycles of a loop that took too long
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ManualClock } from "@low-latency/trading-sim";
 * import { StallTracker } from "@low-latency/trading-sim/control";
 * import { createIdleStrategy, CycleTimer } from "@low-latency/trading-sim/runtime";
 *
 * const clock = new ManualClock();
 * const tracker = new StallTracker({ thresholdNs: 1_000 });
 * const timer = new CycleTimer({ clock, tracker, idle: createIdleStrategy("park") });
 * timer.begin();
 * clock.advance(4_000);
 * timer.turn(1); // it had work, and took 4 µs
 * clock.advance(1_000_200);
 * timer.turn(0); // it had none, and was woken 200 ns after the millisecond that it meant to wait
 * assertEquals([tracker.stalls, tracker.longestNs], [1, 4_000]);
 * ```
 */
export class CycleTimer implements Pick<MonotonicClock, "stamp"> {
  declare private readonly _clock: Pick<MonotonicClock, "stamp">;
  declare private readonly _tracker: CycleTracker;
  /** When the cycle began, and the longest wait that is meant. */
  declare private readonly _cells: Float64Array;
  declare private readonly _looks: number;
  private _looksLeft = 0;

  /**
   * Makes a timer. No cycle has begun.
   *
   * @param parts the clock, the tracker, the idle strategy and the looks of a cycle
   * @throws {TypeError} if a part is missing, or of another kind
   * @throws {RangeError} if the looks are not an integer from 1 to 2³¹ - 1
   */
  constructor(parts: CycleTimerParts) {
    const shape = { clock: "stamp()", tracker: "cycleFrom()", idle: "longestWaitNs" };
    checkParts("create CycleTimer", "parts", parts, shape);
    const { clock, tracker, idle, looks = 1 } = parts;
    if ((looks | 0) !== looks || looks < 1) {
      throw new RangeError(
        `Cannot create CycleTimer: looks must be an integer from 1 to 2147483647, got ${shown(looks)}`,
      );
    }
    this._clock = clock;
    this._tracker = tracker;
    this._looks = looks;
    this._cells = new Float64Array(2);
    this._cells[WAIT] = idle.longestWaitNs;
  }

  /**
   * Comes after a look for work, and after the wait if it found none. The cycle ends and the next begins, unless it takes
   * more looks without work.
   *
   * @param work how much work the look before found; 0 is none
   */
  // @hot
  turn(work: number): void {
    if (work === 0) {
      if (--this._looksLeft > 0) return;
      this._tracker.leaveOutFrom(this._cells, WAIT);
    }
    this.begin();
  }

  /** Ends a cycle, if there was one, and begins the next. */
  // @hot
  begin(): void {
    this._looksLeft = this._looks;
    const cells = this._cells;
    this._clock.stamp(cells, BEGUN);
    this._tracker.cycleFrom(cells, BEGUN);
  }

  /** Writes into `cells[index]` when the cycle began, in nanoseconds of the loop's clock. */
  // @hot
  stamp(cells: Float64Array, index: number): void {
    cells[index] = this._cells[BEGUN];
  }
}

const BEGUN = 0;
const WAIT = 1;
