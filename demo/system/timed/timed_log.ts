import { Histogram, type HistogramSnapshot, type MetricsSnapshot } from "../../../control/mod.ts";
import {
  type Ack,
  ACK_COMPLETION,
  ACK_DECISION,
  ACK_EXECUTED,
  type EventView,
  type ObservabilitySink,
} from "../../../mod.ts";
import type { DecisionHash } from "../decision_hash.ts";
import type { EventBytes } from "../event_bytes.ts";
import type { LifecycleTrace } from "./lifecycle_trace.ts";

/**
 * The sink of a timed run: it checks and hashes every decision, and counts how old events were.
 *
 * It counts independently, from the events and acks alone, as a check of the run's own counts.
 */
export class TimedLog implements ObservabilitySink {
  /** Decisions observed. */
  observed = 0;
  /** Those among them that were live. */
  live = 0;
  /** Decisions on events that came twice, out of order, or with bytes that are not their own. */
  spoiled = 0;
  /** Decisions that were live though the system was not READY from the decision to its completion, or the other way round. */
  misjudged = 0;
  /** Age of each event when it was decided on, in nanoseconds. */
  readonly stalenessNs: Histogram = new Histogram();
  /** Age of each event when it was complete, in nanoseconds. */
  readonly latencyNs: Histogram = new Histogram();
  /** The spans of the latest decision: staleness, latency, and its arrival and decision. */
  private readonly _spans = new Float64Array(4).fill(NaN);
  declare private readonly _expected: EventBytes;
  declare private readonly _hash: DecisionHash;
  declare private readonly _trace: Pick<LifecycleTrace, "changedNs" | "isReady" | "wasReady">;
  private _last = -1;

  /**
   * Makes a log of no decisions.
   *
   * @param expected knows what bytes an event must have
   * @param hash hashes the decisions
   * @param trace knows when the system was READY
   */
  constructor(
    expected: EventBytes,
    hash: DecisionHash,
    trace: Pick<LifecycleTrace, "changedNs" | "isReady" | "wasReady">,
  ) {
    this._expected = expected;
    this._hash = hash;
    this._trace = trace;
  }

  /** Takes one decision. */
  observe(event: EventView, ack: Ack): void {
    const { cells } = ack;
    const spans = this._spans;
    const sequence = event.sequence;
    if (sequence <= this._last || sequence !== ack.sequence || !this._expected.matchCut(event)) this.spoiled++;
    this._last = sequence;
    this.observed++;
    this.live += cells[ACK_EXECUTED];
    this._judge(cells[ACK_DECISION], cells[ACK_COMPLETION], cells[ACK_EXECUTED] === 1);
    event.storeArrival(spans, ARRIVAL);
    spans[DECISION] = cells[ACK_DECISION];
    spans[STALENESS] = cells[ACK_DECISION] - spans[ARRIVAL];
    spans[LATENCY] = cells[ACK_COMPLETION] - spans[ARRIVAL];
    this.stalenessNs.recordFrom(spans, STALENESS);
    this.latencyNs.recordFrom(spans, LATENCY);
    this._hash.add(event, ack);
  }

  /** Compares what a decision was with what the states over time make of it. */
  private _judge(decisionNs: number, completionNs: number, isLive: boolean): void {
    const trace = this._trace;
    if (decisionNs > trace.changedNs) { // nearly always
      if (trace.isReady !== isLive) this.misjudged++;
      return;
    }
    const atDecision = trace.wasReady(decisionNs);
    const atCompletion = trace.wasReady(completionNs);
    if (atDecision === undefined || atCompletion === undefined) return;
    if ((atDecision && atCompletion) !== isLive) this.misjudged++;
  }

  /** Age of the event decided on last, in nanoseconds. NaN before the first. */
  get latestStalenessNs(): number {
    return this._spans[STALENESS];
  }

  /** Hash of every decision so far, in order. */
  get digest(): string {
    return this._hash.hex;
  }

  /**
   * The counts as metrics. Health asks for them often and looks at few, so that the quantiles, which take longest, are worked
   * out when they are asked for.
   */
  snapshot(): MetricsSnapshot {
    return new LogMetrics(this, this._spans[ARRIVAL], this._spans[DECISION]);
  }
}

const STALENESS = 0;
const LATENCY = 1;
const ARRIVAL = 2;
const DECISION = 3;

/** Counts of a log at one moment. Its quantiles are those of the moment at which they are asked for. */
class LogMetrics implements MetricsSnapshot {
  declare readonly observed: number;
  declare readonly executed: number;
  readonly dropped = 0;
  declare readonly latestArrivalNs: number;
  declare readonly latestDecisionNs: number;
  declare private readonly _log: TimedLog;

  constructor(log: TimedLog, latestArrivalNs: number, latestDecisionNs: number) {
    this.observed = log.observed;
    this.executed = log.live;
    this.latestArrivalNs = latestArrivalNs;
    this.latestDecisionNs = latestDecisionNs;
    this._log = log;
  }

  get provisional(): number {
    return this.observed - this.executed;
  }

  get stalenessNs(): HistogramSnapshot {
    return this._log.stalenessNs.snapshot();
  }

  get processingNs(): HistogramSnapshot {
    return this._log.latencyNs.snapshot();
  }
}
