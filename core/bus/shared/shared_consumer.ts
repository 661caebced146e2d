import { makeView } from "../checked_slot.ts";
import type { EventConsumer } from "../event_ring.ts";
import type { EventSlot, EventView } from "../event_slot.ts";
import { OverrunError } from "../overrun_error.ts";
import { PollStatus } from "../poll_status.ts";
import { makeKernel } from "./kernel/shared_kernel_choice.ts";
import type { SharedKernel } from "./kernel/shared_kernel.ts";
import type { SharedMemory } from "./kernel/shared_kernel_memory.ts";
import * as numbering from "../sequence.ts";
import { checkChecked } from "../ring_settings.ts";
import { ATTACH, checkMaxBatch, type SharedAccess, type SharedKernelName } from "./shared_ring_settings.ts";
import * as stamps from "./shared_stamp.ts";
import * as layout from "../slot_layout.ts";

const { EVENT, OVERRUN } = PollStatus;
const ERA_SIZE = numbering.ERA_SIZE;
const sequenceOf = numbering.sequenceOf;
const startsEpoch = stamps.startsEpoch;
const SHARED_SLOTS_WORD = layout.SHARED_SLOTS_WORD;

/**
 * One reader of a shared ring. It owns its cursor, starts at the head, and affects no other thread: it writes nothing that a
 * producer or another consumer depends on, so it may stop, or its thread may die, at any moment.
 *
 * It delivers copies in private memory. The view of an event stays good until the next event is delivered, and those of a
 * batch until the next batch; a poll that finds nothing or an overrun leaves both alone.
 *
 * Belongs to the thread that made it. {@linkcode SharedConsumer.poll} and {@linkcode SharedConsumer.pollBatch} are
 * wait-free and allocate nothing. They look at the slot of the cursor and the one before it; neither they nor the
 * producer ever touch a line that all threads fight over.
 *
 * The numbers that depend on the head take one look at it each, and are exact for the moment of that look. Between two
 * looks the producer goes on.
 */
export class SharedConsumer implements EventConsumer {
  /** Sequence at which the consumer joined. */
  declare readonly start: number;
  declare private readonly _memory: SharedMemory;
  declare private readonly _kernel: SharedKernel;
  declare private readonly _view: EventSlot;
  declare private readonly _slotWords: number;
  declare private readonly _end: number;
  declare private readonly _recordWords: number;
  declare private readonly _maxBatch: number;
  /** Word of the slot of the next event. */
  private _slot = 0;
  /** Stamp of the lap of the next event. */
  private _stamp = 0;
  /** Epoch of the lap of the next event. */
  private _epoch = 0;
  /** Position of the next event in its era. */
  private _position = 0;
  /** Era of the next event. */
  private _era = 0;
  /** Where the next event goes: of two records the one that does not hold the event delivered last. */
  private _record = 0;
  /** The sum of the words of these two records. */
  declare private readonly _records: number;
  /** Where the next batch goes: of two areas the one that does not hold the batch delivered last. */
  private _area = 0;
  /** The sum of the words of these two areas. */
  declare private readonly _areas: number;
  /** Position of the first event of the last batch, in the era of the next event. */
  private _batch = 0;
  /** Events of the last batch. */
  private _batchCount = 0;
  /** Word of the first record of the last batch. */
  private _batchRecord = 0;
  private _lost = 0;
  /** One sequence, on its way from one method to another: a number of that size would be boxed. */
  declare private readonly _cells: Float64Array;

  /**
   * Joins a ring at its head. Not API: {@linkcode SharedRingReader.createConsumer} calls it.
   *
   * @param memory the ring's memory
   * @param access how to read it
   * @throws {RangeError} if `maxBatch` is not allowed, or private memory for it cannot be addressed or had
   * @throws {Error} if the kernel asked for cannot work here
   * @ignore
   */
  constructor(memory: SharedMemory, access: SharedAccess) {
    const { recordWords } = memory;
    const maxBatch = checkMaxBatch(access, recordWords);
    this._memory = memory;
    this._kernel = makeKernel(memory, layout.consumerRecords(maxBatch), access.kernel);
    this._view = makeView(this._kernel.records, memory.payloadWords, checkChecked(ATTACH, access));
    this._slotWords = memory.slotWords;
    this._end = memory.end;
    this._recordWords = recordWords;
    this._maxBatch = maxBatch;
    this._records = recordWords;
    this._area = 2 * recordWords;
    this._areas = 2 * this._area + maxBatch * recordWords;
    this._batchRecord = this._area;
    this._cells = new Float64Array(1);
    this.start = memory.head();
    this._cells[0] = this.start;
    this._moveTo();
  }

  /** Which kernel reads the ring here. */
  get kernel(): SharedKernelName {
    return this._kernel.name;
  }

  /** Most events that one batch takes. */
  get maxBatch(): number {
    return this._maxBatch;
  }

  /** The event delivered last, or the first of a batch. */
  get event(): EventView {
    return this._view;
  }

  /** The next sequence to be read. */
  get cursor(): number {
    return sequenceOf(this._position, this._era);
  }

  /**
   * `head - cursor`: events published and not yet read or given up. More than the capacity of the ring is an overrun.
   */
  get lag(): number {
    const cells = this._cells;
    this._memory.headInto(cells, 0);
    return cells[0] - this.cursor;
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

  /**
   * Takes the next event, if there is one.
   *
   * Taking an event is an acquire: what its producer did before it published the event is seen by what this thread does
   * from now on. `EMPTY` says that at some moment during the call the event was not yet visible here, and promises nothing
   * about anything else: to say that this thread sleeps and then poll, see {@linkcode SharedConsumer.fence}.
   */
  poll(): PollStatus {
    const record = this._record;
    const taken = this._kernel.take(this._slot, this._stamp, this._epoch, record, 1);
    if (taken !== EVENT) return taken as PollStatus;
    this._view.place(record >> 1, this._position, this._era);
    this._record = this._records - record;
    this._advance(1);
    return EVENT;
  }

  /**
   * Takes up to `max` events, and no more than the consumer's `maxBatch`, to be read through `eventAt`.
   *
   * @param max an integer from 1 to 2³¹ - 1
   * @returns how many, or {@linkcode PollStatus.EMPTY}, or {@linkcode PollStatus.OVERRUN}
   * @throws {RangeError} if max is out of range; nothing is consumed
   */
  pollBatch(max: number): number {
    if ((max | 0) !== max || max < 1) refuseMax(max);
    const kernel = this._kernel;
    const most = max < this._maxBatch ? max : this._maxBatch;
    const area = this._area;
    let count = kernel.take(this._slot, this._stamp, this._epoch, area, most);
    if (count <= 0) return count;
    this._advance(count);
    if (this._slot === SHARED_SLOTS_WORD && count < most) {
      // The lap ended; what follows is in the next one.
      const record = area + count * this._recordWords;
      const more = kernel.take(this._slot, this._stamp, this._epoch, record, most - count);
      if (more > 0) {
        this._advance(more);
        count += more;
      }
    }
    this._batch = this._position - count;
    this._batchCount = count;
    this._batchRecord = area;
    this._area = this._areas - area;
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
    const event = view.within(index, this._batchCount);
    view.place((this._batchRecord + event * this._recordWords) >> 1, this._batch + event, this._era);
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

  /**
   * A full fence, to be put between telling the producer something, such as that this consumer sleeps, and polling: the
   * other half of {@linkcode SharedRingBuffer.fence}, which says what the two promise together.
   *
   * It writes one word of the ring, which no poll and no publish looks at. A consumer that calls it only before it sleeps
   * costs its producer nothing else.
   */
  fence(): void {
    this._kernel.fence();
  }

  /** Moves the cursor to the head and returns how many events were given up. They count as lost. */
  // @cold: ends an overrun
  resumeAtHead(): number {
    return this._giveUp(this.lag);
  }

  /** Moves the cursor to the oldest readable event and returns how many were lost. Does nothing unless overrun. */
  // @cold: ends an overrun
  resumeAtOldest(): number {
    return this._giveUp(this.overwritten);
  }

  /** Moves the cursor past `count` events of its lap. */
  private _advance(count: number): void {
    const position = this._position + count;
    if (position < ERA_SIZE) this._position = position;
    else this._nextEra(position);
    const slot = this._slot + count * this._slotWords;
    if (slot === this._end) this._nextLap();
    else this._slot = slot;
  }

  /** Moves the cursor from a position beyond its era to the next era. */
  // @cold: once in 2³⁰ events
  private _nextEra(position: number): void {
    this._position = position - ERA_SIZE;
    this._batch -= ERA_SIZE;
    this._era++;
  }

  /** Moves the cursor to the first slot of the next lap. */
  private _nextLap(): void {
    this._slot = SHARED_SLOTS_WORD;
    this._stamp = (this._stamp + 1) | 0;
    if (startsEpoch(this._stamp)) this._epoch++;
  }

  /** Gives up `count` events from the cursor on. */
  // @cold: ends an overrun
  private _giveUp(count: number): number {
    this._cells[0] = this.cursor + count;
    this._moveTo();
    this._lost += count;
    return count;
  }

  /** Places the cursor where the cell says. */
  // @cold: joining and resuming
  private _moveTo(): void {
    const sequence = this._cells[0];
    const { slots } = this._memory;
    const lap = stamps.lapOf(sequence, slots);
    this._slot = this._memory.slotWord(stamps.slotOf(sequence, slots));
    this._stamp = stamps.stampOf(lap);
    this._epoch = stamps.epochOf(lap);
    const era = numbering.eraOf(sequence);
    this._position = numbering.positionOf(sequence);
    this._batch -= (era - this._era) * ERA_SIZE;
    this._era = era;
  }

  /** Raises the overrun that a poll has found. */
  // @cold: throws
  private _throwOverrun(): never {
    const head = this._memory.head();
    throw new OverrunError(this.cursor, this._memory.oldest(head), head);
  }
}

// @cold: throws
function refuseMax(max: number): never {
  throw new RangeError(`Cannot poll a batch: max must be an integer from 1 to ${0x7fff_ffff}, got ${max}`);
}
