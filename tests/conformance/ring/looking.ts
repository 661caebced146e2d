import { assertEquals, assertThrows } from "@std/assert";
import { OverrunError } from "../../../core/bus/overrun_error.ts";
import { assertShows, publish } from "../event_content.ts";
import { CAPACITIES, type MakeRing } from "./ring_under_test.ts";

/** Registers the tests of reading an event by its sequence. */
export function looking(name: string, makeRing: MakeRing): void {
  Deno.test(`${name} get shows every readable event, in any order, and moves no consumer`, () => {
    for (const capacity of CAPACITIES) {
      const ring = makeRing({ capacity });
      const consumer = ring.createConsumer();
      for (let head = 1; head <= 3 * capacity; head++) {
        publish(ring);
        for (let sequence = head - 1; sequence >= Math.max(0, head - capacity); sequence--) {
          assertShows(ring.get(sequence), sequence);
        }
      }
      assertEquals([consumer.cursor, consumer.delivered], [0, 0]);
    }
  });

  Deno.test(`${name} get refuses a sequence that is no sequence, or not yet published`, () => {
    const ring = makeRing({ capacity: 4 });
    assertThrows(() => ring.get(0), RangeError, "Cannot get an event: sequence must be below the head, 0, got 0");
    publish(ring, 2);
    for (const sequence of [-1, 0.5, 1.5, NaN, -Infinity, Infinity]) {
      assertThrows(
        () => ring.get(sequence),
        RangeError,
        `Cannot get an event: sequence must be an integer from 0, the first of this ring, got ${sequence}`,
      );
    }
    for (const sequence of [2, 3, 2 ** 32, 2 ** 53]) {
      assertThrows(
        () => ring.get(sequence),
        RangeError,
        `Cannot get an event: sequence must be below the head, 2, got ${sequence}`,
      );
    }
  });

  Deno.test(`${name} first stays, and oldest is the first, then what capacity leaves, and readable unless it is the head`, () => {
    for (const startSequence of [0, 10]) {
      const ring = makeRing({ capacity: 4, startSequence });
      for (let published = 0; published < 12; published++) {
        const head = startSequence + published;
        assertEquals([ring.first, ring.oldest], [startSequence, Math.max(startSequence, head - 4)]);
        if (ring.oldest < head) assertShows(ring.get(ring.oldest), ring.oldest);
        publish(ring);
      }
    }
  });

  Deno.test(`${name} get refuses what lies before the first event`, () => {
    const ring = makeRing({ capacity: 4, startSequence: 10 });
    publish(ring);
    assertShows(ring.get(10), 10);
    assertThrows(
      () => ring.get(9),
      RangeError,
      "Cannot get an event: sequence must be an integer from 10, the first of this ring, got 9",
    );
  });

  Deno.test(`${name} get throws an overrun for what has been overwritten`, () => {
    const ring = makeRing({ capacity: 4 });
    publish(ring, 10);
    assertShows(ring.get(6), 6);
    const error = assertThrows(() => ring.get(5), OverrunError);
    assertEquals([error.lost, error.oldest, error.head], [1, 6, 10]);
    assertEquals(error.message, "Cannot read event 5: it has been overwritten; 1 lost, oldest readable 6, head 10");
    assertEquals(assertThrows(() => ring.get(0), OverrunError).lost, 6);
  });
}
