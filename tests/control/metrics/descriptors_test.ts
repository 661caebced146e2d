import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  CONSUMER_COUNTERS,
  CONSUMER_HISTOGRAMS,
  PRODUCER_COUNTERS,
  SYSTEM_COUNTERS,
} from "../../../control/metrics/descriptors.ts";
import { BUSY, systemOf } from "./_snapshots.ts";

const ALL = [...SYSTEM_COUNTERS, ...PRODUCER_COUNTERS, ...CONSUMER_COUNTERS, ...CONSUMER_HISTOGRAMS];

Deno.test("metric descriptors have different ids, names and labels, and a sentence each", () => {
  for (const key of ["id", "exposedAs", "label", "sentence"] as const) {
    assertEquals(new Set(ALL.map((descriptor) => descriptor[key])).size, ALL.length, key);
  }
  for (const { id, label, sentence, unit } of ALL) {
    assertMatch(id, /^[a-z]+(_[a-z]+)*$/);
    assertMatch(label, /^[A-Z][a-z ]+$/);
    assertMatch(sentence, /^[A-Z].*\w\.$/);
    assertMatch(unit, /^(1|ns|[a-z]+s)$/);
    assertEquals(id.endsWith("_ns"), unit === "ns");
  }
  for (const { kind } of CONSUMER_HISTOGRAMS) assertEquals(kind, "histogram");
});

Deno.test("metric descriptors follow the naming conventions of Prometheus", () => {
  for (const { exposedAs, kind, unit } of ALL) {
    assertMatch(exposedAs, /^trading_sim_[a-z]+(_[a-z]+)*$/);
    assertEquals(exposedAs.endsWith("_total"), kind === "counter");
    assertEquals(exposedAs.endsWith("_seconds"), unit === "ns");
  }
});

Deno.test("metric descriptors read the number that they are about", () => {
  const system = systemOf(BUSY);
  assertEquals(SYSTEM_COUNTERS.map(({ id, read }) => [id, read(system)]), [
    ["published", 123],
    ["capacity", 64],
    ["transitions", 4],
    ["ready", 1],
  ]);
  assertEquals(PRODUCER_COUNTERS.map(({ id, read }) => [id, read({ stalls: 5, longestCycleNs: 77 })]), [
    ["producer_stalls", 5],
    ["producer_longest_cycle_ns", 77],
  ]);
  assertEquals(CONSUMER_COUNTERS.map(({ id, read }) => [id, read(BUSY)]), [
    ["delivered", 107],
    ["executed", 71],
    ["provisional", 36],
    ["lost", 12],
    ["lag", 5],
    ["overwritten", 1],
    ["overruns", 2],
    ["empty_polls", 41],
    ["dropped_observations", 13],
    ["implausible_spans", 4],
    ["stalls", 3],
    ["longest_cycle_ns", 2_500],
    ["oldest_undecided_age_ns", 3_700],
    ["heartbeat_age_ns", 800],
  ]);
  assertEquals(CONSUMER_HISTOGRAMS.map(({ id, read }) => [id, read(BUSY).sum]), [
    ["staleness_ns", 7_000],
    ["processing_ns", 300],
  ]);
  const ready = SYSTEM_COUNTERS.find(({ id }) => id === "ready")!;
  assertEquals(ready.read({ ...system, ready: false }), 0);
});

Deno.test("metric descriptors are frozen", () => {
  for (const list of [SYSTEM_COUNTERS, PRODUCER_COUNTERS, CONSUMER_COUNTERS, CONSUMER_HISTOGRAMS]) {
    assert(Object.isFrozen(list));
  }
  for (const descriptor of ALL) assert(Object.isFrozen(descriptor));
});
