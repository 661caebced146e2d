/**
 * What stress events hold: every word is a function of the sequence, so that a record that is not of one piece, or of
 * another event, proves itself.
 *
 * @module
 */
import type { EventView, EventWriter } from "../../core/bus/event_slot.ts";

/** The payload word `index` of the event with these low and high words of its sequence. */
function wordOf(low: number, high: number, index: number): number {
  const word = Math.imul(low ^ Math.imul(index + 1, 0x9e37_79b1), 0x85eb_ca6b) ^ high;
  return word ^ (word >>> 15);
}

/** Memory through which doubles go from here to a slot and back: one that is passed as a number may be boxed. */
const SEQUENCE = new Float64Array(1);
const CELLS = new Float64Array(2);

/** Writes the content of event `sequence`. */
export function write(slot: EventWriter, sequence: number): void {
  SEQUENCE[0] = sequence;
  writeFrom(slot, SEQUENCE);
}

/** Writes the content of the event whose sequence is in `cells[0]`, and makes no garbage. */
export function writeFrom(slot: EventWriter, cells: Float64Array): void {
  const sequence = cells[0];
  const low = sequence | 0;
  const high = Math.floor(sequence / 2 ** 32);
  CELLS[0] = sequence * Math.PI;
  slot.loadArrival(CELLS, 0);
  for (let index = 0; index < slot.payloadWords; index++) slot.setWord(index, wordOf(low, high, index));
}

/** Whether the view shows event `sequence`, every word of it. */
export function shows(view: EventView, sequence: number): boolean {
  SEQUENCE[0] = sequence;
  return showsFrom(view, SEQUENCE);
}

/** Whether the view shows the event whose sequence is in `cells[0]`, every word of it. Makes no garbage. */
export function showsFrom(view: EventView, cells: Float64Array): boolean {
  const sequence = cells[0];
  const low = sequence | 0;
  const high = Math.floor(sequence / 2 ** 32);
  view.storeSequence(CELLS, 0);
  view.storeArrival(CELLS, 1);
  let right = CELLS[0] === sequence && CELLS[1] === sequence * Math.PI;
  for (let index = 0; index < view.payloadWords; index++) {
    right = right && view.word(index) === wordOf(low, high, index);
  }
  return right;
}
