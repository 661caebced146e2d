import type { EventView } from "../../../core/bus/event_slot.ts";
import type { Ack } from "../../../core/execution/ack.ts";
import { demand, demandSame } from "./violation.ts";

/** One decision, as recorded by the test's own witness. */
export interface Observation {
  /** Sequence of the event. */
  readonly sequence: number;
  /** When the event arrived, in nanoseconds. */
  readonly arrivalNs: number;
  /** When the decision was taken, in nanoseconds. */
  readonly decisionNs: number;
  /** When the ack was complete, in nanoseconds. */
  readonly completionNs: number;
  /** Whether the decision was live. */
  readonly executed: boolean;
  /** The event decided on. */
  readonly result: number;
}

/** Writes down an event and the decision on it. */
export function observationOf(event: EventView, ack: Ack): Observation {
  const { sequence, decisionNs, completionNs, executed, result } = ack;
  return { sequence, arrivalNs: event.arrivalNs, decisionNs, completionNs, executed, result };
}

/** Expected result of a drain of a ring of observations. */
export interface DueDrain {
  /** Observations that are handed on. */
  readonly observed: number;
  /** Observations that are given up. */
  readonly dropped: number;
}

/** Expected fate of the observations that go through a ring: all that were sent, in a list. */
export class ObservationModel {
  /** Observations handed on. */
  observed = 0;
  /** Observations given up. */
  dropped = 0;
  declare private readonly _capacity: number;
  private readonly _sent: Observation[] = [];

  /**
   * Makes a model of an empty ring.
   *
   * @param capacity observations that may wait in it
   */
  constructor(capacity: number) {
    this._capacity = capacity;
  }

  /** Observations sent. */
  get sent(): number {
    return this._sent.length;
  }

  /** Observations that are neither handed on nor given up. */
  get pending(): number {
    return this._sent.length - this.observed - this.dropped;
  }

  /** An observation is sent. */
  send(observation: Observation): void {
    this._sent.push(observation);
  }

  /** Expected result of a drain of at most `max`: one that finds the ring overrun skips all that waits. */
  due(max: number): DueDrain {
    const { pending } = this;
    return pending > this._capacity
      ? { observed: 0, dropped: pending }
      : { observed: Math.min(max, pending), dropped: 0 };
  }

  /** An observation is handed on: demands that it is the next one, as it was sent, and returns that. */
  take(event: EventView, ack: Ack): Observation {
    demand("observations", this.pending > 0, "an observation arrived, and none was on its way");
    const sent = this._sent[this.observed + this.dropped];
    this.observed++;
    demandSame("observations", "the sequence of an observation", ack.sequence, sent.sequence);
    demandSame("observations", "the sequence of an event observed", event.sequence, sent.sequence);
    demandSame("observations", "the arrival of an event observed", event.arrivalNs, sent.arrivalNs);
    demandSame("observations", "the decision of an observation", ack.decisionNs, sent.decisionNs);
    demandSame("observations", "the completion of an observation", ack.completionNs, sent.completionNs);
    demandSame("observations", "whether an observation was live", ack.executed, sent.executed);
    demandSame("observations", "the result in an observation", ack.result, sent.result);
    return sent;
  }

  /** Observations are given up: all that are on their way, for that is when it is done. */
  drop(count: number): void {
    demand("observations", count > 0, `${count} observations were reported as dropped`);
    demandSame("observations", "the number of observations dropped", count, this.pending);
    this.dropped += count;
  }
}
