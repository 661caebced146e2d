const CELLS = 5;
const SEQUENCE = 0;
const DECISION = 1;
const COMPLETION = 2;
const EXECUTED = 3;
const RESULT = 4;

/**
 * The record of a decision: 40 bytes of fixed layout, made once and written for every event.
 *
 * ```text
 *   cell   0          1             2               3          4
 *        +----------+-------------+---------------+----------+--------+   all Float64; executed is 0 or 1,
 *        | sequence | decision ns | completion ns | executed | result |   result an integer of 32 bits
 *        +----------+-------------+---------------+----------+--------+
 * ```
 *
 * An executor has one ack and writes every decision into it. To keep one, copy it, with {@linkcode Ack.copyTo} or
 * {@linkcode Ack.clone}.
 *
 * @example Keep a log of acks
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Ack, ACK_CELLS } from "@low-latency/trading-sim";
 *
 * const ack = new Ack();
 * const log = new Float64Array(100 * ACK_CELLS);
 * ack.copyTo(log, 7 * ACK_CELLS); // the eighth entry
 * assertEquals(ack.executed, false); // a new ack records nothing
 * ```
 */
export class Ack {
  /** The record. Written by the executor. */
  declare readonly cells: Float64Array;

  /** Makes an ack of zeros. */
  constructor() {
    this.cells = new Float64Array(CELLS);
  }

  /** Sequence of the event that was decided on. */
  get sequence(): number {
    return this.cells[SEQUENCE];
  }

  /** When the decision was taken, in nanoseconds of the executor's clock. */
  get decisionNs(): number {
    return this.cells[DECISION];
  }

  /** When the ack was complete, in nanoseconds of the executor's clock. */
  get completionNs(): number {
    return this.cells[COMPLETION];
  }

  /** Whether the decision was live: the system was in READY before it and still after it. Otherwise it was provisional. */
  get executed(): boolean {
    return this.cells[EXECUTED] === 1;
  }

  /** Result of the logic: an integer from -2³¹ to 2³¹ - 1. Without a logic 0. */
  get result(): number {
    return this.cells[RESULT];
  }

  /**
   * Copies the record to `target[offset]` and the {@linkcode ACK_CELLS} - 1 cells after it.
   *
   * @throws {RangeError} if they do not all lie within `target`; nothing is written
   */
  copyTo(target: Float64Array, offset: number): void {
    if ((offset | 0) !== offset || offset < 0 || offset > target.length - CELLS) {
      refuseOffset(offset, target.length);
    }
    const cells = this.cells;
    target[offset + SEQUENCE] = cells[SEQUENCE];
    target[offset + DECISION] = cells[DECISION];
    target[offset + COMPLETION] = cells[COMPLETION];
    target[offset + EXECUTED] = cells[EXECUTED];
    target[offset + RESULT] = cells[RESULT];
  }

  /** A new ack with the same content. */
  // @cold: makes an object
  clone(): Ack {
    const copy = new Ack();
    copy.cells.set(this.cells);
    return copy;
  }
}

/** Number of cells in an ack. */
export const ACK_CELLS: number = CELLS;

/** Cell of an ack that holds the sequence. */
export const ACK_SEQUENCE: number = SEQUENCE;

/** Cell of an ack that holds the decision timestamp, in nanoseconds. */
export const ACK_DECISION: number = DECISION;

/** Cell of an ack that holds the completion timestamp, in nanoseconds. */
export const ACK_COMPLETION: number = COMPLETION;

/** Cell of an ack that holds 1 if the decision was live, else 0. */
export const ACK_EXECUTED: number = EXECUTED;

/** Cell of an ack that holds the result of the logic. */
export const ACK_RESULT: number = RESULT;

// @cold: throws
function refuseOffset(offset: number, length: number): never {
  const rule = length < CELLS
    ? `target must have at least ${CELLS} cells, got ${length}`
    : `offset must be an integer from 0 to ${length - CELLS}, got ${offset}`;
  throw new RangeError(`Cannot copy the ack: ${rule}`);
}
