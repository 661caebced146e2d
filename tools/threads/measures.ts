/**
 * The measures between two threads, and the contenders.
 *
 * @module
 */
import type { SharedKernelName } from "../../core/bus/shared/shared_ring_settings.ts";

/** Events that stay readable, or that a queue holds. */
export const CAPACITY = 1_024;

/** Most events that a producer may be ahead of what it knows of its consumer, where it is gated. */
export const WINDOW = CAPACITY - 128;

/** Events of a batch, and of one turn of a loop: few enough for the loop to be compiled as a function, not within itself. */
export const BATCH = 64;

/** The carriers that are compared. An event is 32 bytes: its sequence, its arrival, and two numbers. */
export const CARRIERS = ["shared-wasm-tso", "shared-wasm", "shared-atomics", "ringbuf.js", "postMessage"] as const;

/** One of {@linkcode CARRIERS}. */
export type Carrier = typeof CARRIERS[number];

/** Names for people. */
export const CARRIER_NAMES: Readonly<Record<Carrier, string>> = {
  "shared-wasm-tso": "shared ring, wasm-tso",
  "shared-wasm": "shared ring, wasm",
  "shared-atomics": "shared ring, atomics",
  "ringbuf.js": "ringbuf.js",
  "postMessage": "postMessage",
};

/** The kernel of a shared ring; nothing, if the carrier is none. */
export function kernelOf(carrier: Carrier): SharedKernelName | null {
  return carrier.startsWith("shared-") ? carrier.slice("shared-".length) as SharedKernelName : null;
}

/** How one thing is measured. */
export interface Measure {
  /** Its name for programs. */
  readonly id: "gated" | "gated-drained" | "gated-batches" | "flat-out" | "round-trip" | "one-way";
  /** Its description, for people. */
  readonly title: string;
  /** Meaning of the two numbers of a sample. */
  readonly columns: readonly [first: string, second: string];
  /** Events of a round for carriers that share memory. */
  readonly events: number;
  /** Events of a round by `postMessage`, which takes a hundred times as long. */
  readonly messages: number;
  /** The carriers it can be done with. */
  readonly carriers: readonly Carrier[];
}

const SHARED = CARRIERS.filter((carrier) => kernelOf(carrier) !== null);
const RINGS = CARRIERS.filter((carrier) => carrier !== "postMessage");

/** Everything that is measured. */
export const MEASURES: readonly Measure[] = [
  {
    id: "gated",
    title: "throughput, gated: the producer waits for its consumer, nothing is lost; event at a time",
    columns: ["ns/event", "M events/s"],
    events: 4_000_000,
    messages: 40_000,
    carriers: CARRIERS,
  },
  {
    id: "gated-drained",
    title: `the same, but the consumer takes all there is at a time, up to ${BATCH} events`,
    columns: ["ns/event", "M events/s"],
    events: 4_000_000,
    messages: 0,
    carriers: RINGS,
  },
  {
    id: "gated-batches",
    title: `the same, and the producer publishes batches of ${BATCH} as well`,
    columns: ["ns/event", "M events/s"],
    events: 8_000_000,
    messages: 0,
    carriers: RINGS,
  },
  {
    id: "flat-out",
    title: "throughput, flat out: the producer never waits, a consumer that is overrun skips to the head",
    columns: ["ns/event", "% delivered"],
    events: 8_000_000,
    messages: 0,
    carriers: SHARED,
  },
  {
    id: "round-trip",
    title: "round trip: there and back again, both threads spin",
    columns: ["p50 ns", "p99 ns"],
    events: 200_000,
    messages: 5_000,
    carriers: CARRIERS,
  },
  {
    id: "one-way",
    title: "one way: from stamping the arrival to stamping the receipt, one event every 5 µs",
    columns: ["p50 ns", "p99 ns"],
    events: 100_000,
    messages: 5_000,
    carriers: CARRIERS,
  },
];

/** Nanoseconds from one event to the next where latency is measured one way. */
export const SPACING_NS = 5_000;

/** The same by `postMessage`, which could not keep up. */
export const MESSAGE_SPACING_NS = 50_000;

/** A part of each round that is not measured, so that the code has been compiled: one in so many. */
export const WARMUP_SHARE = 5;

/** Samples of one round of a measure. */
export type Sample = readonly [first: number, second: number];
