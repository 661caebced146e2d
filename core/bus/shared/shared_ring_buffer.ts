import { checkObject } from "../../arguments.ts";
import { makeWriter } from "../checked_slot.ts";
import type { EventRing } from "../event_ring.ts";
import type { EventSlot, EventView, EventWriter } from "../event_slot.ts";
import { RingClosedError } from "../ring_closed_error.ts";
import { checkChecked, type RingSettings } from "../ring_settings.ts";
import * as numbering from "../sequence.ts";
import type { SharedConsumer } from "./shared_consumer.ts";
import { makeKernel } from "./kernel/shared_kernel_choice.ts";
import type { SharedKernel } from "./kernel/shared_kernel.ts";
import { SharedMemory } from "./kernel/shared_kernel_memory.ts";
import { SharedRingReader } from "./shared_ring_reader.ts";
import type { SharedAccess, SharedKernelName, SharedRingDescription } from "./shared_ring_settings.ts";
import * as stamps from "./shared_stamp.ts";
import * as layout from "../slot_layout.ts";

const ERA_SIZE = numbering.ERA_SIZE;
const sequenceOf = numbering.sequenceOf;
const startsEpoch = stamps.startsEpoch;
const SHARED_SLOTS_WORD = layout.SHARED_SLOTS_WORD;

/**
 * A lossy broadcast ring across threads: one producer that never waits, any number of consumers in any number of threads
 * that learn exactly what they missed.
 *
 * The contract is that of {@linkcode RingBuffer}. The last `capacity` events are readable; publishing one more makes the
 * oldest unreadable, at that moment and not before. The producer does not know its consumers, nor do they know each
 * other: any may join late, stop, or die with its thread, and no other is held up.
 *
 * This object is the producer's side. A thread that makes a ring for itself calls the constructor. Where another thread is
 * to produce, {@linkcode SharedRingBuffer.allocate} makes the memory, and its description goes to the threads by
 * `postMessage`: one of them becomes the producer with {@linkcode SharedRingBuffer.attachProducer}, and all the others read
 * through {@linkcode SharedRingBuffer.attachReader}.
 *
 * If the producer's thread or process dies, the ring is dead: what was published stays readable, an event that was being
 * copied is never delivered, no other producer is accepted, and {@linkcode SharedRingBuffer.closed} stays false, since
 * no thread was left to close it. Consumers find the ring empty, as they do while a producer is quiet; beats tell the one from
 * the other ({@linkcode SharedRingBuffer.beat}). Make a new ring then, and have consumers attach to it.
 *
 * Events are written into private memory and copied into the ring when they are published. Publishing is a release and
 * taking an acquire, and no more than that: {@linkcode SharedRingBuffer.publish} says what follows. This object belongs to
 * one thread; {@linkcode SharedRingBuffer.claim} and {@linkcode SharedRingBuffer.publish} are wait-free and allocate
 * nothing.
 * The protocol, and why no consumer can get a record half old, half new, is told in `docs/memory-ordering.md`.
 *
 * @example A ring between two threads that a third one makes
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SharedRingBuffer } from "@low-latency/trading-sim";
 *
 * // In the main thread, which produces nothing itself:
 * const description = SharedRingBuffer.allocate({ capacity: 1024, payloadWords: 4 });
 *
 * // In the producer's thread:
 * const ring = SharedRingBuffer.attachProducer(description);
 * ring.claim().setWord(0, 42);
 * ring.publish();
 *
 * // In any other:
 * const reader = SharedRingBuffer.attachReader(description);
 * assertEquals(reader.get(0).word(0), 42);
 * ```
 */
export class SharedRingBuffer implements EventRing {
  /** Events that stay readable. */
  declare readonly capacity: number;
  /** Payload words of every event. */
  declare readonly payloadWords: number;
  declare private readonly _memory: SharedMemory;
  declare private readonly _kernel: SharedKernel;
  declare private readonly _reader: SharedRingReader;
  declare private readonly _writer: EventSlot;
  declare private readonly _slotWords: number;
  declare private readonly _end: number;
  declare private readonly _recordWords: number;
  /** Word of the slot of the next event. */
  private _slot = 0;
  /** Stamp of the lap of the next event. */
  private _stamp = 0;
  /** Epoch of the lap of the next event. */
  private _epoch = 0;
  /** Position of the head in its era. */
  private _position = 0;
  /** Era of the head. */
  private _era = 0;
  private _claimed = 0;
  /** Position of the first event published last. */
  private _publishedPosition = 0;
  /** Its era. */
  private _publishedEra = 0;
  private _closed = false;
  /** Beats so far, as Int32. */
  private _beats = 0;

  /**
   * Becomes the producer of a ring that has none.
   *
   * @deprecated Use {@linkcode SharedRingBuffer.attachProducer}.
   */
  constructor(description: SharedRingDescription, access?: SharedAccess);
  /**
   * Makes a ring of which this thread is the producer.
   *
   * @param settings capacity, payload words and first sequence
   * @param access how this thread writes it, and how consumers made here read it
   * @throws {RangeError} if a setting is not allowed, or the memory cannot be had
   * @throws {Error} if memory cannot be shared here, or the kernel asked for cannot work here
   */
  constructor(settings: RingSettings, access?: SharedAccess);
  constructor(ring: RingSettings | SharedRingDescription, access: SharedAccess = {}) {
    checkObject("create SharedRingBuffer", "ring", ring, "an object with capacity, or a description");
    checkObject("create SharedRingBuffer", "access", access);
    const memory = "memory" in ring ? SharedMemory.open(ring) : SharedMemory.allocate(ring);
    this.capacity = memory.capacity;
    this.payloadWords = memory.payloadWords;
    this._memory = memory;
    this._reader = new SharedRingReader(memory.describe(), access);
    this._kernel = makeKernel(memory, memory.capacity, access.kernel);
    this._writer = makeWriter(
      this._kernel.records,
      memory.payloadWords,
      checkChecked("create SharedRingBuffer", access),
      this,
    );
    this._slotWords = memory.slotWords;
    this._end = memory.end;
    this._recordWords = memory.recordWords;
    memory.claim();
    const { first, slots } = memory;
    const lap = stamps.lapOf(first, slots);
    this._slot = memory.slotWord(stamps.slotOf(first, slots));
    this._stamp = stamps.stampOf(lap);
    this._epoch = stamps.epochOf(lap);
    this._position = numbering.positionOf(first);
    this._era = numbering.eraOf(first);
    this.beat();
  }

  /**
   * Makes the memory of a ring that has no producer yet, and returns what threads need to attach to it.
   *
   * Send it to one thread that calls {@linkcode SharedRingBuffer.attachProducer}, and to any number that call
   * {@linkcode SharedRingBuffer.attachReader}.
   *
   * @throws {RangeError} if a setting is not allowed, or the memory cannot be had
   * @throws {Error} if memory cannot be shared here
   */
  // @cold: makes a ring
  static allocate(settings: RingSettings): SharedRingDescription {
    return SharedMemory.allocate(settings).describe();
  }

  /**
   * Becomes the producer of a ring that has none. A ring has one producer in its life.
   *
   * @param description what `allocate` returned, perhaps in another thread
   * @param access how this thread writes it, and how consumers made here read it
   * @throws {TypeError} if the description holds no shared memory
   * @throws {RangeError} if the description is of another version, or does not fit the memory, or `maxBatch` is not allowed
   * @throws {ProducerClaimedError} if the ring has a producer, or had one that died
   * @throws {RingClosedError} if the ring has been closed
   * @throws {Error} if the kernel asked for cannot work here
   */
  // @cold: makes a producer
  static attachProducer(description: SharedRingDescription, access: SharedAccess = {}): SharedRingBuffer {
    return new SharedRingBuffer(SharedMemory.open(description).describe(), access);
  }

  /**
   * Attaches to the reading side of a ring. Any number of threads may, before the producer comes or after it has gone.
   *
   * @param description what `describe` or `allocate` returned, perhaps in another thread
   * @param access how the consumers made here read it
   * @throws {TypeError} if the description holds no shared memory
   * @throws {RangeError} if the description is of another version, or does not fit the memory, or `maxBatch` is not allowed
   */
  // @cold: makes a reader
  static attachReader(description: SharedRingDescription, access: SharedAccess = {}): SharedRingReader {
    return new SharedRingReader(description, access);
  }

  /** @deprecated Use {@linkcode SharedRingBuffer.attachReader}. */
  // @cold: makes a reader
  static attach(description: SharedRingDescription, access: SharedAccess = {}): SharedRingReader {
    return SharedRingBuffer.attachReader(description, access);
  }

  /** Description of the ring, with which another thread attaches to its reading side. */
  // @cold: makes an object
  describe(): SharedRingDescription {
    return this._memory.describe();
  }

  /** Which kernel writes the ring here. */
  get kernel(): SharedKernelName {
    return this._kernel.name;
  }

  /** Sequence of the first event this ring was to carry. */
  get first(): number {
    return this._memory.first;
  }

  /** The next sequence to be published. */
  get head(): number {
    return sequenceOf(this._position, this._era);
  }

  /** Sequence of the oldest readable event; the head, if there is none. */
  get oldest(): number {
    return this._memory.oldest(this.head);
  }

  /** Whether a slot is claimed and not yet published. */
  get hasClaim(): boolean {
    return this._claimed !== 0;
  }

  /** Whether the ring has been closed to its producer. */
  get closed(): boolean {
    return this._closed;
  }

  /**
   * Claims the next slot and returns the writer, placed on the record for it.
   *
   * @throws {RingClosedError} if the ring has been closed
   */
  claim(): EventWriter {
    if (this._closed) refuseClosed(this);
    const writer = this._writer;
    writer.offset = 0;
    this._claimed = 1;
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
    if (this._closed) refuseClosed(this);
    if ((count | 0) !== count || count < 1 || count > this.capacity) refuseCount(count, this.capacity);
    this._claimed = count;
    this._writer.offset = 0;
  }

  /**
   * Moves the writer to the record of the claimed slot `index` and returns it.
   *
   * @param index an integer from 0 to the number of claimed slots less one
   * @throws {RangeError} if it is not, and access is checked
   */
  slotAt(index: number): EventWriter {
    const writer = this._writer;
    writer.offset = (writer.within(index, this._claimed) * this._recordWords) >> 1;
    return writer;
  }

  /**
   * Makes what was claimed visible, each event when it is whole, and returns the sequence of the first.
   *
   * Publishing is a release, with every kernel and for a batch as well: a consumer that is given an event also sees
   * whatever this thread did before it published it. It is not more than that. When this returns, the event may still be on
   * its way to other threads, and a load that follows may be satisfied before it is there: a producer that publishes and
   * then looks whether a consumer sleeps can miss one that has said so and has not found the event.
   * {@linkcode SharedRingBuffer.fence} between the two rules that out.
   *
   * @throws {Error} if nothing is claimed
   * @throws {RingClosedError} if the ring has been closed, even between the claim and now
   */
  publish(): number {
    this._publishClaimed();
    return this._publishedEra * ERA_SIZE + this._publishedPosition;
  }

  /**
   * Makes what was claimed visible, each event when it is whole, and writes the sequence of the first into `cells[index]`. As
   * {@linkcode SharedRingBuffer.publish} it is a release.
   *
   * @throws {Error} if nothing is claimed
   * @throws {RingClosedError} if the ring has been closed, even between the claim and now
   */
  publishInto(cells: Float64Array, index: number): void {
    this._publishClaimed();
    cells[index] = this._publishedEra * ERA_SIZE + this._publishedPosition;
  }

  /**
   * A full fence, to be put between publishing and looking at something that a consumer writes, such as a flag that says
   * that it sleeps.
   *
   * Of this fence and one of a consumer ({@linkcode SharedConsumer.fence}) one comes first, and what its thread did before
   * it is seen by what the other thread does after its own. So if the producer publishes, calls this and looks at the flag,
   * while the consumer sets the flag, calls its own and polls, then the producer sees the flag, or the consumer sees the
   * event, or both. Without the fences it may be neither. One fence after a batch is enough for all of it.
   *
   * The flag is to be written and read with `Atomics`. {@linkcode Doorbell} has all of this ready-made. A fence costs some
   * ten to twenty nanoseconds on x86-64, and publishing without one nothing.
   *
   * @example Waking a consumer that sleeps
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { PollStatus, SharedRingBuffer } from "@low-latency/trading-sim";
   *
   * const ring = new SharedRingBuffer({ capacity: 64 });
   * const consumer = SharedRingBuffer.attachReader(ring.describe()).createConsumer(); // in another thread
   * const sleeps = new Int32Array(new SharedArrayBuffer(4)); // which both threads share
   *
   * function publishAndWake(price: number): void {
   *   ring.claim().setWord(0, price);
   *   ring.publish();
   *   ring.fence();
   *   if (Atomics.exchange(sleeps, 0, 0) === 1) Atomics.notify(sleeps, 0);
   * }
   *
   * function takeOrSleep(): PollStatus {
   *   const status = consumer.poll();
   *   if (status !== PollStatus.EMPTY) return status;
   *   Atomics.store(sleeps, 0, 1);
   *   consumer.fence();
   *   const second = consumer.poll(); // what was published before the producer could see the flag
   *   if (second === PollStatus.EMPTY) Atomics.wait(sleeps, 0, 1, 100);
   *   return second;
   * }
   *
   * publishAndWake(42);
   * assertEquals(takeOrSleep(), PollStatus.EVENT);
   * ```
   */
  fence(): void {
    this._kernel.fence();
  }

  /**
   * Shows that this producer is alive, though it may have nothing to publish. {@linkcode SharedRingReader.beats} counts it,
   * and a `ProducerWatch` of the control plane tells by it a quiet producer from a dead one.
   *
   * Call it once a pass of the loop that produces, or in those that publish nothing: publishing is a sign of life itself,
   * and does not beat. One atomic store, some twenty nanoseconds on x86-64, into a line that only watchers read. The
   * first beat is given when the ring gets its producer.
   */
  beat(): void {
    this._beats = (this._beats + 1) | 0 || 1;
    this._memory.beat(this._beats);
  }

  /**
   * Closes the ring to its producer.
   *
   * A claim that is still open is abandoned. What was published stays readable. Closing it again does nothing.
   */
  // @cold: once in a ring's life
  close(): void {
    this._closed = true;
    this._claimed = 0;
    this._memory.close();
  }

  /**
   * Closes the ring to its producer at the end of the block that declared it with `using`: readers in other threads then see
   * that it is closed, even if the block ends by an exception.
   *
   * @example A producer that tells its readers when it ends
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { SharedRingBuffer } from "@low-latency/trading-sim";
   *
   * const description = SharedRingBuffer.allocate({ capacity: 8 });
   * const reader = SharedRingBuffer.attachReader(description);
   * {
   *   using ring = SharedRingBuffer.attachProducer(description);
   *   ring.claim();
   *   ring.publish();
   *   assertEquals(reader.closed, false);
   * }
   * assertEquals([reader.closed, reader.head], [true, 1]);
   * ```
   */
  // @cold: once in a ring's life
  [Symbol.dispose](): void {
    this.close();
  }

  /** Makes a consumer in this thread that starts at the head. */
  // @cold: makes an object
  createConsumer(): SharedConsumer {
    return this._reader.createConsumer();
  }

  /**
   * Reads any readable event, through a view of its own that the next call moves.
   *
   * @throws {RangeError} if the sequence is not an integer, before the first of the ring, or not yet published
   * @throws {OverrunError} if it has been overwritten
   */
  // @cold: a look at one event by number, for tools and tests
  get(sequence: number): EventView {
    return this._reader.get(sequence);
  }

  /** Makes what was claimed visible. */
  private _publishClaimed(): void {
    const claimed = this._claimed;
    if (claimed === 0) refusePublish(this);
    this._claimed = 0;
    const slot = this._slot;
    const next = slot + claimed * this._slotWords;
    if (next < this._end) {
      this._kernel.publish(slot, this._stamp, 0, claimed);
      this._slot = next;
    } else {
      this._publishAcrossLaps(claimed);
    }
    const position = this._position;
    const head = position + claimed;
    this._publishedPosition = position;
    this._publishedEra = this._era;
    if (head < ERA_SIZE) this._position = head;
    else this._nextEra(head);
  }

  /** Publishes what was claimed, up to the end of this lap, and the rest in the next. */
  private _publishAcrossLaps(claimed: number): void {
    const kernel = this._kernel;
    const left = (this._end - this._slot) / this._slotWords;
    kernel.publish(this._slot, this._stamp, 0, left);
    this._nextLap();
    const rest = claimed - left;
    if (rest === 0) return;
    kernel.publish(this._slot, this._stamp, left * this._recordWords, rest);
    this._slot += rest * this._slotWords;
  }

  /** Moves the head from a position beyond its era to the next era. */
  // @cold: once in 2³⁰ events
  private _nextEra(head: number): void {
    this._position = head - ERA_SIZE;
    this._era++;
  }

  /** Moves to the first slot of the next lap. A new epoch is shown before anything is written in it. */
  private _nextLap(): void {
    this._slot = SHARED_SLOTS_WORD;
    this._stamp = (this._stamp + 1) | 0;
    if (startsEpoch(this._stamp)) this._memory.enterEpoch(++this._epoch);
  }
}

// @cold: throws
function refuseClosed(ring: SharedRingBuffer): never {
  throw new RingClosedError(ring.head);
}

// @cold: throws
function refusePublish(ring: SharedRingBuffer): never {
  if (ring.closed) throw new RingClosedError(ring.head);
  throw new Error("Cannot publish: no slot is claimed; call claim() first");
}

// @cold: throws
function refuseCount(count: number, capacity: number): never {
  throw new RangeError(
    `Cannot claim a batch: count must be an integer from 1 to the capacity, ${capacity}, got ${count}`,
  );
}
