import { ClockUnavailableError } from "./clock_unavailable_error.ts";
import type { MonotonicClock } from "./monotonic_clock.ts";

/** The part of Node's `process` that is used. */
interface HrtimeProcess {
  hrtime(): readonly [number, number];
}

const NS_PER_SECOND = 1e9;

/**
 * `process.hrtime` as a clock: the fallback where FFI is not permitted, and the real clock under Node. Needs no permission.
 *
 * It is not for the hot path. Every reading makes garbage, an array at least, and takes several times as long as one of the
 * native clock. In Deno it is built on `performance.now`, a Float64 of milliseconds, which has room for nanoseconds during
 * the first 99 days of the process. No change of the wall clock reaches it. The origin is the moment the clock was made.
 *
 * @example Read the time
 * ```ts
 * import { assert } from "@std/assert";
 * import { HrtimeClock } from "@low-latency/trading-sim";
 *
 * const clock = new HrtimeClock();
 * const before = clock.nowNs();
 * assert(Number.isInteger(before));
 * assert(clock.nowNs() >= before);
 * ```
 */
export class HrtimeClock implements MonotonicClock {
  declare private readonly _process: HrtimeProcess;
  declare private readonly _originSeconds: number;
  declare private readonly _originNanoseconds: number;

  /**
   * Makes a clock.
   *
   * @throws {ClockUnavailableError} if there is no `process.hrtime`, as in a browser
   */
  constructor() {
    this._process = findProcess();
    const origin = this._process.hrtime();
    this._originSeconds = origin[0];
    this._originNanoseconds = origin[1];
  }

  /** The time now, in nanoseconds since the clock was made. */
  nowNs(): number {
    const now = this._process.hrtime();
    return (now[0] - this._originSeconds) * NS_PER_SECOND + (now[1] - this._originNanoseconds);
  }

  /** Writes the time now, in nanoseconds since the clock was made, into `cells[index]`. */
  stamp(cells: Float64Array, index: number): void {
    cells[index] = this.nowNs();
  }
}

// @cold: constructor only
function findProcess(): HrtimeProcess {
  const process = (globalThis as { process?: Partial<HrtimeProcess> }).process;
  if (typeof process?.hrtime !== "function") {
    throw new ClockUnavailableError(
      "hrtime",
      "there is no process.hrtime; it comes with Deno, Node and Bun. A page's own clock, performance.now, is refused: " +
        "browsers make it coarse on purpose. Take a ManualClock, or hand in an object that implements MonotonicClock, " +
        "nowNs() and stamp(cells, index), over a source that you trust",
    );
  }
  return process as HrtimeProcess;
}
