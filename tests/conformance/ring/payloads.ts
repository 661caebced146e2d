import { assert, assertEquals, assertThrows } from "@std/assert";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { assertShows, fill, publish, publishBatch } from "../event_content.ts";
import type { MakeRing } from "./ring_under_test.ts";

const { EVENT } = PollStatus;

/** Registers the tests of the content of an event: bytes, words, cells and timestamps. */
export function payloads(name: string, makeRing: MakeRing): void {
  for (const payloadWords of [0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 15, 100]) {
    Deno.test(`${name} carries ${payloadWords} payload words without touching the neighbours`, () => {
      const ring = makeRing({ capacity: 4, payloadWords });
      const consumer = ring.createConsumer();
      for (let lap = 0; lap < 3; lap++) {
        publish(ring, 4);
        for (let n = 0; n < 4; n++) {
          assertEquals(consumer.poll(), EVENT);
          assertEquals(consumer.event.payloadWords, payloadWords);
          assertShows(consumer.event, 4 * lap + n);
        }
      }
      publishBatch(ring, 4);
      for (let sequence = 12; sequence < 16; sequence++) assertShows(ring.get(sequence), sequence);
    });

    Deno.test(`${name} carries ${4 * payloadWords} payload bytes as they are, and zeroes the rest`, () => {
      const size = 4 * payloadWords;
      const ring = makeRing({ capacity: 2, payloadWords });
      const consumer = ring.createConsumer();
      for (let length = 0; length <= size; length += size > 60 ? 37 : 1) {
        const bytes = Uint8Array.from({ length }, (_, n) => 255 - n);
        fill(ring.claim(), ring.head + 1); // What was there before must not show through.
        const slot = ring.claim();
        slot.arrivalNs = length;
        slot.setPayload(bytes);
        ring.publish();
        assertEquals(consumer.poll(), EVENT);
        const copy = new Uint8Array(size + 3).fill(7);
        assertEquals(consumer.event.copyPayload(copy), size);
        const expected = new Uint8Array(size + 3).fill(7, size);
        expected.set(bytes);
        assertEquals(copy, expected);
        assertEquals(consumer.event.arrivalNs, length);
      }
    });
  }

  Deno.test(`${name} slots of a batch may be written in any order, and keep to themselves`, () => {
    for (const payloadWords of [1, 2, 6, 14]) { // Among them those that fill a record to its last byte.
      const ring = makeRing({ capacity: 4, payloadWords });
      const bytes = new Uint8Array(4 * payloadWords).fill(0xa5);
      ring.claimBatch(4);
      for (let index = 3; index >= 0; index--) {
        const slot = ring.slotAt(index);
        slot.arrivalNs = -1 / 3; // Every byte of it is other than zero.
        slot.setPayload(index % 2 === 0 ? bytes : bytes.subarray(1));
      }
      ring.publish();
      for (let sequence = 0; sequence < 4; sequence++) {
        const event = ring.get(sequence);
        const copy = new Uint8Array(bytes.length);
        event.copyPayload(copy);
        assertEquals(event.arrivalNs, -1 / 3);
        assertEquals(copy.subarray(0, -1), bytes.subarray(1));
        assertEquals(copy.at(-1), sequence % 2 === 0 ? 0xa5 : 0);
      }
    }
  });

  Deno.test(`${name} refuses more bytes than the payload holds, and a target that does not hold the payload`, () => {
    const ring = makeRing({ capacity: 2, payloadWords: 4 });
    const slot = ring.claim();
    fill(slot, 0);
    assertThrows(
      () => slot.setPayload(new Uint8Array(17).fill(9)),
      RangeError,
      "Cannot write the payload: the length of bytes must be at most 16, got 17",
    );
    ring.publish();
    const target = new Uint8Array(15);
    assertThrows(
      () => ring.get(0).copyPayload(target),
      RangeError,
      "Cannot copy the payload: target must hold 16 bytes, got 15",
    );
    assertEquals(target, new Uint8Array(15));
    assertShows(ring.get(0), 0);
  });

  Deno.test(`${name} keeps the bits of every NaN in raw bytes`, () => {
    const ring = makeRing({ capacity: 2, payloadWords: 4 });
    const consumer = ring.createConsumer();
    const patterns = [0x7ff0_0000_0000_0001n, 0xfff0_0000_0000_0001n, 0x7ff8_dead_beef_cafen, 0xffff_ffff_ffff_ffffn];
    for (const bits of patterns) {
      const bytes = new Uint8Array(new BigUint64Array([bits, ~bits & 0x7fff_ffff_ffff_ffffn]).buffer);
      ring.claim().setPayload(bytes);
      ring.publish();
      assertEquals(consumer.poll(), EVENT);
      const copy = new Uint8Array(16);
      consumer.event.copyPayload(copy);
      assertEquals(copy, bytes);
      assert(Number.isNaN(consumer.event.cell(0)));
      consumer.event.copyPayload(copy);
      assertEquals(copy, bytes, "also after they were looked at");
    }
  });

  Deno.test(`${name} carries cells and timestamps exactly`, () => {
    const values = [
      0,
      -0,
      1.5,
      -1,
      2 ** 53 - 1,
      -(2 ** 53),
      Number.MIN_VALUE,
      Number.MAX_VALUE,
      Infinity,
      -Infinity,
      NaN,
    ];
    const ring = makeRing({ capacity: 2, payloadWords: 5 });
    const consumer = ring.createConsumer();
    for (const value of values) {
      const slot = ring.claim();
      slot.arrivalNs = value;
      slot.setCell(0, value);
      slot.setCell(1, -value);
      slot.setWord(4, 5);
      assertEquals([slot.arrivalNs, slot.cell(0), slot.cell(1), slot.word(4)], [value, value, -value, 5], "as written");
      ring.publish();
      assertEquals(consumer.poll(), EVENT);
      const { event } = consumer;
      assertEquals([event.arrivalNs, event.cell(0), event.cell(1), event.word(4)], [value, value, -value, 5]);
    }
  });

  Deno.test(`${name} carries words exactly, and lays cells over pairs of them`, () => {
    const ring = makeRing({ capacity: 2, payloadWords: 4 });
    const values = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 0x1234_5678];
    for (const value of values) {
      const slot = ring.claim();
      slot.setWord(0, value);
      slot.setWord(1, ~value);
      slot.setCell(1, value + 0.25);
      const sequence = ring.publish();
      const event = ring.get(sequence);
      assertEquals([event.word(0), event.word(1), event.cell(1)], [value, ~value, value + 0.25]);
      const cell = new Float64Array(1);
      new Int32Array(cell.buffer).set([value, ~value]);
      assertEquals(event.cell(0), cell[0]);
      const bytes = new Uint8Array(16);
      event.copyPayload(bytes);
      assertEquals(new Int32Array(bytes.buffer)[0], value);
    }
  });

  Deno.test(`${name} stores the sequence of an event into a cell`, () => {
    const ring = makeRing({ capacity: 4, startSequence: 2 ** 40 - 1 });
    const consumer = ring.createConsumer();
    const cells = new Float64Array(3);
    publish(ring, 3);
    for (let n = 0; n < 3; n++) {
      consumer.poll();
      consumer.event.storeSequence(cells, n);
    }
    assertEquals([...cells], [2 ** 40 - 1, 2 ** 40, 2 ** 40 + 1]);
  });

  Deno.test(`${name} takes a timestamp and payload cells from an address, and gives them back to one`, () => {
    const ring = makeRing({ capacity: 2, payloadWords: 5 });
    const consumer = ring.createConsumer();
    const cells = Float64Array.of(-7, 2 ** 52 + 1, 0.25, -0.75);
    const slot = ring.claim();
    slot.loadArrival(cells, 1);
    slot.loadCell(0, cells, 2);
    slot.loadCell(1, cells, 3);
    slot.setWord(4, 5);
    ring.publish();
    assertEquals(consumer.poll(), EVENT);
    const { event } = consumer;
    assertEquals([event.arrivalNs, event.cell(0), event.cell(1), event.word(4)], [2 ** 52 + 1, 0.25, -0.75, 5]);
    const copy = new Float64Array(5).fill(-7);
    event.storeCell(1, copy, 1);
    event.storeArrival(copy, 2);
    event.storeCell(0, copy, 3);
    assertEquals([...copy], [-7, -0.75, 2 ** 52 + 1, 0.25, -7]);
  });
}
