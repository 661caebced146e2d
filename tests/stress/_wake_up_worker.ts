/**
 * One thread of a wake-up test: a producer that publishes and then looks whether its consumer sleeps, or a consumer that
 * says that it sleeps and then looks for an event; or the same by a doorbell, with real sleep.
 *
 * @module
 */
import { PollStatus } from "../../core/bus/poll_status.ts";
import { SharedRingBuffer } from "../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedConsumer } from "../../core/bus/shared/shared_consumer.ts";
import type { SharedKernelName, SharedRingDescription } from "../../core/bus/shared/shared_ring_settings.ts";
import { Doorbell } from "../../core/execution/doorbell.ts";

/** What a thread is told. */
export interface WakeUpOrder {
  readonly role: "producer" | "consumer";
  /** By a flag and fences, or by a doorbell. */
  readonly by: "fences" | "doorbell";
  readonly kernel: SharedKernelName;
  readonly ring: SharedRingDescription;
  readonly words: Int32Array;
  readonly rounds: number;
  /** Events published together in each round. */
  readonly batch: number;
}

/** What it answers, when the rounds are over. */
export interface WakeUpReport {
  /** By fences: what was found in each round. By a doorbell: how often a wait ended with its timeout. */
  readonly found: Int32Array;
}

/** Words that the threads share, each in a pair of lines of its own. */
export const Shared = { PRODUCER: 0, CONSUMER: 32, SLEEPS: 64, BELL: 96, IDLE: 128 } as const;

/** How many there are. */
export const SHARED_WORDS = 160;

/** A wait that takes so long was never ended: milliseconds. */
const FOREVER_MS = 20_000;

/** Looks for the other thread before the core is given up. */
const SPINS = 2_000;

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<WakeUpOrder>) => void) | null;
  postMessage(message: unknown): void;
};

/** Meets the other thread in a round, and lets some time pass, other in every round. */
function meet(words: Int32Array, mine: number, other: number, round: number, delay: number): void {
  Atomics.store(words, mine, round);
  for (let spins = 0; Atomics.load(words, other) < round; spins++) {
    // The other thread may need this core.
    if (spins > SPINS) Atomics.wait(words, Shared.IDLE, 0, 0.01);
  }
  for (let n = delay; n > 0; n--) Atomics.load(words, Shared.IDLE);
}

function publish(ring: SharedRingBuffer, round: number, batch: number): void {
  ring.claimBatch(batch);
  for (let n = 0; n < batch; n++) ring.slotAt(n).setWord(0, round);
  ring.publish();
}

function take(consumer: SharedConsumer, events: number): void {
  while (consumer.cursor < events) if (consumer.poll() === PollStatus.OVERRUN) throw new Error("overrun");
}

function produce({ by, kernel, ring: description, words, rounds, batch }: WakeUpOrder): WakeUpReport {
  const ring = SharedRingBuffer.attachProducer(description, { kernel });
  const found = new Int32Array(rounds + 1);
  const bell = new Doorbell(words.subarray(Shared.BELL, Shared.BELL + 1));
  for (let round = 1; round <= rounds; round++) {
    meet(words, Shared.PRODUCER, Shared.CONSUMER, round, round % 16);
    publish(ring, round, batch);
    if (by === "doorbell") {
      bell.ring();
    } else {
      ring.fence();
      found[round] = Atomics.load(words, Shared.SLEEPS);
    }
  }
  return { found };
}

function consume({ by, kernel, ring, words, rounds, batch }: WakeUpOrder): WakeUpReport {
  const consumer = SharedRingBuffer.attachReader(ring, { kernel }).createConsumer();
  const found = new Int32Array(rounds + 1);
  const bell = new Doorbell(words.subarray(Shared.BELL, Shared.BELL + 1));
  scope.postMessage("joined");
  for (let round = 1; round <= rounds; round++) {
    consumer.poll(); // nothing: brings the line here
    meet(words, Shared.CONSUMER, Shared.PRODUCER, round, (round >> 4) % 16);
    if (by === "doorbell") {
      while (consumer.poll() === PollStatus.EMPTY) {
        const ticket = bell.listen();
        if (consumer.poll() === PollStatus.EVENT) break;
        if (!bell.wait(ticket, FOREVER_MS)) found[0]++;
      }
    } else {
      Atomics.store(words, Shared.SLEEPS, round);
      consumer.fence();
      found[round] = consumer.poll();
    }
    take(consumer, round * batch);
  }
  return { found };
}

scope.onmessage = ({ data }) => scope.postMessage(data.role === "producer" ? produce(data) : consume(data));
