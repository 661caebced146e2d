/**
 * Question: is the ring faster than what one would otherwise take from npm?
 *
 * Goal: one event of 32 bytes in and out again, each package in its own idiom. Queues and emitters of objects carry one
 * object an event, which is what their users do; the ring of bytes carries bytes. Everything that is put in is read and
 * summed up.
 *
 * Not a goal: features. None of the others tells a slow consumer what it lost; the queues grow or overwrite in silence, and
 * emitters call their listeners before they return.
 *
 * @module
 */
import { EventEmitter } from "node:events";
import Denque from "denque";
import { CircularBuffer, Queue } from "mnemonist";
import { RingBuffer as ByteRing } from "ringbuf.js";
import { Subject } from "rxjs";
import * as events from "./_events.ts";
import { oneByOne } from "./workload/one_ring.ts";

const { benchWork, EVENTS, warmUp } = events;
const GROUP = "publish + poll of a 32-byte event";

interface Tick {
  readonly sequence: number;
  readonly arrivalNs: number;
  readonly price: number;
  readonly size: number;
}

/** What a queue of objects needs for it. */
interface QueueOfTicks {
  put(tick: Tick): void;
  take(): Tick | undefined;
}

/** Makes a work of its own for each queue, so that none shares its type feedback with another. */
function queueWork(queue: QueueOfTicks): events.Work {
  const run = new Function(
    "queue",
    "EVENTS",
    "base",
    `
    let sum = 0.5;
    for (let n = 0; n < EVENTS; n++) {
      const event = base + n;
      queue.put({ sequence: event, arrivalNs: 3 * event, price: event, size: event + 1 });
      const tick = queue.take();
      if (tick !== undefined) sum += tick.sequence + tick.arrivalNs + tick.price + tick.size;
    }
    return sum;`,
  ) as (queue: QueueOfTicks, events: number, base: number) => number;
  return (base) => run(queue, EVENTS, base);
}

const circular = new CircularBuffer<Tick>(Array, 1024);
const linked = new Queue<Tick>();
const denque = new Denque<Tick>();

const emitter = new EventEmitter();
const subject = new Subject<Tick>();
let heard = 0.5;
const hear = (tick: Tick) => {
  heard += tick.sequence + tick.arrivalNs + tick.price + tick.size;
};
emitter.on("tick", hear);
subject.subscribe(hear);

function emit(base: number): number {
  for (let n = 0; n < EVENTS; n++) {
    const event = base + n;
    emitter.emit("tick", { sequence: event, arrivalNs: 3 * event, price: event, size: event + 1 });
  }
  return heard;
}

function next(base: number): number {
  for (let n = 0; n < EVENTS; n++) {
    const event = base + n;
    subject.next({ sequence: event, arrivalNs: 3 * event, price: event, size: event + 1 });
  }
  return heard;
}

const bytes = new ByteRing(ByteRing.getStorageForCapacity(4 * 1024, Float64Array), Float64Array);
const put = new Float64Array(4);
const taken = new Float64Array(4);

function throughBytes(base: number): number {
  let sum = 0.5;
  for (let n = 0; n < EVENTS; n++) {
    const event = base + n;
    put[0] = event;
    put[1] = 3 * event;
    put[2] = event;
    put[3] = event + 1;
    bytes.push(put);
    if (bytes.pop(taken) === 4) sum += taken[0] + taken[1] + taken[2] + taken[3];
  }
  return sum;
}

const WORKS: readonly [string, events.Work][] = [
  ["this package, RingBuffer", oneByOne],
  ["mnemonist, CircularBuffer", queueWork({ put: (tick) => void circular.push(tick), take: () => circular.shift() })],
  ["mnemonist, Queue", queueWork({ put: (tick) => void linked.enqueue(tick), take: () => linked.dequeue() })],
  ["denque", queueWork({ put: (tick) => void denque.push(tick), take: () => denque.shift() })],
  ["node:events, EventEmitter", emit],
  ["rxjs, Subject", next],
  ["ringbuf.js", throughBytes],
];

for (const [, work] of WORKS) warmUp(work, 300);
for (const [name, work] of WORKS) benchWork(GROUP, name, work, { baseline: work === oneByOne });
