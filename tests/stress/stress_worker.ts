/**
 * One thread of a stress run: the producer or a consumer.
 *
 * @module
 */
import type { SharedConsumer } from "../../core/bus/shared/shared_consumer.ts";
import type { SharedRingBuffer } from "../../core/bus/shared/shared_ring_buffer.ts";
import { HeapWatch } from "./stress_heap.ts";
import { showsFrom, writeFrom } from "./stress_content.ts";
import {
  type ConsumerOrder,
  type ConsumerReport,
  type Heap,
  type ProducerOrder,
  type ProducerReport,
  Signal,
} from "./stress_protocol.ts";

/** Rounds between two looks at the signals, which are a shared line. */
const ROUNDS = 64;

/** What a worker has of the global scope. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ProducerOrder | ConsumerOrder>) => void) | null;
  postMessage(message: unknown): void;
};

/** Looks at a signal between rounds of publishing, in turn: from flat out to slow enough for most consumers. */
const PAUSES = [0, 100, 1000];
/** In the phase after these the producer sleeps, and leaves its core to others: milliseconds. */
const SLEEP_MS = 0.2;
/** Events before the next phase: 2 to this power. */
const PHASE_BITS = 12;

/** Does nothing, for as long as the phase says. */
function pause(signals: Int32Array, done: number): void {
  const phase = (done >>> PHASE_BITS) % (PAUSES.length + 1);
  if (phase === PAUSES.length) Atomics.wait(signals, Signal.GO, 1, SLEEP_MS);
  else for (let rest = PAUSES[phase]; rest > 0; rest--) Atomics.load(signals, Signal.GO);
}

/**
 * Publishes events one by one and now and then in batches, until it has published them all, or half of them if it is to
 * abandon the ring, or is told to stop.
 */
function produce(ring: SharedRingBuffer, signals: Int32Array, order: ProducerOrder): Heap {
  while (Atomics.load(signals, Signal.GO) === 0) Atomics.wait(signals, Signal.GO, 0, 10);
  const first = ring.head;
  const next = Float64Array.of(first);
  const published = new Float64Array(1);
  const watch = new HeapWatch();
  const events = order.abandon ? order.events / 2 : order.events;
  for (let done = 0; done < events && Atomics.load(signals, Signal.STOP) === 0;) {
    for (let round = 0; round < ROUNDS; round++) {
      writeFrom(ring.claim(), next);
      ring.publishInto(published, 0);
      next[0]++;
      done++;
    }
    const batch = Math.min(order.batch, ring.capacity);
    if (batch > 1) {
      ring.claimBatch(batch);
      for (let n = 0; n < batch; n++) {
        writeFrom(ring.slotAt(n), next);
        next[0]++;
      }
      ring.publishInto(published, 0);
      done += batch;
    }
    watch.look(done);
    pause(signals, done);
  }
  const heap = watch.end(ring.head - first);
  if (order.abandon) {
    ring.claimBatch(ring.capacity);
    for (let n = 0; n < (ring.capacity + 1) / 2; n++) {
      writeFrom(ring.slotAt(n), next);
      next[0]++;
    }
  }
  return heap;
}

/** What a consumer has seen. */
class Tally {
  taken = 0;
  torn = 0;
  overruns = 0;
  falseOverruns = 0;
  /** The sequence of the event that comes next, by what has been taken and lost. */
  declare readonly next: Float64Array;

  constructor(next: number) {
    this.next = Float64Array.of(next);
  }

  /** Takes what there is once; false if there was nothing. */
  poll(consumer: SharedConsumer, batch: number): boolean {
    const count = batch > 1 ? consumer.pollBatch(batch) : consumer.poll();
    if (count === 0) return false;
    if (count < 0) {
      this.overruns++;
      const lost = (this.overruns & 1) === 0 ? consumer.resumeAtHead() : consumer.resumeAtOldest();
      if (lost < 1) this.falseOverruns++;
      this.next[0] += lost;
      return true;
    }
    for (let n = 0; n < count; n++) {
      const event = batch > 1 ? consumer.eventAt(n) : consumer.event;
      if (!showsFrom(event, this.next)) this.torn++;
      this.next[0]++;
    }
    this.taken += count;
    return true;
  }
}

/** Takes events until it is told that there will be no more, and then what is left. */
function consume(consumer: SharedConsumer, tally: Tally, signals: Int32Array, order: ConsumerOrder): Heap {
  Atomics.add(signals, Signal.JOINED, 1);
  const watch = new HeapWatch();
  let rounds = 0;
  while (Atomics.load(signals, Signal.STOP) === 0) {
    for (let round = 0; round < ROUNDS; round++) {
      tally.poll(consumer, order.batch);
      for (let rest = order.slowness; rest > 0; rest--) Atomics.load(signals, Signal.GO);
    }
    rounds += ROUNDS;
    watch.look(rounds);
  }
  const heap = watch.end(rounds);
  while (tally.poll(consumer, order.batch));
  return heap;
}

scope.onmessage = async ({ data }) => {
  const { SharedRingBuffer } = await import(data.ring);
  const signals = new Int32Array(data.signals);
  if (data.role === "producer") {
    const ring: SharedRingBuffer = SharedRingBuffer.attachProducer(data.description, { kernel: data.kernel });
    const heap = produce(ring, signals, data);
    scope.postMessage({ role: "producer", head: ring.head, heap } satisfies ProducerReport);
    return;
  }
  const reader = SharedRingBuffer.attachReader(data.description, { kernel: data.kernel, maxBatch: data.batch });
  const consumer: SharedConsumer = reader.createConsumer();
  const tally = new Tally(consumer.cursor);
  const heap = consume(consumer, tally, signals, data);
  const { start, delivered, lost, lag } = consumer;
  const { taken, torn, overruns, falseOverruns } = tally;
  scope.postMessage(
    {
      role: "consumer",
      start,
      head: reader.head,
      delivered,
      lost,
      lag,
      taken,
      torn,
      overruns,
      falseOverruns,
      heap,
    } satisfies ConsumerReport,
  );
};
