import { assertEquals, assertThrows } from "@std/assert";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { assertShows, fill, publish } from "../event_content.ts";
import { CAPACITIES, type MakeRing } from "./ring_under_test.ts";

const { EMPTY, EVENT } = PollStatus;

/** Registers the tests of claiming and publishing. */
export function publishing(name: string, makeRing: MakeRing): void {
  Deno.test(`${name} publish returns the sequences in order from 0 and advances the head`, () => {
    for (const capacity of CAPACITIES) {
      const ring = makeRing({ capacity });
      for (let sequence = 0; sequence < 3 * capacity + 1; sequence++) {
        ring.claim();
        assertEquals(ring.publish(), sequence);
        assertEquals(ring.head, sequence + 1);
      }
    }
  });

  Deno.test(`${name} publishInto does as publish does, and writes the sequence into the cell that was named`, () => {
    for (const startSequence of [0, 2 ** 31 - 2, 2 ** 32 - 2, 2 ** 40]) {
      const ring = makeRing({ capacity: 4, startSequence });
      const consumer = ring.createConsumer();
      const cells = new Float64Array(4).fill(-7);
      ring.claim().setWord(0, 1);
      ring.publishInto(cells, 1);
      ring.claimBatch(2);
      ring.slotAt(0).setWord(0, 2);
      ring.slotAt(1).setWord(0, 3);
      ring.publishInto(cells, 2);
      assertEquals([...cells], [-7, startSequence, startSequence + 1, -7]);
      assertThrows(() => ring.publishInto(cells, 3), Error, "Cannot publish: no slot is claimed; call claim() first");
      assertEquals([cells[3], ring.head], [-7, startSequence + 3]);
      ring.claim();
      assertEquals(ring.publish(), startSequence + 3, "both count alike");
      for (let word = 1; word <= 3; word++) {
        assertEquals(consumer.poll(), EVENT);
        assertEquals(consumer.event.word(0), word);
      }
    }
  });

  Deno.test(`${name} publish never fails however far its consumers are behind`, () => {
    const ring = makeRing({ capacity: 2 });
    const consumer = ring.createConsumer();
    publish(ring, 1000);
    assertEquals([ring.head, consumer.lag], [1000, 1000]);
  });

  Deno.test(`${name} a claim without publish is not visible`, () => {
    const ring = makeRing({ capacity: 2 });
    const consumer = ring.createConsumer();
    fill(ring.claim(), 0);
    assertEquals([ring.head, consumer.lag, consumer.poll(), consumer.pollBatch(2)], [0, 0, EMPTY, EMPTY]);
    assertThrows(() => ring.get(0), RangeError, "Cannot get an event: sequence must be below the head, 0, got 0");
    assertEquals(ring.publish(), 0);
    assertEquals(consumer.poll(), EVENT);
    assertShows(consumer.event, 0);
  });

  Deno.test(`${name} publish without a claim is refused and publishes nothing`, () => {
    const ring = makeRing({ capacity: 2 });
    const message = "Cannot publish: no slot is claimed; call claim() first";
    assertThrows(() => ring.publish(), Error, message);
    publish(ring);
    assertThrows(() => ring.publish(), Error, message);
    assertEquals(ring.head, 1);
  });

  Deno.test(`${name} claim twice gives the same slot again`, () => {
    const ring = makeRing({ capacity: 4 });
    const consumer = ring.createConsumer();
    fill(ring.claim(), 99);
    fill(ring.claim(), 0);
    assertEquals(ring.publish(), 0);
    assertEquals(ring.head, 1);
    assertEquals(consumer.poll(), EVENT);
    assertShows(consumer.event, 0);
    assertEquals(consumer.poll(), EMPTY);
  });

  Deno.test(`${name} the last claim counts, be it of one slot or of a batch`, () => {
    const ring = makeRing({ capacity: 4 });
    ring.claimBatch(3);
    ring.claim();
    ring.publish();
    assertEquals(ring.head, 1);
    ring.claim();
    ring.claimBatch(3);
    ring.publish();
    assertEquals(ring.head, 4);
  });

  Deno.test(`${name} claimBatch takes the writer away from the event published before, to the first claimed slot`, () => {
    const ring = makeRing({ capacity: 4 });
    const writer = ring.claim();
    fill(writer, 0);
    ring.publish();
    ring.claimBatch(2);
    fill(writer, 1);
    fill(ring.slotAt(1), 2);
    ring.publish();
    for (let sequence = 0; sequence < 3; sequence++) assertShows(ring.get(sequence), sequence);
  });

  Deno.test(`${name} a full backlog stays readable while the next slots are claimed and written`, () => {
    for (const capacity of CAPACITIES) {
      for (const batch of [0, 1, capacity]) {
        const ring = makeRing({ capacity });
        const consumer = ring.createConsumer();
        publish(ring, capacity);
        if (batch === 0) fill(ring.claim(), 777);
        else ring.claimBatch(batch);
        for (let index = 0; index < batch; index++) fill(ring.slotAt(index), 777 + index);
        for (let sequence = 0; sequence < capacity; sequence++) {
          assertShows(ring.get(sequence), sequence);
          assertEquals(consumer.poll(), EVENT);
          assertShows(consumer.event, sequence);
        }
        assertEquals(consumer.poll(), EMPTY);
      }
    }
  });
}
