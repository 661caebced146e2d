import type { MonotonicClock } from "./monotonic_clock.ts";

/**
 * A clock that moves only when told: simulated time.
 *
 * It is as monotonic as the others. Telling it to go back is refused, so that a test double cannot hide a mistake.
 *
 * @example Move the time by hand
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ManualClock } from "@low-latency/trading-sim";
 *
 * const clock = new ManualClock(1_000);
 * clock.advance(250);
 * assertEquals(clock.nowNs(), 1_250); // it moves when told, and only then
 * ```
 */
export class ManualClock implements MonotonicClock {
  declare private readonly _now: Float64Array;

  /**
   * Makes a clock that stands still.
   *
   * @param startNs first reading: nanoseconds, a whole number from 0 to 2⁵³ - 1. Default 0
   * @throws {RangeError} if it is not
   */
  constructor(startNs = 0) {
    this._now = new Float64Array(1);
    checkTime("create ManualClock", "startNs", startNs, 0);
    this._now[0] = startNs;
  }

  /** The time now, in nanoseconds. */
  nowNs(): number {
    return this._now[0];
  }

  /** Writes the time now into `cells[index]`. */
  stamp(cells: Float64Array, index: number): void {
    cells[index] = this._now[0];
  }

  /**
   * Moves the clock forward.
   *
   * @param ns nanoseconds, a whole number, at least 0
   * @throws {RangeError} if it is not
   */
  // @cold: driven by the simulation, not by events
  advance(ns: number): void {
    checkTime("advance the clock", "ns", ns, 0);
    this.set(this._now[0] + ns);
  }

  /**
   * Sets the clock.
   *
   * @param ns nanoseconds, a whole number, at least the time now
   * @throws {RangeError} if it is not: a monotonic clock never steps back
   */
  // @cold: driven by the simulation, not by events
  set(ns: number): void {
    checkTime("set the clock", "ns", ns, this._now[0]);
    this._now[0] = ns;
  }
}

// @cold: validation
function checkTime(action: string, name: string, ns: number, min: number): void {
  if (Number.isSafeInteger(ns) && ns >= min) return;
  const from = min === 0 ? "0" : `the time now, ${min},`;
  const rule = `an integer of nanoseconds from ${from} to ${Number.MAX_SAFE_INTEGER}`;
  throw new RangeError(`Cannot ${action}: ${name} must be ${rule}, since the clock never steps back, got ${ns}`);
}
