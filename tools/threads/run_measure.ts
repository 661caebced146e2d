import type { NativeClockOrigin } from "../../core/time/native_clock.ts";
import { makeChannel } from "./carrier.ts";
import type { Carrier, Measure, Sample } from "./measures.ts";
import { SHARED_WORDS, type ThreadAnswer, type ThreadTask } from "./thread_task.ts";

/** A measure that has not ended after so many milliseconds never will. */
const PATIENCE_MS = 120_000;

/**
 * Does one round of a measure with one carrier, in two fresh threads.
 *
 * @param measure what is measured
 * @param carrier with what
 * @param origin from when clocks count
 * @param scale what the number of events is multiplied by
 * @throws {Error} if a thread fails, or events were not carried over as they are
 */
export async function runMeasure(
  measure: Measure,
  carrier: Carrier,
  origin: NativeClockOrigin,
  scale: number,
): Promise<Sample> {
  const isMessages = carrier === "postMessage";
  const { port1, port2 } = new MessageChannel();
  const task = {
    measure: measure.id,
    carrier,
    events: Math.ceil(scale * (isMessages ? measure.messages : measure.events)),
    there: isMessages ? null : makeChannel(carrier),
    back: isMessages ? null : makeChannel(carrier),
    words: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * SHARED_WORDS)),
    origin,
  };
  const [sent, received] = await Promise.all([
    runThread({ ...task, role: "sender", port: isMessages ? port1 : null }),
    runThread({ ...task, role: "receiver", port: isMessages ? port2 : null }),
  ]).finally(() => {
    port1.close();
    port2.close();
  });
  const [first, second] = [...sent, ...received];
  // Gated throughput is one number; the other is the same the other way round.
  return [first, second ?? 1_000 / first];
}

async function runThread(task: ThreadTask): Promise<readonly number[]> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: task.role });
  const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>();
  const timer = setTimeout(() => reject(new Error(`the ${task.role} did not answer`)), PATIENCE_MS);
  worker.onmessage = ({ data }: MessageEvent<ThreadAnswer>) => resolve(data.values);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`${task.role} of ${task.measure} by ${task.carrier}: ${event.message}`));
  };
  worker.postMessage(task, task.port === null ? [] : [task.port]);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
