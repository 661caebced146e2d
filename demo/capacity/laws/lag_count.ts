/** The lags that polls find, in a ring that forgets nothing, and what they come to. */
export class LagCount {
  /** Events that have arrived. */
  head = 0;
  /** Events that have been taken. */
  cursor = 0;
  /** The greatest lag that a poll has found. */
  most = 0;
  /** When a poll first found more than the capacity; undefined for never. */
  firstOverrunNs: number | undefined = undefined;
  /** The longest time from an arrival that found nothing unread to the poll that left nothing unread again. */
  catchUpNs = 0;
  declare private readonly _capacity: number;
  private _behindNs = 0;

  /**
   * Counts nothing yet.
   *
   * @param capacity the ring whose first overrun is asked for
   */
  constructor(capacity: number) {
    this._capacity = capacity;
  }

  /** So many events arrive. */
  arrive(nowNs: number, events: number): void {
    if (this.head === this.cursor) this._behindNs = nowNs;
    this.head += events;
  }

  /** A poll takes up to so many events. Returns how many it takes. */
  poll(nowNs: number, max: number): number {
    const lag = this.head - this.cursor;
    if (lag > this.most) {
      this.most = lag;
      if (lag > this._capacity) this.firstOverrunNs ??= nowNs;
    }
    if (lag > max) {
      this.cursor += max;
      return max;
    }
    this.cursor = this.head;
    if (lag > 0 && nowNs - this._behindNs > this.catchUpNs) this.catchUpNs = nowNs - this._behindNs;
    return lag;
  }
}
