// @cold-file: a clock is chosen when a system is put together
import { ClockUnavailableError } from "./clock_unavailable_error.ts";
import { HrtimeClock } from "./hrtime_clock.ts";
import type { MonotonicClock } from "./monotonic_clock.ts";
import { NativeClock } from "./native_clock.ts";

/** Names of the clocks of real time. */
export const CLOCK_REQUESTS: readonly ["auto", "native", "hrtime"] = ["auto", "native", "hrtime"];

/** One of {@linkcode CLOCK_REQUESTS}. */
export type ClockRequest = typeof CLOCK_REQUESTS[number];

/** A clock that was chosen, and why. */
export interface ClockSelection extends Disposable {
  /** The clock. */
  readonly clock: MonotonicClock;
  /** Which clock it is. */
  readonly kind: "native" | "hrtime";
  /** Why it is not the native one, and what that means, in one line for a report. Undefined if there is nothing to say. */
  readonly note: string | undefined;
  /** Closes the clock, if it is one that holds anything. Closing it again does nothing. */
  close(): void;
}

/**
 * Gives the best clock of real time that can be had, and says what it is.
 *
 * `auto` takes {@linkcode NativeClock}, or {@linkcode HrtimeClock} where the native one is unavailable, and then `note` says
 * why. The other two take what they name or throw. It never asks the user for a permission. Simulated time is not chosen
 * here: make a {@linkcode ManualClock}.
 *
 * A browser has neither. Its `performance.now` is refused, since browsers make it coarse on purpose, to 5 µs at best,
 * in which a thousand events are published and polled. There, pass a {@linkcode ManualClock}, or an object of your own
 * that implements {@linkcode MonotonicClock}.
 *
 * @param request which clock. Default `auto`
 * @throws {ClockUnavailableError} if the clock that was asked for cannot be had; with `auto`, if neither can
 * @throws {RangeError} if there is no such request
 *
 * @example A clock that is closed at the end of its block
 * ```ts
 * import { assert } from "@std/assert";
 * import { createClock } from "@low-latency/trading-sim";
 *
 * using selection = createClock();
 * if (selection.note !== undefined) console.log(selection.note);
 * assert(selection.clock.nowNs() >= 0);
 * ```
 */
export function createClock(request: ClockRequest = "auto"): ClockSelection {
  switch (request) {
    case "native":
      return selectNative();
    case "hrtime":
      return selectHrtime(undefined);
    case "auto":
      try {
        return selectNative();
      } catch (error) {
        if (!(error instanceof ClockUnavailableError)) throw error;
        return selectHrtime(`${error.message}; using process.hrtime, which makes garbage on every reading`);
      }
    default:
      throw new RangeError(
        `Cannot create a clock: request must be one of ${CLOCK_REQUESTS.join(", ")}, got ${String(request)}`,
      );
  }
}

function selectNative(): ClockSelection {
  const clock = new NativeClock();
  const close = (): void => clock.close();
  return { clock, kind: "native", note: undefined, close, [Symbol.dispose]: close };
}

function selectHrtime(note: string | undefined): ClockSelection {
  const close = (): void => {};
  return { clock: new HrtimeClock(), kind: "hrtime", note, close, [Symbol.dispose]: close };
}
