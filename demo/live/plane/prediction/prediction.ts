import type { SystemSpecification } from "../../../../config/mod.ts";

/** What arithmetic says of one consumer. */
export interface PredictedConsumer {
  /** The least ring that the feed never overruns: the greatest lag that a poll finds. */
  readonly neededCapacity: number;
  /** When a poll first finds more unread than the ring holds, in nanoseconds from the start; undefined for never. */
  readonly firstOverrunNs: number | undefined;
}

/** What arithmetic says of a live run. */
export interface Prediction {
  /** The system, with the services that were measured. */
  readonly specification: SystemSpecification;
  /** The consumers, in their order. */
  readonly consumers: readonly PredictedConsumer[];
}
