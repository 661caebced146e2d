import { assert, assertEquals, assertThrows } from "@std/assert";
import type { EventRing } from "../../../core/bus/event_ring.ts";
import type { EventView, EventWriter } from "../../../core/bus/event_slot.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { shown } from "../../../core/arguments.ts";
import type { RingAccess, RingSettings } from "../../../core/bus/ring_settings.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";
import { assertShows, fill, publish, publishBatch } from "../../conformance/event_content.ts";
import { KERNELS } from "./shared/_kernels.ts";

// Nothing is written outside an event by default, and nothing is read outside it: misuse is refused, and changes nothing.

const { EVENT } = PollStatus;

type Make = (settings: RingSettings, access?: RingAccess) => EventRing;

const RINGS: Record<string, Make> = {
  "RingBuffer": (settings, access) => new RingBuffer(settings, access),
  ...Object.fromEntries(KERNELS.map((kernel): [string, Make] => [
    `SharedRingBuffer (${kernel})`,
    (settings, access) => new SharedRingBuffer(settings, { kernel, ...access }),
  ])),
};

/** What is no index, whatever the count. */
const NO_INDEX = [
  -1,
  -2,
  0.5,
  1.5,
  NaN,
  Infinity,
  -Infinity,
  2 ** 31,
  2 ** 32,
  -(2 ** 31),
  2 ** 53,
  "0",
  null,
  undefined,
];

/** Indexes that are not among so many. */
function beyond(count: number): number[] {
  return [count, count + 1, 2 * count + 7, 2 ** 14, 2 ** 28, 2 ** 30, ...NO_INDEX] as number[];
}

const cells = new Float64Array(1);

/** Every access of a reader by index. */
const READS: [string, "word" | "cell", (view: EventView, index: number) => void][] = [
  ["word", "word", (view, index) => view.word(index)],
  ["cell", "cell", (view, index) => view.cell(index)],
  ["storeCell", "cell", (view, index) => view.storeCell(index, cells, 0)],
];

/** Every access of a writer by index. */
const WRITES: [string, "word" | "cell", (writer: EventWriter, index: number) => void][] = [
  ["word", "word", (writer, index) => writer.word(index)],
  ["cell", "cell", (writer, index) => writer.cell(index)],
  ["setWord", "word", (writer, index) => writer.setWord(index, 0x5a5a_5a5a)],
  ["setCell", "cell", (writer, index) => writer.setCell(index, 1e300)],
  ["loadCell", "cell", (writer, index) => writer.loadCell(index, cells, 0)],
];

/** Everything that changes an event. */
const CHANGES: [string, (writer: EventWriter) => void][] = [
  ["arrivalNs", (writer) => void (writer.arrivalNs = -1)],
  ["loadArrival", (writer) => writer.loadArrival(cells, 0)],
  ["setWord", (writer) => writer.setWord(0, -1)],
  ["setCell", (writer) => writer.setCell(0, -1)],
  ["loadCell", (writer) => writer.loadCell(0, cells, 0)],
  ["setPayload", (writer) => writer.setPayload(new Uint8Array(1))],
];

for (const [name, make] of Object.entries(RINGS)) {
  Deno.test(`${name} refuses every index beyond the payload, in one line, and changes no event`, () => {
    for (const payloadWords of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const ring = make({ capacity: 4, payloadWords });
      const consumer = ring.createConsumer();
      publish(ring, 3);
      const count = { word: payloadWords, cell: payloadWords >> 1 };
      const writer = ring.claim();
      fill(writer, 3);
      for (const [what, unit, write] of WRITES) {
        for (const index of beyond(count[unit])) {
          const error = assertThrows(() => write(writer, index), RangeError, `Cannot access payload ${unit}`, what);
          assert(error.message.endsWith(`, got ${index}`) && !error.message.includes("\n"), error.message);
        }
        for (let index = 0; index < count[unit]; index++) write(writer, index);
      }
      fill(writer, 3);
      ring.publish();
      for (let sequence = 0; sequence < 4; sequence++) {
        assertEquals(consumer.poll(), EVENT);
        assertShows(consumer.event, sequence);
        for (const view of [consumer.event, ring.get(sequence)]) {
          for (const [what, unit, read] of READS) {
            for (const index of beyond(count[unit])) {
              assertThrows(() => read(view, index), RangeError, `Cannot access payload ${unit} ${index}: `, what);
            }
            for (let index = 0; index < count[unit]; index++) read(view, index);
          }
        }
      }
    }
  });

  Deno.test(`${name} refuses an index beyond what was claimed, and moves no writer onto another event`, () => {
    for (const capacity of [1, 2, 8]) {
      for (const claimed of new Set([1, Math.ceil(capacity / 2), capacity])) {
        const ring = make({ capacity });
        publish(ring, capacity);
        ring.claimBatch(claimed);
        for (let index = 0; index < claimed; index++) fill(ring.slotAt(index), capacity + index);
        for (const index of beyond(claimed)) {
          const rule = `Cannot move to event ${index} of the batch: the index must be an integer from 0 to ${
            claimed - 1
          }`;
          const error = assertThrows(() => ring.slotAt(index), RangeError, rule);
          assert(error.message.endsWith(`, got ${index}`), error.message);
        }
        for (let sequence = 0; sequence < capacity; sequence++) assertShows(ring.get(sequence), sequence);
        ring.publish();
        assertThrows(() => ring.slotAt(0), RangeError, "it is empty, since nothing was claimed or taken");
        for (let index = 0; index < claimed; index++) assertShows(ring.get(capacity + index), capacity + index);
        ring.claim();
        assertThrows(() => ring.slotAt(1), RangeError, "from 0 to 0, got 1");
        ring.slotAt(0);
      }
    }
  });

  Deno.test(`${name} refuses an index beyond the batch that was taken, and keeps showing the batch`, () => {
    for (const capacity of [1, 2, 8]) {
      const ring = make({ capacity });
      const consumer = ring.createConsumer();
      assertThrows(() => consumer.eventAt(0), RangeError, "it is empty, since nothing was claimed or taken");
      let next = 0;
      for (const count of [1, capacity, Math.ceil(capacity / 2)]) {
        publishBatch(ring, count);
        assertEquals(consumer.pollBatch(count), count);
        const first = next;
        next += count;
        const check = () => {
          for (const index of beyond(count)) {
            assertThrows(
              () => consumer.eventAt(index),
              RangeError,
              `must be an integer from 0 to ${count - 1}, got ${index}`,
            );
          }
          for (let index = 0; index < count; index++) assertShows(consumer.eventAt(index), first + index);
        };
        check();
        consumer.poll();
        consumer.pollBatch(1);
        check();
      }
    }
  });

  Deno.test(`${name} refuses to write an event before the claim, after the publish, and after the close`, () => {
    const ring = make({ capacity: 4 });
    const writer = ring.claim();
    const refused = () => {
      for (const [what, change] of CHANGES) {
        assertThrows(() => change(writer), Error, "Cannot write the event: no slot is claimed", what);
      }
    };
    fill(writer, 0);
    ring.publish();
    refused();
    assertShows(ring.get(0), 0);
    assertEquals(writer.payloadWords, 4);
    ring.claimBatch(2);
    fill(ring.slotAt(0), 1);
    fill(ring.slotAt(1), 2);
    assertEquals(writer.arrivalNs, 2.5);
    ring.publish();
    refused();
    ring.claim();
    for (const [, change] of CHANGES) change(writer);
    ring.close();
    refused();
    for (let sequence = 0; sequence < 3; sequence++) assertShows(ring.get(sequence), sequence);
  });

  Deno.test(`${name} that is unchecked does the same work, and refuses no index`, () => {
    const ring = make({ capacity: 4 }, { checked: false });
    const consumer = ring.createConsumer();
    publish(ring, 1);
    publishBatch(ring, 2);
    assertEquals(consumer.pollBatch(3), 3);
    for (let index = 0; index < 3; index++) assertShows(consumer.eventAt(index), index);
    consumer.eventAt(-1);
    consumer.event.word(4);
    ring.get(2).cell(2);
    const writer = ring.claim();
    ring.publish();
    writer.arrivalNs = 1;
    ring.slotAt(3);
  });

  Deno.test(`${name} refuses a checked that is neither true nor false`, () => {
    for (const checked of [0, 1, "false", null, {}]) {
      const message = `checked must be true or false, got ${shown(checked)}`;
      assertThrows(() => make({ capacity: 4 }, { checked } as unknown as RingAccess), TypeError, message);
    }
  });
}

Deno.test("SharedRingBuffer.attachReader gives consumers whose access is checked, unless told otherwise", () => {
  const ring = new SharedRingBuffer({ capacity: 4 });
  for (const checked of [undefined, true, false]) {
    const reader = SharedRingBuffer.attachReader(ring.describe(), { checked });
    const consumer = reader.createConsumer();
    publish(ring);
    consumer.poll();
    for (const view of [consumer.event, reader.get(ring.head - 1)]) {
      if (checked === false) view.word(4);
      else assertThrows(() => view.word(4), RangeError, "Cannot access payload word 4");
    }
  }
});
