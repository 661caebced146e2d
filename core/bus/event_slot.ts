import { checkInteger, checkObject } from "../arguments.ts";
import * as numbering from "./sequence.ts";
import * as layout from "./slot_layout.ts";

const ERA_SIZE = numbering.ERA_SIZE;
const HALF = numbering.HALF;
const ARRIVAL_CELL = layout.ARRIVAL_CELL;
const OFFSET_MASK = layout.OFFSET_MASK;
const PAYLOAD_CELL = layout.PAYLOAD_CELL;
const PAYLOAD_WORD = layout.PAYLOAD_WORD;
const copiedWords = layout.copiedWords;
const PAYLOAD_WORDS_MAX = layout.PAYLOAD_WORDS_MAX;
const RING_WORDS_MAX = layout.RING_WORDS_MAX;
const WORD_BYTES = layout.WORD_BYTES;
const CELL_BYTES = 2 * WORD_BYTES;

/**
 * An event as its reader sees it: a flyweight over the memory in which the event lies.
 *
 * A double can be read by value or by address. A double that a call takes or returns by value is boxed, 16 bytes of
 * garbage, unless the compiler inlines the call, and that depends on the caller's size. By address it never is.
 *
 * There is one such object per consumer. A poll moves it to the event just delivered; it holds no copy. In a local ring
 * the view stays good until the producer has claimed slots for more than `capacity` events beyond the head at that poll;
 * to keep data longer, copy it.
 */
export interface EventView {
  /** The number of the event, counted from 0. Exact to 2⁵². */
  readonly sequence: number;
  /** Arrival timestamp in nanoseconds of the clock that stamped it. */
  readonly arrivalNs: number;
  /** Number of 32-bit payload words. */
  readonly payloadWords: number;
  /**
   * Payload word `index` as Int32. `index` is an integer from 0 to `payloadWords - 1`.
   *
   * @throws {RangeError} if it is not, and access is checked
   */
  word(index: number): number;
  /**
   * Payload words `2 * index` and `2 * index + 1` as one Float64. Both have to be words of the payload.
   *
   * @throws {RangeError} if they are not, and access is checked
   */
  cell(index: number): number;
  /** Writes the sequence into `cells[index]`. */
  storeSequence(cells: Float64Array, index: number): void;
  /** Writes the arrival timestamp into `cells[index]`. */
  storeArrival(cells: Float64Array, index: number): void;
  /**
   * Writes payload words `2 * cell` and `2 * cell + 1`, one Float64, into `cells[index]`. Both have to be words of the payload.
   *
   * @throws {RangeError} if they are not, and access is checked
   */
  storeCell(cell: number, cells: Float64Array, index: number): void;
  /**
   * Copies the payload bytes into `target` and returns how many there were: `4 * payloadWords`.
   *
   * @throws {RangeError} if `target` is shorter than the payload
   */
  copyPayload(target: Uint8Array): number;
}

/**
 * An event as its producer sees it: a flyweight over the claimed slot. It has no sequence: publishing gives it one.
 *
 * There is one such object per ring. It is good from the claim to the publish: unless access is unchecked, writing before or
 * after throws, and so does an index beyond the payload. Nothing is written then.
 */
export interface EventWriter {
  /** Arrival timestamp in nanoseconds. */
  arrivalNs: number;
  /** Sets the arrival timestamp to `cells[index]`: by address, so that it is never boxed. */
  loadArrival(cells: Float64Array, index: number): void;
  /** Number of 32-bit payload words. */
  readonly payloadWords: number;
  /**
   * Payload word `index` as Int32. `index` is an integer from 0 to `payloadWords - 1`.
   *
   * @throws {RangeError} if it is not, and access is checked
   */
  word(index: number): number;
  /**
   * Payload words `2 * index` and `2 * index + 1` as one Float64. Both have to be words of the payload.
   *
   * @throws {RangeError} if they are not, and access is checked
   */
  cell(index: number): number;
  /**
   * Sets payload word `index` to the Int32 `value`. `index` is an integer from 0 to `payloadWords - 1`.
   *
   * @throws {RangeError} if it is not, and access is checked
   */
  setWord(index: number, value: number): void;
  /**
   * Sets payload words `2 * index` and `2 * index + 1` to the Float64 `value`. Both have to be words of the payload.
   *
   * @throws {RangeError} if they are not, and access is checked
   */
  setCell(index: number, value: number): void;
  /**
   * Sets payload words `2 * cell` and `2 * cell + 1` to the Float64 in `cells[index]`: by address. Both have to be words of the
   * payload.
   *
   * @throws {RangeError} if they are not, and access is checked
   */
  loadCell(cell: number, cells: Float64Array, index: number): void;
  /**
   * Copies raw bytes into the payload, and zeroes what is left of it.
   *
   * @throws {RangeError} if there are more bytes than the payload holds
   */
  setPayload(bytes: Uint8Array): void;
}

/**
 * The flyweight that both sides use, over records laid out as `slot_layout.ts` says.
 *
 * The public faces are {@linkcode EventView} and {@linkcode EventWriter}; the fields below belong to the ring and the
 * consumer that move it. This class checks no index. Rings and consumers use it where access is unchecked; where it is
 * checked, as by default, they use the classes in `checked_slot.ts`.
 */
export class EventSlot implements EventView, EventWriter {
  /** The memory as 32-bit words. */
  declare readonly words: Int32Array;
  /** The same memory as 64-bit cells. */
  declare readonly cells: Float64Array;
  /** The same memory as bytes. */
  declare readonly bytes: Uint8Array;
  /** Number of payload words. */
  declare readonly payloadWords: number;
  /** Where the record begins, in cells. */
  offset = 0;
  /** Position of the event. */
  position = 0;
  /** Sequence of position 0, and {@linkcode numbering.HALF}. */
  origin: number = HALF;

  /**
   * Makes a flyweight placed on the first record.
   *
   * @param buffer the memory of the records: whole cells, at least one record, at most 2 GiB
   * @param payloadWords payload words of an event, 0 to 16 384
   * @throws {RangeError} if the memory cannot hold a record, or is more than offsets can reach
   */
  constructor(buffer: ArrayBuffer, payloadWords: number) {
    checkRecords(buffer, payloadWords);
    this.words = new Int32Array(buffer);
    this.cells = new Float64Array(buffer);
    this.bytes = new Uint8Array(buffer);
    this.payloadWords = payloadWords;
  }

  /** Moves to the record at `offset`, in cells, which holds the event of this position and era. */
  place(offset: number, position: number, era: number): void {
    this.offset = offset;
    this.position = position;
    this.origin = era * ERA_SIZE + HALF;
  }

  /**
   * Which of the `count` records of a batch is meant by an index: that one. A checked flyweight refuses an index beyond them.
   *
   * @internal
   */
  within(index: number, _count: number): number {
    return index;
  }

  /** The number of the event. */
  get sequence(): number {
    return this.origin + this.position - HALF;
  }

  /** Arrival timestamp in nanoseconds. */
  get arrivalNs(): number {
    return this.cells[(this.offset & OFFSET_MASK) + ARRIVAL_CELL];
  }

  /** Sets the arrival timestamp, in nanoseconds. */
  set arrivalNs(ns: number) {
    this.cells[(this.offset & OFFSET_MASK) + ARRIVAL_CELL] = ns;
  }

  /** Writes the arrival timestamp into `cells[index]`. */
  storeArrival(cells: Float64Array, index: number): void {
    cells[index] = this.cells[(this.offset & OFFSET_MASK) + ARRIVAL_CELL];
  }

  /** Sets the arrival timestamp to `cells[index]`. */
  loadArrival(cells: Float64Array, index: number): void {
    this.cells[(this.offset & OFFSET_MASK) + ARRIVAL_CELL] = cells[index];
  }

  /** Payload word `index` as Int32. */
  word(index: number): number {
    return this
      .words[
        ((this.offset & OFFSET_MASK) << 1) + PAYLOAD_WORD + index
      ];
  }

  /** Sets payload word `index`. */
  setWord(index: number, value: number): void {
    this
      .words[
        ((this.offset & OFFSET_MASK) << 1) + PAYLOAD_WORD + index
      ] = value;
  }

  /** Payload words `2 * index` and `2 * index + 1` as one Float64. */
  cell(index: number): number {
    return this
      .cells[(this.offset & OFFSET_MASK) + PAYLOAD_CELL + index];
  }

  /** Sets payload words `2 * index` and `2 * index + 1`. */
  setCell(index: number, value: number): void {
    this.cells[(this.offset & OFFSET_MASK) + PAYLOAD_CELL + index] = value;
  }

  /** Writes payload words `2 * cell` and `2 * cell + 1` into `cells[index]`. */
  storeCell(cell: number, cells: Float64Array, index: number): void {
    cells[index] = this.cells[(this.offset & OFFSET_MASK) + PAYLOAD_CELL + cell];
  }

  /** Sets payload words `2 * cell` and `2 * cell + 1` to `cells[index]`. */
  loadCell(cell: number, cells: Float64Array, index: number): void {
    this.cells[(this.offset & OFFSET_MASK) + PAYLOAD_CELL + cell] = cells[index];
  }

  /** Writes the sequence into `cells[index]`. */
  storeSequence(cells: Float64Array, index: number): void {
    cells[index] = this.origin + this.position - HALF;
  }

  /** Copies the payload bytes into `target`. */
  copyPayload(target: Uint8Array): number {
    const length = this.payloadWords << 2;
    if (target.length < length) refuseTarget(target.length, length);
    const from = ((this.offset & OFFSET_MASK) + PAYLOAD_CELL) << 3;
    for (let n = 0; n < length; n++) target[n] = this.bytes[from + n];
    return length;
  }

  /** Copies raw bytes into the payload, and zeroes what is left of it. */
  setPayload(bytes: Uint8Array): void {
    const length = this.payloadWords << 2;
    const given = bytes.length;
    if (!(given <= length)) refusePayload(given, length);
    const to = ((this.offset & OFFSET_MASK) + PAYLOAD_CELL) << 3;
    for (let n = 0; n < given; n++) this.bytes[to + n] = bytes[n];
    for (let n = given; n < length; n++) this.bytes[to + n] = 0;
  }
}

// @cold: constructor only
function checkRecords(buffer: ArrayBuffer, payloadWords: number): void {
  checkInteger("create EventSlot", "payloadWords", payloadWords, 0, PAYLOAD_WORDS_MAX);
  checkObject("create EventSlot", "buffer", buffer, "an ArrayBuffer");
  const bytes = buffer.byteLength;
  const least = WORD_BYTES * copiedWords(payloadWords);
  const most = WORD_BYTES * RING_WORDS_MAX;
  if (bytes % CELL_BYTES !== 0 || bytes < least || bytes > most) {
    const rule = `a multiple of ${CELL_BYTES} from ${least}, which holds one, to ${most}`;
    throw new RangeError(`Cannot create EventSlot: the byte length of buffer must be ${rule}, got ${bytes}`);
  }
}

// @cold: throws
function refuseTarget(given: number, needed: number): never {
  throw new RangeError(`Cannot copy the payload: target must hold ${needed} bytes, got ${given}`);
}

// @cold: throws
function refusePayload(given: number, limit: number): never {
  throw new RangeError(`Cannot write the payload: the length of bytes must be at most ${limit}, got ${given}`);
}
