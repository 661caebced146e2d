import type { HistogramSnapshot } from "../../../control/metrics/histogram.ts";
import type { MetricsSnapshot } from "../../../control/metrics/metrics_sink.ts";
import type { Observation } from "./observation_model.ts";
import { demand, demandSame } from "./violation.ts";

/**
 * Expected content of a metrics sink: plain counts of the observations since it was made or reset, and since the last
 * interval.
 */
export class MetricsWitness {
  /** Counts since the sink was made or reset. */
  readonly total: MetricsTally = new MetricsTally();
  /** Counts since its last interval snapshot. */
  readonly interval: MetricsTally = new MetricsTally();
  /** The latest observation; nothing, if there was none since it was made or reset. */
  private _latest: Observation | undefined = undefined;

  /** Age of the event observed last, when it was decided on, in nanoseconds; 0 without such an event. */
  get stalenessNs(): number {
    return this._latest === undefined ? 0 : this._latest.decisionNs - this._latest.arrivalNs;
  }

  /** Takes note of one observation. */
  observe(observation: Observation): void {
    this.total.observe(observation);
    this.interval.observe(observation);
    this._latest = observation;
  }

  /** Takes note of observations that did not arrive. */
  drop(count: number): void {
    this.total.dropped += count;
    this.interval.dropped += count;
  }

  /** Forgets everything. */
  reset(): void {
    this.total.reset();
    this.interval.reset();
    this._latest = undefined;
  }

  /** Demands that a snapshot says what this does, and is frozen. */
  demandAgreement(what: "total" | "interval", snapshot: MetricsSnapshot): void {
    const { _latest: latest } = this;
    this[what].demandAgreement(`${what} snapshot`, snapshot);
    demandSame(
      "metrics",
      "the latest arrival",
      snapshot.latestArrivalNs,
      latest === undefined ? NaN : latest.arrivalNs,
    );
    demandSame(
      "metrics",
      "the latest decision",
      snapshot.latestDecisionNs,
      latest === undefined ? NaN : latest.decisionNs,
    );
    demand(
      "snapshots",
      Object.isFrozen(snapshot) && Object.isFrozen(snapshot.stalenessNs) && Object.isFrozen(snapshot.processingNs),
      "a snapshot is not frozen",
    );
  }
}

/** Counts of what happened in some span of time. */
export class MetricsTally {
  /** Events observed. */
  observed = 0;
  /** Events among them whose decision was live. */
  executed = 0;
  /** Observations that did not arrive. */
  dropped = 0;
  /** Staleness of each event. */
  readonly stalenessNs: SpanTally = new SpanTally();
  /** Processing time of each event. */
  readonly processingNs: SpanTally = new SpanTally();

  /** Counts one observation. */
  observe({ arrivalNs, decisionNs, completionNs, executed }: Observation): void {
    this.observed++;
    if (executed) this.executed++;
    this.stalenessNs.add(decisionNs - arrivalNs);
    this.processingNs.add(completionNs - decisionNs);
  }

  /** Forgets everything. */
  reset(): void {
    this.observed = 0;
    this.executed = 0;
    this.dropped = 0;
    this.stalenessNs.reset();
    this.processingNs.reset();
  }

  /** Demands that a snapshot says the same. */
  demandAgreement(what: string, snapshot: MetricsSnapshot): void {
    demandSame("metrics", `observed of the ${what}`, snapshot.observed, this.observed);
    demandSame("metrics", `executed of the ${what}`, snapshot.executed, this.executed);
    demandSame("metrics", `provisional of the ${what}`, snapshot.provisional, this.observed - this.executed);
    demandSame("metrics", `dropped of the ${what}`, snapshot.dropped, this.dropped);
    this.stalenessNs.demandAgreement(`stalenessNs of the ${what}`, snapshot.stalenessNs);
    this.processingNs.demandAgreement(`processingNs of the ${what}`, snapshot.processingNs);
  }
}

/** The percentiles that a snapshot gives. */
const PERCENTILES = [["p50", 50], ["p90", 90], ["p99", 99], ["p999", 99.9], ["p9999", 99.99]] as const;

/** Time spans, kept one by one. */
export class SpanTally {
  private _values: number[] = [];
  private _below = 0;
  private _sum = 0;
  private _min = Infinity;
  private _max = -Infinity;

  add(value: number): void {
    if (value < 0) {
      this._below++;
      return;
    }
    this._values.push(value);
    this._sum += value;
    this._min = Math.min(this._min, value);
    this._max = Math.max(this._max, value);
  }

  reset(): void {
    this._values = [];
    this._below = 0;
    this._sum = 0;
    this._min = Infinity;
    this._max = -Infinity;
  }

  demandAgreement(what: string, snapshot: HistogramSnapshot): void {
    const count = this._values.length;
    demandSame("metrics", `the count of ${what}`, snapshot.count, count);
    demandSame("metrics", `the number below the range of ${what}`, snapshot.below, this._below);
    demandSame("metrics", `the number above the range of ${what}`, snapshot.above, 0);
    demandSame("metrics", `the sum of ${what}`, snapshot.sum, this._sum);
    demandSame("metrics", `the least of ${what}`, snapshot.min, count === 0 ? NaN : this._min);
    demandSame("metrics", `the greatest of ${what}`, snapshot.max, count === 0 ? NaN : this._max);
  }

  /** Demands that the percentiles are at most 1 % off. Sorts, so it is asked at the end. */
  demandPercentiles(what: string, snapshot: HistogramSnapshot): void {
    const sorted = this._values.toSorted((one, other) => one - other);
    if (sorted.length === 0) return;
    for (const [name, percent] of PERCENTILES) {
      const exact = sorted[Math.max(1, Math.ceil(percent * sorted.length / 100 - 1e-9)) - 1];
      const found = snapshot[name];
      const isClose = Math.abs(found - exact) <= exact * 0.01;
      demand("metrics", isClose, `${name} of ${what} is ${found}, expected ${exact} to within 1 %`);
    }
  }
}
