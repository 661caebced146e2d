import { assertEquals } from "@std/assert";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { assertShows, fill, publish } from "../event_content.ts";
import { CAPACITIES, consumerNumbers, type MakeRing } from "./ring_under_test.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;

/** Registers the tests of polling one event at a time. */
export function polling(name: string, makeRing: MakeRing): void {
  Deno.test(`${name} poll delivers every event once, in order, with its content`, () => {
    for (const capacity of CAPACITIES) {
      const ring = makeRing({ capacity });
      const consumer = ring.createConsumer();
      for (let sequence = 0; sequence < 3 * capacity + 1; sequence++) {
        assertEquals(consumer.poll(), EMPTY);
        publish(ring);
        assertEquals(consumer.poll(), EVENT);
        assertShows(consumer.event, sequence);
      }
      assertEquals(consumer.delivered, 3 * capacity + 1);
    }
  });

  Deno.test(`${name} a consumer that joins late starts at the head`, () => {
    const ring = makeRing({ capacity: 4 });
    publish(ring, 7);
    const late = ring.createConsumer();
    assertEquals(consumerNumbers(late), { start: 7, cursor: 7, lag: 0, delivered: 0, lost: 0, overwritten: 0 });
    assertEquals(late.poll(), EMPTY);
    publish(ring);
    assertEquals(late.poll(), EVENT);
    assertShows(late.event, 7);
    assertEquals([late.delivered, late.lost, late.lag], [1, 0, 0]);
  });

  Deno.test(`${name} a consumer that joins during a claim starts at the claimed event`, () => {
    const ring = makeRing({ capacity: 4 });
    fill(ring.claim(), 0);
    const consumer = ring.createConsumer();
    ring.publish();
    assertEquals(consumer.poll(), EVENT);
    assertShows(consumer.event, 0);
  });

  Deno.test(`${name} consumers do not affect one another`, () => {
    const ring = makeRing({ capacity: 4 });
    const fast = ring.createConsumer();
    const slow = ring.createConsumer();
    const paused = ring.createConsumer();
    for (let sequence = 0; sequence < 12; sequence++) {
      publish(ring);
      assertEquals(fast.poll(), EVENT);
      assertShows(fast.event, sequence);
      if (sequence % 3 === 2 && slow.poll() === OVERRUN) slow.resumeAtOldest();
      if (sequence === 5) paused.resumeAtHead();
    }
    assertEquals([fast.delivered, fast.lost, fast.lag], [12, 0, 0]);
    assertEquals([slow.delivered, slow.lost, slow.lag], [1, 7, 4], "overrun at its second, third and fourth poll");
    assertEquals([paused.delivered, paused.lost, paused.lag], [0, 6, 6]);
  });

  Deno.test(`${name} consumers' views do not move one another`, () => {
    const ring = makeRing({ capacity: 4 });
    const one = ring.createConsumer();
    const other = ring.createConsumer();
    publish(ring, 3);
    one.poll();
    other.poll();
    other.poll();
    ring.get(2);
    assertShows(one.event, 0);
    assertShows(other.event, 1);
  });

  Deno.test(`${name} delivered + lost + lag is head - start after every step`, () => {
    for (const capacity of CAPACITIES) {
      const ring = makeRing({ capacity });
      publish(ring, 3);
      const consumer = ring.createConsumer();
      let seen = 0;
      for (let step = 0; step < 5 * capacity; step++) {
        publish(ring, 1 + step % 3);
        const status = consumer.poll();
        if (status === EVENT) seen++;
        if (status === OVERRUN) step % 2 === 0 ? consumer.resumeAtOldest() : consumer.resumeAtHead();
        assertEquals(consumer.delivered, seen);
        assertEquals(consumer.delivered + consumer.lost + consumer.lag, ring.head - consumer.start);
      }
    }
  });
}
