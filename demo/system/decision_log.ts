import { Histogram, type MetricsSink } from "../../control/mod.ts";
import { type Ack, ACK_DECISION, type EventView, type ObservabilitySink } from "../../mod.ts";
import type { EventBytes } from "./event_bytes.ts";
import { ByteHash } from "./decision_hash.ts";

/**
 * The sink of a simulated executor: it checks and hashes every decision, and hands it on to the metrics.
 *
 * It counts independently, from the events and acks alone, as a check of the simulation's own counts.
 */
export class DecisionLog implements ObservabilitySink {
  /** Decisions observed. */
  observed = 0;
  /** Decisions on events that came twice, out of order, or with bytes that are not their own. */
  spoiled = 0;
  /** When the latest live decision was completed, in nanoseconds; -Infinity, before there was one. */
  lastLiveNs = -Infinity;
  /** Age of each event when it was decided on, in nanoseconds. */
  readonly stalenessNs: Histogram = new Histogram();
  /** Age and arrival of the latest of them. */
  private readonly _spans = new Float64Array(2);
  declare private readonly _metrics: MetricsSink;
  declare private readonly _expected: EventBytes;
  private readonly _hash = new ByteHash();
  private _last = -1;

  /**
   * Makes a log of no decisions.
   *
   * @param metrics where decisions are handed on to
   * @param expected knows what bytes an event must have
   */
  constructor(metrics: MetricsSink, expected: EventBytes) {
    this._metrics = metrics;
    this._expected = expected;
  }

  /** Takes one decision. */
  observe(event: EventView, ack: Ack): void {
    const sequence = event.sequence;
    if (sequence <= this._last || sequence !== ack.sequence || !this._expected.match(event)) this.spoiled++;
    this._last = sequence;
    this.observed++;
    if (ack.executed) this.lastLiveNs = ack.completionNs;
    const spans = this._spans;
    event.storeArrival(spans, ARRIVAL);
    spans[STALENESS] = ack.cells[ACK_DECISION] - spans[ARRIVAL];
    this.stalenessNs.recordFrom(spans, STALENESS);
    this._hash.add(event, ack);
    this._metrics.observe(event, ack);
  }

  /** Age of the event decided on last, in nanoseconds. */
  get latestStalenessNs(): number {
    return this._spans[STALENESS];
  }

  /** Hash of every decision so far, in order. */
  get digest(): string {
    return this._hash.hex;
  }
}

const STALENESS = 0;
const ARRIVAL = 1;
