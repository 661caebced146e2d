/**
 * A clock is not available here: the message says why and what would help. A caller can take another clock, as
 * {@linkcode createClock} does.
 *
 * @example Take another clock
 * ```ts
 * import { assert } from "@std/assert";
 * import { ClockUnavailableError, HrtimeClock, type MonotonicClock, NativeClock } from "@low-latency/trading-sim";
 *
 * let clock: MonotonicClock;
 * try {
 *   clock = new NativeClock();
 * } catch (error) {
 *   if (!(error instanceof ClockUnavailableError)) throw error;
 *   clock = new HrtimeClock(); // error.message names the permission that is missing
 * }
 * assert(clock.nowNs() <= clock.nowNs()); // either way it never goes backwards
 * if (clock instanceof NativeClock) clock.close();
 * ```
 */
export class ClockUnavailableError extends Error {
  /** The error's name. */
  override readonly name = "ClockUnavailableError";
  /** Which clock it is. */
  declare readonly clock: "native" | "hrtime";

  /**
   * Makes the error.
   *
   * @param clock which clock cannot be had
   * @param reason why, and what would help
   * @param options the cause, if there is one
   */
  constructor(clock: "native" | "hrtime", reason: string, options?: ErrorOptions) {
    super(`Cannot use the ${clock} clock: ${reason}`, options);
    this.clock = clock;
  }
}
