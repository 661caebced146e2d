import { RingBuffer } from "ringbuf.js";
import { PollStatus } from "../../core/bus/poll_status.ts";
import type { SharedConsumer } from "../../core/bus/shared/shared_consumer.ts";
import { SharedRingBuffer } from "../../core/bus/shared/shared_ring_buffer.ts";
import type { SharedKernelName, SharedRingDescription } from "../../core/bus/shared/shared_ring_settings.ts";
import { BATCH, CAPACITY, type Carrier, kernelOf } from "./measures.ts";

const { EVENT, OVERRUN } = PollStatus;

/** The sending end of a carrier. Event `n` carries the arrival in its cell, the number `n`, and `n + 1`. */
export interface Sender {
  /** Holds the arrival of the next events. */
  readonly arrival: Float64Array;
  /** Whether it needs to be told how far the consumer is. */
  readonly isLossy: boolean;
  /** Sends events one at a time, and waits if it has to. */
  send(count: number): void;
  /** Sends {@linkcode BATCH} events together. */
  sendBatch(): void;
}

/** The receiving end of a carrier. It sums up what it reads, so that nothing of it can be left out. */
export interface Receiver {
  /** The sum of the numbers, and the arrival of the event received last. */
  readonly sums: Float64Array;
  /** Takes events one at a time: at most so many, and no more than there are. */
  receive(max: number): number;
  /** Takes up to {@linkcode BATCH} events together. */
  receiveBatch(): number;
  /** Events given up. */
  readonly lost: number;
}

/** Where {@linkcode Receiver.sums} has what. */
export const SUM = 0;
/** Where {@linkcode Receiver.sums} has what. */
export const ARRIVAL = 1;

/** Setup of both ends of a carrier: it can be sent to a Worker. */
export type Channel = SharedRingDescription | SharedArrayBuffer;

/** Makes what both ends need. */
export function makeChannel(carrier: Carrier): Channel {
  if (kernelOf(carrier) !== null) return SharedRingBuffer.allocate({ capacity: CAPACITY, payloadWords: 4 });
  return RingBuffer.getStorageForCapacity(CAPACITY * RINGBUF_CELLS, Float64Array);
}

/** Makes the sending end. */
export function openSender(carrier: Carrier, channel: Channel): Sender {
  const kernel = kernelOf(carrier);
  if (kernel === null) return new RingbufSender(channel as SharedArrayBuffer);
  return new SharedSender(channel as SharedRingDescription, kernel);
}

/** Makes the receiving end. */
export function openReceiver(carrier: Carrier, channel: Channel): Receiver {
  const kernel = kernelOf(carrier);
  if (kernel === null) return new RingbufReceiver(channel as SharedArrayBuffer);
  return new SharedReceiver(channel as SharedRingDescription, kernel);
}

class SharedSender implements Sender {
  readonly arrival = new Float64Array(1);
  readonly isLossy = true;
  declare private readonly _ring: SharedRingBuffer;
  private _number = 0;

  constructor(description: SharedRingDescription, kernel: SharedKernelName) {
    this._ring = SharedRingBuffer.attachProducer(description, { kernel, checked: false });
  }

  send(count: number): void {
    const ring = this._ring;
    const arrival = this.arrival;
    let number = this._number;
    for (let n = 0; n < count; n++) {
      const slot = ring.claim();
      slot.loadArrival(arrival, 0);
      slot.setCell(0, number);
      slot.setCell(1, number + 1);
      ring.publish();
      number += 1;
    }
    this._number = number;
  }

  sendBatch(): void {
    const ring = this._ring;
    const arrival = this.arrival;
    let number = this._number;
    ring.claimBatch(BATCH);
    for (let n = 0; n < BATCH; n++) {
      const slot = ring.slotAt(n);
      slot.loadArrival(arrival, 0);
      slot.setCell(0, number);
      slot.setCell(1, number + 1);
      number += 1;
    }
    ring.publish();
    this._number = number;
  }
}

class SharedReceiver implements Receiver {
  readonly sums = new Float64Array(2);
  declare private readonly _consumer: SharedConsumer;

  constructor(description: SharedRingDescription, kernel: SharedKernelName) {
    this._consumer = SharedRingBuffer.attachReader(description, { kernel, maxBatch: BATCH, checked: false })
      .createConsumer();
  }

  get lost(): number {
    return this._consumer.lost;
  }

  receive(max: number): number {
    const consumer = this._consumer;
    const sums = this.sums;
    let sum = sums[SUM];
    let received = 0;
    while (received < max) {
      const status = consumer.poll();
      if (status !== EVENT) {
        if (status === OVERRUN) consumer.resumeAtHead();
        break;
      }
      const event = consumer.event;
      sum += event.cell(0) + event.cell(1);
      event.storeArrival(sums, ARRIVAL);
      received++;
    }
    sums[SUM] = sum;
    return received;
  }

  receiveBatch(): number {
    const consumer = this._consumer;
    const sums = this.sums;
    const received = consumer.pollBatch(BATCH);
    if (received === OVERRUN) consumer.resumeAtHead();
    if (received <= 0) return 0;
    let sum = sums[SUM];
    for (let n = 0; n < received; n++) {
      const event = consumer.eventAt(n);
      sum += event.cell(0) + event.cell(1);
      event.storeArrival(sums, ARRIVAL);
    }
    sums[SUM] = sum;
    return received;
  }
}

/** Elements that an event is: its sequence, its arrival, and two numbers. */
const RINGBUF_CELLS = 4;

class RingbufSender implements Sender {
  readonly arrival = new Float64Array(1);
  readonly isLossy = false;
  private readonly _event = new Float64Array(RINGBUF_CELLS);
  private readonly _batch = new Float64Array(BATCH * RINGBUF_CELLS);
  declare private readonly _ring: RingBuffer;
  private _number = 0;

  constructor(memory: SharedArrayBuffer) {
    this._ring = new RingBuffer(memory, Float64Array);
  }

  send(count: number): void {
    const ring = this._ring;
    const event = this._event;
    for (let n = 0; n < count; n++) {
      const number = this._number++;
      event[0] = number;
      event[1] = this.arrival[0];
      event[2] = number;
      event[3] = number + 1;
      while (ring.push(event) === 0);
    }
  }

  sendBatch(): void {
    const batch = this._batch;
    for (let cell = 0; cell < batch.length; cell += RINGBUF_CELLS) {
      const number = this._number++;
      batch[cell] = number;
      batch[cell + 1] = this.arrival[0];
      batch[cell + 2] = number;
      batch[cell + 3] = number + 1;
    }
    for (let from = 0; from < batch.length;) from += this._ring.push(batch, batch.length - from, from);
  }
}

class RingbufReceiver implements Receiver {
  readonly sums = new Float64Array(2);
  readonly lost = 0;
  private readonly _event = new Float64Array(RINGBUF_CELLS);
  private readonly _batch = new Float64Array(BATCH * RINGBUF_CELLS);
  declare private readonly _ring: RingBuffer;

  constructor(memory: SharedArrayBuffer) {
    this._ring = new RingBuffer(memory, Float64Array);
  }

  receive(max: number): number {
    const ring = this._ring;
    const event = this._event;
    const sums = this.sums;
    let received = 0;
    while (received < max && ring.pop(event) > 0) {
      sums[SUM] += event[2] + event[3];
      sums[ARRIVAL] = event[1];
      received++;
    }
    return received;
  }

  receiveBatch(): number {
    const batch = this._batch;
    const sums = this.sums;
    const cells = this._ring.pop(batch);
    for (let cell = 0; cell < cells; cell += RINGBUF_CELLS) {
      sums[SUM] += batch[cell + 2] + batch[cell + 3];
      sums[ARRIVAL] = batch[cell + 1];
    }
    return cells / RINGBUF_CELLS;
  }
}
