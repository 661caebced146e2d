/**
 * A thread under Node that is ended in the midst of its work: a producer, or a consumer.
 *
 * @module
 */
import { workerData } from "node:worker_threads";
import { PollStatus, SharedRingBuffer } from "../../../mod.ts";
import { write } from "../stress_content.ts";
import { type KilledOrder, Phase } from "./protocol.ts";

function produce({ kernel, description, batch, phase }: KilledOrder): never {
  const ring = SharedRingBuffer.attachProducer(description, { kernel });
  for (;;) {
    const { head } = ring;
    ring.beat();
    Atomics.store(phase, 0, Phase.CLAIM);
    if (batch > 1) ring.claimBatch(batch);
    else ring.claim();
    Atomics.store(phase, 0, Phase.WRITE);
    for (let n = 0; n < batch; n++) write(ring.slotAt(n), head + n);
    Atomics.store(phase, 0, Phase.PUBLISH);
    ring.publish();
    Atomics.store(phase, 0, Phase.PUBLISHED);
  }
}

function consume({ kernel, description, batch, phase }: KilledOrder): never {
  const consumer = SharedRingBuffer.attachReader(description, { kernel }).createConsumer();
  for (;;) {
    Atomics.add(phase, 0, 1);
    const status = batch > 1 ? consumer.pollBatch(batch) : consumer.poll();
    if (status === PollStatus.OVERRUN) consumer.resumeAtOldest();
  }
}

const order = workerData as KilledOrder;
if (order.role === "producer") produce(order);
else consume(order);
