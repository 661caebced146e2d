import {
  CONSUMER_COUNTERS,
  CONSUMER_HISTOGRAMS,
  type CounterDescriptor,
  PRODUCER_COUNTERS,
  SYSTEM_COUNTERS,
} from "./descriptors.ts";
import type { HistogramSnapshot } from "./histogram.ts";
import type { SystemSnapshot } from "./system_metrics.ts";

/** Numbers by their names. One that does not exist, such as the maximum of no values, is null. */
export type NumbersJson = Readonly<Record<string, number | null>>;

/** The metrics of a system, as an object that JSON has the words for. Keys, their order and their meaning are stable. */
export interface MetricsJson {
  /** The numbers that the system has once, with those of its producer, by the ids of their descriptors. */
  readonly counters: NumbersJson;
  /** The consumers. */
  readonly consumers: readonly ConsumerMetricsJson[];
}

/** The metrics of one consumer. */
export interface ConsumerMetricsJson {
  /** What it is called. */
  readonly name: string;
  /** Its numbers, by the ids of their descriptors. */
  readonly counters: NumbersJson;
  /** Its distributions, by the ids of their descriptors: count, sum, mean, min, percentiles, max, in nanoseconds. */
  readonly histograms: Readonly<Record<string, NumbersJson>>;
}

/**
 * The numbers of a snapshot for programs. A pure function.
 *
 * @param snapshot the numbers
 *
 * @example
 * ```ts
 * import { Lifecycle, RingBuffer } from "@low-latency/trading-sim";
 * import { metricsToJson, SystemMetrics } from "@low-latency/trading-sim/control";
 *
 * const ring = new RingBuffer({ capacity: 64 });
 * const metrics = new SystemMetrics({ lifecycle: new Lifecycle(), ring, consumers: [] });
 * const text = JSON.stringify(metricsToJson(metrics.snapshot()));
 * if (JSON.parse(text).counters.capacity !== 64) throw new Error("by its id");
 * ```
 */
export function metricsToJson(snapshot: SystemSnapshot): MetricsJson {
  return {
    counters: {
      ...numbers(SYSTEM_COUNTERS, snapshot),
      ...(snapshot.producer === undefined ? {} : numbers(PRODUCER_COUNTERS, snapshot.producer)),
    },
    consumers: snapshot.consumers.map((consumer) => ({
      name: consumer.name,
      counters: numbers(CONSUMER_COUNTERS, consumer),
      histograms: Object.fromEntries(CONSUMER_HISTOGRAMS.map(({ id, read }) => [id, distribution(read(consumer))])),
    })),
  };
}

function numbers<Source>(counters: readonly CounterDescriptor<Source>[], source: Source): NumbersJson {
  return Object.fromEntries(counters.map(({ id, read }) => [id, orNull(read(source))]));
}

function distribution(values: HistogramSnapshot): NumbersJson {
  const { count, sum, mean, min, p50, p90, p99, p999, p9999, max } = values;
  const all = { count, sum, mean, min, p50, p90, p99, p999, p9999, max };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, orNull(value)]));
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
