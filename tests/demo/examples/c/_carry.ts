import { PollStatus } from "../../../../core/bus/poll_status.ts";
import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedConsumer } from "../../../../core/bus/shared/shared_consumer.ts";
import type { SharedRingReader } from "../../../../core/bus/shared/shared_ring_reader.ts";
import type { SharedKernelName, SharedRingDescription } from "../../../../core/bus/shared/shared_ring_settings.ts";
import { showsFrom, writeFrom } from "../../../stress/stress_content.ts";
import type { CRing } from "./_c_ring.ts";

const { EMPTY, EVENT } = PollStatus;

/** What goes from one language to the other, and how. */
export interface Carrying {
  readonly ring: SharedRingDescription;
  /** How JavaScript reads or writes. */
  readonly kernel: SharedKernelName;
  readonly events: number;
  /** How far the producer may be ahead of the reader; 0 is any distance, as the protocol has it. */
  readonly ahead: number;
  /** Before every so manieth event the reader waits until it is overrun; 0 is never. */
  readonly behind: number;
}

/** What a run came to: the fields of `report` in `harness.h`. */
export interface Report {
  readonly status: number;
  readonly start: number;
  readonly head: number;
  readonly delivered: number;
  readonly lost: number;
  readonly lag: number;
  /** Events taken, counted one by one. */
  readonly taken: number;
  /** Events that were not what their sequence says. */
  readonly torn: number;
  /** Events with another sequence than the next, and overruns that lost nothing. */
  readonly misplaced: number;
  readonly overruns: number;
}

/** Words that both languages look at: as in `harness.c`. */
const Signal = { JOINED: 0, PROGRESS: 32, IDLE: 63 } as const;
const SIGNALS = 64;
/** What `JOINED` says of a thread that could not begin. */
const FAILED = 2;

/** Looks for the other thread before the core is given up: it may need this one. */
const SPINS = 4096;

/** Spins until the other thread has come so far. */
function spinUntil(signals: Int32Array, isThere: () => boolean): void {
  for (let spins = 0; !isThere(); spins++) {
    if (spins % SPINS === SPINS - 1) Atomics.wait(signals, Signal.IDLE, 0, 0.01);
  }
}

/** Throws if the thread in C could not begin: what waits for it would wait for ever. */
function checkJoined(signals: Int32Array): void {
  if (Atomics.load(signals, Signal.JOINED) === FAILED) throw new Error("C refuses the ring");
}

/** The memory of a ring, and its size, as functions in C take them. */
export function memoryOf({ memory }: SharedRingDescription): [pointer: Deno.PointerValue, bytes: bigint] {
  const buffer = memory instanceof SharedArrayBuffer ? memory : memory.buffer;
  return [Deno.UnsafePointer.of(new Uint8Array(buffer)), BigInt(buffer.byteLength)];
}

function readReport(fields: Float64Array): Report {
  const [status, start, head, delivered, lost, lag, taken, torn, misplaced, overruns] = fields;
  return { status, start, head, delivered, lost, lag, taken, torn, misplaced, overruns };
}

/** JavaScript publishes, C reads in a thread of its own. */
export async function carryToC(
  c: CRing["symbols"],
  { ring, kernel, events, ahead, behind }: Carrying,
): Promise<Report> {
  const signals = new Int32Array(new SharedArrayBuffer(4 * SIGNALS));
  const fields = new Float64Array(10);
  const producer = SharedRingBuffer.attachProducer(ring, { kernel, checked: false });
  const reading = c.harness_read(
    ...memoryOf(ring),
    Deno.UnsafePointer.of(signals),
    behind,
    Deno.UnsafePointer.of(fields),
  );
  try {
    spinUntil(signals, () => Atomics.load(signals, Signal.JOINED) !== 0);
    checkJoined(signals);
    publishAll(producer, signals, events, ahead);
  } finally {
    producer.close();
    await reading;
  }
  return readReport(fields);
}

function publishAll(producer: SharedRingBuffer, signals: Int32Array, events: number, ahead: number): void {
  const next = Float64Array.of(producer.head);
  const published = new Float64Array(1);
  for (let n = 0; n < events; n++) {
    if (ahead > 0 && n - Atomics.load(signals, Signal.PROGRESS) >= ahead) {
      spinUntil(signals, () => n - Atomics.load(signals, Signal.PROGRESS) < ahead);
    }
    writeFrom(producer.claim(), next);
    producer.publishInto(published, 0);
    next[0]++;
  }
}

/** C publishes in a thread of its own, JavaScript reads. */
export async function carryFromC(
  c: CRing["symbols"],
  { ring, kernel, events, ahead, behind }: Carrying,
): Promise<Report> {
  const signals = new Int32Array(new SharedArrayBuffer(4 * SIGNALS));
  const fields = new Float64Array(10);
  const reader = SharedRingBuffer.attachReader(ring, { kernel, checked: false });
  const consumer = reader.createConsumer();
  const publishing = c.harness_produce(
    ...memoryOf(ring),
    Deno.UnsafePointer.of(signals),
    events,
    ahead,
    Deno.UnsafePointer.of(fields),
  );
  const counts = { taken: 0, torn: 0, misplaced: 0, overruns: 0 };
  try {
    takeAll(reader, consumer, signals, behind, counts);
  } finally {
    await publishing;
  }
  const { start, delivered, lost, lag } = consumer;
  const [status, , head] = fields;
  return { status, start, head, delivered, lost, lag, ...counts };
}

function takeAll(
  reader: SharedRingReader,
  consumer: SharedConsumer,
  signals: Int32Array,
  behind: number,
  counts: { taken: number; torn: number; misplaced: number; overruns: number },
): void {
  const { start } = consumer;
  const expected = Float64Array.of(start);
  let spins = 0;
  Atomics.compareExchange(signals, Signal.JOINED, 0, 1);
  for (let ended = false;;) {
    if (behind > 0 && expected[0] % behind === 0) {
      spinUntil(signals, () => consumer.lag > reader.capacity || reader.closed);
    }
    const status = consumer.poll();
    if (status === EVENT) {
      counts.taken++;
      if (consumer.event.sequence !== expected[0]) counts.misplaced++;
      if (!showsFrom(consumer.event, expected)) counts.torn++;
      expected[0]++;
    } else if (status !== EMPTY) {
      // In turn: at the oldest it may be overrun again at once.
      const lost = counts.overruns++ % 2 === 0 ? consumer.resumeAtOldest() : consumer.resumeAtHead();
      if (lost <= 0) counts.misplaced++;
      expected[0] += lost;
    } else if (ended) {
      return; // It was closed before this poll found nothing.
    } else {
      checkJoined(signals);
      ended = reader.closed;
      if (!ended && ++spins % SPINS === 0) Atomics.wait(signals, Signal.IDLE, 0, 0.01);
    }
    Atomics.store(signals, Signal.PROGRESS, (expected[0] - start) | 0);
  }
}
