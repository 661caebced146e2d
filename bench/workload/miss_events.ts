import type { EventConsumer, EventProducer } from "../../mod.ts";

const ROUNDS = 1000;

/** Publishes and polls so that the consumer meets what it meets in real life: empty polls, overruns, and their ends. */
export function missEvents(ring: EventProducer, consumer: EventConsumer): void {
  for (let round = 0; round < ROUNDS; round++) {
    ring.claim();
    ring.publish();
    consumer.poll();
    consumer.poll();
    consumer.pollBatch(1);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (let left = ring.capacity + 1; left > 0; left -= ring.capacity) {
      ring.claimBatch(left < ring.capacity ? left : ring.capacity);
      ring.publish();
    }
    consumer.poll();
    consumer.pollBatch(1);
    consumer.resumeAtHead();
  }
}
