import { checkObject } from "../arguments.ts";
import { nativeHost } from "./_native_host.ts";
import { type NativeSource, openNativeSource } from "./_native_source.ts";
import type { MonotonicClock } from "./monotonic_clock.ts";

/**
 * The moment from which a native clock counts. It can be sent to another thread, or another process on the same machine, and
 * a clock made from it there gives comparable readings.
 */
export interface NativeClockOrigin {
  /** The system clock that is read, as in {@linkcode NativeClock.source}. */
  readonly source: string;
  /** The moment, in the source's own units: the Int32 word of more weight. */
  readonly high: number;
  /** The Int32 word of less weight. */
  readonly low: number;
}

/**
 * The operating system's own monotonic clock, called directly: the clock for live runs. A stamp costs little more than it
 * does in C, and makes no garbage.
 *
 * | system  | source                                                                        |
 * | ------- | ----------------------------------------------------------------------------- |
 * | Linux   | `clock_gettime(CLOCK_MONOTONIC)`                                              |
 * | macOS   | `clock_gettime(CLOCK_UPTIME_RAW)`: its `CLOCK_MONOTONIC` has only microseconds |
 * | Windows | `QueryPerformanceCounter`, scaled exactly                                     |
 *
 * No change of the wall clock reaches any of them. Time while the machine sleeps is not counted. The origin is the moment
 * the clock was made; readings are exact whole nanoseconds for 100 days from then. Clocks with the same origin read the same
 * time, in whatever threads they are.
 *
 * Needs Deno and the permission `--allow-ffi`, for which it never asks. Belongs to the thread that made it. Close it when it
 * is no longer used, or declare it with `using`; closing is not for the hot path, and a process that makes a clock again
 * after it closed the last one has slower clocks from then on.
 *
 * @example Stamp twice, where FFI is permitted
 * ```ts
 * import { assert } from "@std/assert";
 * import { ClockUnavailableError, NativeClock } from "@low-latency/trading-sim";
 *
 * try {
 *   using clock = new NativeClock();
 *   const cells = new Float64Array(2);
 *   clock.stamp(cells, 0);
 *   clock.stamp(cells, 1);
 *   assert(cells[1] >= cells[0]); // it never goes backwards
 * } catch (error) {
 *   if (!(error instanceof ClockUnavailableError)) throw error;
 *   console.log(error.message); // run with --allow-ffi
 * }
 * ```
 */
export class NativeClock implements MonotonicClock, Disposable {
  /** The system clock that is read, for reports: `clock_gettime(CLOCK_MONOTONIC)`. */
  declare readonly source: string;
  /** The moment from which it counts. */
  declare readonly origin: NativeClockOrigin;
  declare private readonly _reading: Float64Array;
  declare private _source: NativeSource;

  /**
   * Opens the operating system's clock.
   *
   * @param origin the origin of another native clock on this machine, to count from as well. Default: now
   * @throws {ClockUnavailableError} if this is not Deno, FFI is not permitted, or the system is not one of the three
   * @throws {RangeError} if the origin is none, or belongs to a clock that reads something else
   */
  constructor(origin?: NativeClockOrigin) {
    if (origin !== undefined) checkWords(origin);
    const source = openNativeSource(nativeHost(), origin);
    if (origin !== undefined && origin.source !== source.name) {
      source.close();
      const rule = `the origin of a clock that reads ${source.name}`;
      throw new RangeError(`Cannot create NativeClock: origin must be ${rule}, got ${origin.source}`);
    }
    this.source = source.name;
    this.origin = Object.freeze({ source: source.name, ...source.origin });
    this._reading = new Float64Array(1);
    this._source = source;
  }

  /**
   * The time now, in nanoseconds since the clock was made.
   *
   * @throws {Error} if the clock has been closed
   */
  nowNs(): number {
    this._source.stamp(this._reading, 0);
    return this._reading[0];
  }

  /**
   * Writes the time now, in nanoseconds since the clock was made, into `cells[index]`.
   *
   * @throws {Error} if the clock has been closed
   */
  stamp(cells: Float64Array, index: number): void {
    this._source.stamp(cells, index);
  }

  /** Closes the clock. Closing it again does nothing. */
  // @cold: once in a clock's life
  close(): void {
    const source = this._source;
    this._source = CLOSED_SOURCE;
    source.close();
  }

  /** Closes the clock, at the end of the block that declared it with `using`. */
  // @cold: once in a clock's life
  [Symbol.dispose](): void {
    this.close();
  }
}

// @cold: constructor only
function checkWords(origin: NativeClockOrigin): void {
  checkObject("create NativeClock", "origin", origin, "the origin of a NativeClock");
  const { high, low } = origin;
  if ((high | 0) !== high || (low | 0) !== low) {
    throw new RangeError(
      `Cannot create NativeClock: high and low of origin must be Int32 integers, got ${high} and ${low}`,
    );
  }
}

// @cold: reached only after the clock was closed
class ClosedSource implements NativeSource {
  readonly name = "closed";
  readonly origin = { high: 0, low: 0 };

  stamp(): never {
    throw new Error("Cannot read the clock: it has been closed");
  }

  close(): void {}
}

const CLOSED_SOURCE: NativeSource = /* @__PURE__ */ new ClosedSource();
