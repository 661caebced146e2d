import { assertEquals, assertThrows } from "@std/assert";
import type { EventRing } from "../../../core/bus/event_ring.ts";
import { OverrunError } from "../../../core/bus/overrun_error.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { assertShows, publish, publishBatch } from "../event_content.ts";
import { consumerNumbers, type MakeRing } from "./ring_under_test.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;

/**
 * Registers the tests of the very slow consumer.
 *
 * @param sleepThrough publishes `count` events of any content, faster than one by one
 */
export function slowConsumerConformance(
  name: string,
  makeRing: MakeRing,
  sleepThrough: (ring: EventRing, count: number) => void,
): void {
  const capacity = 1024;
  const slept: Record<string, number> = {
    "2^20": 2 ** 20,
    "1023 * 2^20": 1023 * 2 ** 20,
    "1024 * 2^20": 1024 * 2 ** 20,
    "1025 * 2^20": 1025 * 2 ** 20,
    "2^30 - 1": 2 ** 30 - 1,
    "2^31 - 1": 2 ** 31 - 1,
    "2^31": 2 ** 31,
    "4095 * 2^20": 4095 * 2 ** 20,
    "2^32 - 1": 2 ** 32 - 1,
    "2^32": 2 ** 32,
    "2^32 + 1": 2 ** 32 + 1,
    "2^32 + 5": 2 ** 32 + 5,
    "2^32 + capacity": 2 ** 32 + capacity,
    "3 * 2^32": 3 * 2 ** 32,
  };
  for (const [label, count] of Object.entries(slept)) {
    for (const already of [0, 5]) {
      Deno.test(`${name} tells a consumer that slept through ${label} events after ${already} exactly what it lost`, () => {
        checkSlowConsumer(makeRing({ capacity, payloadWords: 1 }), sleepThrough, count, already);
      });
    }
  }

  Deno.test(`${name} keeps an overrun through 2^32 further events and more`, () => {
    const ring = makeRing({ capacity, payloadWords: 1 });
    const polling = ring.createConsumer();
    const batching = ring.createConsumer();
    let published = capacity + 1;
    publish(ring, published);
    assertEquals([polling.poll(), batching.pollBatch(1)], [OVERRUN, OVERRUN]);
    for (const more of [2 ** 20, 2 ** 31, 2 ** 32 - published, 2 ** 32]) {
      sleepThrough(ring, more);
      published += more;
      assertEquals([polling.poll(), batching.pollBatch(1)], [OVERRUN, OVERRUN]);
      for (const consumer of [polling, batching]) {
        assertEquals([consumer.cursor, consumer.lag, consumer.overwritten], [0, published, published - capacity]);
      }
    }
    assertEquals([polling.resumeAtOldest(), batching.resumeAtHead()], [published - capacity, published]);
  });

  Deno.test(`${name} a consumer that keeps up stays exact through 2^32 events and more`, () => {
    const ring = makeRing({ capacity, payloadWords: 1 });
    const consumer = ring.createConsumer();
    for (const more of [2 ** 20 - 1, 2 ** 20, 2 ** 31, 2 ** 32]) {
      sleepThrough(ring, more);
      consumer.resumeAtHead();
      publishBatch(ring, 3);
      for (let n = 3; n > 0; n--) {
        assertEquals(consumer.poll(), EVENT);
        assertShows(consumer.event, ring.head - n);
      }
      assertEquals([consumer.poll(), consumer.lag], [EMPTY, 0]);
    }
    assertEquals([consumer.delivered, consumer.lost], [12, 2 ** 21 - 1 + 2 ** 31 + 2 ** 32]);
  });
}

/** Checks consumers of a new ring that read `already` events and then sleep through `count`, at least `capacity`. */
export function checkSlowConsumer(
  ring: EventRing,
  sleepThrough: (ring: EventRing, count: number) => void,
  count: number,
  already: number,
): void {
  const { capacity } = ring;
  const lost = count - capacity;
  const asleep = ring.createConsumer();
  const batching = ring.createConsumer();
  const leaving = ring.createConsumer();
  publish(ring, already);
  for (const consumer of [asleep, batching, leaving]) for (let n = 0; n < already; n++) consumer.poll();

  sleepThrough(ring, lost);
  publishBatch(ring, capacity);

  assertEquals(ring.head, already + count);
  assertEquals(asleep.poll(), OVERRUN);
  assertEquals(batching.pollBatch(capacity), OVERRUN);
  assertEquals(leaving.resumeAtHead(), count, "without having polled");
  const overrun = { start: 0, cursor: already, lag: count, delivered: already, lost: 0, overwritten: lost };
  assertEquals(consumerNumbers(asleep), overrun);
  assertEquals(consumerNumbers(batching), overrun);
  const error = assertThrows(() => asleep.pollOrThrow(), OverrunError);
  assertEquals([error.lost, error.oldest, error.head], [lost, already + lost, ring.head]);
  assertEquals(asleep.resumeAtOldest(), lost);
  assertEquals(batching.resumeAtOldest(), lost);
  assertEquals(batching.pollBatch(2 * capacity), capacity);
  for (let n = 0; n < capacity; n++) {
    assertEquals(asleep.poll(), EVENT);
    assertShows(asleep.event, already + lost + n);
    assertShows(batching.eventAt(n), already + lost + n);
  }
  assertEquals([asleep.poll(), batching.pollBatch(1), leaving.poll()], [EMPTY, EMPTY, EMPTY]);
  assertEquals([asleep.delivered, batching.delivered], [already + capacity, already + capacity]);
  assertEquals([asleep.lost, batching.lost, leaving.lost], [lost, lost, count]);
}
