import { assert, assertEquals } from "@std/assert";
import { PollStatus, type SharedKernelName, SharedRingBuffer, type SharedRingDescription } from "../../mod.ts";

/** What a worker received of the events that another thread published. */
export interface Carried {
  /** The kernel that it read them with. */
  readonly kernel: SharedKernelName;
  /** Sequence at which it joined. */
  readonly start: number;
  /** Events delivered to it. */
  readonly delivered: number;
  /** Events that it gave up after overruns. */
  readonly lost: number;
  /** Words that were not what was written. */
  readonly torn: number;
}

/** What a worker is told: which ring to read, and how. */
export interface Task {
  /** The ring. */
  readonly ring: SharedRingDescription;
  /** The kernel to read it with; undefined leaves the choice to the ring. */
  readonly kernel: SharedKernelName | undefined;
}

/** Events that go from one thread to the other. */
const CARRIED_EVENTS = 200_000;

/** Capacity of the ring that they go through. */
export const CARRIED_CAPACITY = 1_024;

/** What payload word `k` of event `n` holds. */
function wordOf(n: number, k: number): number {
  return (n + k) | 0;
}

/** Publishes all events, one by one, as fast as can be, and closes the ring. */
export function publishAll(ring: SharedRingDescription): void {
  const producer = SharedRingBuffer.attachProducer(ring);
  for (let n = 0; n < CARRIED_EVENTS; n++) {
    const slot = producer.claim();
    for (let k = 0; k < producer.payloadWords; k++) slot.setWord(k, wordOf(n, k));
    producer.publish();
  }
  producer.close();
}

/** Reads a ring to its end, and checks every word. Says when it has joined. */
export function receiveAll({ ring, kernel }: Task, onJoined: () => void): Carried {
  const reader = SharedRingBuffer.attachReader(ring, kernel === undefined ? {} : { kernel });
  const consumer = reader.createConsumer();
  onJoined();
  let torn = 0;
  for (;;) {
    const status = consumer.poll();
    if (status === PollStatus.EVENT) {
      const { event } = consumer;
      for (let k = 0; k < reader.payloadWords; k++) {
        if (event.word(k) !== wordOf(event.sequence, k)) torn++;
      }
    } else if (status === PollStatus.OVERRUN) {
      consumer.resumeAtOldest();
    } else if (reader.closed && consumer.lag === 0) {
      break;
    }
  }
  const { start, delivered, lost } = consumer;
  return { kernel: consumer.kernel, start, delivered, lost, torn };
}

/** Asserts that what arrived is whole, and that every event is accounted for. */
export function assertCarried({ start, delivered, lost, torn }: Carried): void {
  assertEquals([torn, start + delivered + lost], [0, CARRIED_EVENTS]);
  // Whatever was overrun, the last capacity's worth of events is there when the producer has ended.
  assert(delivered >= CARRIED_CAPACITY, `${delivered} delivered`);
}
