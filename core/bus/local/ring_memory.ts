// @cold-file: made once; the hot path reads fields of it
import { Era } from "./era.ts";
import type { CheckedRingSettings } from "../ring_settings.ts";
import { HALF, positionOf } from "../sequence.ts";
import { recordShift, RING_WORDS_MAX, WORD_BYTES } from "../slot_layout.ts";

/**
 * The memory of a ring for one thread, as its producer and its consumers share it: 2C records, and the era of the head.
 *
 * A ring and its consumers know this, and not one another. It is not API: what it holds may change between versions.
 */
export class RingMemory {
  /** Events that stay readable, C. */
  declare readonly capacity: number;
  /** Payload words of every event. */
  declare readonly payloadWords: number;
  /** Sequence of the first event that the ring was to carry. */
  declare readonly first: number;
  /** `~(C - 1)`: a distance with any of these bits set is outside the readable window. */
  declare readonly outside: number;
  /** `2C - 1`: selects the record of a position. */
  declare readonly recordMask: number;
  /** Cells of 8 bytes from one record to the next. */
  declare readonly recordCells: number;
  /** Whether misuse of a slot or an event is refused. */
  declare readonly checked: boolean;
  /** The records. */
  declare readonly records: ArrayBuffer;
  /** The era of the head, and the head in it. Only the ring puts another in its place. */
  declare era: Era;

  /**
   * Allocates the records of an empty ring.
   *
   * @param settings capacity, payload words and first sequence
   * @param checked whether misuse of a slot or an event is refused
   * @throws {RangeError} if the records are too many, or cannot be allocated
   */
  constructor({ capacity, payloadWords, startSequence }: CheckedRingSettings, checked: boolean) {
    this.capacity = capacity;
    this.payloadWords = payloadWords;
    this.first = startSequence;
    this.checked = checked;
    this.outside = ~(capacity - 1);
    this.recordMask = 2 * capacity - 1;
    this.recordCells = 1 << (recordShift(payloadWords) - 1);
    this.records = allocateRecords(2 * capacity, this.recordCells);
    const position = positionOf(startSequence);
    this.era = new Era(startSequence - position, position - 1);
  }

  /** The next sequence to be published. */
  get head(): number {
    const era = this.era;
    return era.origin + era.newest + HALF;
  }

  /** Sequence of the oldest readable event; the head, if there is none. */
  get oldest(): number {
    const oldest = this.head - this.capacity;
    return oldest > this.first ? oldest : this.first;
  }
}

function allocateRecords(records: number, cells: number): ArrayBuffer {
  const words = records * 2 * cells;
  const rule = `${records} records of ${WORD_BYTES * 2 * cells} bytes`;
  if (words > RING_WORDS_MAX) {
    const most = RING_WORDS_MAX / (4 * cells);
    throw new RangeError(
      `Cannot create RingBuffer: capacity must be at most ${most} with this payload, ` +
        `since ${rule} exceed ${WORD_BYTES * RING_WORDS_MAX} bytes, got ${records / 2}`,
    );
  }
  try {
    return new ArrayBuffer(words * WORD_BYTES);
  } catch (cause) {
    throw new RangeError(`Cannot create RingBuffer: ${rule} cannot be allocated`, { cause });
  }
}
