import type { ServiceSpecification } from "../../../config/mod.ts";
import type { PauseCalendar } from "../../system/timed/pause_calendar.ts";
import type { ServiceTimes } from "../../system/timed/service_times.ts";
import { LagCount } from "./lag_count.ts";
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
}

/** The needed ring of a consumer that is busy for a time with each event. */
export class ServedNeed implements NeededRing {
  declare private readonly _settings: ServedNeedSettings;
  declare private readonly _lags: LagCount;
  /** When it polls next; Infinity, while it sleeps. */
  declare private _pollNs: number;
  private _busyNs = 0;

  /** Made by `neededRing`, free at the beginning. */
  constructor(settings: ServedNeedSettings) {
    this._settings = settings;
    this._lags = new LagCount(settings.capacity);
    this._pollNs = settings.pauses.due(0);
  }

  /** Takes the next arrivals. */
  take(timesNs: Float64Array, count: number): void {
    const { _lags: lags, _settings: { pauses, service: { wakeUp } } } = this;
    for (let n = 0; n < count; n++) {
      const timeNs = timesNs[n];
      while (this._pollNs < timeNs) this._poll();
      lags.arrive(timeNs);
      if (this._pollNs === Infinity) this._pollNs = pauses.due(pauses.work(timeNs, wakeUp));
    }
  }

  /** Goes on to the end. */
  finish(): RingNeed {
    const { durationNs } = this._settings;
    while (this._pollNs < durationNs) this._poll();
    const { most, head, cursor, firstOverrunNs, catchUpNs } = this._lags;
    return { neededCapacity: Math.max(1, most), firstOverrunNs, busyNs: this._busyNs, left: head - cursor, catchUpNs };
  }

  /** Polls, and finds out when the next poll is: when all that this one takes is complete. */
  private _poll(): void {
    const { _lags: lags, _settings: { pauses, times, service: { perPass, maxBatch } } } = this;
    let timeNs = this._pollNs;
    let sequence = lags.cursor;
    const end = sequence + lags.poll(timeNs, maxBatch);
    if (sequence === end) {
      this._pollNs = Infinity;
      return;
    }
    this._busyNs += perPass;
    timeNs = pauses.work(timeNs, perPass);
    for (; sequence < end; sequence++) {
      const serviceNs = times.of(sequence);
      this._busyNs += serviceNs;
      timeNs = pauses.work(pauses.due(timeNs), serviceNs);
    }
    this._pollNs = pauses.due(timeNs);
  }
}
