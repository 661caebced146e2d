import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import {
  CONSUMER_COUNTERS,
  CONSUMER_HISTOGRAMS,
  PRODUCER_COUNTERS,
  SYSTEM_COUNTERS,
} from "../../../../control/metrics/descriptors.ts";
import { formatPrometheus } from "../../../../control/metrics/formats/prometheus.ts";
import { OWN_LABELS } from "../../../../control/metrics/formats/metrics_labels.ts";
import { BUSY, IDLE, producedSystemOf, systemOf } from "../_snapshots.ts";

Deno.test("formatPrometheus writes a heading and a sample for every number of a system", () => {
  const text = formatPrometheus(systemOf(BUSY));
  assert(text.startsWith(`\
# HELP trading_sim_published_events_total Events that the producer has published.
# TYPE trading_sim_published_events_total counter
trading_sim_published_events_total 123
# HELP trading_sim_ring_capacity_events Events that stay readable in the ring.
# TYPE trading_sim_ring_capacity_events gauge
trading_sim_ring_capacity_events 64
`));
  assert(text.includes(`\
# TYPE trading_sim_lost_events_total counter
trading_sim_lost_events_total{consumer="executor"} 12
`));
});

Deno.test("formatPrometheus writes times in seconds", () => {
  const text = formatPrometheus(systemOf(BUSY));
  assertMatch(text, /^trading_sim_longest_cycle_seconds\{consumer="executor"\} 0\.0000025$/m);
});

Deno.test("formatPrometheus writes a distribution as a summary, its least and greatest value as quantiles 0 and 1", () => {
  const lines = formatPrometheus(systemOf(BUSY)).split("\n");
  const from = lines.indexOf("# TYPE trading_sim_staleness_seconds summary");
  const { p50, p90, p99, p999, p9999 } = BUSY.metrics.stalenessNs;
  const quantiles = [["0", 1_000], ["0.5", p50], ["0.9", p90], ["0.99", p99], ["0.999", p999], ["0.9999", p9999], [
    "1",
    4_000,
  ]];
  assertEquals(lines.slice(from + 1, from + 10), [
    ...quantiles.map(([quantile, ns]) =>
      `trading_sim_staleness_seconds{consumer="executor",quantile="${quantile}"} ${Number(ns) / 1e9}`
    ),
    'trading_sim_staleness_seconds_sum{consumer="executor"} 0.000007',
    'trading_sim_staleness_seconds_count{consumer="executor"} 3',
  ]);
});

Deno.test("formatPrometheus writes every consumer under one heading, and NaN for the quantiles of no values", () => {
  const text = formatPrometheus(systemOf(BUSY, { ...IDLE, name: "idle" }));
  assert(text.includes(`\
# TYPE trading_sim_empty_polls_total counter
trading_sim_empty_polls_total{consumer="executor"} 41
trading_sim_empty_polls_total{consumer="idle"} 0
`));
  assertMatch(text, /^trading_sim_processing_seconds\{consumer="idle",quantile="0.99"\} NaN$/m);
  assertMatch(text, /^trading_sim_processing_seconds_count\{consumer="idle"\} 0$/m);
});

Deno.test("formatPrometheus of a system without consumers has the numbers of the system alone", () => {
  const text = formatPrometheus(systemOf());
  assertEquals(text.match(/^# TYPE /gm)?.length, SYSTEM_COUNTERS.length);
});

Deno.test("formatPrometheus writes the numbers of a producer that has a loop of its own", () => {
  assert(
    formatPrometheus(producedSystemOf()).endsWith(`\
# TYPE trading_sim_producer_stalls_total counter
trading_sim_producer_stalls_total 6
# HELP trading_sim_producer_longest_cycle_seconds The longest cycle of the producer's loop.
# TYPE trading_sim_producer_longest_cycle_seconds gauge
trading_sim_producer_longest_cycle_seconds 0.0000015
`),
  );
});

Deno.test("formatPrometheus escapes the name of a consumer", () => {
  assertMatch(formatPrometheus(systemOf(IDLE)), /^trading_sim_lag_events\{consumer="a \\"quoted\\"\\\\\\nname"\} 0$/m);
});

Deno.test("formatPrometheus writes numbers without end in the words of the format", () => {
  for (const [longestCycleNs, word] of [[Infinity, "+Inf"], [-Infinity, "-Inf"], [NaN, "NaN"]] as const) {
    const lines = formatPrometheus(systemOf({ ...BUSY, longestCycleNs })).split("\n");
    assert(lines.includes(`trading_sim_longest_cycle_seconds{consumer="executor"} ${word}`));
    assertEquals(breaches(lines.join("\n")), []);
  }
});

Deno.test("formatPrometheus gives every number the labels that it is told to, before its own", () => {
  const labels = { venue: "north", desk_2: 'a "b"\\\nc' };
  const system = producedSystemOf(BUSY, { ...IDLE, name: "idle" });
  const text = formatPrometheus(system, { labels });
  assertEquals(breaches(text), []);
  const escaped = 'venue="north",desk_2="a \\"b\\"\\\\\\nc"';
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of samples) assert(line.includes(`{${escaped}`), line);
  assert(samples.includes(`trading_sim_ready{${escaped}} 1`));
  assert(samples.includes(`trading_sim_lost_events_total{${escaped},consumer="idle"} 0`));
  assertEquals(text.replaceAll(`{${escaped}}`, "").replaceAll(`${escaped},`, ""), formatPrometheus(system));
});

Deno.test("formatPrometheus has no label of its own that another could be called by", () => {
  const text = formatPrometheus(producedSystemOf(BUSY, IDLE));
  const names = new Set([...text.matchAll(/[{,]([a-zA-Z_]\w*)="/g)].map(([, name]) => name));
  for (const name of names) assert((OWN_LABELS as readonly string[]).includes(name), name);
  assertEquals(names.size, 2);
});

Deno.test("formatPrometheus of two systems with labels of their own has every series once", () => {
  const seriesOf = (venue: string) =>
    formatPrometheus(systemOf(BUSY, IDLE), { labels: { venue } }).split("\n").filter((line) => /^\w/.test(line))
      .map((line) => line.replace(/ \S+$/, ""));
  const all = [...seriesOf("north"), ...seriesOf("south")];
  assertEquals(new Set(all).size, all.length);
});

/** What is wrong with a text in the format of Prometheus; nothing, if it is right. */
function breaches(text: string): string[] {
  const found: string[] = [];
  const types = new Map<string, string>();
  const seen = new Set<string>();
  let helped = "";
  let current = "";
  if (!text.endsWith("\n")) found.push("the last line does not end");
  for (const line of text.slice(0, -1).split("\n")) {
    const [, keyword, name, rest] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line) ?? [];
    if (keyword === "HELP") {
      helped = name;
    } else if (keyword === "TYPE") {
      if (helped !== name) found.push(`no help: ${name}`);
      if (types.has(name)) found.push(`typed twice: ${name}`);
      if (!/^(counter|gauge|summary|histogram|untyped)$/.test(rest)) found.push(`no type: ${rest}`);
      types.set(name, rest);
      current = name;
    } else {
      const [, sampled, , labels = "", value] =
        /^([a-zA-Z_:][\w:]*)(\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)$/.exec(line) ?? [];
      const isSummary = types.get(current) === "summary";
      const belongs = sampled === current || isSummary && [`${current}_sum`, `${current}_count`].includes(sampled);
      if (sampled === undefined || !belongs) found.push(`no sample of ${current}: ${line}`);
      if (labels.includes("quantile=") !== (isSummary && sampled === current)) found.push(`quantile: ${line}`);
      if (!/^(NaN|[+-]Inf)$/.test(value) && !Number.isFinite(Number(value))) found.push(`no value: ${line}`);
      if (seen.has(`${sampled}{${labels}}`)) found.push(`given twice: ${line}`);
      seen.add(`${sampled}{${labels}}`);
    }
  }
  return found;
}

Deno.test("formatPrometheus keeps to the format, whatever the system", () => {
  for (const consumers of [[], [BUSY], [IDLE], [BUSY, IDLE]]) {
    const text = formatPrometheus(systemOf(...consumers));
    assertEquals(breaches(text), []);
    const descriptors = SYSTEM_COUNTERS.length +
      (consumers.length > 0 ? CONSUMER_COUNTERS.length + CONSUMER_HISTOGRAMS.length : 0);
    assertEquals(text.match(/^# HELP /gm)?.length, descriptors);
    const produced = formatPrometheus(producedSystemOf(...consumers));
    assertEquals(breaches(produced), []);
    assertEquals(produced.match(/^# HELP /gm)?.length, descriptors + PRODUCER_COUNTERS.length);
  }
});

Deno.test("the check of the format finds what is wrong", () => {
  const text = formatPrometheus(systemOf(BUSY));
  const mistakes: readonly (readonly [string | RegExp, string])[] = [
    [/\n$/, ""],
    [/^# HELP.*\n/, ""],
    [" counter\n", " count\n"],
    ["trading_sim_ready 1", "trading_sim_ready yes"],
    ["trading_sim_ready 1", "trading_sim_ready Infinity"],
    ["trading_sim_ready 1", "trading_sim_ready"],
    ["trading_sim_ready 1", "trading_sim_ready 1\ntrading_sim_ready 1"],
    ['consumer="executor"', "consumer=executor"],
    ['consumer="executor"', 'consumer="execu"tor"'],
    ["_seconds_sum{", "_seconds_total{"],
    ['quantile="0.5"', 'quintile="0.5"'],
    [/# HELP trading_sim_lag_events .*\n# TYPE trading_sim_lag_events gauge\n/, ""],
  ];
  for (const [right, wrong] of mistakes) {
    const broken = text.replace(right, wrong);
    assertNotEquals(broken, text, String(right));
    assertNotEquals(breaches(broken), [], String(right));
  }
});
