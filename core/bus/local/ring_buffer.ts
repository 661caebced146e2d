import { makeView, makeWriter } from "../checked_slot.ts";
import { Consumer } from "./consumer.ts";
import { Era } from "./era.ts";
import type { EventRing } from "../event_ring.ts";
import type { EventSlot, EventView, EventWriter } from "../event_slot.ts";
import { OverrunError } from "../overrun_error.ts";
import { RingClosedError } from "../ring_closed_error.ts";
import { RingMemory } from "./ring_memory.ts";
import { checkChecked, checkRingSettings, type RingAccess, type RingSettings } from "../ring_settings.ts";
import * as numbering from "../sequence.ts";

const ERA_SIZE = numbering.ERA_SIZE;
const HALF = numbering.HALF;

/** Action named in the messages of the constructor. */
const ACTION = "create RingBuffer";

/**
 * A lossy broadcast ring for one thread: one producer that never waits, any number of consumers that learn exactly what
 * they missed.
 *
 * The last `capacity` events are readable. Publishing one more makes the oldest unreadable; a consumer that had not read
 * it is overrun, and the producer neither knows nor cares.
 *
 * ```text
 *                 readable: the last C events            claimed, being written
 *            +----------------------------------------+---------+
 *   ... lost | oldest                                 |  head   | ...
 *            +----------------------------------------+---------+
 *                   ^ cursor of some consumer
 * ```
 *
 * The memory holds 2C records. A claimed slot is therefore never one that a consumer can still read: an event may be
 * written in place, and a batch of up to C of them, while consumers poll.
 *
 * Everything here belongs to one thread. {@linkcode RingBuffer.claim} and {@linkcode RingBuffer.publish} allocate nothing.
 *
 * @example Publish an event and poll it
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PollStatus, RingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 64, payloadWords: 2 });
 * const consumer = ring.createConsumer();
 *
 * const slot = ring.claim();
 * slot.arrivalNs = 1_000;
 * slot.setWord(0, 42);
 * const sequence = ring.publish();
 *
 * assertEquals(consumer.poll(), PollStatus.EVENT); // one event was published
 * assertEquals(consumer.event.sequence, sequence); // it is the one
 * assertEquals(consumer.event.word(0), 42); // with its payload
 * ```
 */
export class RingBuffer implements EventRing {
  /** Events that stay readable. */
  declare readonly capacity: number;
  /** Payload words of every event. */
  declare readonly payloadWords: number;
  /** Sequence of the first event this ring was to carry. */
  declare readonly first: number;
  /** Whether misuse of a slot or an event is refused. */
  declare readonly checked: boolean;
  declare private readonly _memory: RingMemory;
  /** The era of the memory, one load nearer. */
  declare private _era: Era;
  /** `2 * capacity - 1`: selects the record of a position. */
  declare private readonly _recordMask: number;
  /** Cells from one record to the next. */
  declare private readonly _recordCells: number;
  declare private readonly _writer: EventSlot;
  declare private readonly _reader: EventSlot;
  private _closed = false;

  /**
   * Makes an empty ring.
   *
   * @param settings capacity, payload words and first sequence
   * @param access whether misuse is refused. Default: it is
   * @throws {RangeError} if a setting is not allowed, or the memory cannot be had
   */
  constructor(settings: RingSettings, access: RingAccess = {}) {
    const memory = new RingMemory(checkRingSettings(ACTION, settings), checkChecked(ACTION, access));
    this.capacity = memory.capacity;
    this.payloadWords = memory.payloadWords;
    this.first = memory.first;
    this.checked = memory.checked;
    this._memory = memory;
    this._era = memory.era;
    this._recordMask = memory.recordMask;
    this._recordCells = memory.recordCells;
    this._writer = makeWriter(memory.records, memory.payloadWords, memory.checked, this);
    this._reader = makeView(memory.records, memory.payloadWords, memory.checked);
  }

  /** The next sequence to be published. */
  get head(): number {
    const era = this._era;
    return era.origin + era.newest + HALF;
  }

  /** Sequence of the oldest readable event; the head, if there is none. */
  get oldest(): number {
    return this._memory.oldest;
  }

  /** Whether a slot is claimed and not yet published. */
  get hasClaim(): boolean {
    const era = this._era;
    return era.claimed !== era.newest;
  }

  /** Whether the ring has been closed to its producer. */
  get closed(): boolean {
    return this._closed;
  }

  /**
   * Claims the next slot and returns the writer, placed on it.
   *
   * @throws {RingClosedError} if the ring has been closed
   */
  claim(): EventWriter {
    if (this._closed === true) refuseClosed(this);
    const era = this._era;
    const writer = this._writer;
    const claimed = (era.newest + 1) | 0;
    era.claimed = claimed;
    writer.offset = Math.imul(claimed & this._recordMask, this._recordCells);
    return writer;
  }

  /**
   * Claims `count` consecutive slots, to be written through `slotAt` and published together. The writer is placed on
   * the first of them.
   *
   * @param count 1 to `capacity`
   * @throws {RangeError} if count is out of range
   * @throws {RingClosedError} if the ring has been closed
   */
  claimBatch(count: number): void {
    if (this._closed === true) refuseClosed(this);
    if (!(count >= 1 && count <= this.capacity) || (count | 0) !== count) refuseCount(count, this.capacity);
    const era = this._era;
    era.claimed = (era.newest + count) | 0;
    this.slotAt(0);
  }

  /**
   * Moves the writer to the claimed slot `index` and returns it.
   *
   * @param index an integer from 0 to the number of claimed slots less one
   * @throws {RangeError} if it is not, and access is checked
   */
  slotAt(index: number): EventWriter {
    const writer = this._writer;
    const era = this._era;
    const newest = era.newest;
    const slot = writer.within(index, era.claimed - newest);
    writer.offset = Math.imul((newest + 1 + slot) & this._recordMask, this._recordCells);
    return writer;
  }

  /**
   * Makes what was claimed visible, and returns the sequence of its first event.
   *
   * @throws {Error} if nothing is claimed
   * @throws {RingClosedError} if the ring has been closed, even between the claim and now
   */
  publish(): number {
    const before = this._publishClaimed();
    return this._era.origin + before + HALF;
  }

  /**
   * Makes what was claimed visible, and writes the sequence of its first event into `cells[index]`.
   *
   * @throws {Error} if nothing is claimed
   * @throws {RingClosedError} if the ring has been closed, even between the claim and now
   */
  publishInto(cells: Float64Array, index: number): void {
    const before = this._publishClaimed();
    cells[index] = this._era.origin + before + HALF;
  }

  /** Makes what was claimed visible, and returns the position of the event before it. */
  private _publishClaimed(): number {
    const era = this._era;
    const newest = era.newest;
    const claimed = era.claimed;
    if (claimed === newest) refuseUnclaimed(this);
    era.newest = claimed;
    return claimed < ERA_SIZE ? newest : this._beginEra(newest);
  }

  /** Ends the era and begins the next. Returns in the new one what was a position in the old one. */
  // @cold: once in 2³⁰ events
  private _beginEra(position: number): number {
    const { origin, newest } = this._era;
    this._era.end();
    this._era = this._memory.era = new Era(origin - HALF + ERA_SIZE, newest - ERA_SIZE);
    return position - ERA_SIZE;
  }

  /**
   * Closes the ring to its producer.
   *
   * A claim that is still open is abandoned. What was published stays readable. Closing it again does nothing.
   */
  // @cold: once in a ring's life
  close(): void {
    this._closed = true;
    this._era.claimed = this._era.newest;
  }

  /**
   * Closes the ring to its producer at the end of the block that declared it with `using`.
   *
   * @example A ring that is closed by leaving its block
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { PollStatus, RingBuffer } from "@low-latency/trading-sim";
   *
   * function publishOne(ring: RingBuffer): void {
   *   using open = ring;
   *   open.claim().setWord(0, 42);
   *   open.publish();
   * }
   *
   * const ring = new RingBuffer({ capacity: 8 });
   * const consumer = ring.createConsumer();
   * publishOne(ring);
   * assertEquals([ring.closed, consumer.poll()], [true, PollStatus.EVENT]);
   * ```
   */
  // @cold: once in a ring's life
  [Symbol.dispose](): void {
    this.close();
  }

  /** Makes a consumer that starts at the head. */
  // @cold: makes an object
  createConsumer(): Consumer {
    return new Consumer(this._memory);
  }

  /**
   * Reads any readable event, through a view of its own that the next call moves.
   *
   * @throws {RangeError} if the sequence is not an integer, before the first of the ring, or not yet published
   * @throws {OverrunError} if it has been overwritten
   */
  // @cold: a look at one event by number, for tools and tests
  get(sequence: number): EventView {
    const head = this.head;
    if (!Number.isInteger(sequence) || sequence < this.first) {
      throw new RangeError(
        `Cannot get an event: sequence must be an integer from ${this.first}, the first of this ring, got ${sequence}`,
      );
    }
    if (sequence >= head) {
      throw new RangeError(`Cannot get an event: sequence must be below the head, ${head}, got ${sequence}`);
    }
    const oldest = this.oldest;
    if (sequence < oldest) throw new OverrunError(sequence, oldest, head);
    const reader = this._reader;
    const position = numbering.positionOf(sequence);
    reader.place(Math.imul(position & this._recordMask, this._recordCells), position, numbering.eraOf(sequence));
    return reader;
  }
}

// @cold: throws
function refuseClosed(ring: RingBuffer): never {
  throw new RingClosedError(ring.head);
}

// @cold: throws
function refuseUnclaimed(ring: RingBuffer): never {
  if (ring.closed) refuseClosed(ring);
  throw new Error("Cannot publish: no slot is claimed; call claim() first");
}

// @cold: throws
function refuseCount(count: number, capacity: number): never {
  throw new RangeError(
    `Cannot claim a batch: count must be an integer from 1 to the capacity, ${capacity}, got ${count}`,
  );
}
