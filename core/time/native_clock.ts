import { nativeHost } from "./_native_host.ts";
import { type NativeSource, openNativeSource } from "./_native_source.ts";
import type { MonotonicClock } from "./monotonic_clock.ts";

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
 * the clock was made; readings are exact whole nanoseconds for 100 days from then.
 *
 * Needs Deno and the permission `--allow-ffi`, for which it never asks. Belongs to the thread that made it. Close it when it
 * is no longer used, or declare it with `using`; closing is not for the hot path, and a process that makes a clock again
 * after it closed the last one has slower clocks from then on.
 *
 * @example
 * ```ts
 * import { NativeClock } from "@low-latency/trading-sim";
 *
 * using clock = new NativeClock();
 * const cells = new Float64Array(2);
 * clock.stamp(cells, 0);
 * clock.stamp(cells, 1);
 * if (cells[1] < cells[0]) throw new Error("it never goes backwards");
 * ```
 */
export class NativeClock implements MonotonicClock, Disposable {
  /** What is read, for reports: `clock_gettime(CLOCK_MONOTONIC)`. */
  declare readonly source: string;
  declare private readonly _reading: Float64Array;
  declare private _source: NativeSource;

  /**
   * Opens the operating system's clock.
   *
   * @throws {ClockUnavailableError} if this is not Deno, FFI is not permitted, or the system is not one of the three
   */
  constructor() {
    const source = openNativeSource(nativeHost());
    this.source = source.name;
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

// @cold: reached only after the clock was closed
class ClosedSource implements NativeSource {
  readonly name = "closed";

  stamp(): never {
    throw new Error("cannot read the clock: it has been closed");
  }

  close(): void {}
}

const CLOSED_SOURCE: NativeSource = new ClosedSource();
