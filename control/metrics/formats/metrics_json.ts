import { checkParts } from "../../../core/arguments.ts";
import {
  CONSUMER_COUNTERS,
  CONSUMER_HISTOGRAMS,
  type CounterDescriptor,
  PRODUCER_COUNTERS,
  SYSTEM_COUNTERS,
} from "../descriptors.ts";
import type { HistogramSnapshot } from "../histogram.ts";
import { checkLabels, type MetricsLabels, type MetricsOptions } from "./metrics_labels.ts";
import type { SystemSnapshot } from "../system_metrics.ts";

/**
 * Numbers by their names. One that does not exist, such as the maximum of no values, is null. JSON has no word for an
 * infinite one, so it is a text, which JavaScript, Python, Go and Java read as the number that it says.
 */
export type NumbersJson = Readonly<Record<string, number | "Infinity" | "-Infinity" | null>>;

/** The metrics of a system, as an object that JSON has the words for. Keys, their order and their meaning are stable. */
export interface MetricsJson {
  /** The labels of the system, if it was given any. */
  readonly labels?: MetricsLabels;
  /** The numbers that the system has once, with those of its producer, by the ids of their descriptors. */
  readonly counters: NumbersJson;
  /** The consumers. */
  readonly consumers: readonly ConsumerMetricsJson[];
}

/** The metrics of one consumer. */
export interface ConsumerMetricsJson {
  /** Its name. */
  readonly name: string;
  /** Its numbers, by the ids of their descriptors. */
  readonly counters: NumbersJson;
  /** Its distributions, by the ids of their descriptors: count, sum, mean, min, percentiles, max, in nanoseconds. */
  readonly histograms: Readonly<Record<string, NumbersJson>>;
}

/**
 * Makes the JSON of a snapshot. A pure function.
 *
 * @param snapshot the numbers
 * @param options labels of the system, which the object then names
 * @throws {RangeError} if a label is not allowed
 *
 * @example Numbers by the ids of their descriptors
 * ```ts
 * import { Lifecycle, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { metricsToJson, SystemMetrics } from "@low-latency/trading-sim/control";
 * import { assertEquals } from "@std/assert";
 *
 * const ring = new RingBuffer({ capacity: 64 });
 * const metrics = new SystemMetrics({ lifecycle: new Lifecycle(), ring, clock: new ManualClock(), consumers: [] });
 * const text = JSON.stringify(metricsToJson(metrics.snapshot(), { labels: { venue: "north" } }));
 * assertEquals(JSON.parse(text).counters.capacity, 64);
 * assertEquals(JSON.parse(text).labels, { venue: "north" });
 * ```
 */
export function metricsToJson(snapshot: SystemSnapshot, options: MetricsOptions = {}): MetricsJson {
  checkParts("format metrics", "arguments", { snapshot, options }, { snapshot: "consumers", options: "" });
  const labels = checkLabels(options.labels);
  return {
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
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
  return Object.fromEntries(counters.map(({ id, read }) => [id, numberJson(read(source))]));
}

function distribution(values: HistogramSnapshot): NumbersJson {
  const { count, sum, mean, min, p50, p90, p99, p999, p9999, max } = values;
  const all = { count, sum, mean, min, p50, p90, p99, p999, p9999, max };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, numberJson(value)]));
}

function numberJson(value: number): NumbersJson[string] {
  if (Number.isNaN(value)) return null;
  if (Number.isFinite(value)) return value;
  return value > 0 ? "Infinity" : "-Infinity";
}
