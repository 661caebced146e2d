import { assertEquals, assertThrows } from "@std/assert";
import { CONSUMER_COUNTERS, CONSUMER_HISTOGRAMS, SYSTEM_COUNTERS } from "../../../../control/metrics/descriptors.ts";
import { metricsToJson } from "../../../../control/metrics/formats/metrics_json.ts";
import { BUSY, IDLE, producedSystemOf, systemOf } from "../_snapshots.ts";

Deno.test("metricsToJson has every number by the id of its descriptor", () => {
  const system = systemOf(BUSY);
  const json = metricsToJson(system);
  assertEquals(json.counters, { published: 123, capacity: 64, transitions: 4, ready: 1 });
  const [consumer] = json.consumers;
  assertEquals(consumer.name, "executor");
  assertEquals(
    Object.entries(consumer.counters),
    CONSUMER_COUNTERS.map(({ id, read }): [string, number] => [id, read(BUSY)]),
  );
  assertEquals(Object.keys(consumer.histograms), CONSUMER_HISTOGRAMS.map(({ id }) => id));
  assertEquals(Object.keys(json.counters), SYSTEM_COUNTERS.map(({ id }) => id));
  const { p50, p90, p99, p999, p9999 } = BUSY.metrics.processingNs;
  assertEquals(
    JSON.stringify(consumer.histograms.processing_ns),
    JSON.stringify({ count: 2, sum: 300, mean: 150, min: 50, p50, p90, p99, p999, p9999, max: 250 }),
  );
});

Deno.test("metricsToJson has the numbers of a producer among those of its system", () => {
  const { counters } = metricsToJson(producedSystemOf(BUSY));
  const { producer_stalls, producer_longest_cycle_ns, ...others } = counters;
  assertEquals([producer_stalls, producer_longest_cycle_ns], [6, 1_500]);
  assertEquals(others, metricsToJson(systemOf(BUSY)).counters);
});

Deno.test("metricsToJson has null for what does not exist, so that it survives being written", () => {
  const json = metricsToJson(systemOf(IDLE, BUSY));
  assertEquals(json.consumers[0].histograms.staleness_ns, {
    count: 0,
    sum: 0,
    mean: null,
    min: null,
    p50: null,
    p90: null,
    p99: null,
    p999: null,
    p9999: null,
    max: null,
  });
  assertEquals(JSON.parse(JSON.stringify(json)), json);
});

Deno.test("metricsToJson has a word for numbers without end, and null for what is no number", () => {
  for (const [longestCycleNs, word] of [[Infinity, "Infinity"], [-Infinity, "-Infinity"], [NaN, null]] as const) {
    const json = metricsToJson(systemOf({ ...BUSY, longestCycleNs }));
    assertEquals(json.consumers[0].counters.longest_cycle_ns, word);
    assertEquals(JSON.parse(JSON.stringify(json)), json);
    if (word !== null) assertEquals(Number(word), longestCycleNs);
  }
});

Deno.test("metricsToJson names the labels that it is told, and refuses those that the exposition refuses", () => {
  const labels = { venue: "north", desk: 'a "b"\n' };
  const { labels: found, ...others } = metricsToJson(systemOf(BUSY), { labels });
  assertEquals(found, labels);
  assertEquals(others, metricsToJson(systemOf(BUSY), { labels: {} }));
  assertThrows(() => metricsToJson(systemOf(BUSY), { labels: { le: "1" } }), RangeError, "Cannot label metrics: ");
});
