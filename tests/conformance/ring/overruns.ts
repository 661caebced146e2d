import { assertEquals, assertThrows } from "@std/assert";
import { OverrunError } from "../../../core/bus/overrun_error.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { assertShows, publish } from "../event_content.ts";
import { CAPACITIES, consumerNumbers, type MakeRing } from "./ring_under_test.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;

/** Registers the tests of overruns and of the ways to resume. */
export function overruns(name: string, makeRing: MakeRing): void {
  for (const capacity of CAPACITIES) {
    Deno.test(`${name} of capacity ${capacity} delivers a backlog of ${capacity} whole`, () => {
      const ring = makeRing({ capacity });
      const consumer = ring.createConsumer();
      publish(ring, capacity);
      assertEquals([consumer.lag, consumer.overwritten], [capacity, 0]);
      for (let sequence = 0; sequence < capacity; sequence++) {
        assertEquals(consumer.poll(), EVENT);
        assertShows(consumer.event, sequence);
      }
      assertEquals([consumer.poll(), consumer.lag], [EMPTY, 0]);
    });

    Deno.test(`${name} of capacity ${capacity} overruns at a backlog of ${capacity + 1}, until resumed at the oldest`, () => {
      const ring = makeRing({ capacity });
      const consumer = ring.createConsumer();
      publish(ring, capacity + 1);
      assertEquals(consumer.overwritten, 1, "known without a poll");
      for (let n = 0; n < 3; n++) assertEquals([consumer.poll(), consumer.pollBatch(9)], [OVERRUN, OVERRUN]);
      publish(ring, 4);
      assertEquals(consumer.poll(), OVERRUN);
      const overrun = { start: 0, cursor: 0, lag: capacity + 5, delivered: 0, lost: 0, overwritten: 5 };
      assertEquals(consumerNumbers(consumer), overrun);
      assertEquals(consumer.resumeAtOldest(), 5);
      const resumed = { start: 0, cursor: 5, lag: capacity, delivered: 0, lost: 5, overwritten: 0 };
      assertEquals(consumerNumbers(consumer), resumed);
      for (let sequence = 5; sequence < capacity + 5; sequence++) {
        assertEquals(consumer.poll(), EVENT);
        assertShows(consumer.event, sequence);
      }
      assertEquals(consumer.poll(), EMPTY);
      assertEquals([consumer.delivered, consumer.lost, consumer.lag], [capacity, 5, 0]);
    });

    Deno.test(`${name} of capacity ${capacity} resumed at the head gives up the whole backlog`, () => {
      const ring = makeRing({ capacity });
      const consumer = ring.createConsumer();
      publish(ring, capacity + 3);
      assertEquals(consumer.poll(), OVERRUN);
      assertEquals(consumer.resumeAtHead(), capacity + 3);
      const head = capacity + 3;
      const resumed = { start: 0, cursor: head, lag: 0, delivered: 0, lost: head, overwritten: 0 };
      assertEquals(consumerNumbers(consumer), resumed);
      assertEquals(consumer.poll(), EMPTY);
      publish(ring);
      assertEquals(consumer.poll(), EVENT);
      assertShows(consumer.event, head);
    });
  }

  Deno.test(`${name} resuming at the oldest does nothing unless overrun`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    assertEquals(consumer.resumeAtOldest(), 0);
    publish(ring, 4);
    assertEquals(consumer.resumeAtOldest(), 0);
    assertEquals([consumer.cursor, consumer.lost], [0, 0]);
    assertEquals(consumer.poll(), EVENT);
    assertShows(consumer.event, 0);
  });

  Deno.test(`${name} resuming at the head without an overrun gives up the backlog, and nothing when there is none`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    assertEquals(consumer.resumeAtHead(), 0);
    publish(ring, 3);
    consumer.poll();
    assertEquals(consumer.resumeAtHead(), 2);
    assertEquals([consumer.delivered, consumer.lost, consumer.lag], [1, 2, 0]);
  });

  Deno.test(`${name} resuming needs no poll before it`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    publish(ring, 10);
    assertEquals(consumer.resumeAtOldest(), 6);
    assertEquals(consumer.poll(), EVENT);
    assertShows(consumer.event, 6);
  });

  Deno.test(`${name} losses of several overruns add up`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    for (let round = 1; round <= 5; round++) {
      publish(ring, 10);
      assertEquals(consumer.poll(), OVERRUN);
      assertEquals(consumer.resumeAtOldest(), 6);
      for (let n = 0; n < 4; n++) assertEquals(consumer.poll(), EVENT);
      assertEquals([consumer.delivered, consumer.lost], [4 * round, 6 * round]);
    }
  });

  Deno.test(`${name} a consumer resumed at the oldest can be overrun again at once`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    publish(ring, 5);
    assertEquals(consumer.resumeAtOldest(), 1);
    publish(ring);
    assertEquals(consumer.poll(), OVERRUN);
    assertEquals(consumer.resumeAtOldest(), 1);
    assertEquals(consumer.lost, 2);
  });

  Deno.test(`${name} pollOrThrow answers EMPTY and EVENT, and throws an overrun with its numbers until resumed`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    assertEquals(consumer.pollOrThrow(), EMPTY);
    publish(ring, 2);
    assertEquals(consumer.pollOrThrow(), EVENT);
    assertShows(consumer.event, 0);
    publish(ring, 6);
    for (let more = 0; more < 3; more++) {
      const error = assertThrows(() => consumer.pollOrThrow(), OverrunError);
      assertEquals([error.name, error.lost, error.oldest, error.head], ["OverrunError", 3 + more, 4 + more, 8 + more]);
      const { lost, oldest, head } = error;
      const message =
        `Cannot read event 1: it has been overwritten; ${lost} lost, oldest readable ${oldest}, head ${head}`;
      assertEquals(error.message, message);
      assertEquals([consumer.cursor, consumer.lost], [1, 0]);
      publish(ring);
    }
    assertEquals(consumer.resumeAtOldest(), 6);
    assertEquals(consumer.pollOrThrow(), EVENT);
    assertShows(consumer.event, 7);
  });
}
