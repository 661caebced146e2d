/**
 * Question: what does an event cost in the local ring, and on what does that depend?
 *
 * Goal: publish and poll of one event by capacity, payload, batch size and number of consumers, with one ring alive in the
 * process and with four. The producer's cost must not depend on how many consumers there are.
 *
 * Not a goal: comparison with other packages (`peers_bench.ts`), threads, or absolute times: the machine drifts, so compare
 * within one run.
 *
 * @module
 */
import { type Consumer, PollStatus, RingBuffer } from "../mod.ts";
import * as events from "./_events.ts";
import { inBatches, oneByOne } from "./workload/one_ring.ts";

const { benchWork, EVENTS, warmUp } = events;
const { EVENT } = PollStatus;

// First, while the rings of this module are not made yet and V8 knows of one: type feedback is of the whole process.
warmUp(oneByOne, 2000);
warmUp(inBatches, 2000);
benchWork("one ring alive, 1024 slots, 32-byte event", "publish + poll", oneByOne, { baseline: true });
benchWork("one ring alive, 1024 slots, 32-byte event", "in batches of 64", inBatches);

/** Publishes and polls events one by one, and reads every word of their payload. */
function pass(ring: RingBuffer, consumer: Consumer, base: number): number {
  let hash = 0;
  const words = ring.payloadWords | 0;
  const end = (base + EVENTS) | 0;
  for (let n = base | 0; n < end; n = (n + 1) | 0) {
    const slot = ring.claim();
    for (let k = 0; k < words; k = (k + 1) | 0) slot.setWord(k, n);
    ring.publish();
    if (consumer.poll() === EVENT) {
      const event = consumer.event;
      for (let k = 0; k < words; k = (k + 1) | 0) hash ^= event.word(k);
    }
  }
  return hash;
}

function benchRing(group: string, name: string, capacity: number, payloadWords: number, baseline = false): void {
  const ring = new RingBuffer({ capacity, payloadWords });
  const consumer = ring.createConsumer();
  benchWork(group, name, (base) => pass(ring, consumer, base), { baseline });
}

for (const capacity of [1, 64, 1024, 16_384, 262_144]) {
  benchRing("publish + poll by capacity, 16-byte payload", `${capacity} slots`, capacity, 4, capacity === 1024);
}
for (const payloadWords of [0, 4, 12, 28, 124]) {
  benchRing(
    "publish + poll by payload, 1024 slots",
    `${4 * payloadWords} bytes`,
    1024,
    payloadWords,
    payloadWords === 4,
  );
}

/** Publishes and polls events in batches. */
function passInBatches(ring: RingBuffer, consumer: Consumer, size: number, base: number): number {
  let hash = 0;
  const end = (base + EVENTS) | 0;
  for (let n = base | 0; n < end; n = (n + size) | 0) {
    ring.claimBatch(size);
    for (let k = 0; k < size; k = (k + 1) | 0) ring.slotAt(k).setWord(0, n);
    ring.publish();
    const count = consumer.pollBatch(size);
    for (let k = 0; k < count; k = (k + 1) | 0) hash ^= consumer.eventAt(k).word(0);
  }
  return hash;
}

for (const size of [1, 4, 16, 64, 256]) {
  const ring = new RingBuffer({ capacity: 1024 });
  const consumer = ring.createConsumer();
  benchWork(
    "publish + poll by batch, 1024 slots",
    `batches of ${size}`,
    (base) => passInBatches(ring, consumer, size, base),
    {
      baseline: size === 1,
    },
  );
}

/** Publishes only: what the producer does, whoever reads. */
function publishOnly(ring: RingBuffer, base: number): number {
  const end = (base + EVENTS) | 0;
  for (let n = base | 0; n < end; n = (n + 1) | 0) {
    ring.claim().setWord(0, n);
    ring.publish();
  }
  return ring.head;
}

for (const count of [0, 1, 4, 64]) {
  const ring = new RingBuffer({ capacity: 1024 });
  const consumers = Array.from({ length: count }, () => ring.createConsumer());
  const group = "the producer's cost by number of consumers";
  benchWork(group, `publish, ${count} consumers joined`, (base) => publishOnly(ring, base) + consumers.length, {
    baseline: count === 0,
  });
}

/** What a consumer pays when there is nothing, and when it is overrun. */
function pollOnly(consumer: Consumer): number {
  let sum = 0;
  for (let n = 0; n < EVENTS; n++) sum = (sum + consumer.poll()) | 0;
  return sum;
}

{
  const ring = new RingBuffer({ capacity: 1024 });
  const idle = ring.createConsumer();
  const overrun = new RingBuffer({ capacity: 1 });
  const late = overrun.createConsumer();
  publishOnly(overrun, 0);
  benchWork("polls that deliver nothing", "empty", () => pollOnly(idle), { baseline: true });
  benchWork("polls that deliver nothing", "overrun", () => pollOnly(late));
}
