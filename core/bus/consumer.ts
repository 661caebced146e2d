import type { EventConsumer } from "./event_ring.ts";
import { EventSlot, type EventView } from "./event_slot.ts";
import { OverrunError } from "./overrun_error.ts";
import { PollStatus } from "./poll_status.ts";
import type { RingBuffer } from "./ring_buffer.ts";
import * as numbering from "./sequence.ts";
import * as layout from "./slot_layout.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;
const { ERAS_WITHIN_REACH, positionOf, sequenceOf } = numbering;
const { OFFSET_MASK } = layout;

/**
 * One reader of a {@linkcode RingBuffer}. It owns its cursor, starts at the head, and affects nobody.
 *
 * A consumer that is overrun stays so, however often it polls, until it resumes; what it lost is counted exactly. Leaving
 * needs no call: the ring does not know its consumers.
 *
 * Belongs to the thread of its ring. {@linkcode Consumer.poll} and {@linkcode Consumer.pollBatch} allocate nothing.
 *
 * @example
 * ```ts
 * import { PollStatus, RingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 4 });
 * const consumer = ring.createConsumer();
 * for (let n = 0; n < 6; n++) {
 *   ring.claim();
 *   ring.publish();
 * }
 * if (consumer.poll() !== PollStatus.OVERRUN) throw new Error("six events, four slots");
 * if (consumer.resumeAtOldest() !== 2) throw new Error("two were lost");
 * if (consumer.pollBatch(10) !== 4) throw new Error("four are left");
 * if (consumer.delivered + consumer.lost + consumer.lag !== 6) throw new Error("and all are accounted for");
 * ```
 */
export class Consumer implements EventConsumer {
  /** Sequence at which the consumer joined. */
  declare readonly start: number;
  declare private readonly _ring: RingBuffer;
  declare private readonly _view: EventSlot;
  /** Position of the cursor. */
  private _position = 0;
  /** The ring's era when this consumer last looked; `-1 - era`, hence negative, while the consumer is overrun. */
  private _era = 0;
  /** Position of the first event of the last batch. */
  private _batch = 0;
  private _lost = 0;

  /**
   * Joins the ring at its head.
   *
   * @param ring the ring to read
   */
  constructor(ring: RingBuffer) {
    this._ring = ring;
    this._view = new EventSlot(ring.buffer, ring.payloadWords);
    this.start = ring.head;
    this._moveTo(this.start);
  }

  /** The event delivered last, or the first of a batch. */
  get event(): EventView {
    return this._view;
  }

  /** The next sequence to be read. */
  get cursor(): number {
    return sequenceOf(this._position, this._era < 0 ? -1 - this._era : this._era);
  }

  /** Events published and not yet read or given up. */
  get lag(): number {
    return this._ring.head - this.cursor;
  }

  /** Events delivered. */
  get delivered(): number {
    return this.cursor - this.start - this._lost;
  }

  /** Events given up by resuming. */
  get lost(): number {
    return this._lost;
  }

  /** Events at the cursor that have been overwritten already. */
  get overwritten(): number {
    const overwritten = this.lag - this._ring.capacity;
    return overwritten > 0 ? overwritten : 0;
  }

  /** Takes the next event, if there is one. */
  poll(): PollStatus {
    const ring = this._ring;
    const position = this._position;
    const outside = ring.outside;
    const headEra = ring.headEra;
    if (headEra !== this._era) {
      if (this._era < 0 || headEra - this._era > ERAS_WITHIN_REACH) return OVERRUN;
      this._era = headEra;
      this._view.era = headEra;
    }
    if (((ring.headPosition - position - 1) & outside) !== 0) {
      if (position === ring.headPosition) return EMPTY;
      this._era = -1 - this._era;
      return OVERRUN;
    }
    const view = this._view;
    view.offset = ((position & ring.recordMask) << ring.shift) & OFFSET_MASK;
    view.position = position;
    this._position = (position + 1) | 0;
    return EVENT;
  }

  /** Takes up to `max` events. */
  pollBatch(max: number): number {
    if ((max | 0) !== max || max < 1) refuseMax(max);
    const ring = this._ring;
    const position = this._position;
    const headEra = ring.headEra;
    if (headEra !== this._era) {
      if (this._era < 0 || headEra - this._era > ERAS_WITHIN_REACH) return OVERRUN;
      this._era = headEra;
      this._view.era = headEra;
    }
    const available = (ring.headPosition - position) | 0;
    if (((available - 1) & ring.outside) !== 0) {
      if (available === 0) return EMPTY;
      this._era = -1 - this._era;
      return OVERRUN;
    }
    const count = max < available ? max : available;
    this._batch = position;
    this._position = (position + count) | 0;
    this.eventAt(0);
    return count;
  }

  /** Moves the view to event `index` of the last batch and returns it. */
  eventAt(index: number): EventView {
    const ring = this._ring;
    const view = this._view;
    const position = (this._batch + index) | 0;
    view.offset = ((position & ring.recordMask) << ring.shift) & OFFSET_MASK;
    view.position = position;
    return view;
  }

  /** Takes the next event, if there is one; an overrun is thrown. */
  pollOrThrow(): PollStatus {
    const status = this.poll();
    if (status === OVERRUN) this._throwOverrun();
    return status;
  }

  /** Moves the cursor to the head and returns how many events were given up. */
  // @cold: ends an overrun
  resumeAtHead(): number {
    return this._skip(this.lag);
  }

  /** Moves the cursor to the oldest readable event and returns how many were lost. */
  // @cold: ends an overrun
  resumeAtOldest(): number {
    return this._skip(this.overwritten);
  }

  /** Gives up `count` events from the cursor on. */
  // @cold: ends an overrun
  private _skip(count: number): number {
    if (count > 0) this._moveTo(this.cursor + count);
    this._lost += count;
    return count;
  }

  /** Places the cursor, at most `capacity` events behind the head. */
  // @cold: joining and resuming
  private _moveTo(sequence: number): void {
    this._position = positionOf(sequence);
    this._era = this._ring.headEra;
    this._view.era = this._ring.headEra;
  }

  /** Raises the overrun that a poll has found. */
  // @cold: throws
  private _throwOverrun(): never {
    throw new OverrunError(this.cursor, this._ring.oldest, this._ring.head);
  }
}

// @cold: throws
function refuseMax(max: number): never {
  throw new RangeError(`max must be an integer from 1 to ${0x7fff_ffff}, got ${max}`);
}
