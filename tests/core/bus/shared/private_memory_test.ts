import { assert, assertEquals, assertThrows } from "@std/assert";
import { EventSlot } from "../../../../core/bus/event_slot.ts";
import { PollStatus } from "../../../../core/bus/poll_status.ts";
import type { SharedKernel } from "../../../../core/bus/shared/kernel/shared_kernel.ts";
import { makeKernel } from "../../../../core/bus/shared/kernel/shared_kernel_choice.ts";
import { SharedMemory } from "../../../../core/bus/shared/kernel/shared_kernel_memory.ts";
import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import {
  consumerRecords,
  maxBatchWithinReach,
  OFFSET_MASK,
  PAYLOAD_WORDS_MAX,
  recordShift,
  RING_WORDS_MAX,
} from "../../../../core/bus/slot_layout.ts";
import { assertShows, fill, publish } from "../../../conformance/event_content.ts";
import { KERNELS } from "./_kernels.ts";

// Records lie in private memory, at offsets that are masked. No memory may be so large that the mask changes an offset: the
// event shown would be another one. The limits are 2 GiB, of which these tests touch a few pages: the system commits
// memory when it is first written.

const { EVENT } = PollStatus;
const MAX_BATCH_LIMIT = 2 ** 16;
/** The most that a batch may have with the largest payload, and with one whose limit is just below that of `maxBatch`. */
const LIMITS = [[PAYLOAD_WORDS_MAX, 8191], [PAYLOAD_WORDS_MAX / 2, 16_383], [4094, 65_535]];

Deno.test("maxBatchWithinReach is the most whose every record lies under the mask, for every payload", () => {
  for (let payloadWords = 0; payloadWords <= PAYLOAD_WORDS_MAX; payloadWords++) {
    const recordWords = 2 ** recordShift(payloadWords);
    const most = maxBatchWithinReach(recordWords);
    const lastCell = (maxBatch: number) => consumerRecords(maxBatch) * recordWords / 2 - 1;
    assert(lastCell(most) <= OFFSET_MASK && lastCell(most + 1) > OFFSET_MASK, `${payloadWords} payload words: ${most}`);
  }
  for (const [payloadWords, most] of LIMITS) assertEquals(maxBatchWithinReach(2 ** recordShift(payloadWords)), most);
});

/** Publishes events one by one, and checks that each batch shows the one just published. */
function checkBatches(kernel: typeof KERNELS[number], payloadWords: number, maxBatch: number): void {
  const ring = new SharedRingBuffer({ capacity: 1, payloadWords }, { kernel });
  const consumer = SharedRingBuffer.attachReader(ring.describe(), { kernel, maxBatch }).createConsumer();
  for (let sequence = 0; sequence < 5; sequence++) {
    fill(ring.claim(), sequence);
    ring.publish();
    assertEquals(consumer.pollBatch(maxBatch), 1);
    assertShows(consumer.event, sequence);
    assertShows(consumer.eventAt(0), sequence);
  }
  fill(ring.claim(), 5);
  ring.publish();
  assertEquals(consumer.poll(), EVENT);
  assertShows(consumer.event, 5);
  assertShows(consumer.eventAt(0), 4);
}

for (const kernel of KERNELS) {
  for (const [payloadWords, most] of LIMITS) {
    Deno.test(`a consumer with the largest batch of ${payloadWords} payload words is shown its own events (${kernel})`, () => {
      checkBatches(kernel, payloadWords, most);
    });

    Deno.test(`a batch one larger of ${payloadWords} payload words is refused before memory is had (${kernel})`, () => {
      const description = SharedRingBuffer.allocate({ capacity: 1, payloadWords });
      const error = assertThrows(
        () => SharedRingBuffer.attachReader(description, { kernel, maxBatch: most + 1 }),
        RangeError,
        `Cannot attach to the ring: maxBatch must be at most ${most} with this payload, since `,
      );
      assert(error.message.endsWith(`exceed 2147483648 bytes, got ${most + 1}`), error.message);
      // Nor does a producer make consumers that could not be addressed.
      assertThrows(
        () => SharedRingBuffer.attachProducer(description, { kernel, maxBatch: most + 1 }),
        RangeError,
        "maxBatch must be at most",
      );
      SharedRingBuffer.attachProducer(description, { kernel, maxBatch: most }); // The refused one did not take the producer's place.
    });
  }

  Deno.test(`a payload whose records leave room takes the largest maxBatch there is (${kernel})`, () => {
    checkBatches(kernel, 1000, MAX_BATCH_LIMIT);
  });

  Deno.test(`a kernel reaches the last record of the largest private memory, and none is made beyond (${kernel})`, () => {
    const memory = SharedMemory.allocate({ capacity: 1, payloadWords: PAYLOAD_WORDS_MAX });
    const records = RING_WORDS_MAX / memory.recordWords;
    const inner: SharedKernel = makeKernel(memory, records, kernel);
    const last = (records - 1) * memory.recordWords;
    const slot = new EventSlot(inner.records, memory.payloadWords);
    slot.place(last / 2, 0, 0);
    fill(slot, 0);
    inner.publish(memory.slotWord(0), 1, last, 1);
    new Int32Array(inner.records, 4 * last).fill(0);
    assertEquals(inner.take(memory.slotWord(0), 1, 0, last, 1), 1);
    assertShows(slot, 0);
    assertThrows(
      () => makeKernel(memory, records + 1, kernel),
      RangeError,
      "private memory must be at most 2147483648 bytes, got 16385 records of 131072 bytes",
    );
  });

  Deno.test(`a producer of the largest capacity for its payload writes its last record (${kernel})`, () => {
    const ring = new SharedRingBuffer({ capacity: 2 ** 13, payloadWords: PAYLOAD_WORDS_MAX }, { kernel });
    ring.claimBatch(2 ** 13);
    for (const index of [0, 2 ** 12, 2 ** 13 - 1]) fill(ring.slotAt(index), index);
    for (const index of [0, 2 ** 12, 2 ** 13 - 1]) {
      const writer = ring.slotAt(index);
      assertEquals([writer.arrivalNs, writer.word(0)], [index + 0.5, wordOfFirst(index)]);
    }
    // The last slot of the largest memory, and the one after it, which is the first.
    const settings = { capacity: 2 ** 13, payloadWords: PAYLOAD_WORDS_MAX, startSequence: 2 ** 13 };
    const full = new SharedRingBuffer(settings, { kernel });
    const consumer = full.createConsumer();
    publish(full, 2);
    for (const sequence of [2 ** 13, 2 ** 13 + 1]) {
      assertEquals(consumer.poll(), EVENT);
      assertShows(consumer.event, sequence);
    }
    assertThrows(
      () => new SharedRingBuffer({ capacity: 2 ** 14, payloadWords: PAYLOAD_WORDS_MAX }, { kernel }),
      RangeError,
      "Cannot create SharedRingBuffer: its memory must be less than 2147483648 bytes, got ",
    );
  });
}

/** What {@linkcode fill} puts into word 0 of an event. */
function wordOfFirst(sequence: number): number {
  const slot = new EventSlot(new ArrayBuffer(16), 1);
  fill(slot, sequence);
  return slot.word(0);
}
