/**
 * A shared ring under stress: a producer and consumers in threads of their own, none of which waits for another.
 *
 * @module
 */
import { SharedRingBuffer } from "../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedKernelName } from "../../core/bus/shared/shared_ring_settings.ts";
import {
  type ConsumerOrder,
  type ConsumerReport,
  type ProducerOrder,
  type ProducerReport,
  Signal,
  SIGNALS,
} from "./stress_protocol.ts";

/** What is run. */
export interface StressOptions {
  readonly capacity: number;
  readonly payloadWords: number;
  readonly startSequence: number;
  /** Events to publish. */
  readonly events: number;
  readonly producerKernel: SharedKernelName;
  /** One for each consumer. */
  readonly consumerKernels: readonly SharedKernelName[];
  /** Events to publish together, from time to time, and to take together. Consumers in turn take them one by one. */
  readonly batch: number;
  /** How much slower each consumer is than the one before it. Default 0. */
  readonly slowness?: number;
  /**
   * Whether the producer stops half way, without closing the ring, with a batch claimed and half written. Default false. A
   * thread that is killed is another matter: see `killed_test.ts`.
   */
  readonly abandon?: boolean;
  /** Module that exports the ring under test. Default: the ring of this project. */
  readonly ring?: string;
}

/** What came of it. */
export interface StressReport {
  /** The next sequence to be published, at the end. */
  readonly head: number;
  readonly producer: ProducerReport;
  readonly consumers: readonly ConsumerReport[];
}

const WORKER = new URL("./stress_worker.ts", import.meta.url);
const RING = new URL("../../core/bus/shared/shared_ring_buffer.ts", import.meta.url).href;

/** Runs it. Needs permission to read the project, for the threads to load it. */
export async function runStress(options: StressOptions): Promise<StressReport> {
  const { ring = RING, batch, slowness = 0, abandon = false } = options;
  const { SharedRingBuffer: Ring }: { SharedRingBuffer: typeof SharedRingBuffer } = await import(ring);
  const description = Ring.allocate(options);
  const reader = SharedRingBuffer.attachReader(description);
  const signals = new Int32Array(new SharedArrayBuffer(4 * SIGNALS));
  const shared = { ring, description, signals: signals.buffer };
  const threads: Thread[] = [];
  try {
    const consumers = options.consumerKernels.map((kernel, n) => {
      const order: ConsumerOrder = {
        role: "consumer",
        ...shared,
        kernel,
        batch: n % 2 === 0 ? 1 : batch,
        slowness: n * slowness,
      };
      return start(threads, order);
    });
    await until(() => Atomics.load(signals, Signal.JOINED) === consumers.length, threads);
    const order: ProducerOrder = {
      role: "producer",
      ...shared,
      kernel: options.producerKernel,
      events: options.events,
      batch,
      abandon,
    };
    const producer = start(threads, order);
    Atomics.store(signals, Signal.GO, 1);
    Atomics.notify(signals, Signal.GO);

    const producerReport = await producer.report as ProducerReport;
    Atomics.store(signals, Signal.STOP, 1);
    const reports = await Promise.all(consumers.map(({ report }) => report as Promise<ConsumerReport>));
    return { head: reader.head, producer: producerReport, consumers: reports };
  } finally {
    // A thread that never returns to its event loop is not stopped by `terminate()`: it has to be told.
    Atomics.store(signals, Signal.STOP, 1);
    Atomics.store(signals, Signal.GO, 1);
    Atomics.notify(signals, Signal.GO);
    for (const { worker } of threads) worker.terminate();
  }
}

/** What is wrong with a report: nothing, if all is well. */
export function faultsOf({ head, producer, consumers }: StressReport): string[] {
  const faults: string[] = [];
  if (producer.head !== head) {
    faults.push(`the producer is at ${producer.head}, the ring at ${head}`);
  }
  for (const [n, consumer] of consumers.entries()) {
    const { start, delivered, lost, lag, taken, torn, falseOverruns } = consumer;
    const name = `consumer ${n}`;
    if (torn > 0) faults.push(`${name} was given ${torn} torn or misplaced events`);
    if (falseOverruns > 0) faults.push(`${name} was told of ${falseOverruns} overruns that lost nothing`);
    if (taken !== delivered) faults.push(`${name} took ${taken} events, but ${delivered} were delivered`);
    if (lag !== 0) faults.push(`${name} stopped with a lag of ${lag}`);
    if (consumer.head !== head) faults.push(`${name} saw the head at ${consumer.head}, not at ${head}`);
    if (delivered + lost + lag !== head - start) {
      faults.push(`${name}: ${delivered} delivered + ${lost} lost + ${lag} lag is not ${head} - ${start}`);
    }
  }
  return faults;
}

/** A thread and what it will report. */
interface Thread {
  readonly worker: Worker;
  readonly report: Promise<ProducerReport | ConsumerReport>;
  failed: Error | null;
}

function start(threads: Thread[], order: ProducerOrder | ConsumerOrder): Thread {
  const worker = new Worker(WORKER, { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<ProducerReport | ConsumerReport>();
  const thread: Thread = { worker, report: promise, failed: null };
  promise.catch((error) => thread.failed = error);
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`the ${order.role}'s thread failed: ${event.message}`));
  };
  worker.postMessage(order);
  threads.push(thread);
  return thread;
}

/** Waits until something is so; fails if a thread does. */
async function until(isSo: () => boolean, threads: readonly Thread[]): Promise<void> {
  while (!isSo()) {
    const failed = threads.find(({ failed }) => failed !== null);
    if (failed !== undefined) throw failed.failed;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
