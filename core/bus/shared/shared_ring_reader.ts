// @cold-file: attaching, and looking at single events; the hot path is the consumer
import { checkObject } from "../../arguments.ts";
import type { EventSlot, EventView } from "../event_slot.ts";
import { makeView } from "../checked_slot.ts";
import { OverrunError } from "../overrun_error.ts";
import { PollStatus } from "../poll_status.ts";
import { checkChecked } from "../ring_settings.ts";
import { eraOf, positionOf } from "../sequence.ts";
import { SharedConsumer } from "./shared_consumer.ts";
import { AtomicsKernel } from "./kernel/shared_kernel.ts";
import { SharedMemory } from "./kernel/shared_kernel_memory.ts";
import { ATTACH, checkMaxBatch, type SharedAccess, type SharedRingDescription } from "./shared_ring_settings.ts";
import { epochOf, lapOf, slotOf, stampOf } from "./shared_stamp.ts";
import { WORD_BYTES } from "../slot_layout.ts";

/**
 * The reading side of a {@linkcode SharedRingBuffer}, in any thread. It can look and make consumers; it cannot publish.
 *
 * Belongs to the thread that made it. Each thread attaches for itself; there may be any number.
 *
 * @example Reading a ring of another thread
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PollStatus, SharedRingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new SharedRingBuffer({ capacity: 64 });
 * // A Worker would get ring.describe() by postMessage.
 * const consumer = SharedRingBuffer.attachReader(ring.describe()).createConsumer();
 * ring.claim().setWord(0, 42);
 * ring.publish();
 * assertEquals([consumer.poll(), consumer.event.word(0)], [PollStatus.EVENT, 42]);
 * ```
 */
export class SharedRingReader {
  declare private readonly _memory: SharedMemory;
  declare private readonly _access: SharedAccess;
  declare private readonly _kernel: AtomicsKernel;
  declare private readonly _view: EventSlot;

  /**
   * Attaches to a ring. Not API: {@linkcode SharedRingBuffer.attachReader} calls it.
   *
   * @param description what the ring's `describe` returned, perhaps in another thread
   * @param access how the consumers made here read it
   * @throws {TypeError} if the description holds no shared memory
   * @throws {RangeError} if the description is of another version, or does not fit the memory, or `maxBatch` is not allowed
   * @ignore
   */
  constructor(description: SharedRingDescription, access: SharedAccess = {}) {
    const memory = SharedMemory.open(description);
    checkObject(ATTACH, "access", access);
    checkMaxBatch(access, memory.recordWords);
    this._memory = memory;
    this._access = access;
    this._kernel = new AtomicsKernel(memory, new ArrayBuffer(WORD_BYTES * memory.recordWords));
    this._view = makeView(this._kernel.records, memory.payloadWords, checkChecked(ATTACH, access));
  }

  /** Events that stay readable. */
  get capacity(): number {
    return this._memory.capacity;
  }

  /** Payload words of every event. */
  get payloadWords(): number {
    return this._memory.payloadWords;
  }

  /** Sequence of the first event this ring was to carry. */
  get first(): number {
    return this._memory.first;
  }

  /**
   * The next sequence to be published, at some moment during this call. An event counts as published from when it is visible
   * to other threads, which may be shortly after its `publish` has returned.
   */
  get head(): number {
    return this._memory.head();
  }

  /** Sequence of the oldest readable event; the head, if there is none. */
  get oldest(): number {
    return this._memory.oldest(this._memory.head());
  }

  /**
   * How often the producer has shown that it is alive, from 1 to 2³² - 1 and then from 1 again; 0 if no producer has come.
   *
   * A number to be compared with the one before and not to be counted with. Together with {@linkcode SharedRingReader.head}
   * it tells a producer that is quiet from one that is dead: if neither has changed for longer than its loop may take, it
   * hangs or is no more.
   */
  get beats(): number {
    return this._memory.beats;
  }

  /**
   * Whether the producer has closed the ring. What it published stays readable. False for ever if the producer died before it
   * could: then {@linkcode SharedRingReader.beats} stands still.
   */
  get closed(): boolean {
    return this._memory.closed;
  }

  /** Description of the ring, with which another thread attaches. */
  describe(): SharedRingDescription {
    return this._memory.describe();
  }

  /**
   * Makes a consumer that starts at the head.
   *
   * @throws {RangeError} if private memory for its batches cannot be had
   * @throws {Error} if the kernel asked for cannot work here
   */
  createConsumer(): SharedConsumer {
    return new SharedConsumer(this._memory, this._access);
  }

  /**
   * Reads any readable event, through a view of its own that the next call moves.
   *
   * @throws {RangeError} if the sequence is not an integer, before the first of the ring, or not yet published
   * @throws {OverrunError} if it has been overwritten
   */
  get(sequence: number): EventView {
    const memory = this._memory;
    const { first, slots } = memory;
    if (!Number.isInteger(sequence) || sequence < first) {
      throw new RangeError(
        `Cannot get an event: sequence must be an integer from ${first}, the first of this ring, got ${sequence}`,
      );
    }
    const head = memory.head();
    if (sequence >= head) {
      throw new RangeError(`Cannot get an event: sequence must be below the head, ${head}, got ${sequence}`);
    }
    if (sequence < memory.oldest(head) || !this._copy(sequence, memory.slotWord(slotOf(sequence, slots)))) {
      const later = memory.head();
      throw new OverrunError(sequence, memory.oldest(later), later);
    }
    this._view.place(0, positionOf(sequence), eraOf(sequence));
    return this._view;
  }

  /** Copies a published event, and says whether it was readable. */
  private _copy(sequence: number, slot: number): boolean {
    const lap = lapOf(sequence, this._memory.slots);
    return this._kernel.take(slot, stampOf(lap), epochOf(lap), 0, 1) === PollStatus.EVENT;
  }
}
