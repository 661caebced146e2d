import type { ServiceSpecification } from "../../../config/mod.ts";
import type { PauseCalendar } from "../../system/timed/pause_calendar.ts";
import type { ServiceTimes } from "../../system/timed/service_times.ts";
import type { NeededRing, RingNeed } from "./ring_need.ts";

/** Settings of a {@linkcode ServedNeed}. */
export interface ServedNeedSettings {
  /** Time of a pass, size of a batch, and how long it takes to wake up. */
  readonly service: Pick<ServiceSpecification, "perPass" | "maxBatch" | "wakeUp">;
  /** How long it is busy with each event. */
  readonly times: ServiceTimes;
  /** When its work is suspended. */
  readonly pauses: PauseCalendar;
  /** The ring whose first overrun is asked for. */
  readonly capacity: number;
  /** Polls before this count; Infinity for all. */
  readonly durationNs: number;
  /** Events that arrive at each time taken. */
  readonly copies: number;
}

/**
 * The needed ring of a consumer that is busy for a time with each event.
 *
 * A run has more laws to follow than consumers, so this is as fast as can be: a poll and an arrival cost a few nanoseconds
 * each. Everything that changes is in local variables while a chunk is taken, and no pause is looked for before the time at
 * which the next one begins.
 */
export class ServedNeed implements NeededRing {
  declare private readonly _settings: ServedNeedSettings;
  /** Time of every event; -1, if they differ. */
  declare private readonly _fixedNs: number;
  /** Events that are unread, and the most that a poll has found. */
  private _lag = 0;
  private _most = 0;
  /** The next sequence to be taken. */
  private _cursor = 0;
  private _busyNs = 0;
  private _catchUpNs = 0;
  /** When the event arrived that found nothing unread. */
  private _behindNs = 0;
  /** When a poll first found more than the capacity; -1 for never. */
  private _firstOverrunNs = -1;
  /** When it polls next. If that is in the past and nothing is unread, it has polled, found nothing, and sleeps. */
  declare private _pollNs: number;
  /** Up to here there is no pause from the next poll on. */
  declare private _calmUntilNs: number;

  /** Made by `neededRing`, free at the beginning. */
  constructor(settings: ServedNeedSettings) {
    const { times, pauses } = settings;
    this._settings = settings;
    this._fixedNs = times.drawn ? -1 : times.meanNs;
    this._pollNs = pauses.due(0);
    this._calmUntilNs = pauses.nextAfter(this._pollNs);
  }

  /** Takes the next arrivals. */
  take(timesNs: Float64Array, count: number): void {
    const { _settings: { service, times, capacity, copies }, _fixedNs: fixedNs } = this;
    const { perPass, maxBatch, wakeUp } = service;
    let lag = this._lag;
    let most = this._most;
    let cursor = this._cursor;
    let busyNs = this._busyNs;
    let pollNs = this._pollNs;
    let behindNs = this._behindNs;
    let catchUpNs = this._catchUpNs;
    let calmUntilNs = this._calmUntilNs;
    for (let n = 0; n < count; n++) {
      const timeNs = timesNs[n];
      // An arrival at the moment of a poll comes before it.
      while (pollNs < timeNs && lag > 0) {
        if (lag > most) {
          most = lag;
          if (lag > capacity && this._firstOverrunNs < 0) this._firstOverrunNs = pollNs;
        }
        let taken = maxBatch;
        if (lag <= maxBatch) {
          taken = lag;
          if (pollNs - behindNs > catchUpNs) catchUpNs = pollNs - behindNs;
        }
        let workNs = perPass;
        if (fixedNs >= 0) workNs += taken * fixedNs;
        else for (let event = 0; event < taken; event++) workNs += times.of(cursor + event);
        if (pollNs + workNs < calmUntilNs) {
          pollNs += workNs;
        } else {
          pollNs = this._across(pollNs, workNs);
          calmUntilNs = this._calmUntilNs;
        }
        busyNs += workNs;
        cursor += taken;
        lag -= taken;
      }
      if (lag === 0) {
        behindNs = timeNs;
        if (pollNs < timeNs) {
          pollNs = timeNs + wakeUp;
          if (pollNs >= calmUntilNs) {
            pollNs = this._across(timeNs, wakeUp);
            calmUntilNs = this._calmUntilNs;
          }
        }
      }
      lag += copies;
    }
    this._lag = lag;
    this._most = most;
    this._cursor = cursor;
    this._busyNs = busyNs;
    this._pollNs = pollNs;
    this._behindNs = behindNs;
    this._catchUpNs = catchUpNs;
  }

  /** The needed capacity, if nothing more arrives. */
  neededCapacity(): number {
    const isPolled = this._lag > 0 && this._pollNs < this._settings.durationNs;
    return Math.max(1, this._most, isPolled ? this._lag : 0);
  }

  /** Goes on to the end. */
  finish(): RingNeed {
    const { durationNs, capacity, times, service: { maxBatch, perPass } } = this._settings;
    while (this._lag > 0 && this._pollNs < durationNs) {
      const { _lag: lag, _pollNs: pollNs, _cursor: cursor } = this;
      if (lag > this._most) this._most = lag;
      if (lag > capacity && this._firstOverrunNs < 0) this._firstOverrunNs = pollNs;
      if (lag <= maxBatch) this._catchUpNs = Math.max(this._catchUpNs, pollNs - this._behindNs);
      const taken = Math.min(lag, maxBatch);
      let workNs = perPass;
      for (let event = 0; event < taken; event++) workNs += times.of(cursor + event);
      this._busyNs += workNs;
      this._pollNs = this._across(pollNs, workNs);
      this._cursor += taken;
      this._lag -= taken;
    }
    const firstOverrunNs = this._firstOverrunNs < 0 ? undefined : this._firstOverrunNs;
    return {
      neededCapacity: Math.max(1, this._most),
      firstOverrunNs,
      busyNs: this._busyNs,
      left: this._lag,
      catchUpNs: this._catchUpNs,
    };
  }

  /**
   * When a poll is due that comes after work which may meet a pause. Passes and events of a batch need not be looked at one by
   * one: each goes on where the one before is done, and what is due in a pause begins with the work at its end.
   */
  private _across(timeNs: number, workNs: number): number {
    const { pauses } = this._settings;
    const dueNs = pauses.due(pauses.work(timeNs, workNs));
    this._calmUntilNs = pauses.nextAfter(dueNs);
    return dueNs;
  }
}
