/**
 * The record of an event in a `PlainRingBuffer`: its arrival timestamp, then its payload, both little endian.
 *
 * ```text
 *   byte   0                   8         12        16
 *        +-------------------+---------+---------+- -
 *        | arrival, ns       | payload | payload |
 *        | Float64           |  word 0 |  word 1 |
 *        +-------------------+---------+---------+- -
 * ```
 *
 * @module
 */
import type { EventView, EventWriter } from "../../../mod.ts";

const PAYLOAD = 8;

/** A window on one record, which moves from event to event. Both sides use it. It checks no index. */
export class PlainEvent implements EventView, EventWriter {
  readonly payloadWords: number;
  sequence = 0;
  protected readonly _memory: DataView;
  protected readonly _records: number;
  protected _at = 0;

  constructor(memory: DataView, payloadWords: number) {
    this.payloadWords = payloadWords;
    this._memory = memory;
    this._records = memory.byteLength / PlainEvent.bytes(payloadWords);
  }

  /** Bytes of a record. */
  static bytes(payloadWords: number): number {
    return PAYLOAD + 4 * payloadWords;
  }

  /** Moves to the record of an event. */
  moveTo(sequence: number): this {
    this.sequence = sequence;
    this._at = (sequence % this._records) * PlainEvent.bytes(this.payloadWords);
    return this;
  }

  get arrivalNs(): number {
    return this._memory.getFloat64(this._at, true);
  }

  set arrivalNs(ns: number) {
    this._memory.setFloat64(this._at, ns, true);
  }

  word(index: number): number {
    return this._memory.getInt32(this._at + PAYLOAD + 4 * index, true);
  }

  setWord(index: number, value: number): void {
    this._memory.setInt32(this._at + PAYLOAD + 4 * index, value, true);
  }

  cell(index: number): number {
    return this._memory.getFloat64(this._at + PAYLOAD + 8 * index, true);
  }

  setCell(index: number, value: number): void {
    this._memory.setFloat64(this._at + PAYLOAD + 8 * index, value, true);
  }

  storeSequence(cells: Float64Array, index: number): void {
    cells[index] = this.sequence;
  }

  storeArrival(cells: Float64Array, index: number): void {
    cells[index] = this.arrivalNs;
  }

  loadArrival(cells: Float64Array, index: number): void {
    this.arrivalNs = cells[index];
  }

  storeCell(cell: number, cells: Float64Array, index: number): void {
    cells[index] = this.cell(cell);
  }

  loadCell(cell: number, cells: Float64Array, index: number): void {
    this.setCell(cell, cells[index]);
  }

  copyPayload(target: Uint8Array): number {
    const payload = this._payload();
    if (target.length < payload.length) {
      throw new RangeError(`Cannot copy the payload: target must hold ${payload.length} bytes, got ${target.length}`);
    }
    target.set(payload);
    return payload.length;
  }

  setPayload(bytes: Uint8Array): void {
    const payload = this._payload();
    if (bytes.length > payload.length) {
      const rule = `the length of bytes must be at most ${payload.length}`;
      throw new RangeError(`Cannot write the payload: ${rule}, got ${bytes.length}`);
    }
    payload.fill(0);
    payload.set(bytes);
  }

  private _payload(): Uint8Array {
    return new Uint8Array(this._memory.buffer, this._at + PAYLOAD, 4 * this.payloadWords);
  }
}
