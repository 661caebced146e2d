/**
 * The flyweights of checked access: what {@linkcode EventSlot} does, and refusing what is outside the event.
 *
 * They are classes of their own, chosen when a ring or a consumer is made. So access that is not checked has no branch for it,
 * and no index is compared twice.
 *
 * @module
 */
import { EventSlot } from "./event_slot.ts";
import * as layout from "./slot_layout.ts";

const ARRIVAL_CELL = layout.ARRIVAL_CELL;
const OFFSET_MASK = layout.OFFSET_MASK;

/** Whose slots a writer writes into. */
export interface SlotOwner {
  /** Whether a slot is claimed and not yet published. */
  readonly hasClaim: boolean;
}

/** The view of a reader, which checks every index. */
class CheckedView extends EventSlot {
  override within(index: number, count: number): number {
    if ((index | 0) !== index || index < 0 || index >= count) refuseRecord(index, count);
    return index;
  }

  override word(index: number): number {
    if (!isWithin(index, this.payloadWords)) refuseWord(index, this.payloadWords);
    return super.word(index);
  }

  override cell(index: number): number {
    if (!isWithin(index, this.payloadWords >> 1)) refuseCell(index, this.payloadWords);
    return super.cell(index);
  }

  override storeCell(cell: number, cells: Float64Array, index: number): void {
    if (!isWithin(cell, this.payloadWords >> 1)) refuseCell(cell, this.payloadWords);
    super.storeCell(cell, cells, index);
  }
}

/** The view of a producer, which also refuses to write unless a slot is claimed. */
class CheckedWriter extends CheckedView {
  declare private readonly _owner: SlotOwner;

  constructor(buffer: ArrayBuffer, payloadWords: number, owner: SlotOwner) {
    super(buffer, payloadWords);
    this._owner = owner;
  }

  // An accessor of the base class is looked up at every call through `super`, for 50 ns; so the two say it again.
  override get arrivalNs(): number {
    return this.cells[(this.offset & OFFSET_MASK) + ARRIVAL_CELL];
  }

  override set arrivalNs(ns: number) {
    if (!this._owner.hasClaim) refuseUnclaimed();
    this.cells[(this.offset & OFFSET_MASK) + ARRIVAL_CELL] = ns;
  }

  override loadArrival(cells: Float64Array, index: number): void {
    if (!this._owner.hasClaim) refuseUnclaimed();
    super.loadArrival(cells, index);
  }

  override setWord(index: number, value: number): void {
    if (!this._owner.hasClaim) refuseUnclaimed();
    if (!isWithin(index, this.payloadWords)) refuseWord(index, this.payloadWords);
    super.setWord(index, value);
  }

  override setCell(index: number, value: number): void {
    if (!this._owner.hasClaim) refuseUnclaimed();
    if (!isWithin(index, this.payloadWords >> 1)) refuseCell(index, this.payloadWords);
    super.setCell(index, value);
  }

  override loadCell(cell: number, cells: Float64Array, index: number): void {
    if (!this._owner.hasClaim) refuseUnclaimed();
    if (!isWithin(cell, this.payloadWords >> 1)) refuseCell(cell, this.payloadWords);
    super.loadCell(cell, cells, index);
  }

  override setPayload(bytes: Uint8Array): void {
    if (!this._owner.hasClaim) refuseUnclaimed();
    super.setPayload(bytes);
  }
}

/**
 * Makes the flyweight of a reader.
 *
 * @param buffer the memory of the records
 * @param payloadWords payload words of an event
 * @param checked whether indexes are checked
 */
// @cold: constructors only
export function makeView(buffer: ArrayBuffer, payloadWords: number, checked: boolean): EventSlot {
  return checked ? new CheckedView(buffer, payloadWords) : new EventSlot(buffer, payloadWords);
}

/**
 * Makes the flyweight of a producer.
 *
 * @param buffer the memory of the records
 * @param payloadWords payload words of an event
 * @param checked whether indexes are checked, and whether a slot is claimed
 * @param owner the ring
 */
// @cold: constructors only
export function makeWriter(
  buffer: ArrayBuffer,
  payloadWords: number,
  checked: boolean,
  owner: SlotOwner,
): EventSlot {
  return checked ? new CheckedWriter(buffer, payloadWords, owner) : new EventSlot(buffer, payloadWords);
}

function isWithin(index: number, count: number): boolean {
  return (index | 0) === index && index >= 0 && index < count;
}

// @cold: throws
function refuseRecord(index: number, count: number): never {
  const rule = count > 0
    ? `the index must be an integer from 0 to ${count - 1}`
    : "it is empty, since nothing was claimed or taken";
  throw new RangeError(`Cannot move to event ${index} of the batch: ${rule}, got ${index}`);
}

// @cold: throws
function refuseWord(index: number, words: number): never {
  const rule = words > 0 ? `the index must be an integer from 0 to ${words - 1}` : "the event has no payload";
  throw new RangeError(`Cannot access payload word ${index}: ${rule}, got ${index}`);
}

// @cold: throws
function refuseCell(index: number, words: number): never {
  const cells = words >> 1;
  const rule = cells > 0
    ? `${words} payload words are cells 0 to ${cells - 1}`
    : `${words} payload words hold no cell of two words`;
  throw new RangeError(`Cannot access payload cell ${index}: ${rule}, got ${index}`);
}

// @cold: throws
function refuseUnclaimed(): never {
  throw new Error("Cannot write the event: no slot is claimed; the writer is valid from the claim to the publish");
}
