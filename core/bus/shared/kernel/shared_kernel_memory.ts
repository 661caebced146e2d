// @cold-file: allocating, attaching, claiming, and finding the head; none of it happens per event
import { shown } from "../../../arguments.ts";
import { ProducerClaimedError } from "../../producer_claimed_error.ts";
import { RingClosedError } from "../../ring_closed_error.ts";
import { type CheckedRingSettings, checkRingSettings, type RingSettings } from "../../ring_settings.ts";
import type { SharedRingDescription } from "../shared_ring_settings.ts";
import { epochOf, EPOCHS_WITHIN_REACH, lapNear, lapOf, slotOf, stampOf } from "../shared_stamp.ts";
import {
  copiedWords,
  pagesOf,
  recordShift,
  RING_WORDS_MAX,
  SHARED_BEATS_WORD,
  SHARED_CAPACITY_WORD,
  SHARED_CLAIM_WORD,
  SHARED_EPOCH_WORD,
  SHARED_FORMAT,
  SHARED_FORMAT_WORD,
  SHARED_PAYLOAD_WORDS_WORD,
  SHARED_SLOTS_WORD,
  SHARED_START_HIGH_WORD,
  SHARED_START_LOW_WORD,
  SHARED_VERSION,
  sharedRingWords,
  SLOT_STAMP_WORD,
  slotWords,
  WORD_BYTES,
} from "../../slot_layout.ts";

/** States of the claim word. */
const Claim = { NONE: 0, TAKEN: 1, CLOSED: 2 } as const;

/**
 * The memory of a shared ring: where its slots are, who produces, and how far the producer has come.
 *
 * There is no head word. A slot's stamp says which event was last published in it, so the stamps together are the head,
 * and no two places can disagree about it. {@linkcode SharedMemory.head} finds it by bisection.
 *
 * Any thread may have such an object over the same memory. Every access that it makes is sequentially consistent.
 */
export class SharedMemory {
  /** The memory, in the form in which it is handed to other threads. */
  declare readonly memory: WebAssembly.Memory | SharedArrayBuffer;
  /** The same memory as 32-bit words. */
  declare readonly words: Int32Array;
  /** Events that stay readable. */
  declare readonly capacity: number;
  /** Payload words of every event. */
  declare readonly payloadWords: number;
  /** Sequence of the first event this ring was to carry. */
  declare readonly first: number;
  /** Number of slots: one more than the capacity, so that what is being overwritten is readable no longer. */
  declare readonly slots: number;
  /** Words from one slot to the next. */
  declare readonly slotWords: number;
  /** The word after the last slot. */
  declare readonly end: number;
  /** Words of a record in private memory. */
  declare readonly recordWords: number;
  /** Words of a record that are copied. */
  declare readonly copiedWords: number;
  declare private readonly _cells: Float64Array;

  /** Wraps memory that has been checked. */
  private constructor(memory: WebAssembly.Memory | SharedArrayBuffer, settings: CheckedRingSettings) {
    const { capacity, payloadWords, startSequence } = settings;
    this.memory = memory;
    this.words = new Int32Array(bufferOf(memory));
    this.capacity = capacity;
    this.payloadWords = payloadWords;
    this.first = startSequence;
    this.slots = capacity + 1;
    this.slotWords = slotWords(payloadWords);
    this.end = SHARED_SLOTS_WORD + this.slots * this.slotWords;
    this.recordWords = 1 << recordShift(payloadWords);
    this.copiedWords = copiedWords(payloadWords);
    this._cells = new Float64Array(1);
  }

  /**
   * Makes the memory of an empty ring that has no producer yet.
   *
   * @throws {RangeError} if a setting is not allowed, or the memory cannot be had
   * @throws {Error} if memory cannot be shared here
   */
  static allocate(settings: RingSettings): SharedMemory {
    const checked = checkRingSettings("create SharedRingBuffer", settings);
    const ring = new SharedMemory(allocateWords(checked), checked);
    const { words, slots, first } = ring;
    const lap = lapOf(first, slots);
    if (lap > 0 || slotOf(first, slots) > 0) {
      // As if every event before the first had been published.
      for (let slot = 0; slot < slots; slot++) {
        Atomics.store(words, ring.stampWord(slot), stampOf(slot < slotOf(first, slots) ? lap : lap - 1));
      }
      Atomics.store(words, SHARED_EPOCH_WORD, epochOf(lap));
    }
    Atomics.store(words, SHARED_CAPACITY_WORD, ring.capacity);
    Atomics.store(words, SHARED_PAYLOAD_WORDS_WORD, ring.payloadWords);
    Atomics.store(words, SHARED_START_LOW_WORD, first | 0);
    Atomics.store(words, SHARED_START_HIGH_WORD, Math.floor(first / 2 ** 32));
    Atomics.store(words, SHARED_FORMAT_WORD, SHARED_FORMAT);
    return ring;
  }

  /**
   * Attaches to memory made elsewhere.
   *
   * @throws {TypeError} if the description is none
   * @throws {RangeError} if it is of another version, or does not fit the memory
   */
  static open(description: SharedRingDescription): SharedMemory {
    if (typeof description !== "object" || description === null) {
      throw new TypeError(
        `Cannot attach to the ring: the description must be an object that describe() returned, got ${
          shown(description)
        }`,
      );
    }
    const { version, memory } = description;
    if (version !== SHARED_VERSION) {
      throw new RangeError(
        `Cannot attach to the ring: the description must be of version ${SHARED_VERSION}, got ${shown(version)}`,
      );
    }
    if (typeof SharedArrayBuffer === "undefined" || !(bufferOf(memory) instanceof SharedArrayBuffer)) {
      throw new TypeError(
        `Cannot attach to the ring: the description must hold shared memory, got ${
          Object.prototype.toString.call(memory)
        }`,
      );
    }
    const settings = checkRingSettings("attach to the ring", description);
    const bytes = WORD_BYTES * wordsOf(settings);
    const given = bufferOf(memory).byteLength;
    if (given !== bytes) {
      const { capacity, payloadWords } = settings;
      const ring = `a ring with capacity ${capacity} and payloadWords ${payloadWords}`;
      throw new RangeError(`Cannot attach to the ring: the memory of ${ring} must be ${bytes} bytes, got ${given}`);
    }
    const ring = new SharedMemory(memory, settings);
    const format = Atomics.load(ring.words, SHARED_FORMAT_WORD);
    if (format !== SHARED_FORMAT) {
      const expected = `format ${SHARED_FORMAT.toString(16)}`;
      const got = (format >>> 0).toString(16);
      throw new RangeError(`Cannot attach to the ring: the memory must hold a shared ring, ${expected}, got ${got}`);
    }
    const low = Atomics.load(ring.words, SHARED_START_LOW_WORD) >>> 0;
    const high = Atomics.load(ring.words, SHARED_START_HIGH_WORD);
    checkAgreed("capacity", Atomics.load(ring.words, SHARED_CAPACITY_WORD), ring.capacity);
    checkAgreed("payloadWords", Atomics.load(ring.words, SHARED_PAYLOAD_WORDS_WORD), ring.payloadWords);
    checkAgreed("startSequence", high * 2 ** 32 + low, ring.first);
    return ring;
  }

  /** Description of the ring, with which another thread attaches. */
  describe(): SharedRingDescription {
    const { capacity, payloadWords, first, memory } = this;
    return { version: SHARED_VERSION, capacity, payloadWords, startSequence: first, memory };
  }

  /** The first word of a slot. */
  slotWord(slot: number): number {
    return SHARED_SLOTS_WORD + slot * this.slotWords;
  }

  /** The word that holds a slot's stamp. */
  stampWord(slot: number): number {
    return this.slotWord(slot) + SLOT_STAMP_WORD;
  }

  /** Whether the ring has been closed to its producer. */
  get closed(): boolean {
    return Atomics.load(this.words, SHARED_CLAIM_WORD) === Claim.CLOSED;
  }

  /**
   * Takes the role of the producer, once and for all.
   *
   * @throws {ProducerClaimedError} if it has been taken
   * @throws {RingClosedError} if the ring has been closed
   */
  claim(): void {
    const found = Atomics.compareExchange(this.words, SHARED_CLAIM_WORD, Claim.NONE, Claim.TAKEN);
    if (found === Claim.TAKEN) throw new ProducerClaimedError();
    if (found === Claim.CLOSED) throw new RingClosedError(this.head());
  }

  /** Closes the ring to its producer, who alone may call this. */
  close(): void {
    Atomics.store(this.words, SHARED_CLAIM_WORD, Claim.CLOSED);
  }

  /** Beats of the producer, from 1 to 2³² - 1 and then from 1 again; 0 if there has been no producer. */
  get beats(): number {
    return Atomics.load(this.words, SHARED_BEATS_WORD) >>> 0;
  }

  /** Shows that the producer is alive. The producer alone may call this, with another number than the last time. */
  beat(count: number): void {
    Atomics.store(this.words, SHARED_BEATS_WORD, count);
  }

  /** Shows that the producer is about to publish the first event of this epoch. The producer alone may call this. */
  enterEpoch(epoch: number): void {
    Atomics.store(this.words, SHARED_EPOCH_WORD, epoch);
  }

  /** The next sequence to be published, at some moment between call and return. */
  head(): number {
    const cells = this._cells;
    this.headInto(cells, 0);
    return cells[0];
  }

  /**
   * Writes the next sequence to be published, at some moment between call and return, into `cells[index]`: the form for a
   * consumer that is overrun again and again, which makes no garbage.
   *
   * The stamp of slot 0 tells the newest event in it, and so the last 2C + 1 events one of which is the newest of all.
   * From there on it is bisection, for which a stamp needs only be compared. The producer may go on meanwhile: what is
   * returned is one past an event seen published, and had been seen unpublished itself. The head passes every number,
   * so at some moment it was this one.
   */
  headInto(cells: Float64Array, index: number): void {
    const { words, slots } = this;
    // Comes round again only if the producer made 2³⁰ laps meanwhile.
    for (;;) {
      const epoch = Atomics.load(words, SHARED_EPOCH_WORD);
      const lap = lapNear(Atomics.load(words, this.stampWord(0)), epoch);
      const stamp = stampOf(lap);
      let published = 0;
      let unpublished = slots;
      while (unpublished - published > 1) {
        const slot = (published + unpublished) >>> 1;
        const distance = (Atomics.load(words, this.stampWord(slot)) - stamp) | 0;
        if (distance >= 0) published = slot;
        else unpublished = slot;
      }
      if (Atomics.load(words, SHARED_EPOCH_WORD) - epoch <= EPOCHS_WITHIN_REACH) {
        cells[index] = lap * slots + unpublished;
        return;
      }
    }
  }

  /** The oldest readable sequence when the head is at `head`. */
  oldest(head: number): number {
    return Math.max(this.first, head - this.capacity);
  }
}

/** The buffer of a memory in either form. */
function bufferOf(memory: WebAssembly.Memory | SharedArrayBuffer): ArrayBufferLike {
  const isWasm = typeof WebAssembly !== "undefined" && memory instanceof WebAssembly.Memory;
  return isWasm ? memory.buffer : memory as SharedArrayBuffer;
}

/**
 * Words of the memory of a ring.
 *
 * @throws {RangeError} if they are too many
 */
function wordsOf({ capacity, payloadWords }: CheckedRingSettings): number {
  const slots = capacity + 1;
  const words = sharedRingWords(slots, payloadWords);
  if (words >= RING_WORDS_MAX) refuseCapacity(`${slots} slots of ${WORD_BYTES * slotWords(payloadWords)} bytes`);
  // The producer can claim all of the capacity at once, and writes it in private memory.
  const recordWords = 2 ** recordShift(payloadWords);
  if (capacity * recordWords >= RING_WORDS_MAX) {
    refuseCapacity(`${capacity} records of ${WORD_BYTES * recordWords} bytes`);
  }
  return words;
}

function refuseCapacity(parts: string): never {
  const bytes = WORD_BYTES * RING_WORDS_MAX;
  throw new RangeError(`Cannot create SharedRingBuffer: its memory must be less than ${bytes} bytes, got ${parts}`);
}

/** Allocates the memory of a ring, all zero. */
function allocateWords(settings: CheckedRingSettings): WebAssembly.Memory | SharedArrayBuffer {
  const words = wordsOf(settings);
  if (typeof SharedArrayBuffer === "undefined") {
    throw new Error(
      "Cannot create SharedRingBuffer: SharedArrayBuffer is not available; a browser has it only in pages that are cross-origin " +
        "isolated, served with the headers Cross-Origin-Opener-Policy: same-origin and " +
        "Cross-Origin-Embedder-Policy: require-corp",
    );
  }
  const bytes = WORD_BYTES * words;
  try {
    if (typeof WebAssembly === "undefined") return new SharedArrayBuffer(bytes);
    return new WebAssembly.Memory({ initial: pagesOf(words), maximum: pagesOf(words), shared: true });
  } catch (cause) {
    throw new RangeError(`Cannot create SharedRingBuffer: ${bytes} bytes cannot be allocated`, { cause });
  }
}

/** Refuses memory that holds another ring than described. */
function checkAgreed(name: string, found: number, described: number): void {
  if (found !== described) {
    throw new RangeError(
      `Cannot attach to the ring: ${name} must be that of the ring in memory, ${found}, got ${described}`,
    );
  }
}
