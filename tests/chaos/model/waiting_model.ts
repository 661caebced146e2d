import type { EventLog } from "./event_log.ts";

/**
 * How long a consumer has kept its next event waiting, by the log of what was published: the rule of the metrics, written
 * down a second time.
 */
export class WaitingModel {
  /** Age of the event at the last look, in nanoseconds; 0 if there was none. */
  ageNs = 0;
  declare private readonly _log: EventLog;
  declare private readonly _capacity: number;
  /** The event that was found waiting, and since when; nothing, if none was. */
  private _found: { readonly sequence: number; readonly sinceNs: number } | undefined = undefined;

  /**
   * Makes a model that has not looked.
   *
   * @param log what was published
   * @param capacity events that stay readable
   */
  constructor(log: EventLog, capacity: number) {
    this._log = log;
    this._capacity = capacity;
  }

  /** Looks at the next event of a consumer, whose arrival is known as long as it is readable or has once been looked at. */
  look(cursor: number, nowNs: number): void {
    const { head } = this._log;
    if (cursor === head) this._found = undefined;
    else if (this._found?.sequence !== cursor) {
      const readable = cursor + this._capacity < head ? head - this._capacity : cursor;
      this._found = { sequence: cursor, sinceNs: this._log.arrivalNs(readable) };
    }
    const waitedNs = this._found === undefined ? 0 : nowNs - this._found.sinceNs;
    this.ageNs = waitedNs > 0 ? waitedNs : 0;
  }

  /** The observer was replaced, and the new one knows nothing of earlier looks. */
  forget(): void {
    this._found = undefined;
  }
}
