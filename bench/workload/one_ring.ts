/**
 * One local ring and one consumer, the only ones of the process.
 *
 * @module
 */
import { PlainRingBuffer } from "../../demo/examples/plain_ring/plain_ring_buffer.ts";
import { type EventRing, PollStatus, RingBuffer } from "../../mod.ts";
import * as events from "../_events.ts";
import { missEvents } from "./miss_events.ts";
import { MaskedRing, TypedRing } from "./plain_steps.ts";

const { EVENTS, STEP } = events;
const { EVENT } = PollStatus;
const BATCH = 64;

/**
 * Which ring it is: `one_ring.ts?checked` is the real one with checked access, `?plain` the plain one, `?masked` and
 * `?typed` are the steps between the two, and `&late` begins any of them at a sequence beyond 32 bits. Otherwise it is the
 * real one with unchecked access, as in the C++ control.
 */
const kind = new URL(import.meta.url).searchParams;

function makeRing(): EventRing {
  const settings = { capacity: 1024, payloadWords: 4, startSequence: kind.has("late") ? 2 ** 33 : 0 };
  if (kind.has("plain")) return new PlainRingBuffer(settings);
  if (kind.has("masked")) return new MaskedRing(settings);
  if (kind.has("typed")) return new TypedRing(settings);
  return new RingBuffer(settings, { checked: kind.has("checked") });
}

const ring = makeRing();
const consumer = ring.createConsumer();

/** Sequence of the next event. */
export function nextSequence(): number {
  return ring.head;
}

/**
 * Publishes and polls events one by one: every field is written and read, the sequence included.
 *
 * A sum that starts with a fraction is a plain addition; one of whole numbers V8 guards, and that guard would be measured.
 */
export function oneByOne(base: number): number {
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

/** The same in batches of 64. */
export function inBatches(base: number): number {
  let sequences = 0.5;
  let arrivals = 0.5;
  let prices = 0.5;
  let sizes = 0.5;
  let arrivalNs = base + 0.5;
  let price = base + 1.5;
  let size = base + 2.5;
  const step = STEP[0];
  for (let n = EVENTS; n > 0; n -= BATCH) {
    ring.claimBatch(BATCH);
    for (let k = 0; k < BATCH; k++) {
      const slot = ring.slotAt(k);
      slot.arrivalNs = arrivalNs;
      slot.setCell(0, price);
      slot.setCell(1, size);
      arrivalNs += step;
      price += step;
      size += step;
    }
    ring.publish();
    const count = consumer.pollBatch(BATCH);
    for (let k = 0; k < count; k++) {
      const event = consumer.eventAt(k);
      sequences += event.sequence;
      arrivals += event.arrivalNs;
      prices += event.cell(0);
      sizes += event.cell(1);
    }
  }
  return sequences + arrivals + prices + sizes;
}

/** Lets the consumer meet empty polls and overruns. Code compiled afterwards allows for them. */
export function meetMisses(): void {
  missEvents(ring, consumer);
}
