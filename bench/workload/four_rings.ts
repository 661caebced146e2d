/**
 * Four local rings of different capacities, each with a consumer, driven by the same code.
 *
 * An object holds each pair, as the parts of a program do. The compiler knows from a field of which class a ring is; of a
 * parameter it has to ask that for every event.
 *
 * @module
 */
import { type Consumer, PollStatus, RingBuffer } from "../../mod.ts";
import * as events from "../_events.ts";
import { missEvents } from "./miss_events.ts";

const { EVENTS, STEP } = events;
const { EVENT } = PollStatus;

/** A ring and its consumer. */
class Lane {
  declare readonly ring: RingBuffer;
  declare readonly consumer: Consumer;

  constructor(capacity: number) {
    this.ring = new RingBuffer({ capacity, payloadWords: 4 }, { checked: false });
    this.consumer = this.ring.createConsumer();
  }

  /** Publishes and polls events one by one: every field is written and read, the sequence included. */
  publishAndPoll(base: number): number {
    const ring = this.ring;
    const consumer = this.consumer;
    let sequences = 0.5;
    let arrivals = 0.5;
    let prices = 0.5;
    let sizes = 0.5;
    let arrivalNs = base + 0.5;
    let price = base + 1.5;
    let size = base + 2.5;
    const step = STEP[0];
    for (let n = EVENTS; n > 0; n--) {
      const slot = ring.claim();
      slot.arrivalNs = arrivalNs;
      slot.setCell(0, price);
      slot.setCell(1, size);
      ring.publish();
      arrivalNs += step;
      price += step;
      size += step;
      if (consumer.poll() === EVENT) {
        const event = consumer.event;
        sequences += event.sequence;
        arrivals += event.arrivalNs;
        prices += event.cell(0);
        sizes += event.cell(1);
      }
    }
    return sequences + arrivals + prices + sizes;
  }
}

const lanes = [64, 256, 1024, 4096].map((capacity) => new Lane(capacity));
const measured = lanes[2];

/** Sequence of the next event of the ring that is measured. */
export function nextSequence(): number {
  return measured.ring.head;
}

/** Publishes and polls through the ring of 1024 slots. */
export function oneByOne(base: number): number {
  return measured.publishAndPoll(base);
}

/** Publishes and polls through all four, in turn. */
export function takeTurns(): void {
  for (let round = 0; round < 400; round++) lanes[round & 3].publishAndPoll(0);
}

/** Lets every consumer meet empty polls and overruns. Code compiled afterwards allows for them. */
export function meetMisses(): void {
  for (const { ring, consumer } of lanes) missEvents(ring, consumer);
}
