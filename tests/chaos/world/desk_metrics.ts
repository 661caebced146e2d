import { MetricsSink, type MetricsSnapshot } from "../../../control/metrics/metrics_sink.ts";
import type { EventView } from "../../../core/bus/event_slot.ts";
import type { Ack } from "../../../core/execution/ack.ts";
import type { ChaosCounts } from "../model/chaos_counts.ts";
import { ChaosObservationRing } from "./chaos_observation_ring.ts";
import type { ChaosConsumer, MetricsAction } from "../plan/chaos_plan.ts";
import type { ConsumerModel } from "../model/consumer_model.ts";
import { type Observation, observationOf } from "../model/observation_model.ts";

/** The metrics of one consumer: its decisions, on their way to a sink. And their checks. */
export class DeskMetrics {
  declare private readonly _model: ConsumerModel;
  declare private readonly _counts: ChaosCounts;
  /** Undefined, if its decisions are counted where they are taken. */
  declare private readonly _ring: ChaosObservationRing | undefined;
  private readonly _sink = new MetricsSink();
  /** The snapshot of the sink, until that is told something new: one takes thousands of buckets to make. */
  private _snapshot: MetricsSnapshot | undefined = undefined;

  /**
   * Makes metrics of a consumer that has done nothing.
   *
   * @param plan what is counted, and on which way
   * @param model the consumer as it should be
   * @param counts what happened
   */
  constructor(plan: ChaosConsumer, model: ConsumerModel, counts: ChaosCounts) {
    this._model = model;
    this._counts = counts;
    this._ring = plan.observations === undefined ? undefined : new ChaosObservationRing(
      plan.observations,
      { arrive: (event, ack, sent) => this._arrive(event, ack, sent), drop: (count) => this._drop(count) },
      counts,
    );
  }

  /** Takes note of a decision, on the way of the plan. */
  observe(event: EventView, ack: Ack): void {
    if (this._ring === undefined) {
      this._arrive(event, ack, observationOf(event, ack));
    } else {
      this._ring.send(event, ack);
      this._counts.observations_sent++;
    }
  }

  /** The observer drains the ring of observations, if there is one. */
  watch(max: number): void {
    if (this._ring?.watch(max) === true) this._counts.observation_overruns++;
  }

  /** The snapshot of the sink, checked. */
  snapshot(): MetricsSnapshot {
    if (this._snapshot === undefined) {
      this._snapshot = this._sink.snapshot();
      this._model.witness.demandAgreement("total", this._snapshot);
    }
    return this._snapshot;
  }

  /** Does something to the sink that does not belong to the path of an event. */
  measure(action: MetricsAction): void {
    const { _sink: sink, _model: { witness } } = this;
    switch (action) {
      case "interval":
        witness.demandAgreement("interval", sink.intervalSnapshot());
        witness.interval.reset();
        break;
      case "reset":
        witness.demandAgreement("total", sink.reset());
        witness.reset();
        break;
      case "drop":
        this._drop(DROPPED);
    }
    this._snapshot = undefined;
  }

  /** Checks the way of the observations. */
  check(): void {
    this._ring?.check();
  }

  /** The end of the run: all that was sent is accounted for, and the percentiles are what they should be. */
  finish(): void {
    this._ring?.close();
    this._model.witness.total.stalenessNs.demandPercentiles("stalenessNs", this.snapshot().stalenessNs);
  }

  private _arrive(event: EventView, ack: Ack, sent: Observation): void {
    this._snapshot = undefined;
    this._sink.observe(event, ack);
    this._model.witness.observe(sent);
  }

  private _drop(count: number): void {
    this._snapshot = undefined;
    this._sink.recordDropped(count);
    this._model.witness.drop(count);
  }
}

/** Observations that are reported as dropped on the way to a sink. */
const DROPPED = 3;
