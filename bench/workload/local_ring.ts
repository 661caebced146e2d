/**
 * A local ring of any shape with any number of consumers.
 *
 * @module
 */
import { type Consumer, type EventView, type EventWriter, PollStatus, RingBuffer } from "../../mod.ts";
import * as events from "../_events.ts";

const { EVENTS } = events;
const { EVENT } = PollStatus;

/** The shape of a lane. */
export interface LaneSettings {
  /** Slots of the ring. Default 1024. */
  readonly capacity?: number;
  /** 64-bit cells of payload, all written and read. Default 2. */
  readonly payloadCells?: number;
  /** Consumers. Default 1. */
  readonly consumers?: number;
}

/** A ring and its consumers. */
export class Lane {
  declare private readonly _ring: RingBuffer;
  declare private readonly _consumers: readonly Consumer[];
  declare private readonly _first: Consumer;
  declare private readonly _payloadCells: number;

  constructor({ capacity = 1024, payloadCells = 2, consumers = 1 }: LaneSettings) {
    this._ring = new RingBuffer({ capacity, payloadWords: 2 * payloadCells }, { checked: false });
    this._consumers = Array.from({ length: consumers }, () => this._ring.createConsumer());
    this._first = this._consumers[0];
    this._payloadCells = payloadCells;
  }

  /** Publishes events. Nobody polls them. */
  publish(base: number): number {
    const ring = this._ring;
    for (let n = EVENTS; n > 0; n--) {
      this._write(ring.claim(), base);
      ring.publish();
    }
    return ring.head;
  }

  /** Publishes events one by one, and lets the first consumer poll them. */
  publishAndPoll(base: number): number {
    const ring = this._ring;
    const consumer = this._first;
    let sum = 0.5;
    for (let n = EVENTS; n > 0; n--) {
      this._write(ring.claim(), base);
      ring.publish();
      if (consumer.poll() === EVENT) sum += this._read(consumer.event);
    }
    return sum;
  }

  /** Publishes events in batches, and lets the first consumer poll them in batches. */
  publishAndPollBatches(base: number, batch: number): number {
    const ring = this._ring;
    const consumer = this._first;
    let sum = 0.5;
    for (let left = EVENTS; left > 0; left -= batch) {
      ring.claimBatch(batch);
      for (let k = 0; k < batch; k++) this._write(ring.slotAt(k), base);
      ring.publish();
      const count = consumer.pollBatch(batch);
      for (let k = 0; k < count; k++) sum += this._read(consumer.eventAt(k));
    }
    return sum;
  }

  /** Publishes events one by one, and lets every consumer poll each. */
  publishAndPollAll(base: number): number {
    const ring = this._ring;
    const consumers = this._consumers;
    let sum = 0.5;
    for (let n = EVENTS; n > 0; n--) {
      this._write(ring.claim(), base);
      ring.publish();
      for (let k = 0; k < consumers.length; k++) {
        const consumer = consumers[k];
        if (consumer.poll() === EVENT) sum += this._read(consumer.event);
      }
    }
    return sum;
  }

  /** Polls as often as there are events elsewhere. */
  poll(): number {
    const consumer = this._first;
    let sum = 0;
    for (let n = EVENTS; n > 0; n--) sum = (sum + consumer.poll()) | 0;
    return sum;
  }

  /** Writes every field. */
  private _write(slot: EventWriter, value: number): void {
    const payloadCells = this._payloadCells;
    slot.arrivalNs = value;
    for (let cell = 0; cell < payloadCells; cell++) slot.setCell(cell, value);
  }

  /** Reads every field. */
  private _read(event: EventView): number {
    const payloadCells = this._payloadCells;
    let sum = event.sequence + 0.5;
    sum += event.arrivalNs;
    for (let cell = 0; cell < payloadCells; cell++) sum += event.cell(cell);
    return sum;
  }
}
