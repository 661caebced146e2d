import { checkInteger } from "../../core/arguments.ts";
import type { EventView } from "../../core/bus/event_slot.ts";
import * as ackLayout from "../../core/execution/ack.ts";
import type { Ack } from "../../core/execution/ack.ts";
import type { ObservabilitySink } from "../../core/execution/observability_sink.ts";
import { Histogram, type HistogramSnapshot } from "./histogram.ts";

const ACK_COMPLETION = ackLayout.ACK_COMPLETION;
const ACK_DECISION = ackLayout.ACK_DECISION;
const ACK_EXECUTED = ackLayout.ACK_EXECUTED;

/** Counts of a sink: a frozen record that will not change any more. */
export interface MetricsSnapshot {
  /** Events observed. */
  readonly observed: number;
  /** Events among them whose decision was live. */
  readonly executed: number;
  /** Events among them whose decision was provisional. `observed - executed`. */
  readonly provisional: number;
  /** Observations that were sent and did not arrive, as far as the sink has been told. */
  readonly dropped: number;
  /** Staleness: the age of an event when it was decided on, in nanoseconds. */
  readonly stalenessNs: HistogramSnapshot;
  /** Processing: from the decision to the complete ack, in nanoseconds. */
  readonly processingNs: HistogramSnapshot;
  /** Arrival of the event observed last, in nanoseconds of the clock that stamped it. NaN if there was none. */
  readonly latestArrivalNs: number;
  /** Decision on the event observed last, in nanoseconds of the executor's clock. NaN if there was none. */
  readonly latestDecisionNs: number;
}

/**
 * Counts what the executor does and how long it takes.
 *
 * Observing takes the same few instructions every time: it allocates nothing, takes no lock, and does not throw, whatever
 * the timestamps say. A time span that makes no sense, as a clock that steps back would give, is counted as out of range in
 * its histogram; `observed` is always the count of a histogram and its values out of range together.
 *
 * Everything else is for the slow side and may take its time. The executor's clock and that of the ingest must be the same,
 * or at least comparable, for the staleness to mean anything. Belongs to the executor's thread.
 *
 * @example Count the decisions of an executor
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, MarketDataIngest, RingBuffer } from "@low-latency/trading-sim";
 * import { MetricsSink } from "@low-latency/trading-sim/control";
 *
 * const clock = new ManualClock();
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8 });
 * const sink = new MetricsSink();
 * const ingest = new MarketDataIngest({ lifecycle, ring, clock });
 * const executor = new Executor({ lifecycle, consumer: ring.createConsumer(), clock, sink });
 *
 * lifecycle.transition(LifecycleState.WARMUP);
 * ingest.ingest(new Uint8Array(16));
 * clock.advance(1_500);
 * executor.poll();
 * const { observed, provisional, stalenessNs } = sink.snapshot();
 * assertEquals(observed, 1);
 * assertEquals(provisional, 1);
 * assertEquals(stalenessNs.max, 1_500); // it waited for 1500 ns
 * ```
 */
export class MetricsSink implements ObservabilitySink {
  /** Observations since the last interval snapshot. Events are counted here and nowhere else. */
  declare private readonly _interval: Aggregate;
  /** Observations before it. */
  declare private readonly _past: Aggregate;
  /** The time spans of an observation, on their way to the histograms. */
  declare private readonly _spans: Float64Array;
  /** The timestamps of the event observed last. */
  declare private readonly _latest: Float64Array;

  /** Makes a sink that has observed nothing. Its memory does not grow. */
  constructor() {
    this._interval = new Aggregate();
    this._past = new Aggregate();
    this._spans = new Float64Array(2);
    this._latest = new Float64Array(2).fill(NaN);
  }

  /** Counts one event and the decision on it. */
  // @hot
  observe(event: EventView, ack: Ack): void {
    const cells = ack.cells;
    const spans = this._spans;
    const latest = this._latest;
    const interval = this._interval;
    const counters = interval.counters;
    event.storeArrival(latest, ARRIVAL);
    latest[DECISION] = cells[ACK_DECISION];
    spans[STALENESS] = cells[ACK_DECISION] - latest[ARRIVAL];
    spans[PROCESSING] = cells[ACK_COMPLETION] - cells[ACK_DECISION];
    interval.stalenessNs.recordFrom(spans, STALENESS);
    interval.processingNs.recordFrom(spans, PROCESSING);
    counters[OBSERVED] += 1;
    counters[EXECUTED] += cells[ACK_EXECUTED];
  }

  /**
   * Counts observations that were sent and did not arrive. For a caller that feeds the sink through a ring and was overrun: so
   * that observed + dropped = sent.
   *
   * @param count a whole number, at least 0
   * @throws {RangeError} if it is not
   */
  recordDropped(count: number): void {
    checkInteger("record dropped observations", "count", count, 0);
    this._interval.counters[DROPPED] += count;
  }

  /** Observations since the sink was made, or reset. */
  snapshot(): MetricsSnapshot {
    const total = new Aggregate();
    total.merge(this._past);
    total.merge(this._interval);
    return snapshotOf(total, this._latest);
  }

  /**
   * Observations since the interval snapshot before, or since the sink was made or reset. All interval snapshots
   * together are the whole.
   */
  intervalSnapshot(): MetricsSnapshot {
    const snapshot = snapshotOf(this._interval, this._latest);
    this._past.merge(this._interval);
    this._interval.reset();
    return snapshot;
  }

  /** Forgets everything, and returns what that was. */
  reset(): MetricsSnapshot {
    const snapshot = this.snapshot();
    this._past.reset();
    this._interval.reset();
    this._latest.fill(NaN);
    return snapshot;
  }
}

const OBSERVED = 0;
const EXECUTED = 1;
const DROPPED = 2;
const COUNTERS = 3;

const STALENESS = 0;
const PROCESSING = 1;

const ARRIVAL = 0;
const DECISION = 1;

/** Counters and histograms of some span of time. */
class Aggregate {
  declare readonly counters: Float64Array;
  declare readonly stalenessNs: Histogram;
  declare readonly processingNs: Histogram;

  constructor() {
    this.counters = new Float64Array(COUNTERS);
    this.stalenessNs = new Histogram();
    this.processingNs = new Histogram();
  }

  merge(other: Aggregate): void {
    for (let n = 0; n < COUNTERS; n++) this.counters[n] += other.counters[n];
    this.stalenessNs.merge(other.stalenessNs);
    this.processingNs.merge(other.processingNs);
  }

  reset(): void {
    this.counters.fill(0);
    this.stalenessNs.reset();
    this.processingNs.reset();
  }
}

function snapshotOf(aggregate: Aggregate, latest: Float64Array): MetricsSnapshot {
  const { counters, stalenessNs, processingNs } = aggregate;
  return Object.freeze({
    observed: counters[OBSERVED],
    executed: counters[EXECUTED],
    provisional: counters[OBSERVED] - counters[EXECUTED],
    dropped: counters[DROPPED],
    stalenessNs: stalenessNs.snapshot(),
    processingNs: processingNs.snapshot(),
    latestArrivalNs: latest[ARRIVAL],
    latestDecisionNs: latest[DECISION],
  });
}
