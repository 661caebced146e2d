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

/** Writes the content of event `sequence`. */
export function write(slot: EventWriter, sequence: number): void {
  const low = sequence | 0;
  const high = Math.floor(sequence / 2 ** 32);
  slot.arrivalNs = sequence * Math.PI;
  for (let index = 0; index < slot.payloadWords; index++) slot.setWord(index, wordOf(low, high, index));
}

/** Whether the view shows event `sequence`, every word of it. */
export function shows(view: EventView, sequence: number): boolean {
  const low = sequence | 0;
  const high = Math.floor(sequence / 2 ** 32);
  let right = view.sequence === sequence && view.arrivalNs === sequence * Math.PI;
  for (let index = 0; index < view.payloadWords; index++) {
    right = right && view.word(index) === wordOf(low, high, index);
  }
  return right;
}
