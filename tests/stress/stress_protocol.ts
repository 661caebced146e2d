/**
 * What the threads of a stress run tell one another.
 *
 * @module
 */
import type { SharedKernelName, SharedRingDescription } from "../../core/bus/shared/shared_ring_settings.ts";

/** What the producer's thread is told. */
export interface ProducerOrder {
  readonly role: "producer";
  /** Module that exports the ring under test. */
  readonly ring: string;
  readonly description: SharedRingDescription;
  readonly signals: SharedArrayBuffer;
  readonly kernel: SharedKernelName;
  /** Events to publish. */
  readonly events: number;
  /** Events to publish together, from time to time. */
  readonly batch: number;
  /** Whether to stop half way, with a batch claimed and half written. */
  readonly abandon: boolean;
}

/** What a consumer's thread is told. */
export interface ConsumerOrder {
  readonly role: "consumer";
  readonly ring: string;
  readonly description: SharedRingDescription;
  readonly signals: SharedArrayBuffer;
  readonly kernel: SharedKernelName;
  /** Events to take together; 1 takes them one by one. */
  readonly batch: number;
  /** Rounds of doing nothing after each poll, to fall behind. */
  readonly slowness: number;
}

/** By how much the heap of a thread grew over the second half of its work. */
export interface Heap {
  /** How much work that was: events published, or polls. 0, if the work was too little to have a second half. */
  readonly rounds: number;
  /** By how much the heap grew meanwhile, collections apart. */
  readonly grownBytes: number;
}

/** What the producer's thread reports when it is done. */
export interface ProducerReport {
  readonly role: "producer";
  readonly head: number;
  readonly heap: Heap;
}

/** What a consumer's thread reports when the ring is drained. */
export interface ConsumerReport {
  readonly role: "consumer";
  readonly start: number;
  readonly head: number;
  readonly delivered: number;
  readonly lost: number;
  readonly lag: number;
  /** Events that were not what their sequence says. */
  readonly torn: number;
  /** Events taken, counted one by one. */
  readonly taken: number;
  /** Overruns after which nothing was lost: there must be none. */
  readonly falseOverruns: number;
  readonly overruns: number;
  readonly heap: Heap;
}

/** Words of the signals. */
export const Signal = {
  /** Consumers that have joined. */
  JOINED: 0,
  /** 1 when the producer may start. */
  GO: 1,
  /** 1 when there will be no further event, and consumers shall drain the ring and report. */
  STOP: 2,
} as const;

/** Number of signals. */
export const SIGNALS = 3;
