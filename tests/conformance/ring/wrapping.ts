import { assertEquals, assertThrows } from "@std/assert";
import { OverrunError } from "../../../core/bus/overrun_error.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { arrivalOf, assertShows, publish, publishBatch, wordOf } from "../event_content.ts";
import { CAPACITIES, type MakeRing } from "./ring_under_test.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;
/** Where a part of a sequence, kept in some number of bits, wraps. */
const WRAPS = [2 ** 20, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 50];

/** Registers the tests of a ring whose sequences pass a power of two at which a part of them wraps. */
export function wrapping(name: string, makeRing: MakeRing): void {
  for (const wrap of WRAPS) {
    for (const capacity of CAPACITIES) {
      const label = `${name} of capacity ${capacity} counts exactly across 2^${Math.log2(wrap)}`;

      Deno.test(`${label}, delivering one by one`, () => {
        const startSequence = wrap - 3;
        const ring = makeRing({ capacity, startSequence });
        assertEquals(ring.head, startSequence);
        const consumer = ring.createConsumer();
        assertEquals([consumer.start, consumer.cursor, consumer.lag, consumer.poll()], [
          startSequence,
          startSequence,
          0,
          EMPTY,
        ]);
        for (let sequence = startSequence; sequence < wrap + 2 * capacity; sequence++) {
          publish(ring);
          assertEquals(ring.head, sequence + 1);
          assertEquals(consumer.poll(), EVENT);
          assertShows(consumer.event, sequence);
          assertShows(ring.get(sequence), sequence);
          assertEquals(consumer.poll(), EMPTY);
        }
        assertEquals([consumer.delivered, consumer.lost], [2 * capacity + 3, 0]);
      });

      Deno.test(`${label}, with a full backlog at every place`, () => {
        for (let before = 0; before <= capacity + 1; before++) {
          const startSequence = wrap - before;
          const ring = makeRing({ capacity, startSequence });
          const consumer = ring.createConsumer();
          publishBatch(ring, capacity);
          assertEquals([ring.head, consumer.lag, consumer.overwritten], [startSequence + capacity, capacity, 0]);
          assertEquals(consumer.pollBatch(2 ** 31 - 1), capacity);
          for (let index = 0; index < capacity; index++) assertShows(consumer.eventAt(index), startSequence + index);
          assertEquals(consumer.pollBatch(1), EMPTY);
        }
      });

      Deno.test(`${label}, with a batch that is read again after every poll that follows`, () => {
        for (let before = 0; before <= capacity + 1; before++) {
          const startSequence = wrap - before;
          // The payload fills the record of a shared ring to its last word.
          const ring = makeRing({ capacity, payloadWords: 14, startSequence });
          const consumer = ring.createConsumer();
          publish(ring, capacity);
          const count = Math.ceil(capacity / 2);
          assertEquals(consumer.pollBatch(count), count);
          for (let n = count; n < capacity; n++) {
            assertEquals(consumer.poll(), EVENT);
            assertShows(consumer.event, startSequence + n);
            for (let index = 0; index < count; index++) assertShows(consumer.eventAt(index), startSequence + index);
          }
          assertEquals(consumer.poll(), EMPTY);
          for (let index = 0; index < count; index++) assertShows(consumer.eventAt(index), startSequence + index);
        }
      });

      Deno.test(`${label}, with an overrun at every place`, () => {
        for (let before = 0; before <= capacity + 2; before++) {
          const startSequence = wrap - before;
          const ring = makeRing({ capacity, startSequence });
          const oldest = ring.createConsumer();
          const latest = ring.createConsumer();
          publish(ring, capacity + 1);
          assertEquals([oldest.poll(), latest.pollBatch(1)], [OVERRUN, OVERRUN]);
          publish(ring, 2);
          assertEquals([oldest.poll(), latest.poll()], [OVERRUN, OVERRUN]);
          assertEquals([oldest.cursor, oldest.lag, oldest.overwritten], [startSequence, capacity + 3, 3]);
          const error = assertThrows(() => oldest.pollOrThrow(), OverrunError);
          const { head } = ring;
          assertEquals([error.lost, error.oldest, error.head], [3, head - capacity, head]);
          assertEquals([oldest.resumeAtOldest(), latest.resumeAtHead()], [3, capacity + 3]);
          assertEquals([oldest.cursor, latest.cursor], [head - capacity, head]);
          for (let sequence = head - capacity; sequence < head; sequence++) {
            assertEquals(oldest.poll(), EVENT);
            assertShows(oldest.event, sequence);
          }
          assertEquals([oldest.poll(), latest.poll()], [EMPTY, EMPTY]);
          publish(ring);
          assertEquals([oldest.poll(), latest.poll()], [EVENT, EVENT]);
          assertShows(oldest.event, head);
          assertShows(latest.event, head);
        }
      });
    }
  }

  Deno.test(`${name} accepts a first sequence of 2^50`, () => {
    const ring = makeRing({ capacity: 2, startSequence: 2 ** 50 });
    const consumer = ring.createConsumer();
    publish(ring);
    assertEquals(consumer.poll(), EVENT);
    assertEquals(consumer.event.sequence, 2 ** 50);
    assertEquals(consumer.event.arrivalNs, arrivalOf(2 ** 50));
    assertEquals(consumer.event.word(0), wordOf(2 ** 50, 0));
  });
}
