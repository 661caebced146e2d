/**
 * Four local rings of different capacities, each with a consumer, driven by the same code.
 *
 * @module
 */
import { type EventConsumer, type EventProducer, PollStatus, RingBuffer } from "../../mod.ts";
import * as events from "../_events.ts";

const { EVENTS, STEP } = events;
const { EVENT } = PollStatus;

const rings = [64, 256, 1024, 4096].map((capacity) => new RingBuffer({ capacity, payloadWords: 4 }));
const consumers = rings.map((ring) => ring.createConsumer());
const MEASURED = 2;

/** Publishes and polls events one by one: every field is written and read, the sequence included. */
export function publishAndPoll(ring: EventProducer, consumer: EventConsumer, base: number): number {
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

/** Sequence of the next event of the ring that is measured. */
export function nextSequence(): number {
  return rings[MEASURED].head;
}

/** Publishes and polls through the ring of 1024 slots. */
export function oneByOne(base: number): number {
  return publishAndPoll(rings[MEASURED], consumers[MEASURED], base);
}

/** Publishes and polls through all four, in turn. */
export function season(): void {
  for (let round = 0; round < 400; round++) {
    const n = round % rings.length;
    publishAndPoll(rings[n], consumers[n], 0);
    consumers[n].poll();
  }
}
