import { checkParts } from "../../arguments.ts";
import { makeView } from "../checked_slot.ts";
import { type Era, makeEndedEra } from "./era.ts";
import type { EventConsumer } from "../event_ring.ts";
import type { EventSlot, EventView } from "../event_slot.ts";
import { OverrunError } from "../overrun_error.ts";
import { PollStatus } from "../poll_status.ts";
import type { RingMemory } from "./ring_memory.ts";
import * as numbering from "../sequence.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;
const HALF = numbering.HALF;

/** The member by which a ring's memory is recognised. */
const MEMORY_PARTS = { records: "byteLength", era: "newest" };

/** The era of an overrun consumer until it resumes: nothing can be read in it. */
const LAPPED = makeEndedEra();
/** The era of a consumer that has to look for its era again. */
const ASTRAY = makeEndedEra();

/**
 * One reader of a {@linkcode RingBuffer}. It owns its cursor, starts at the head, and affects no other consumer.
 *
 * A consumer that is overrun stays so, however often it polls, until it resumes; what it lost is counted exactly. Leaving
 * needs no call: the ring does not know its consumers.
 *
 * Belongs to the thread of its ring. {@linkcode Consumer.poll} and {@linkcode Consumer.pollBatch} allocate nothing.
 *
 * @example Resume after an overrun
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PollStatus, RingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 4 });
 * const consumer = ring.createConsumer();
 * for (let n = 0; n < 6; n++) {
 *   ring.claim();
 *   ring.publish();
 * }
 * assertEquals(consumer.poll(), PollStatus.OVERRUN); // six events, four slots
 * assertEquals(consumer.resumeAtOldest(), 2); // two were lost
 * assertEquals(consumer.pollBatch(10), 4); // four are left
 * assertEquals(consumer.delivered + consumer.lost + consumer.lag, 6); // and all are accounted for
 * ```
 */
export class Consumer implements EventConsumer {
  /** Sequence at which the consumer joined. */
  declare readonly start: number;
  declare private readonly _memory: RingMemory;
  declare private readonly _view: EventSlot;
  /** `~(capacity - 1)`: a distance with any of these bits set is outside the readable window. */
  declare private readonly _outside: number;
  /** `2 * capacity - 1`: selects the record of a position. */
  declare private readonly _recordMask: number;
  /** Cells from one record to the next. */
  declare private readonly _recordCells: number;
  /** The era in which events are looked for. */
  declare private _era: Era;
  /** Sequence of position 0 of the cursor, and {@linkcode numbering.HALF}. */
  private _origin: number = HALF;
  /** Position of the cursor. */
  private _position = 0;
  /** Position of the first event of the last batch. */
  private _batch = 0;
  /** Events of the last batch. */
  private _batchCount = 0;
  private _lost = 0;

  /**
   * Joins a ring at its head. Not API: {@linkcode RingBuffer.createConsumer} calls it.
   *
   * @param memory the memory of the ring to read
   * @ignore
   */
  constructor(memory: RingMemory) {
    checkParts("create Consumer", "memory", memory, MEMORY_PARTS);
    this._memory = memory;
    this._view = makeView(memory.records, memory.payloadWords, memory.checked);
    this._view.origin = memory.era.origin;
    this._outside = memory.outside;
    this._recordMask = memory.recordMask;
    this._recordCells = memory.recordCells;
    this.start = memory.head;
    this._moveTo(this.start);
  }

  /** The event delivered last, or the first of a batch. */
  get event(): EventView {
    return this._view;
  }

  /** The next sequence to be read. */
  get cursor(): number {
    return this._origin + this._position - HALF;
  }

  /**
   * `head - cursor`: events published and not yet read or given up. More than the capacity of the ring is an overrun.
   */
  get lag(): number {
    return this._memory.head - this.cursor;
  }

  /** Events delivered. */
  get delivered(): number {
    return this.cursor - this.start - this._lost;
  }

  /** Events given up by resuming. */
  get lost(): number {
    return this._lost;
  }

  /**
   * Events at the cursor that have been overwritten already: what resuming at the oldest would lose. 0 unless overrun.
   */
  get overwritten(): number {
    const overwritten = this.lag - this._memory.capacity;
    return overwritten > 0 ? overwritten : 0;
  }

  /** Takes the next event, if there is one. Never waits. An overrun stays until the consumer resumes. */
  poll(): PollStatus {
    const position = this._position;
    const era = this._era;
    const newest = era.newest;
    if ((((newest - position) | 0) & this._outside) !== 0) {
      if (((newest + 1) | 0) === position) return EMPTY;
      if (era === this._memory.era) this._era = LAPPED;
      else if (era !== LAPPED) return this._pollAstray();
      return OVERRUN;
    }
    const view = this._view;
    view.offset = Math.imul(position & this._recordMask, this._recordCells);
    view.position = position;
    this._position = (position + 1) | 0;
    return EVENT;
  }

  /**
   * Takes up to `max` events, to be read through `eventAt`.
   *
   * @param max an integer from 1 to 2³¹ - 1
   * @returns how many, or {@linkcode PollStatus.EMPTY}, or {@linkcode PollStatus.OVERRUN}
   * @throws {RangeError} if max is out of range; nothing is consumed
   */
  pollBatch(max: number): number {
    if ((max | 0) !== max || max < 1) refuseMax(max);
    const position = this._position;
    const era = this._era;
    const available = (era.newest - position + 1) | 0;
    if (((available - 1) & this._outside) !== 0) {
      if (available === 0) return EMPTY;
      if (era === this._memory.era) this._era = LAPPED;
      else if (era !== LAPPED) return this._pollBatchAstray(max);
      return OVERRUN;
    }
    const count = max < available ? max : available;
    this._batch = position;
    this._batchCount = count;
    this._position = (position + count) | 0;
    this.eventAt(0);
    return count;
  }

  /**
   * Moves the view to event `index` of the last batch and returns it.
   *
   * @param index an integer from 0 to the number of events in the batch less one
   * @throws {RangeError} if it is not, and access is checked
   */
  eventAt(index: number): EventView {
    const view = this._view;
    const position = (this._batch + view.within(index, this._batchCount)) | 0;
    view.offset = Math.imul(position & this._recordMask, this._recordCells);
    view.position = position;
    return view;
  }

  /**
   * Takes the next event, if there is one; an overrun is thrown.
   *
   * @throws {OverrunError} with the number lost, the oldest readable sequence and the head
   */
  pollOrThrow(): PollStatus {
    const status = this.poll();
    if (status === OVERRUN) this._throwOverrun();
    return status;
  }

  /** Moves the cursor to the head and returns how many events were given up. They count as lost. */
  // @cold: ends an overrun
  resumeAtHead(): number {
    return this._skip(this.lag);
  }

  /** Moves the cursor to the oldest readable event and returns how many were lost. Does nothing unless overrun. */
  // @cold: ends an overrun
  resumeAtOldest(): number {
    return this._skip(this.overwritten);
  }

  /** Gives up `count` events from the cursor on. */
  // @cold: ends an overrun
  private _skip(count: number): number {
    this._moveTo(this.cursor + count);
    this._lost += count;
    return count;
  }

  /** Places the cursor, at most `capacity` events behind the head. The view stays at the event delivered last. */
  // @cold: joining and resuming
  private _moveTo(sequence: number): void {
    const era = this._memory.era;
    this._origin = era.origin;
    this._position = (sequence - era.origin + HALF) | 0;
    this._era = era.origin === this._view.origin ? era : ASTRAY;
  }

  /** As {@linkcode Consumer.poll}, when the era in which it looked is over. */
  // @cold: once in 2³⁰ events, and once after an overrun that lasted into another era
  private _pollAstray(): PollStatus {
    const status = this._findEra();
    return status === EVENT ? this.poll() : status;
  }

  /** As {@linkcode Consumer.pollBatch}, when the era in which it looked is over. */
  // @cold: as above
  private _pollBatchAstray(max: number): number {
    const status = this._findEra();
    return status === EVENT ? this.pollBatch(max) : status;
  }

  /** Says what there is at the cursor. If it is an event, cursor and view have moved to its era, and a poll takes it. */
  // @cold: as above
  private _findEra(): PollStatus {
    const lag = this.lag;
    if (lag === 0) return EMPTY;
    if (lag > this._memory.capacity) {
      this._era = LAPPED;
      return OVERRUN;
    }
    const cursor = this.cursor;
    const { origin } = this._memory.era;
    this._batch = (this._batch - (origin - this._view.origin)) | 0;
    this._view.origin = origin;
    this._moveTo(cursor);
    return EVENT;
  }

  /** Raises the overrun that a poll has found. */
  // @cold: throws
  private _throwOverrun(): never {
    throw new OverrunError(this.cursor, this._memory.oldest, this._memory.head);
  }
}

// @cold: throws
function refuseMax(max: number): never {
  throw new RangeError(`Cannot poll a batch: max must be an integer from 1 to ${0x7fff_ffff}, got ${max}`);
}
