import { OverrunError } from "../../core/bus/overrun_error.ts";

/**
 * Source of arrival timestamps, by sequence. Every ring, and the reading side of a shared one, is one.
 *
 * @experimental
 */
export interface ArrivalSource {
  /**
   * Reads any readable event.
   *
   * @throws {OverrunError} if it has been overwritten
   */
  get(sequence: number): { readonly arrivalNs: number };
}

/**
 * Age of the oldest event that a consumer has not decided on.
 *
 * The event is the one at the consumer's cursor, and the ring has its arrival, so the consumer need not say anything. An
 * event that is overwritten before it was looked at takes its arrival with it. It had arrived no later than the oldest event
 * that is still readable, and that is what counts for it: the consumer waits at least for so long. What has once been seen
 * is remembered for as long as the cursor stays where it is. Otherwise the event would seem to become younger, because what
 * is readable does: a consumer that stopped an hour ago would forever wait as long as it takes to fill the ring.
 *
 * One for each consumer. Belongs to the thread that looks.
 *
 * @experimental
 */
export class OldestUndecided {
  declare private readonly _ring: ArrivalSource;
  private _cursor = -1;
  private _arrivalNs = NaN;

  /**
   * Makes it, before it has looked.
   *
   * @param ring where the events are
   */
  constructor(ring: ArrivalSource) {
    this._ring = ring;
  }

  /**
   * How long the oldest event has waited: its age, in nanoseconds, never below 0. At least that, if it was overwritten before
   * the first look at it. 0 if none waits.
   *
   * @param cursor the next sequence that the consumer decides on
   * @param head the next sequence to be published
   * @param nowNs the time, in nanoseconds of the clock that stamps arrivals; read before the cursor was, where another thread
   * moves that: then it had waited for so long at that time, whatever has become of it since
   */
  ageNs(cursor: number, head: number, nowNs: number): number {
    if (cursor >= head) {
      this._cursor = -1;
      return 0;
    }
    if (cursor !== this._cursor) {
      this._cursor = cursor;
      this._arrivalNs = this._arrivalOf(cursor, nowNs);
    }
    return Math.max(0, nowNs - this._arrivalNs);
  }

  /** When an event arrived, at the latest. */
  private _arrivalOf(sequence: number, nowNs: number): number {
    const oldest = this._read(sequence);
    if (typeof oldest === "number") return oldest;
    const readable = this._read(oldest.oldest);
    // Where even that is overwritten in this very moment, all that is known is that the event was there already.
    return typeof readable === "number" ? readable : nowNs;
  }

  /** When an event arrived, or why that cannot be said. */
  private _read(sequence: number): number | OverrunError {
    try {
      return this._ring.get(sequence).arrivalNs;
    } catch (error) {
      if (!(error instanceof OverrunError)) throw error;
      return error;
    }
  }
}
