import { assertEquals } from "@std/assert";
import { ProducerWatch } from "../../../control/health/producer_watch.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";

Deno.test("ProducerWatch takes an event as well as a beat for a sign of life, and counts from when it was found", () => {
  const ring = new SharedRingBuffer({ capacity: 2 });
  const watch = new ProducerWatch(SharedRingBuffer.attachReader(ring.describe()), 100);
  assertEquals([watch.silentNs(100), watch.silentNs(150)], [0, 50]);
  ring.beat();
  assertEquals([watch.silentNs(160), watch.silentNs(175)], [0, 15]);
  ring.claim();
  ring.publish();
  assertEquals([watch.silentNs(180), watch.silentNs(1_000_180)], [0, 1_000_000]);
});

Deno.test("ProducerWatch finds nothing amiss with a producer that has closed its ring", () => {
  const ring = new SharedRingBuffer({ capacity: 2 });
  const watch = new ProducerWatch(SharedRingBuffer.attachReader(ring.describe()), 0);
  ring.close();
  assertEquals([watch.silentNs(10), watch.silentNs(1e12)], [0, 0]);
});

Deno.test("ProducerWatch counts the silence of a producer that never came", () => {
  const description = SharedRingBuffer.allocate({ capacity: 2 });
  const watch = new ProducerWatch(SharedRingBuffer.attachReader(description), 5);
  assertEquals(watch.silentNs(25), 20);
  SharedRingBuffer.attachProducer(description);
  assertEquals(watch.silentNs(30), 0);
});

Deno.test("ProducerWatch does not take claiming and writing for a sign of life", () => {
  const ring = new SharedRingBuffer({ capacity: 2 });
  const watch = new ProducerWatch(SharedRingBuffer.attachReader(ring.describe()), 0);
  ring.claim().setWord(0, 1);
  assertEquals(watch.silentNs(10), 10);
});
