/**
 * One of the two threads of a measure. Started as a Worker, told what to do by one message, and ended by who started it.
 *
 * @module
 */
import { NativeClock } from "../../core/time/native_clock.ts";
import { ARRIVAL, openReceiver, openSender, type Receiver, type Sender, SUM } from "./carrier.ts";
import { BATCH, type Measure, MESSAGE_SPACING_NS, type Sample, SPACING_NS, WARMUP_SHARE, WINDOW } from "./measures.ts";
import { PHASE, PRESENT, PROGRESS, type ThreadAnswer, type ThreadTask } from "./thread_task.ts";

/** Values of the phase: whether events are measured, and whether all have been sent. */
const Phase = { WARMUP: 0, MEASURED: 1, OVER: 2 } as const;

/** Looks for an event before it is asked whether any will come. */
const LOOKS = 1_000;

/** Events that a receiver takes between two words on its progress. */
const PROGRESS_EVENTS = 32;

const scope = globalThis as unknown as {
  onmessage: ((event: { readonly data: ThreadTask }) => void) | null;
  postMessage(answer: ThreadAnswer): void;
};

scope.onmessage = async ({ data: task }) => {
  const { role, measure, port } = task;
  const steps = port === null ? SHARED_STEPS[measure] : MESSAGE_STEPS[measure];
  const step = steps?.[role];
  if (step === undefined) throw new Error(`${measure} cannot be measured by ${task.carrier}`);
  scope.postMessage({ values: await step(task, new NativeClock(task.origin)) });
};

type Step = (task: ThreadTask, clock: NativeClock) => readonly number[] | Promise<readonly number[]>;
type Steps = Partial<Record<Measure["id"], Record<ThreadTask["role"], Step>>>;

/** Work of the threads over shared memory. */
const SHARED_STEPS: Steps = {
  "gated": {
    sender: (task, clock) => sendGated(task, clock, (sender) => sender.send(BATCH)),
    receiver: (task) => receiveAll(task, (receiver) => receiver.receive(PROGRESS_EVENTS)),
  },
  "gated-drained": {
    sender: (task, clock) => sendGated(task, clock, (sender) => sender.send(BATCH)),
    receiver: (task) => receiveAll(task, (receiver) => receiver.receiveBatch()),
  },
  "gated-batches": {
    sender: (task, clock) => sendGated(task, clock, (sender) => sender.sendBatch()),
    receiver: (task) => receiveAll(task, (receiver) => receiver.receiveBatch()),
  },
  "flat-out": { sender: sendFlatOut, receiver: receiveFlatOut },
  "round-trip": { sender: sendAndAwait, receiver: answerEach },
  "one-way": { sender: sendSpaced, receiver: stampEach },
};

/** Work of the threads over messages. */
const MESSAGE_STEPS: Steps = {
  "gated": { sender: postGated, receiver: countMessages },
  "round-trip": { sender: postAndAwait, receiver: answerMessages },
  "one-way": { sender: postSpaced, receiver: stampMessages },
};

function warmupOf({ events }: ThreadTask): number {
  return Math.ceil(events / WARMUP_SHARE / BATCH) * BATCH;
}

/** Events in all, in whole batches. */
function totalOf(task: ThreadTask): number {
  return warmupOf(task) + Math.ceil(task.events / BATCH) * BATCH;
}

/** Waits until the other thread is here too. */
function meet({ words }: ThreadTask): void {
  Atomics.add(words, PRESENT, 1);
  Atomics.notify(words, PRESENT);
  while (Atomics.load(words, PRESENT) < 2) Atomics.wait(words, PRESENT, 1);
}

function sendGated(task: ThreadTask, clock: NativeClock, send: (sender: Sender) => void): number[] {
  const sender = openSender(task.carrier, task.there!);
  meet(task);
  const warmup = warmupOf(task);
  const total = totalOf(task);
  sendWithin(task, sender, send, 0, warmup);
  const startNs = clock.nowNs();
  sendWithin(task, sender, send, warmup, total);
  return [(clock.nowNs() - startNs) / (total - warmup)];
}

/** Sends events, never more ahead of the receiver than the window, and waits until it has them all. */
function sendWithin(
  { words }: ThreadTask,
  sender: Sender,
  send: (sender: Sender) => void,
  from: number,
  to: number,
): void {
  for (let sent = from; sent < to; sent += BATCH) {
    if (sender.isLossy) { while (sent - Atomics.load(words, PROGRESS) > WINDOW - BATCH); }
    send(sender);
  }
  while (Atomics.load(words, PROGRESS) < to);
}

function receiveAll(task: ThreadTask, receive: (receiver: Receiver) => number): number[] {
  const { words } = task;
  const receiver = openReceiver(task.carrier, task.there!);
  meet(task);
  const warmup = warmupOf(task);
  const total = totalOf(task);
  let received = 0;
  let told = 0;
  while (received < total) {
    received += receive(receiver);
    if (received - told >= PROGRESS_EVENTS || received === warmup || received === total) {
      if (received !== told) Atomics.store(words, PROGRESS, received);
      told = received;
    }
  }
  // The numbers 2 n + 1 of all events n.
  checkSum(receiver.sums[SUM], total ** 2);
  return [];
}

function checkSum(found: number, expected: number): void {
  if (found !== expected) throw new Error(`events were not carried over as they are: ${found} instead of ${expected}`);
}

function sendFlatOut(task: ThreadTask, clock: NativeClock): number[] {
  const { words } = task;
  const sender = openSender(task.carrier, task.there!);
  meet(task);
  const warmup = warmupOf(task);
  const total = totalOf(task);
  for (let sent = 0; sent < warmup; sent += BATCH) sender.send(BATCH);
  Atomics.store(words, PHASE, Phase.MEASURED);
  const startNs = clock.nowNs();
  for (let sent = warmup; sent < total; sent += BATCH) sender.send(BATCH);
  const ns = (clock.nowNs() - startNs) / (total - warmup);
  Atomics.store(words, PHASE, Phase.OVER);
  return [ns];
}

function receiveFlatOut(task: ThreadTask): number[] {
  const { words } = task;
  const receiver = openReceiver(task.carrier, task.there!);
  meet(task);
  let received = 0;
  let receivedBefore = 0;
  let lostBefore = 0;
  while (Atomics.load(words, PHASE) === Phase.WARMUP) receivedBefore += receiver.receive(BATCH);
  lostBefore = receiver.lost;
  for (;;) {
    const isOver = Atomics.load(words, PHASE) === Phase.OVER;
    const got = receiver.receive(BATCH);
    received += got;
    if (isOver && got === 0) break;
  }
  const total = totalOf(task);
  if (receivedBefore + received + receiver.lost !== total) throw new Error("events were lost without a trace");
  const lost = receiver.lost - lostBefore;
  // A receiver that was kept from running may have missed that it began.
  return [received + lost === 0 ? 100 * receivedBefore / total : 100 * received / (received + lost)];
}

function sendAndAwait(task: ThreadTask, clock: NativeClock): Sample {
  const sender = openSender(task.carrier, task.there!);
  const receiver = openReceiver(task.carrier, task.back!);
  meet(task);
  const warmup = warmupOf(task);
  const times = new Float64Array(totalOf(task));
  for (let n = 0; n < times.length; n++) roundTrip(sender, receiver, clock, times, n);
  return percentiles(times.subarray(warmup));
}

const STAMPS = new Float64Array(2);

function roundTrip(sender: Sender, receiver: Receiver, clock: NativeClock, times: Float64Array, n: number): void {
  clock.stamp(STAMPS, 0);
  sender.send(1);
  while (receiver.receive(1) === 0);
  clock.stamp(STAMPS, 1);
  times[n] = STAMPS[1] - STAMPS[0];
}

function answerEach(task: ThreadTask): number[] {
  const receiver = openReceiver(task.carrier, task.there!);
  const sender = openSender(task.carrier, task.back!);
  meet(task);
  for (let left = totalOf(task); left > 0; left--) answer(receiver, sender);
  return [];
}

function answer(receiver: Receiver, sender: Sender): void {
  while (receiver.receive(1) === 0);
  sender.send(1);
}

function sendSpaced(task: ThreadTask, clock: NativeClock): number[] {
  const sender = openSender(task.carrier, task.there!);
  meet(task);
  for (let left = totalOf(task); left > 0; left--) sendAfter(sender, clock, SPACING_NS);
  return [];
}

/** Sends one event when so much time has passed since the one before, stamped with the time of that moment. */
function sendAfter(sender: Sender, clock: NativeClock, spacingNs: number): void {
  const { arrival } = sender;
  const due = arrival[0] + spacingNs;
  do clock.stamp(arrival, 0); while (arrival[0] < due);
  sender.send(1);
}

function stampEach(task: ThreadTask, clock: NativeClock): Sample {
  const receiver = openReceiver(task.carrier, task.there!);
  meet(task);
  const times = new Float64Array(totalOf(task));
  let received = 0;
  // A receiver that is kept from running for milliseconds loses events.
  while (received + receiver.lost < times.length) received += stampOne(receiver, clock, times, received);
  return percentiles(times.subarray(Math.min(warmupOf(task), received - 1), received));
}

/** Waits a while for an event, notes how old it is, and says whether one came. */
function stampOne(receiver: Receiver, clock: NativeClock, times: Float64Array, n: number): number {
  for (let looks = 0; looks < LOOKS; looks++) {
    if (receiver.receive(1) === 0) continue;
    clock.stamp(times, n);
    times[n] -= receiver.sums[ARRIVAL];
    return 1;
  }
  return 0;
}

function percentiles(times: Float64Array): Sample {
  const sorted = times.toSorted();
  return [sorted[Math.floor(sorted.length / 2)], sorted[Math.floor(sorted.length * 0.99)]];
}

/** An event as a message: its sequence, its arrival, and two numbers. */
function postEvent(port: MessagePort, number: number, arrivalNs: number): void {
  port.postMessage(Float64Array.of(number, arrivalNs, number, number + 1));
}

function postGated(task: ThreadTask, clock: NativeClock): number[] {
  const { words, port } = task;
  meet(task);
  const warmup = warmupOf(task);
  const total = totalOf(task);
  let startNs = 0;
  for (let sent = 0; sent < total; sent++) {
    if (sent === warmup) {
      while (Atomics.load(words, PROGRESS) < warmup);
      startNs = clock.nowNs();
    }
    if (sent % BATCH === 0) { while (sent - Atomics.load(words, PROGRESS) > WINDOW - BATCH); }
    postEvent(port!, sent, 0);
  }
  while (Atomics.load(words, PROGRESS) < total);
  return [(clock.nowNs() - startNs) / (total - warmup)];
}

/** Takes messages until all have come, and hands each to `take`. */
function takeMessages(task: ThreadTask, take: (event: Float64Array, n: number) => void): Promise<void> {
  const total = totalOf(task);
  const { promise, resolve } = Promise.withResolvers<void>();
  let n = 0;
  task.port!.onmessage = ({ data }) => {
    take(data, n++);
    if (n === total) resolve();
  };
  meet(task);
  return promise;
}

async function countMessages(task: ThreadTask): Promise<number[]> {
  const total = totalOf(task);
  let sum = 0;
  await takeMessages(task, (event, n) => {
    sum += event[2] + event[3];
    if ((n + 1) % PROGRESS_EVENTS === 0 || n + 1 === total) Atomics.store(task.words, PROGRESS, n + 1);
  });
  checkSum(sum, total ** 2);
  return [];
}

async function postAndAwait(task: ThreadTask, clock: NativeClock): Promise<readonly number[]> {
  const times = new Float64Array(totalOf(task));
  const post = (n: number) => {
    clock.stamp(STAMPS, 0);
    postEvent(task.port!, n, 0);
  };
  const done = takeMessages(task, (_event, n) => {
    clock.stamp(STAMPS, 1);
    times[n] = STAMPS[1] - STAMPS[0];
    if (n + 1 < times.length) post(n + 1);
  });
  post(0);
  await done;
  return percentiles(times.subarray(warmupOf(task)));
}

async function answerMessages(task: ThreadTask): Promise<number[]> {
  await takeMessages(task, (_event, n) => postEvent(task.port!, n, 0));
  return [];
}

function postSpaced(task: ThreadTask, clock: NativeClock): number[] {
  meet(task);
  const arrival = new Float64Array(1);
  for (let n = 0; n < totalOf(task); n++) {
    const due = arrival[0] + MESSAGE_SPACING_NS;
    do clock.stamp(arrival, 0); while (arrival[0] < due);
    postEvent(task.port!, n, arrival[0]);
  }
  return [];
}

async function stampMessages(task: ThreadTask, clock: NativeClock): Promise<readonly number[]> {
  const times = new Float64Array(totalOf(task));
  await takeMessages(task, (event, n) => {
    clock.stamp(times, n);
    times[n] -= event[1];
  });
  return percentiles(times.subarray(warmupOf(task)));
}
