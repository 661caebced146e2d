import { assertEquals, assertThrows } from "@std/assert";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingClosedError } from "../../../core/bus/ring_closed_error.ts";
import { assertShows, fill, publish } from "../event_content.ts";
import type { MakeRing } from "./ring_under_test.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;

/** Registers the tests of closing a ring to its producer. */
export function closing(name: string, makeRing: MakeRing): void {
  Deno.test(`${name} a closed ring refuses its producer`, () => {
    const ring = makeRing({ capacity: 4 });
    publish(ring, 3);
    ring.close();
    assertEquals(ring.closed, true);
    const message = "Cannot publish: the ring was closed to its producer at head 3";
    for (const attempt of [() => ring.claim(), () => ring.claimBatch(1), () => ring.publish()]) {
      assertEquals(assertThrows(attempt, RingClosedError).message, message);
    }
    assertEquals(ring.head, 3);
  });

  Deno.test(`${name} closing abandons an open claim`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    fill(ring.claim(), 0);
    ring.close();
    assertThrows(() => ring.publish(), RingClosedError, "the ring was closed to its producer at head 0");
    assertEquals([ring.head, consumer.poll()], [0, EMPTY]);
  });

  Deno.test(`${name} leaving the block of a ring declared with using closes it`, () => {
    const ring = makeRing({ capacity: 4 });
    {
      using declared = ring;
      publish(declared);
      assertEquals(ring.closed, false);
    }
    assertEquals([ring.closed, ring.head], [true, 1]);
    ring[Symbol.dispose]();
    assertThrows(() => ring.claim(), RingClosedError);
  });

  Deno.test(`${name} closing twice is the same as once`, () => {
    const ring = makeRing({ capacity: 4 });
    ring.close();
    ring.close();
    assertEquals(ring.closed, true);
  });

  Deno.test(`${name} what was published stays readable after close`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    const overrun = ring.createConsumer();
    publish(ring, 2);
    consumer.poll();
    consumer.poll();
    publish(ring, 3);
    ring.close();
    assertEquals(overrun.poll(), OVERRUN);
    assertEquals(overrun.resumeAtOldest(), 1);
    for (let sequence = 1; sequence < 5; sequence++) {
      assertShows(ring.get(sequence), sequence);
      assertEquals(overrun.poll(), EVENT);
      assertShows(overrun.event, sequence);
    }
    assertEquals(consumer.pollBatch(9), 3);
    assertEquals([consumer.poll(), overrun.poll()], [EMPTY, EMPTY]);
    assertEquals(ring.createConsumer().start, 5, "one may still join");
  });
}
