/**
 * Kills threads under Node, where `terminate()` stops one that never returns to its event loop, and prints what became of
 * the ring. Deno's does not stop such a thread.
 *
 * @module
 */
import process from "node:process";
import { Worker } from "node:worker_threads";
import { ProducerWatch } from "../../../control/health/producer_watch.ts";
import { EventSlot } from "../../../core/bus/event_slot.ts";
import { SharedMemory } from "../../../core/bus/shared/kernel/shared_kernel_memory.ts";
import {
  PollStatus,
  ProducerClaimedError,
  type SharedConsumer,
  type SharedKernelName,
  SharedRingBuffer,
} from "../../../mod.ts";
import { shows, write } from "../stress_content.ts";
import { type KilledOrder, Phase } from "./protocol.ts";

/** What became of one kind of producer, killed again and again. */
export interface KilledReport {
  readonly kernel: SharedKernelName;
  readonly batch: number;
  readonly kills: number;
  /** How many were killed doing what: the names of {@linkcode Phase}. */
  readonly phases: Readonly<Record<string, number>>;
  /** How many left the next slot with some words of the event that they did not publish. */
  readonly halfWritten: number;
  /** What was not as it must be. */
  readonly faults: readonly string[];
}

/** What became of rings of which a consumer was killed. */
export interface ConsumerKilledReport {
  readonly kernel: SharedKernelName;
  readonly kills: number;
  readonly faults: readonly string[];
}

const CAPACITY = 4;
const PAYLOAD_WORDS = 2_000;
/** When the watch looks: its time is told and not measured. */
const LOOK_NS = 1_000_000;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function start(order: KilledOrder): Worker {
  return new Worker(new URL("./worker.mjs", import.meta.url), { workerData: order });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(1);
}

/** Takes what there is, and says what of it is wrong. */
function drain(consumer: SharedConsumer, faults: string[]): void {
  for (;;) {
    const { cursor } = consumer;
    const status = consumer.poll();
    if (status === PollStatus.EMPTY) return;
    if (status === PollStatus.OVERRUN) consumer.resumeAtOldest();
    else if (!shows(consumer.event, cursor)) faults.push(`event ${cursor} was delivered torn or in another's place`);
  }
}

/** Kills one producer after some time, and looks at what it leaves behind. */
async function killProducer(kernel: SharedKernelName, batch: number, delay: number, faults: string[]) {
  const description = SharedRingBuffer.allocate({ capacity: CAPACITY, payloadWords: PAYLOAD_WORDS });
  const reader = SharedRingBuffer.attachReader(description, { kernel });
  const consumer = reader.createConsumer();
  const phase = new Int32Array(new SharedArrayBuffer(4));
  const worker = start({ role: "producer", kernel, description, batch, phase });
  await until(() => reader.head > 20);
  const watch = new ProducerWatch(reader, 0);
  await until(() => watch.silentNs(LOOK_NS) === 0);
  for (let polls = 0; polls < delay; polls++) drain(consumer, faults);
  await worker.terminate();
  const { head, beats } = reader;
  drain(consumer, faults);
  const { start: joined, delivered, lost, lag } = consumer;
  if (joined + delivered + lost !== head || lag !== 0) faults.push(`${delivered} + ${lost} + ${lag} is not ${head}`);
  for (let sequence = head - CAPACITY; sequence < head; sequence++) {
    if (!shows(reader.get(sequence), sequence)) faults.push(`event ${sequence} is not readable as it was`);
  }
  await sleep(5);
  if (reader.head !== head || reader.beats !== beats) faults.push("the producer went on after it was killed");
  const silentNs = watch.silentNs(10 * LOOK_NS);
  if (watch.silentNs(20 * LOOK_NS) - silentNs !== 10 * LOOK_NS) faults.push("the watch sees a sign of life");
  if (reader.closed) faults.push("the ring is closed, and nobody closed it");
  try {
    SharedRingBuffer.attachProducer(description, { kernel });
    faults.push("a second producer was accepted");
  } catch (error) {
    if (!(error instanceof ProducerClaimedError)) faults.push(`a second producer was refused by ${error}`);
  }
  return { phase: phase[0], isHalfWritten: holdsPartOf(SharedMemory.open(description), head) };
}

/** Whether the slot of an event holds some words of it, but not all. */
function holdsPartOf(memory: SharedMemory, sequence: number): boolean {
  const event = new ArrayBuffer(4 * memory.recordWords);
  write(new EventSlot(event, PAYLOAD_WORDS), sequence);
  const expected = new Int32Array(event);
  const at = memory.slotWord(sequence % memory.slots) + 2;
  let same = 0;
  for (let word = 0; word < memory.copiedWords; word++) if (memory.words[at + word] === expected[word]) same++;
  return same > 1 && same < memory.copiedWords;
}

async function killProducers(kernel: SharedKernelName, batch: number, kills: number): Promise<KilledReport> {
  const faults: string[] = [];
  const phases: Record<string, number> = {};
  let halfWritten = 0;
  for (let kill = 0; kill < kills; kill++) {
    const { phase, isHalfWritten } = await killProducer(kernel, batch, kill, faults);
    const name = Object.entries(Phase).find(([, value]) => value === phase)![0];
    phases[name] = (phases[name] ?? 0) + 1;
    if (isHalfWritten) halfWritten++;
  }
  return { kernel, batch, kills, phases, halfWritten, faults };
}

/** Kills consumers of a ring whose producer goes on. */
async function killConsumers(kernel: SharedKernelName, kills: number): Promise<ConsumerKilledReport> {
  const faults: string[] = [];
  const description = SharedRingBuffer.allocate({ capacity: CAPACITY, payloadWords: PAYLOAD_WORDS });
  const reader = SharedRingBuffer.attachReader(description, { kernel });
  const producer = start({ role: "producer", kernel, description, batch: 1, phase: sharedWord() });
  const consumer = reader.createConsumer();
  for (let kill = 0; kill < kills; kill++) {
    const phase = sharedWord();
    const worker = start({ role: "consumer", kernel, description, batch: 1 + kill % 3, phase });
    await until(() => Atomics.load(phase, 0) > 50);
    await worker.terminate();
    const { head } = reader;
    await until(() => reader.head > head + 10 * CAPACITY);
    for (let round = 0; round < 20; round++) drain(consumer, faults);
  }
  await producer.terminate();
  drain(consumer, faults);
  const { start: joined, delivered, lost } = consumer;
  if (joined + delivered + lost !== reader.head) faults.push(`${delivered} + ${lost} is not ${reader.head}`);
  return { kernel, kills, faults };
}

function sharedWord(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** Whether this engine, on this processor, can run a kernel. */
function canRun(kernel: SharedKernelName): boolean {
  try {
    return new SharedRingBuffer({ capacity: 1 }, { kernel }).kernel === kernel;
  } catch {
    return false;
  }
}

const kills = Number(process.argv[2]);
const kernels = (["atomics", "wasm", "wasm-tso"] as const).filter(canRun);
const producers: KilledReport[] = [];
const consumers: ConsumerKilledReport[] = [];
for (const kernel of kernels) {
  for (const batch of [1, CAPACITY]) producers.push(await killProducers(kernel, batch, kills));
  consumers.push(await killConsumers(kernel, 5));
}
console.log(JSON.stringify({ kernels, producers, consumers }));
