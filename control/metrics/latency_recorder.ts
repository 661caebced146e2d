import { checkParts } from "../../core/arguments.ts";
import type { EventView } from "../../core/bus/event_slot.ts";
import { type Ack, ACK_COMPLETION, ACK_DECISION } from "../../core/execution/ack.ts";
import { Histogram } from "./histogram.ts";
import { MetricsSink, type MetricsSnapshot } from "./metrics_sink.ts";
import type { AggregationSink } from "./observation/observation_aggregator.ts";

/** Knows when each event was due. */
export interface DueTimes {
  /** When an event was due, in nanoseconds of the clock by which events are stamped. */
  dueNs(sequence: number): number;
}

/** Parts of a {@linkcode LatencyRecorder}. */
export interface LatencyRecorderParts {
  /** The schedule of the events. Default: they have none. */
  readonly schedule?: DueTimes;
}

/**
 * Keeps the latencies of one consumer's decisions: as it is now, for a panel, and from a moment on, for a report.
 *
 * Lateness is kept twice. As measured it is the age of the event, from its arrival stamp to the decision. Against the schedule
 * it is counted from when the event was due. They differ where the producer was held up: it stamps the events of that time
 * later, all at once, and their age says nothing of their delay. This is coordinated omission, and here it need not be
 * estimated from an expected interval, because the schedule says of every event when it was due.
 *
 * For the control plane, behind an {@linkcode ObservationAggregator}; it belongs to the thread that drains that one.
 *
 * @example A stall of the producer that the age of the events hides
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, MarketDataIngest, RingBuffer } from "@low-latency/trading-sim";
 * import { LatencyRecorder } from "@low-latency/trading-sim/control";
 * import { dueNs } from "@low-latency/trading-sim/runtime";
 *
 * const recorder = new LatencyRecorder({ schedule: { dueNs: (sequence) => dueNs(sequence, 0, 1_000_000) } });
 * recorder.measureFrom(0);
 *
 * const clock = new ManualClock(50_000); // event 0 was due at 1 µs, and the producer comes 49 µs late
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8 });
 * const ingest = new MarketDataIngest({ lifecycle, ring, clock });
 * const executor = new Executor({ lifecycle, consumer: ring.createConsumer(), clock, sink: recorder });
 * lifecycle.transition(LifecycleState.WARMUP);
 * ingest.ingest(new Uint8Array());
 * clock.advance(20);
 * executor.poll();
 * assertEquals([recorder.measuredNs.snapshot().max, recorder.scheduledNs.snapshot().max], [20, 49_020]);
 * ```
 */
export class LatencyRecorder implements AggregationSink {
  /** From the arrival of an event to the decision on it, in nanoseconds. */
  readonly measuredNs: Histogram = new Histogram();
  /** From when an event was due to the decision on it, in nanoseconds. Empty, if there is no schedule. */
  readonly scheduledNs: Histogram = new Histogram();
  /** From the decision on an event to its complete ack, in nanoseconds. */
  readonly processingNs: Histogram = new Histogram();
  private readonly _metrics: MetricsSink = new MetricsSink();
  private readonly _cells: Float64Array = new Float64Array(1);
  declare private readonly _schedule: DueTimes | undefined;
  private _fromNs = Infinity;
  private _beforeMeasured = 0;

  /**
   * Makes a recorder that keeps no latencies yet: {@linkcode LatencyRecorder.measureFrom} says from when it does.
   *
   * @param parts the schedule, if there is one
   * @throws {TypeError} if the schedule is none
   */
  constructor(parts: LatencyRecorderParts = {}) {
    checkParts("create LatencyRecorder", "parts", parts, { "schedule?": "dueNs()" });
    this._schedule = parts.schedule;
  }

  /** Events decided on that are not among the latencies, because they arrived before these were measured. */
  get beforeMeasured(): number {
    return this._beforeMeasured;
  }

  /**
   * Keeps the latencies of events that arrive from now on. The earliest moment that was given counts.
   *
   * @param nowNs the time now, in nanoseconds of the clock by which events are stamped
   */
  measureFrom(nowNs: number): void {
    this._fromNs = Math.min(this._fromNs, nowNs);
  }

  /** Keeps one observation. */
  observe(event: EventView, ack: Ack): void {
    this._metrics.observe(event, ack);
    const { arrivalNs } = event;
    if (arrivalNs < this._fromNs) {
      this._beforeMeasured++;
      return;
    }
    const cells = this._cells;
    cells[0] = ack.cells[ACK_DECISION] - arrivalNs;
    this.measuredNs.recordFrom(cells, 0);
    cells[0] = ack.cells[ACK_COMPLETION] - ack.cells[ACK_DECISION];
    this.processingNs.recordFrom(cells, 0);
    if (this._schedule === undefined) return;
    cells[0] = ack.cells[ACK_DECISION] - this._schedule.dueNs(event.sequence);
    this.scheduledNs.recordFrom(cells, 0);
  }

  /** Counts observations that were dropped. */
  recordDropped(count: number): void {
    this._metrics.recordDropped(count);
  }

  /** All that was observed, also what arrived before latencies were measured. */
  snapshot(): MetricsSnapshot {
    return this._metrics.snapshot();
  }

  /** Observations since the call before. */
  interval(): MetricsSnapshot {
    return this._metrics.intervalSnapshot();
  }
}
