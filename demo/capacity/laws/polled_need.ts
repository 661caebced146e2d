import type { PauseCalendar } from "../../system/timed/pause_calendar.ts";
import { LagCount } from "./lag_count.ts";
import type { NeededRing, RingNeed } from "./ring_need.ts";

/** Settings of a {@linkcode PolledNeed}. */
export interface PolledNeedSettings {
  /** Polls in every step; or one count a step, after which there are none. */
  readonly polls: number | readonly number[];
  /** How long a step takes, in nanoseconds. */
  readonly step: number;
  /** When its polls wait. */
  readonly pauses: PauseCalendar;
  /** The ring whose first overrun is asked for. */
  readonly capacity: number;
  /** Polls before this count. */
  readonly durationNs: number | undefined;
  /** Events that arrive at each time taken. */
  readonly copies: number;
}

/**
 * The needed ring of a consumer that polls so many times in a step: of M polls in the second half of a step, which begins at H
 * and takes S nanoseconds, poll n is at H + ⌊n × S / M⌋. Each takes one event, in no time.
 */
export class PolledNeed implements NeededRing {
  declare private readonly _settings: PolledNeedSettings;
  declare private readonly _lags: LagCount;
  declare private readonly _durationNs: number;
  declare private readonly _steps: number;
  private _step = 0;
  private _polls = 0;
  private _pollNs = 0;

  /**
   * Made by `neededRing`.
   *
   * @throws {RangeError} if there is no duration
   */
  constructor(settings: PolledNeedSettings) {
    const { durationNs, capacity, step } = settings;
    if (durationNs === undefined) {
      throw new RangeError("Cannot make the law of the needed ring: duration must be given for polls, got undefined");
    }
    this._settings = settings;
    this._lags = new LagCount(capacity);
    this._durationNs = durationNs;
    this._steps = Math.ceil(durationNs / step);
    this._findNext();
  }

  /** Takes the next arrivals. */
  take(timesNs: Float64Array, count: number): void {
    const { copies } = this._settings;
    for (let n = 0; n < count; n++) {
      const timeNs = timesNs[n];
      while (this._pollNs < timeNs) this._poll();
      this._lags.arrive(timeNs, copies);
    }
  }

  /** The needed capacity, if nothing more arrives. */
  neededCapacity(): number {
    const { most, head, cursor } = this._lags;
    return Math.max(1, most, this._pollNs < this._durationNs ? head - cursor : 0);
  }

  /** Goes on to the end. */
  finish(): RingNeed {
    // Polls that find nothing find nothing out.
    while (this._pollNs < this._durationNs && this._lags.head > this._lags.cursor) this._poll();
    const { most, head, cursor, firstOverrunNs, catchUpNs } = this._lags;
    return { neededCapacity: Math.max(1, most), firstOverrunNs, busyNs: 0, left: head - cursor, catchUpNs };
  }

  /** Polls, and goes on to the next poll. */
  private _poll(): void {
    this._lags.poll(this._pollNs, 1);
    this._polls++;
    this._findNext();
  }

  /** Finds when the next poll is. */
  private _findNext(): void {
    const { _settings: { polls, step, pauses } } = this;
    for (; this._step < this._steps; this._step++) {
      const count = typeof polls === "number" ? polls : polls[this._step] ?? 0;
      if (this._polls < count) {
        const halfNs = Math.floor(step / 2);
        this._pollNs = pauses.due(this._step * step + halfNs + Math.floor(this._polls * (step - halfNs) / count));
        return;
      }
      if (count === 0 && typeof polls === "number") break;
      this._polls = 0;
    }
    this._pollNs = Infinity;
  }
}
