import { type AggregationSink, Histogram, MetricsSink, type MetricsSnapshot } from "../../../control/mod.ts";
import { type Ack, ACK_COMPLETION, ACK_DECISION, type EventView } from "../../../mod.ts";
import { HaltWatch } from "./halt_watch.ts";
import { dueNs } from "../thread/pacer.ts";

/**
 * Latencies that the control plane keeps of one consumer: recent ones, and how late events were decided on since the
 * system was ready.
 *
 * Lateness is kept twice. As measured it is the age of the event, from its arrival stamp to the decision. Against the schedule
 * it is counted from when the event was due. They differ where the producer was held up: it stamps the events of that time
 * later, all at once, and their age says nothing of their delay. This is coordinated omission, and here it need not be
 * estimated from an expected interval, because the schedule says of every event when it was due.
 */
export class LatencyRecorder implements AggregationSink {
  /** From the arrival of an event to the decision on it, in nanoseconds. */
  readonly measuredNs: Histogram = new Histogram();
  /** From when an event was due to the decision on it, in nanoseconds. Empty, if there is no schedule. */
  readonly scheduledNs: Histogram = new Histogram();
  /** From the decision on an event to its complete ack, in nanoseconds. */
  readonly processingNs: Histogram = new Histogram();
  private readonly _metrics: MetricsSink = new MetricsSink();
  private readonly _cells: Float64Array = new Float64Array(2);
  declare private readonly _rate: number | "max";
  declare private readonly _halts: Pick<HaltWatch, "observe">;
  private _startNs = 0;
  private _fromNs = Infinity;
  private _beforeReady = 0;

  /**
   * Makes a recorder that records no latencies yet.
   *
   * @param rate events per second
   * @param halts is told of every live ack
   */
  constructor(rate: number | "max", halts: Pick<HaltWatch, "observe"> = new HaltWatch()) {
    this._rate = rate;
    this._halts = halts;
  }

  /** Events decided on that are not among the latencies, because they arrived before the system was ready. */
  get beforeReady(): number {
    return this._beforeReady;
  }

  /** Sets the start of the schedule, before there are any observations. */
  begin(startNs: number): void {
    this._startNs = startNs;
  }

  /** Records the latencies of events that arrive from now on. */
  measureFrom(nowNs: number): void {
    this._fromNs = Math.min(this._fromNs, nowNs);
  }

  /** Records one observation. */
  observe(event: EventView, ack: Ack): void {
    this._metrics.observe(event, ack);
    if (ack.executed) this._halts.observe(ack.decisionNs, ack.completionNs);
    const { arrivalNs } = event;
    if (arrivalNs < this._fromNs) {
      this._beforeReady++;
      return;
    }
    const cells = this._cells;
    cells[0] = ack.cells[ACK_DECISION] - arrivalNs;
    this.measuredNs.recordFrom(cells, 0);
    cells[0] = ack.cells[ACK_COMPLETION] - ack.cells[ACK_DECISION];
    this.processingNs.recordFrom(cells, 0);
    if (this._rate === "max") return;
    cells[1] = ack.cells[ACK_DECISION] - dueNs(event.sequence, this._startNs, this._rate);
    this.scheduledNs.recordFrom(cells, 1);
  }

  /** Counts observations that were dropped. */
  recordDropped(count: number): void {
    this._metrics.recordDropped(count);
  }

  /** Totals of the observations. */
  snapshot(): MetricsSnapshot {
    return this._metrics.snapshot();
  }

  /** Observations since the call before. */
  interval(): MetricsSnapshot {
    return this._metrics.intervalSnapshot();
  }
}
