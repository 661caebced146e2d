// Question: is the ring faster than what one would otherwise take from npm, or from Node?
//
// Goal: one event of 32 bytes in and out again, each package in its own idiom. Queues and emitters of objects carry one
// object an event, as their users do; the ring of bytes carries cells. Every field that is put in is read and added up, and
// the sums of all are checked to be the same.
//
// Non-goals: features. None of the others tells a slow consumer what it lost: queues grow or overwrite in silence, emitters
// call their listeners before they return.
import { EventEmitter } from "node:events";
import Denque from "denque";
import { CircularBuffer, Queue } from "mnemonist";
import { RingBuffer as ByteRing } from "ringbuf.js";
import { Subject } from "rxjs";
import * as events from "./_events.ts";
import { nextSequence, oneByOne } from "./workload/one_ring.ts";

const { benchWork, EVENTS, STEP } = events;
const GROUP = "peers, publish + poll";
const CAPACITY = 1024;

interface Tick {
  readonly sequence: number;
  readonly arrivalNs: number;
  readonly price: number;
  readonly size: number;
}

/** What a work has read. A field starts with a fraction for the reason that `oneByOne` gives. */
class Sums {
  sequences = 0.5;
  arrivals = 0.5;
  prices = 0.5;
  sizes = 0.5;

  add(tick: Tick): void {
    this.sequences += tick.sequence;
    this.arrivals += tick.arrivalNs;
    this.prices += tick.price;
    this.sizes += tick.size;
  }

  total(): number {
    return this.sequences + this.arrivals + this.prices + this.sizes;
  }
}

const circular = new CircularBuffer<Tick>(Array, CAPACITY);
function throughCircularBuffer(base: number): number {
  const sums = new Sums();
  const step = STEP[0];
  let price = base + 1.5;
  for (let sequence = 0; sequence < EVENTS; sequence++, price += step) {
    circular.push({ sequence, arrivalNs: price - 1, price, size: price + 1 });
    const tick = circular.shift();
    if (tick !== undefined) sums.add(tick);
  }
  return sums.total();
}

const queue = new Queue<Tick>();
function throughQueue(base: number): number {
  const sums = new Sums();
  const step = STEP[0];
  let price = base + 1.5;
  for (let sequence = 0; sequence < EVENTS; sequence++, price += step) {
    queue.enqueue({ sequence, arrivalNs: price - 1, price, size: price + 1 });
    const tick = queue.dequeue();
    if (tick !== undefined) sums.add(tick);
  }
  return sums.total();
}

const denque = new Denque<Tick>([], { capacity: CAPACITY });
function throughDenque(base: number): number {
  const sums = new Sums();
  const step = STEP[0];
  let price = base + 1.5;
  for (let sequence = 0; sequence < EVENTS; sequence++, price += step) {
    denque.push({ sequence, arrivalNs: price - 1, price, size: price + 1 });
    const tick = denque.shift();
    if (tick !== undefined) sums.add(tick);
  }
  return sums.total();
}

let heard = new Sums();
const hear = (tick: Tick) => heard.add(tick);

const emitter = new EventEmitter();
emitter.on("tick", hear);
function throughEmitter(base: number): number {
  heard = new Sums();
  const step = STEP[0];
  let price = base + 1.5;
  for (let sequence = 0; sequence < EVENTS; sequence++, price += step) {
    emitter.emit("tick", { sequence, arrivalNs: price - 1, price, size: price + 1 });
  }
  return heard.total();
}

const subject = new Subject<Tick>();
subject.subscribe(hear);
function throughSubject(base: number): number {
  heard = new Sums();
  const step = STEP[0];
  let price = base + 1.5;
  for (let sequence = 0; sequence < EVENTS; sequence++, price += step) {
    subject.next({ sequence, arrivalNs: price - 1, price, size: price + 1 });
  }
  return heard.total();
}

const bytes = new ByteRing(ByteRing.getStorageForCapacity(4 * CAPACITY, Float64Array), Float64Array);
const put = new Float64Array(4);
const taken = new Float64Array(4);
function throughByteRing(base: number): number {
  let sequences = 0.5;
  let arrivals = 0.5;
  let prices = 0.5;
  let sizes = 0.5;
  const step = STEP[0];
  let price = base + 1.5;
  for (let sequence = 0; sequence < EVENTS; sequence++, price += step) {
    put[0] = sequence;
    put[1] = price - 1;
    put[2] = price;
    put[3] = price + 1;
    bytes.push(put);
    if (bytes.pop(taken) === 4) {
      sequences += taken[0];
      arrivals += taken[1];
      prices += taken[2];
      sizes += taken[3];
    }
  }
  return sequences + arrivals + prices + sizes;
}

const PEERS: Record<string, events.Work> = {
  "mnemonist CircularBuffer": throughCircularBuffer,
  "mnemonist Queue": throughQueue,
  "denque": throughDenque,
  "node:events EventEmitter": throughEmitter,
  "rxjs Subject": throughSubject,
  "ringbuf.js": throughByteRing,
};

benchWork(GROUP, "RingBuffer, ours", oneByOne, { baseline: true, nextSequence });
for (const [name, work] of Object.entries(PEERS)) benchWork(GROUP, name, work, { nextSequence: () => 0 });
