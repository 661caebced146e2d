import { checkObject, shown } from "../../core/arguments.ts";
/**
 * Times the cycles of a loop, and counts the stalls: the cycles that took longer than they may.
 *
 * A loop that comes round late has kept everything waiting that it serves, whatever the reason was: a long event, a garbage
 * collection, a processor that went to another process. The average does not show it. The number of stalls and the longest
 * cycle do.
 *
 * The loop says once a cycle, at the same place, what time it is. The first time begins the first cycle. A time that is
 * not after the one before, as a clock that steps back would give, makes a cycle of no length.
 *
 * Telling it allocates nothing, takes no lock and never throws. Belongs to the loop's thread.
 *
 * @example Count a cycle over the threshold
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ManualClock } from "@low-latency/trading-sim";
 * import { StallTracker } from "@low-latency/trading-sim/control";
 *
 * const clock = new ManualClock();
 * const now = new Float64Array(1);
 * const cycles = new StallTracker({ thresholdNs: 1_000 });
 * for (const workNs of [200, 300, 4_000, 250, 0]) {
 *   clock.stamp(now, 0);
 *   cycles.cycleFrom(now, 0);
 *   clock.advance(workNs);
 * }
 * assertEquals(cycles.stalls, 1);
 * assertEquals(cycles.longestNs, 4_000);
 * ```
 */
export class StallTracker {
  /** Its numbers: see the constants THRESHOLD to STALLS. */
  declare private readonly _cells: Float64Array;

  /**
   * Makes a tracker of no cycles.
   *
   * @param settings the longest that a cycle may take without being a stall, in nanoseconds: a finite number, at least 0
   * @throws {RangeError} if it is not
   */
  constructor(settings: StallSettings) {
    checkObject("create StallTracker", "settings", settings, "an object with thresholdNs");
    const { thresholdNs } = settings;
    if (!(Number.isFinite(thresholdNs) && thresholdNs >= 0)) {
      throw new RangeError(
        `Cannot create StallTracker: thresholdNs must be a finite number from 0, got ${shown(thresholdNs)}`,
      );
    }
    this._cells = new Float64Array(CELLS);
    this._cells[THRESHOLD] = thresholdNs;
    this._cells[LATEST] = NaN;
    this.pause();
  }

  /** Takes the time in `cells[index]`, in nanoseconds: a cycle ends, and the next begins. For the hot path. */
  // @hot
  cycleFrom(cells: Float64Array, index: number): void {
    const own = this._cells;
    const elapsed = cells[index] - own[BEGUN];
    own[BEGUN] = cells[index];
    own[LATEST] = cells[index];
    // Before the first cycle the difference is not a number, and neither is true.
    if (elapsed > own[LONGEST]) own[LONGEST] = elapsed;
    if (elapsed > own[THRESHOLD]) own[STALLS] += 1;
  }

  /**
   * Leaves `cells[index]` nanoseconds out of the cycle that is going on: time that the loop meant to spend as it did, such as
   * a wait for work. If that is more than the cycle takes, it is one of no length.
   */
  // @hot
  leaveOutFrom(cells: Float64Array, index: number): void {
    this._cells[BEGUN] += cells[index];
  }

  /** Leaves out what is between now and the next time that is told: the loop does not run, and is not meant to. */
  pause(): void {
    this._cells[BEGUN] = NaN;
  }

  /** The longest that a cycle may take without being a stall, in nanoseconds. */
  get thresholdNs(): number {
    return this._cells[THRESHOLD];
  }

  /** Cycles that took longer than the threshold. */
  get stalls(): number {
    return this._cells[STALLS];
  }

  /** How long the longest cycle took, in nanoseconds; 0 if there was none. */
  get longestNs(): number {
    return this._cells[LONGEST];
  }

  /**
   * When the loop came round last, in nanoseconds of its clock: the heartbeat of whatever it serves. NaN if it never has. A
   * pause does not change it, and neither does time that is left out.
   */
  get latestNs(): number {
    return this._cells[LATEST];
  }
}

/** Settings of a stall tracker. */
export interface StallSettings {
  /** The longest that a cycle may take without being a stall, in nanoseconds: a finite number, at least 0. */
  readonly thresholdNs: number;
}

const THRESHOLD = 0;
/** When the cycle began that is going on; not a number, if none is. */
const BEGUN = 1;
const LONGEST = 2;
const STALLS = 3;
/** The time that was told last; not a number, before the first. */
const LATEST = 4;
const CELLS = 5;
