/**
 * Rings between the plain one and the real one: each has one trick more than the one before it.
 *
 * @module
 */
import { PlainEvent } from "../../demo/examples/plain_ring/plain_event.ts";
import { PlainRingBuffer } from "../../demo/examples/plain_ring/plain_ring_buffer.ts";

/** An event that is found by masking its sequence, since the number of records is a power of two. */
class MaskedEvent extends PlainEvent {
  declare private readonly _mask: number;
  declare private readonly _recordBytes: number;

  constructor(memory: DataView, payloadWords: number) {
    super(memory, payloadWords);
    this._mask = this._records - 1;
    this._recordBytes = PlainEvent.bytes(payloadWords);
  }

  override moveTo(sequence: number): this {
    this.sequence = sequence;
    this._at = Math.imul(sequence & this._mask, this._recordBytes);
    return this;
  }
}

/** The same, whose cells are those of a typed array. */
class TypedEvent extends PlainEvent {
  declare private readonly _cells: Float64Array;
  declare private readonly _mask: number;
  declare private readonly _recordCells: number;

  constructor(memory: DataView, payloadWords: number) {
    super(memory, payloadWords);
    this._cells = new Float64Array(memory.buffer);
    this._mask = this._records - 1;
    this._recordCells = PlainEvent.bytes(payloadWords) / 8;
  }

  override moveTo(sequence: number): this {
    this.sequence = sequence;
    this._at = Math.imul(sequence & this._mask, this._recordCells);
    return this;
  }

  override get arrivalNs(): number {
    return this._cells[this._at];
  }

  override set arrivalNs(ns: number) {
    this._cells[this._at] = ns;
  }

  override cell(index: number): number {
    return this._cells[this._at + 1 + index];
  }

  override setCell(index: number, value: number): void {
    this._cells[this._at + 1 + index] = value;
  }
}

/** The plain ring, finding records by a mask. */
export class MaskedRing extends PlainRingBuffer {
  protected override _makeEvent(): PlainEvent {
    return new MaskedEvent(this._memory, this.payloadWords);
  }
}

/** The same, over a typed array. */
export class TypedRing extends PlainRingBuffer {
  protected override _makeEvent(): PlainEvent {
    return new TypedEvent(this._memory, this.payloadWords);
  }
}
