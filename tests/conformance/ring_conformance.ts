/**
 * What every ring must do, whatever it is made of: the contract of `core/bus/event_ring.ts` as tests.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { shown } from "../../core/arguments.ts";
import type { EventConsumer, EventRing } from "../../core/bus/event_ring.ts";
import { OverrunError } from "../../core/bus/overrun_error.ts";
import { PollStatus } from "../../core/bus/poll_status.ts";
import { RingClosedError } from "../../core/bus/ring_closed_error.ts";
import type { RingSettings } from "../../core/bus/ring_settings.ts";
import { arrivalOf, assertShows, fill, publish, publishBatch, wordOf } from "./event_content.ts";
import { checkAgainstModel } from "./ring_model.ts";

/** Makes the ring under test. */
export type MakeRing = (settings: RingSettings) => EventRing;

const { EMPTY, EVENT, OVERRUN } = PollStatus;
const CAPACITIES = [1, 2, 64];
/** Where a part of a sequence, kept in some number of bits, wraps. */
const WRAPS = [2 ** 20, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 50];

/** Registers the tests that any ring must pass. */
export function ringConformance(name: string, makeRing: MakeRing): void {
  for (const register of [settings, publishing, polling, overruns, batches, looking, closing, payloads, wrapping]) {
    register(name, makeRing);
  }
  Deno.test(`${name} equals a plain log of events under any interleaving of calls`, () => {
    checkAgainstModel(makeRing);
  });
}

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

function settings(name: string, makeRing: MakeRing): void {
  const bad: [Record<string, unknown>, string][] = [
    ...[0, -1, 1.5, 3, 63, 65, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 40, "64", null, undefined].map((
      capacity,
    ): [Record<string, unknown>, string] => [{ capacity }, "capacity must be a power of two from 1 to "]),
    ...[-1, 1.5, NaN, Infinity, 2 ** 32, "4", null].map((payloadWords): [Record<string, unknown>, string] => [
      { capacity: 4, payloadWords },
      "payloadWords must be an integer from 0 to ",
    ]),
    ...[-1, 1.5, NaN, Infinity, 2 ** 53, "0", null].map((startSequence): [Record<string, unknown>, string] => [
      { capacity: 4, startSequence },
      "startSequence must be an integer from 0 to ",
    ]),
  ];
  for (const [settings, rule] of bad) {
    const value = Object.values(settings).at(-1);
    Deno.test(`${name} refuses ${Object.keys(settings).at(-1)} ${typeof value} ${value}`, () => {
      const error = assertThrows(() => makeRing(settings as unknown as RingSettings), RangeError);
      assertStringIncludes(error.message, `RingBuffer: ${rule}`);
      assert(
        error.message.startsWith("Cannot create ") && error.message.endsWith(`, got ${shown(value)}`),
        error.message,
      );
    });
  }

  Deno.test(`${name} refuses a capacity whose memory is beyond what a ring may have`, () => {
    assertThrows(
      () => makeRing({ capacity: 2 ** 26, payloadWords: 2 ** 14 }),
      RangeError,
      "Cannot create ",
    );
  });

  Deno.test(`${name} has the settings it was given and starts empty at sequence 0`, () => {
    for (const capacity of CAPACITIES) {
      const ring = makeRing({ capacity, payloadWords: 3 });
      assertEquals([ring.capacity, ring.payloadWords, ring.head, ring.closed], [capacity, 3, 0, false]);
      const consumer = ring.createConsumer();
      assertEquals(consumerNumbers(consumer), { start: 0, cursor: 0, lag: 0, delivered: 0, lost: 0, overwritten: 0 });
      assertEquals(consumer.poll(), EMPTY);
    }
  });
}

function publishing(name: string, makeRing: MakeRing): void {
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

function polling(name: string, makeRing: MakeRing): void {
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

function overruns(name: string, makeRing: MakeRing): void {
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

function batches(name: string, makeRing: MakeRing): void {
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

function looking(name: string, makeRing: MakeRing): void {
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

function closing(name: string, makeRing: MakeRing): void {
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

function payloads(name: string, makeRing: MakeRing): void {
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

function wrapping(name: string, makeRing: MakeRing): void {
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

/** Every number that a consumer answers. */
function consumerNumbers(consumer: EventConsumer): Record<string, number> {
  const { start, cursor, lag, delivered, lost, overwritten } = consumer;
  return { start, cursor, lag, delivered, lost, overwritten };
}
