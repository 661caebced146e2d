import { type EventConsumer, type EventRing, type EventView, OverrunError, PollStatus } from "../../../mod.ts";
import { checkMax } from "./plain_checks.ts";
import type { PlainEvent } from "./plain_event.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;

/** A reader of a `PlainRingBuffer`: a cursor, a count of what it gave up, and a view of what it read last. */
export class PlainConsumer implements EventConsumer {
  readonly start: number;
  readonly event: PlainEvent;
  cursor: number;
  lost = 0;
  private readonly _ring: EventRing;
  private _batch = 0;

  constructor(ring: EventRing, event: PlainEvent) {
    this.start = ring.head;
    this.event = event;
    this.cursor = ring.head;
    this._ring = ring;
  }

  get lag(): number {
    return this._ring.head - this.cursor;
  }

  get delivered(): number {
    return this.cursor - this.start - this.lost;
  }

  get overwritten(): number {
    return Math.max(0, this.lag - this._ring.capacity);
  }

  poll(): PollStatus {
    if (this.lag === 0) return EMPTY;
    if (this.lag > this._ring.capacity) return OVERRUN;
    this.event.moveTo(this.cursor);
    this.cursor++;
    return EVENT;
  }

  pollBatch(max: number): number {
    checkMax(max);
    if (this.lag === 0) return EMPTY;
    if (this.lag > this._ring.capacity) return OVERRUN;
    const count = Math.min(max, this.lag);
    this._batch = this.cursor;
    this.cursor += count;
    this.eventAt(0);
    return count;
  }

  eventAt(index: number): EventView {
    return this.event.moveTo(this._batch + index);
  }

  pollOrThrow(): PollStatus {
    const status = this.poll();
    if (status === OVERRUN) throw new OverrunError(this.cursor, this._ring.oldest, this._ring.head);
    return status;
  }

  resumeAtHead(): number {
    return this._giveUp(this.lag);
  }

  resumeAtOldest(): number {
    return this._giveUp(this.overwritten);
  }

  /** Moves the cursor past events that it has not read. */
  private _giveUp(count: number): number {
    this.cursor += count;
    this.lost += count;
    return count;
  }
}
