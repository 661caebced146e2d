import { assertEquals, assertThrows } from "@std/assert";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { assertShows, publish, publishBatch } from "../event_content.ts";
import { CAPACITIES, type MakeRing } from "./ring_under_test.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;

/** Registers the tests of claiming and polling in batches. */
export function batches(name: string, makeRing: MakeRing): void {
  for (const capacity of CAPACITIES) {
    Deno.test(`${name} of capacity ${capacity} publishes batches of any size at any place`, () => {
      for (let count = 1; count <= capacity; count++) {
        const ring = makeRing({ capacity });
        const consumer = ring.createConsumer();
        for (let round = 0; round < 4; round++) {
          publishBatch(ring, count);
          assertEquals(ring.head, (round + 1) * count);
          for (let index = 0; index < count; index++) {
            assertEquals(consumer.poll(), EVENT);
            assertShows(consumer.event, round * count + index);
          }
        }
        assertEquals(consumer.poll(), EMPTY);
      }
    });

    Deno.test(`${name} of capacity ${capacity} polls batches of any size at any place`, () => {
      for (let max = 1; max <= capacity + 1; max++) {
        const ring = makeRing({ capacity });
        const consumer = ring.createConsumer();
        let next = 0;
        for (let round = 0; round < 4; round++) {
          publish(ring, capacity - consumer.lag);
          const count = consumer.pollBatch(max);
          assertEquals(count, Math.min(max, capacity));
          assertShows(consumer.event, next);
          for (let index = count - 1; index >= 0; index--) {
            const view = consumer.eventAt(index);
            assertShows(view, next + index);
            assertShows(consumer.event, next + index);
          }
          next += count;
          assertEquals([consumer.cursor, consumer.delivered], [next, next]);
        }
      }
    });

    Deno.test(`${name} of capacity ${capacity} refuses a batch claim of any other size`, () => {
      const ring = makeRing({ capacity });
      for (const count of [0, -1, capacity + 1, 0.5, 1.5, NaN, Infinity, 2 ** 31, 2 ** 32 + 1, -Infinity]) {
        assertThrows(
          () => ring.claimBatch(count),
          RangeError,
          `Cannot claim a batch: count must be an integer from 1 to the capacity, ${capacity}, got ${count}`,
        );
      }
      assertThrows(() => ring.publish(), Error, "no slot is claimed");
      assertEquals(ring.head, 0);
    });
  }

  Deno.test(`${name} pollBatch takes what there is, EMPTY included`, () => {
    const ring = makeRing({ capacity: 8 });
    const consumer = ring.createConsumer();
    assertEquals(consumer.pollBatch(8), EMPTY);
    publish(ring, 3);
    assertEquals(consumer.pollBatch(2), 2);
    assertEquals(consumer.pollBatch(2 ** 31 - 1), 1);
    assertShows(consumer.event, 2);
    assertEquals(consumer.pollBatch(1), EMPTY);
  });

  Deno.test(`${name} pollBatch refuses a max that is no count, and consumes nothing`, () => {
    const ring = makeRing({ capacity: 8 });
    const consumer = ring.createConsumer();
    publish(ring, 3);
    for (const max of [0, -1, 0.5, 1.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32 + 1]) {
      assertThrows(
        () => consumer.pollBatch(max),
        RangeError,
        `Cannot poll a batch: max must be an integer from 1 to 2147483647, got ${max}`,
      );
    }
    assertEquals([consumer.cursor, consumer.delivered], [0, 0]);
  });

  Deno.test(`${name} polls, one by one and in batches, may alternate`, () => {
    const ring = makeRing({ capacity: 8 });
    const consumer = ring.createConsumer();
    publish(ring, 6);
    assertEquals(consumer.poll(), EVENT);
    assertShows(consumer.event, 0);
    assertEquals(consumer.pollBatch(3), 3);
    assertShows(consumer.eventAt(2), 3);
    assertEquals(consumer.poll(), EVENT);
    assertShows(consumer.event, 4);
    assertShows(consumer.eventAt(1), 2);
  });

  Deno.test(`${name} pollBatch delivers a full backlog and reports one more as an overrun`, () => {
    const ring = makeRing({ capacity: 8 });
    const consumer = ring.createConsumer();
    publishBatch(ring, 8);
    assertEquals(consumer.pollBatch(8), 8);
    publishBatch(ring, 5);
    publishBatch(ring, 4);
    assertEquals([consumer.pollBatch(8), consumer.poll()], [OVERRUN, OVERRUN]);
    assertEquals(consumer.overwritten, 1);
    assertEquals(consumer.resumeAtOldest(), 1);
    assertEquals(consumer.pollBatch(100), 8);
    for (let index = 0; index < 8; index++) assertShows(consumer.eventAt(index), 9 + index);
  });
}
