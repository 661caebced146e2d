import { checkParts } from "../../../core/arguments.ts";
import {
  CONSUMER_COUNTERS,
  CONSUMER_HISTOGRAMS,
  type CounterDescriptor,
  type MetricDescriptor,
  PRODUCER_COUNTERS,
  SYSTEM_COUNTERS,
} from "../descriptors.ts";
import type { HistogramSnapshot } from "../histogram.ts";
import { checkLabels, type MetricsOptions, type OwnLabel } from "./metrics_labels.ts";
import type { SystemSnapshot } from "../system_metrics.ts";

/**
 * Writes a snapshot in the text format that Prometheus reads, version 0.0.4.
 *
 * A pure function: the same snapshot gives the same text. Times are in seconds, as is the custom there. The numbers of a
 * consumer have its name as the label `consumer`. Numbers that are not finite are written as `NaN`, `+Inf` and `-Inf`.
 *
 * Two systems whose files are collected in the same place have the same names for their numbers. Give each of them a label
 * of its own, so that they are told apart.
 *
 * A distribution becomes a summary: its quantiles have been worked out here, from some thousand buckets, to within 1 %,
 * where the few buckets of a Prometheus histogram would be coarser and there is no second process to add up with. The
 * quantiles 0 and 1 are the least and the greatest value, and exact. Where there are no values, quantiles are NaN.
 *
 * @param snapshot the numbers to write
 * @param options labels that every number gets
 * @throws {RangeError} if a label is not allowed
 *
 * @example A line for every number
 * ```ts
 * import { Lifecycle, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { formatPrometheus, SystemMetrics } from "@low-latency/trading-sim/control";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const ring = new RingBuffer({ capacity: 64 });
 * const system = new SystemMetrics({ lifecycle: new Lifecycle(), ring, clock: new ManualClock(), consumers: [] });
 * const snapshot = system.snapshot();
 * assertStringIncludes(formatPrometheus(snapshot), "\ntrading_sim_ring_capacity_events 64\n");
 * const labelled = formatPrometheus(snapshot, { labels: { venue: "north" } });
 * assertStringIncludes(labelled, '\ntrading_sim_ring_capacity_events{venue="north"} 64\n');
 * ```
 */
export function formatPrometheus(snapshot: SystemSnapshot, options: MetricsOptions = {}): string {
  checkParts("format metrics", "arguments", { snapshot, options }, { snapshot: "consumers", options: "" });
  const { producer, consumers } = snapshot;
  const given = checkLabels(options.labels);
  const lines: string[] = [
    ...SYSTEM_COUNTERS.flatMap((counter) => single(counter, snapshot, given)),
    ...(producer === undefined ? [] : PRODUCER_COUNTERS.flatMap((counter) => single(counter, producer, given))),
  ];
  for (const counter of CONSUMER_COUNTERS) {
    if (consumers.length === 0) break;
    lines.push(...heading(counter, counter.kind));
    for (const consumer of consumers) {
      const labels = [...given, own("consumer", consumer.name)];
      lines.push(sample(counter.exposedAs, labels, inBaseUnit(counter, counter.read(consumer))));
    }
  }
  for (const histogram of CONSUMER_HISTOGRAMS) {
    if (consumers.length === 0) break;
    lines.push(...heading(histogram, "summary"));
    for (const consumer of consumers) {
      const labels = [...given, own("consumer", consumer.name)];
      const values = histogram.read(consumer);
      for (const [quantile, read] of QUANTILES) {
        const at = [...labels, own("quantile", quantile)];
        lines.push(sample(histogram.exposedAs, at, inBaseUnit(histogram, read(values))));
      }
      lines.push(sample(`${histogram.exposedAs}_sum`, labels, inBaseUnit(histogram, values.sum)));
      lines.push(sample(`${histogram.exposedAs}_count`, labels, values.count));
    }
  }
  return `${lines.join("\n")}\n`;
}

type Label = readonly [name: string, value: string];

/** A label of our own. Users cannot give one of its name, so the name has to be listed. */
function own(name: OwnLabel, value: string): Label {
  return [name, value];
}

const QUANTILES: readonly (readonly [quantile: string, read: (values: HistogramSnapshot) => number])[] = [
  ["0", ({ min }) => min],
  ["0.5", ({ p50 }) => p50],
  ["0.9", ({ p90 }) => p90],
  ["0.99", ({ p99 }) => p99],
  ["0.999", ({ p999 }) => p999],
  ["0.9999", ({ p9999 }) => p9999],
  ["1", ({ max }) => max],
];

/** A number that there is once. */
function single<Source>(counter: CounterDescriptor<Source>, source: Source, labels: readonly Label[]): string[] {
  const value = inBaseUnit(counter, counter.read(source));
  return [...heading(counter, counter.kind), sample(counter.exposedAs, labels, value)];
}

function heading({ exposedAs, sentence }: MetricDescriptor, type: "counter" | "gauge" | "summary"): string[] {
  return [`# HELP ${exposedAs} ${sentence}`, `# TYPE ${exposedAs} ${type}`];
}

function sample(name: string, labels: readonly Label[], value: number): string {
  const list = labels.map(([label, text]) => `${label}="${escape(text)}"`).join(",");
  return `${name}${list === "" ? "" : `{${list}}`} ${numeral(value)}`;
}

/** A number in the words of the format. */
function numeral(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}

/** A label's value may be any text; these three characters are written in two. */
function escape(text: string): string {
  return text.replace(/[\\"\n]/g, (character) => character === "\n" ? "\\n" : `\\${character}`);
}

function inBaseUnit({ unit }: MetricDescriptor, value: number): number {
  return unit === "ns" ? value / 1e9 : value;
}
