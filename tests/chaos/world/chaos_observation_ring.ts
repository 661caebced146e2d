import type { EventView } from "../../../core/bus/event_slot.ts";
import type { Ack } from "../../../core/execution/ack.ts";
import {
  type AggregationSink,
  ObservationAggregator,
} from "../../../control/metrics/observation/observation_aggregator.ts";
import { allocateObservationRing } from "../../../control/metrics/observation/observation_ring.ts";
import { ObservationSink } from "../../../control/metrics/observation/observation_sink.ts";
import type { SharedRingDescription } from "../../../core/bus/shared/shared_ring_settings.ts";
import type { ChaosCounts } from "../model/chaos_counts.ts";
import type { ChaosObservations } from "../plan/chaos_plan.ts";
import { type Observation, ObservationModel, observationOf } from "../model/observation_model.ts";
import { demand, demandSame } from "../model/violation.ts";

/** Where observations arrive in the end. */
export interface ObservationEnd {
  /** An observation has arrived: as the aggregator shows it, and as it was sent. */
  arrive(event: EventView, ack: Ack, sent: Observation): void;
  /** Observations have been given up. */
  drop(count: number): void;
}

/**
 * The path of a consumer's observations through a ring of their own, from the executor to the observer, checked at both
 * ends.
 */
export class ChaosObservationRing {
  declare private readonly _description: SharedRingDescription;
  declare private readonly _model: ObservationModel;
  declare private readonly _sink: ObservationSink;
  /** Receives the observations from the aggregator. */
  declare private readonly _arrival: AggregationSink;
  /** Undefined, until there is an observer. */
  private _aggregator: ObservationAggregator | undefined = undefined;

  /**
   * Makes a ring that nothing has been sent through.
   *
   * @param plan its size, and when the observer begins
   * @param end where observations arrive
   * @param counts what happened
   */
  constructor(plan: ChaosObservations, end: ObservationEnd, counts: ChaosCounts) {
    const model = new ObservationModel(plan.capacity);
    this._description = allocateObservationRing(plan.capacity);
    this._model = model;
    this._arrival = {
      observe: (event, ack) => end.arrive(event, ack, model.take(event, ack)),
      recordDropped: (count) => {
        model.drop(count);
        counts.observations_dropped += count;
        end.drop(count);
      },
    };
    if (!plan.isWatchedLate) this._attach();
    this._sink = new ObservationSink(this._description);
  }

  /** Sends an observation. This always succeeds, with or without an observer. */
  send(event: EventView, ack: Ack): void {
    this._model.send(observationOf(event, ack));
    try {
      this._sink.observe(event, ack);
    } catch (error) {
      demand("observations", false, `an observation was refused: ${String(error)}`);
    }
  }

  /** The observer drains the ring, of at most `max`. Returns whether the ring was found overrun. */
  watch(max: number): boolean {
    const aggregator = this._aggregator ?? this._attach();
    const model = this._model;
    const due = model.due(max);
    const { observed, dropped } = model;
    demandSame("observations", "what a drain returns", aggregator.drain(max), due.observed);
    demandSame("observations", "observations that a drain handed on", model.observed - observed, due.observed);
    demandSame("observations", "observations that a drain gave up", model.dropped - dropped, due.dropped);
    return due.dropped > 0;
  }

  /** Checks what both ends say about themselves: observed + dropped + pending = sent. */
  check(): void {
    const model = this._model;
    const { sent } = this._sink;
    demandSame("observations", "sent", sent, model.sent);
    const aggregator = this._aggregator;
    if (aggregator === undefined) return;
    const { observed, dropped, pending } = aggregator;
    demandSame("observations", "observed", observed, model.observed);
    demandSame("observations", "dropped", dropped, model.dropped);
    demandSame("observations", "pending", pending, model.pending);
    demandSame("observations", "observed + dropped + pending", observed + dropped + pending, sent);
  }

  /** Ends the sending, and demands that everything sent can still be accounted for. */
  close(): void {
    this._sink.close();
    // The first may find the ring overrun, and gives up what waits.
    for (let drain = 0; drain < 2; drain++) this.watch(Number.MAX_SAFE_INTEGER);
    this.check();
    demandSame("observations", "what waits in a closed ring after a drain", this._aggregator?.pending, 0);
  }

  /** An observer begins. Earlier observations count as dropped. */
  private _attach(): ObservationAggregator {
    return this._aggregator = new ObservationAggregator(this._description, this._arrival);
  }
}
