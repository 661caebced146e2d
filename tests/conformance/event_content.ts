/**
 * Events whose content is a function of their sequence, so that a torn, stale or misplaced read proves itself.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { EventRing } from "../../core/bus/event_ring.ts";
import type { EventView, EventWriter } from "../../core/bus/event_slot.ts";

/** The payload word `index` of event `sequence`. */
export function wordOf(sequence: number, index: number): number {
  const low = Math.imul((sequence | 0) ^ Math.imul(index + 1, 0x9e37_79b1), 0x85eb_ca6b);
  return (low ^ (low >>> 15) ^ Math.floor(sequence / 2 ** 32)) | 0;
}

/** The arrival timestamp of event `sequence`: as far from a whole number as the sequence leaves room for. */
export function arrivalOf(sequence: number): number {
  return sequence + 0.5;
}

/** Writes the content of event `sequence`. */
export function fill(slot: EventWriter, sequence: number): void {
  slot.arrivalNs = arrivalOf(sequence);
  for (let index = 0; index < slot.payloadWords; index++) slot.setWord(index, wordOf(sequence, index));
}

/** Asserts that the view shows event `sequence`, every word of it. */
export function assertShows(view: EventView, sequence: number): void {
  const seen = [view.sequence, view.arrivalNs];
  const expected = [sequence, arrivalOf(sequence)];
  for (let index = 0; index < view.payloadWords; index++) {
    seen.push(view.word(index));
    expected.push(wordOf(sequence, index));
  }
  assertEquals(seen, expected, `event ${sequence}, as [sequence, arrival, ...words]`);
}

/** Publishes `count` events one by one. */
export function publish(ring: EventRing, count = 1): void {
  for (let n = 0; n < count; n++) {
    const sequence = ring.head;
    fill(ring.claim(), sequence);
    assertEquals(ring.publish(), sequence);
  }
}

/** Publishes `count` events in one batch. */
export function publishBatch(ring: EventRing, count: number): void {
  const first = ring.head;
  ring.claimBatch(count);
  for (let index = 0; index < count; index++) fill(ring.slotAt(index), first + index);
  assertEquals(ring.publish(), first);
}
