import { assertEquals } from "@std/assert";
import { SharedRingBuffer } from "../../core/bus/shared/shared_ring_buffer.ts";
import { KERNELS } from "../core/bus/shared/_kernels.ts";
import { SHARED_WORDS, type WakeUpOrder, type WakeUpReport } from "./_wake_up_worker.ts";

// What tests/store_buffers/ says of every execution of the model, on the processor and in the engine that there are: between
// real threads no wake-up is lost where there are fences, or a doorbell.

const mayRead = Deno.permissions.querySync({ name: "read" }).state === "granted";
const skipped = mayRead ? "" : " (skipped: needs --allow-read)";

const WORKER = new URL("./_wake_up_worker.ts", import.meta.url);

/** Starts a thread; the answers are its messages, one after another. */
function start(order: WakeUpOrder): { worker: Worker; answer<Answer>(): Promise<Answer> } {
  const worker = new Worker(WORKER, { type: "module" });
  const answer = <Answer>() =>
    new Promise<Answer>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
    });
  worker.postMessage(order);
  return { worker, answer };
}

/** Lets a producer and a consumer meet, round after round. */
async function meet(parts: Pick<WakeUpOrder, "by" | "kernel" | "rounds" | "batch">): Promise<[Int32Array, Int32Array]> {
  const ring = SharedRingBuffer.allocate({ capacity: 64, payloadWords: 4 });
  const words = new Int32Array(new SharedArrayBuffer(4 * SHARED_WORDS));
  const consumer = start({ role: "consumer", ring, words, ...parts });
  await consumer.answer();
  const consumed = consumer.answer<WakeUpReport>();
  const producer = start({ role: "producer", ring, words, ...parts });
  const [{ found: one }, { found: other }] = await Promise.all([producer.answer<WakeUpReport>(), consumed]);
  producer.worker.terminate();
  consumer.worker.terminate();
  return [one, other];
}

for (const kernel of KERNELS) {
  for (const batch of [1, 3]) {
    const how = `${kernel}, ${batch === 1 ? "one event" : `${batch} events`} at a time`;

    Deno.test(
      `no wake-up is lost between threads that use fences: ${how}${skipped}`,
      { ignore: !mayRead },
      async () => {
        const rounds = 20_000;
        const [flags, polls] = await meet({ by: "fences", kernel, rounds, batch });
        let lost = 0;
        for (let round = 1; round <= rounds; round++) if (flags[round] !== round && polls[round] === 0) lost++;
        assertEquals(lost, 0);
      },
    );

    Deno.test(`no thread sleeps on that a doorbell is to wake: ${how}${skipped}`, { ignore: !mayRead }, async () => {
      const [, waits] = await meet({ by: "doorbell", kernel, rounds: 1_000, batch });
      assertEquals(waits[0], 0, "waits that only their timeout ended");
    });
  }
}
