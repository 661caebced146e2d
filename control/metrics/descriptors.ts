import type { HistogramSnapshot } from "./histogram.ts";
import type { ConsumerSnapshot, ProducerSnapshot, SystemSnapshot } from "./system_metrics.ts";

/** Description of a metric. */
export interface MetricDescriptor {
  /** Its name in JSON: in lower case, with underscores, its unit last if that is a time. */
  readonly id: string;
  /** Its name in Prometheus, by the conventions there: times are in seconds, and a counter ends in `_total`. */
  readonly exposedAs: string;
  /** Label: a few words. */
  readonly label: string;
  /** Sentence that says which quantity it counts or measures. */
  readonly sentence: string;
  /** Unit of its value: a plural, or `ns` for nanoseconds, or `1` for a yes or no that is 1 or 0. */
  readonly unit: string;
}

/** A metric that is one number. */
export interface CounterDescriptor<Source> extends MetricDescriptor {
  /** Whether it only ever grows, until the system is made anew, or goes up and down. */
  readonly kind: "counter" | "gauge";
  /** Its value, from a snapshot. */
  read(snapshot: Source): number;
}

/** A metric that is a distribution of values. */
export interface HistogramDescriptor extends MetricDescriptor {
  /** It has percentiles. */
  readonly kind: "histogram";
  /** The distribution, from a snapshot. */
  read(snapshot: ConsumerSnapshot): HistogramSnapshot;
}

/** Descriptors of the numbers that a system has once. */
export const SYSTEM_COUNTERS: readonly CounterDescriptor<SystemSnapshot>[] = /* @__PURE__ */ frozen([
  {
    id: "published",
    exposedAs: "trading_sim_published_events_total",
    kind: "counter",
    unit: "events",
    label: "Published events",
    sentence: "Events that the producer has published.",
    read: (system) => system.published,
  },
  {
    id: "capacity",
    exposedAs: "trading_sim_ring_capacity_events",
    kind: "gauge",
    unit: "events",
    label: "Ring capacity",
    sentence: "Events that stay readable in the ring.",
    read: (system) => system.capacity,
  },
  {
    id: "transitions",
    exposedAs: "trading_sim_lifecycle_transitions_total",
    kind: "counter",
    unit: "transitions",
    label: "Lifecycle transitions",
    sentence: "Transitions of the lifecycle, which start again at 0 after 2^30.",
    read: (system) => system.transitions,
  },
  {
    id: "ready",
    exposedAs: "trading_sim_ready",
    kind: "gauge",
    unit: "1",
    label: "Ready",
    sentence: "Whether the system is in READY, where decisions are live: 1 or 0.",
    read: (system) => system.ready ? 1 : 0,
  },
]);

/** Descriptors of the numbers of a producer whose loop is timed. */
export const PRODUCER_COUNTERS: readonly CounterDescriptor<ProducerSnapshot>[] = /* @__PURE__ */ frozen([
  {
    id: "producer_stalls",
    exposedAs: "trading_sim_producer_stalls_total",
    kind: "counter",
    unit: "cycles",
    label: "Stalls of the producer",
    sentence: "Cycles of the producer's loop that took longer than they may.",
    read: (producer) => producer.stalls,
  },
  {
    id: "producer_longest_cycle_ns",
    exposedAs: "trading_sim_producer_longest_cycle_seconds",
    kind: "gauge",
    unit: "ns",
    label: "Longest cycle of the producer",
    sentence: "The longest cycle of the producer's loop.",
    read: (producer) => producer.longestCycleNs,
  },
]);

/** Descriptors of the numbers of each consumer. */
export const CONSUMER_COUNTERS: readonly CounterDescriptor<ConsumerSnapshot>[] = /* @__PURE__ */ frozen([
  {
    id: "delivered",
    exposedAs: "trading_sim_delivered_events_total",
    kind: "counter",
    unit: "events",
    label: "Delivered events",
    sentence: "Events that the ring has delivered to the consumer.",
    read: (consumer) => consumer.delivered,
  },
  {
    id: "executed",
    exposedAs: "trading_sim_executed_events_total",
    kind: "counter",
    unit: "events",
    label: "Live decisions",
    sentence: "Events whose decision was live, because it was taken in READY.",
    read: (consumer) => consumer.metrics.executed,
  },
  {
    id: "provisional",
    exposedAs: "trading_sim_provisional_events_total",
    kind: "counter",
    unit: "events",
    label: "Provisional decisions",
    sentence: "Events whose decision was provisional, because it was not taken in READY.",
    read: (consumer) => consumer.metrics.provisional,
  },
  {
    id: "lost",
    exposedAs: "trading_sim_lost_events_total",
    kind: "counter",
    unit: "events",
    label: "Lost events",
    sentence: "Events that were overwritten before the consumer read them, or given up when it resumed.",
    read: (consumer) => consumer.lost + consumer.overwritten,
  },
  {
    id: "lag",
    exposedAs: "trading_sim_lag_events",
    kind: "gauge",
    unit: "events",
    label: "Lag",
    sentence: "Events published that the consumer has neither read nor given up.",
    read: (consumer) => consumer.lag,
  },
  {
    id: "overwritten",
    exposedAs: "trading_sim_overwritten_events",
    kind: "gauge",
    unit: "events",
    label: "Overwritten lag",
    sentence: "Events of the lag that are lost already, because the consumer is overrun and has not resumed.",
    read: (consumer) => consumer.overwritten,
  },
  {
    id: "overruns",
    exposedAs: "trading_sim_overruns_total",
    kind: "counter",
    unit: "polls",
    label: "Overruns",
    sentence: "Polls that found the consumer overrun.",
    read: (consumer) => consumer.overruns,
  },
  {
    id: "empty_polls",
    exposedAs: "trading_sim_empty_polls_total",
    kind: "counter",
    unit: "polls",
    label: "Empty polls",
    sentence: "Polls that found nothing to read.",
    read: (consumer) => consumer.emptyPolls,
  },
  {
    id: "dropped_observations",
    exposedAs: "trading_sim_dropped_observations_total",
    kind: "counter",
    unit: "observations",
    label: "Dropped observations",
    sentence: "Observations of decisions that did not reach the metrics.",
    read: (consumer) => consumer.metrics.dropped,
  },
  {
    id: "implausible_spans",
    exposedAs: "trading_sim_implausible_spans_total",
    kind: "counter",
    unit: "spans",
    label: "Implausible time spans",
    sentence:
      "Time spans that were negative or no number, as a clock that steps back gives, and are in no distribution.",
    read: ({ metrics: { stalenessNs, processingNs } }) => outOfRange(stalenessNs) + outOfRange(processingNs),
  },
  {
    id: "stalls",
    exposedAs: "trading_sim_stalls_total",
    kind: "counter",
    unit: "cycles",
    label: "Stalls",
    sentence: "Cycles of the consumer's loop that took longer than they may.",
    read: (consumer) => consumer.stalls,
  },
  {
    id: "longest_cycle_ns",
    exposedAs: "trading_sim_longest_cycle_seconds",
    kind: "gauge",
    unit: "ns",
    label: "Longest cycle",
    sentence: "The longest cycle of the consumer's loop.",
    read: (consumer) => consumer.longestCycleNs,
  },
  {
    id: "oldest_undecided_age_ns",
    exposedAs: "trading_sim_oldest_undecided_age_seconds",
    kind: "gauge",
    unit: "ns",
    label: "Age of the oldest undecided event",
    sentence:
      "Age of the oldest event that the consumer has not decided on, at least, if that is overwritten; 0 if none waits.",
    read: (consumer) => consumer.oldestUndecidedAgeNs,
  },
  {
    id: "heartbeat_age_ns",
    exposedAs: "trading_sim_heartbeat_age_seconds",
    kind: "gauge",
    unit: "ns",
    label: "Age of the heartbeat",
    sentence: "Time since the consumer's loop came round to poll.",
    read: (consumer) => consumer.heartbeatAgeNs,
  },
]);

/** Descriptors of the distributions of each consumer. */
export const CONSUMER_HISTOGRAMS: readonly HistogramDescriptor[] = /* @__PURE__ */ frozen([
  {
    id: "staleness_ns",
    exposedAs: "trading_sim_staleness_seconds",
    kind: "histogram",
    unit: "ns",
    label: "Staleness",
    sentence: "Age of an event when it was decided on.",
    read: (consumer) => consumer.metrics.stalenessNs,
  },
  {
    id: "processing_ns",
    exposedAs: "trading_sim_processing_seconds",
    kind: "histogram",
    unit: "ns",
    label: "Processing time",
    sentence: "Time from the decision on an event to its complete ack.",
    read: (consumer) => consumer.metrics.processingNs,
  },
]);

function frozen<Descriptor>(descriptors: readonly Descriptor[]): readonly Descriptor[] {
  return Object.freeze(descriptors.map((descriptor) => Object.freeze(descriptor)));
}

function outOfRange({ below, above, notANumber }: HistogramSnapshot): number {
  return below + above + notANumber;
}
