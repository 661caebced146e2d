/**
 * What is told to threads that are to be killed, and by them.
 *
 * @module
 */
import type { SharedKernelName, SharedRingDescription } from "../../../mod.ts";

/** What the thread is told. */
export interface KilledOrder {
  readonly role: "producer" | "consumer";
  readonly kernel: SharedKernelName;
  readonly description: SharedRingDescription;
  /** Events to publish or to take together; 1 publishes and takes them one by one. */
  readonly batch: number;
  /** Where the thread says what it is doing: a {@linkcode Phase}. */
  readonly phase: Int32Array;
}

/** What a producer is doing. */
export const Phase = { STARTING: 0, CLAIM: 1, WRITE: 2, PUBLISH: 3, PUBLISHED: 4 } as const;
