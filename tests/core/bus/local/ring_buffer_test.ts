import { assertEquals, assertThrows } from "@std/assert";
import { Era } from "../../../../core/bus/local/era.ts";
import { PollStatus } from "../../../../core/bus/poll_status.ts";
import { RingBuffer } from "../../../../core/bus/local/ring_buffer.ts";
import type { RingSettings } from "../../../../core/bus/ring_settings.ts";
import { memoryOf, withMemory } from "../../../conformance/_local_memory.ts";
import { assertShows, fill, publish, publishBatch } from "../../../conformance/event_content.ts";

function recordBytes(settings: RingSettings): number {
  return memoryOf(new RingBuffer(settings)).records.byteLength;
}

// What the local ring promises beyond the contract of every ring, which tests/conformance/ checks.

Deno.test("RingBuffer view stays good until the producer has published capacity more events", () => {
  for (const capacity of [1, 2, 8]) {
    const ring = new RingBuffer({ capacity });
    const consumer = ring.createConsumer();
    const batching = ring.createConsumer();
    publish(ring, capacity);
    assertEquals(consumer.poll(), PollStatus.EVENT);
    assertEquals(batching.pollBatch(capacity), capacity);
    publishBatch(ring, capacity);
    assertShows(consumer.event, 0);
    for (let index = 0; index < capacity; index++) assertShows(batching.eventAt(index), index);
    fill(ring.claim(), ring.head);
    assertEquals(batching.eventAt(0).arrivalNs, ring.head + 0.5, "and the next claim writes over it");
  }
});

Deno.test("RingBuffer memory holds two records for every event of its capacity", () => {
  assertEquals(recordBytes({ capacity: 8, payloadWords: 4 }), 2 * 8 * 32);
  assertEquals(recordBytes({ capacity: 8, payloadWords: 6 }), 2 * 8 * 32);
  assertEquals(recordBytes({ capacity: 8, payloadWords: 7 }), 2 * 8 * 64);
  assertEquals(recordBytes({ capacity: 1, payloadWords: 0 }), 2 * 8);
});

Deno.test("RingBuffer defaults to four payload words and first sequence 0", () => {
  const ring = new RingBuffer({ capacity: 2 });
  assertEquals([ring.payloadWords, ring.first, ring.head, ring.oldest], [4, 0, 0, 0]);
});

Deno.test("RingBuffer oldest is the first event until the ring is full, then head less capacity", () => {
  const ring = new RingBuffer({ capacity: 4, startSequence: 10 });
  const oldest = [];
  for (let n = 0; n < 7; n++) {
    oldest.push(ring.oldest);
    publish(ring);
  }
  assertEquals(oldest, [10, 10, 10, 10, 10, 11, 12]);
});

Deno.test("RingBuffer counts large batches across the end of an era", () => {
  const capacity = 2 ** 22;
  const ring = new RingBuffer({ capacity, payloadWords: 0, startSequence: 2 ** 32 - 5 });
  const consumer = ring.createConsumer();
  let head = 2 ** 32 - 5;
  for (const count of [4, 2, capacity, 3, 2 ** 21 + 1]) {
    ring.claimBatch(count);
    assertEquals(ring.publish(), head);
    head += count;
    assertEquals(ring.head, head);
    assertEquals(consumer.pollBatch(capacity), count);
    assertEquals(consumer.eventAt(count - 1).sequence, head - 1);
    assertEquals(consumer.event.sequence, head - 1);
    assertEquals(consumer.eventAt(0).sequence, head - count);
  }
});

Deno.test("RingBuffer carries bytes at the far end of the largest memory a ring may have", () => {
  const capacity = 2 ** 14;
  const ring = new RingBuffer({ capacity, payloadWords: 2 ** 14 - 2, startSequence: 2 * capacity - 1 });
  assertEquals(memoryOf(ring).records.byteLength, 2 ** 31);
  const bytes = new Uint8Array(4 * ring.payloadWords).fill(1);
  bytes.set([2, 3, 4, 5], bytes.length - 4);
  ring.claim().setPayload(bytes);
  const event = ring.get(ring.publish());
  assertEquals([event.word(0), event.word(ring.payloadWords - 1)], [0x0101_0101, 0x0504_0302]);
  const copy = new Uint8Array(bytes.length);
  event.copyPayload(copy);
  assertEquals([copy[0], ...copy.subarray(-4)], [1, 2, 3, 4, 5]);
});

Deno.test("RingBuffer refuses more memory than offsets can reach", () => {
  assertThrows(
    () => new RingBuffer({ capacity: 2 ** 15, payloadWords: 2 ** 14 - 2 }),
    RangeError,
    "Cannot create RingBuffer: capacity must be at most 16384 with this payload, since 65536 records of 65536 bytes exceed " +
      "2147483648 bytes, got 32768",
  );
});

Deno.test("RingBuffer refuses more memory than the machine gives, and says why", () => {
  const original = globalThis.ArrayBuffer;
  globalThis.ArrayBuffer = new Proxy(original, {
    construct(): never {
      throw new RangeError("Array buffer allocation failed");
    },
  });
  try {
    const error = assertThrows(() => new RingBuffer({ capacity: 64 }), RangeError);
    assertEquals(
      error.message,
      "Cannot create RingBuffer: 128 records of 32 bytes cannot be allocated",
    );
    assertEquals((error.cause as Error).message, "Array buffer allocation failed");
  } finally {
    globalThis.ArrayBuffer = original;
  }
});

Deno.test("RingBuffer counts exactly up to 2^52", () => {
  for (const start of [2 ** 51 - 2 ** 30, 2 ** 51 - 2, 2 ** 52 - 2 ** 30 - 2, 2 ** 52 - 7]) {
    const ring = new RingBuffer({ capacity: 4 });
    const position = start % 2 ** 30;
    withMemory(ring, { era: new Era(start - position, position - 1) }); // Publishing up to here would take longer than anybody has.
    const consumer = ring.createConsumer();
    for (let n = 0; n < 6; n++) {
      ring.claim();
      assertEquals(ring.publish(), start + n);
    }
    for (let n = 0; n < 3; n++) {
      assertEquals(consumer.poll(), PollStatus.OVERRUN);
      assertEquals([consumer.cursor, consumer.lag, consumer.overwritten], [start, 6, 2]);
    }
    assertEquals(consumer.resumeAtOldest(), 2);
    assertEquals(consumer.poll(), PollStatus.EVENT);
    assertEquals(consumer.event.sequence, start + 2);
    assertEquals(ring.get(start + 5).sequence, start + 5);
  }
});

for (const era of [1, 2, 4, 2 ** 20]) {
  const first = era * 2 ** 30;

  Deno.test(`RingBuffer consumer delivers a backlog across the end of era ${era - 1}`, () => {
    for (const before of [0, 1, 3, 4]) {
      const ring = new RingBuffer({ capacity: 4, startSequence: first - before });
      const [single, batch] = [ring.createConsumer(), ring.createConsumer()];
      publish(ring, 4);
      for (let n = 0; n < 4; n++) {
        assertEquals(single.poll(), PollStatus.EVENT);
        assertShows(single.event, first - before + n);
      }
      assertEquals(batch.pollBatch(4), 4);
      for (let n = 0; n < 4; n++) assertShows(batch.eventAt(n), first - before + n);
      assertEquals([single.poll(), batch.pollBatch(4)], [PollStatus.EMPTY, PollStatus.EMPTY]);
      assertEquals([single.cursor, batch.cursor], [first - before + 4, first - before + 4]);
    }
  });

  Deno.test(`RingBuffer view stays at the event delivered last while era ${era} begins and an overrun is resumed`, () => {
    const ring = new RingBuffer({ capacity: 4, startSequence: first - 3 });
    const [single, batch] = [ring.createConsumer(), ring.createConsumer()];
    publish(ring, 3);
    for (let n = 0; n < 3; n++) single.poll();
    batch.pollBatch(3);
    publish(ring, 1);
    const shown = () => [single.event.sequence, batch.eventAt(0).sequence, batch.eventAt(2).sequence];
    assertEquals(shown(), [first - 1, first - 3, first - 1]);
    single.resumeAtHead();
    batch.resumeAtHead();
    assertEquals(shown(), [first - 1, first - 3, first - 1], "a resumed cursor is in the new era, the view is not");
    assertEquals([single.poll(), batch.pollBatch(1)], [PollStatus.EMPTY, PollStatus.EMPTY]);
    assertEquals(shown(), [first - 1, first - 3, first - 1], "and an empty poll does not move it");
    publish(ring, 5);
    assertEquals([single.poll(), batch.pollBatch(1)], [PollStatus.OVERRUN, PollStatus.OVERRUN]);
    assertEquals(shown(), [first - 1, first - 3, first - 1], "nor does an overrun");
    assertEquals([single.resumeAtOldest(), batch.resumeAtOldest()], [1, 1]);
    assertEquals([single.poll(), batch.poll()], [PollStatus.EVENT, PollStatus.EVENT]);
    assertShows(single.event, first + 2);
    assertEquals(batch.eventAt(2).sequence, first - 1, "the last batch keeps its numbers when single events are taken");
    assertEquals(batch.pollBatch(9), 3);
    assertShows(batch.eventAt(2), first + 5);
  });

  Deno.test(`RingBuffer refuses an unclaimed publish, and abandons a claim, right where era ${era} begins`, () => {
    const ring = new RingBuffer({ capacity: 4, startSequence: first - 1 });
    publish(ring, 1);
    assertThrows(() => ring.publish(), Error, "no slot is claimed");
    assertEquals(ring.head, first);
    ring.claim();
    ring.close();
    assertThrows(() => ring.publish(), Error, `closed to its producer at head ${first}`);
  });
}
