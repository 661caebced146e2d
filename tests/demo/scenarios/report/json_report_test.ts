import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { OVERRUN_POLICIES } from "../../../../core/bus/overrun_policy.ts";
import { type SummaryJson, toJson, type TrackJson } from "../../../../demo/scenarios/report/json_report.ts";
import { runScenario } from "../../../../demo/scenarios/scenario.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";

/** The digests of the first version. What is added to the JSON later is not in them. */
const DIGESTS: Record<string, string> = {
  "balanced": "948ef2a47f58bc0a",
  "producer-heavy": "f0e47c2c2aa4f6aa",
  "consumer-heavy": "c3b8bbc6db9610ec",
  "failure-recovery": "7e95833dfaf009c7",
  "overrun-recovery": "62b959daf4835bf0",
  "burst": "040aeba53457434e",
  "fan-out": "4c9e3dfdbcb802ea",
  "warmup-failure": "ee7d427133f20a8a",
  "chaos": "18aefeb0f64c4a98",
};

/** The keys of the first version, which keep their order. */
const SUMMARY_KEYS = [
  "first_overrun_step",
  "predicted_first_overrun_step",
  "total_overruns",
  "total_ingested",
  "total_acks",
  "executed_acks",
  "provisional_acks",
  "total_lost",
  "total_empty_polls",
  "final_backlog",
  "final_state",
];
const STEPS_KEYS = ["state", "ingested", "overruns", "acks", "executed_acks", "empty_polls", "lost", "backlog"];

Deno.test("toJson keeps the keys and the digests of the first version", () => {
  assertEquals(Object.keys(DIGESTS), SCENARIOS.map(({ id }) => id));
  for (const scenario of SCENARIOS) {
    const json = toJson(runScenario(scenario));
    assertEquals(json.digest, DIGESTS[scenario.id], scenario.id);
    assertEquals(Object.keys(json).slice(0, 4), ["scenario", "config", "summary", "steps"]);
    assertEquals(Object.keys(json.summary).slice(0, SUMMARY_KEYS.length), SUMMARY_KEYS);
    assertEquals(Object.keys(json.steps).slice(0, STEPS_KEYS.length), STEPS_KEYS);
  }
});

Deno.test("toJson says of which run or consumer a summary is, and has the same keys for each", () => {
  for (const scenario of SCENARIOS) {
    const { summary, steps, episodes, load, staleness_ns, runs, consumers } = toJson(runScenario(scenario));
    const tracks = runs ?? consumers ?? [];
    const first = { summary, staleness_ns, steps, episodes, load };
    assertEquals(summary.of, tracks[0]?.name ?? "executor");
    for (const [n, track] of tracks.entries()) {
      assertEquals(track.summary.of, track.name);
      assertEquals(Object.keys(track), Object.keys(tracks[0]));
      for (const part of ["summary", "steps", "episodes", "load"] as const) {
        assertEquals(Object.keys(track[part]), Object.keys(first[part]), part);
      }
      if (n === 0) {
        const { name: _, ring_capacity: __, on_overrun: ___, ...rest } = track;
        assertEquals(rest, first, "the summary is that of the first");
      }
    }
  }
});

Deno.test("toJson of fan-out has the losses of each consumer, and no sum in which they disappear", () => {
  const { summary, consumers = [] } = toJson(runScenario(SCENARIOS.find(({ id }) => id === "fan-out")!));
  assertEquals([summary.of, summary.total_undeliverable], ["fast", 0]);
  assertEquals(
    consumers.map(({ summary }) => [summary.of, summary.total_undeliverable]),
    [["fast", 0], ["slow", 272], ["paused", 208]],
  );
});

Deno.test("toJson of a stalled consumer says how few events its staleness is of", () => {
  const { staleness_ns } = toJson(runScenario(SCENARIOS.find(({ id }) => id === "producer-heavy")!));
  assertEquals([staleness_ns?.events, staleness_ns?.share], [36, 36 / 400]);
});

const settings = fc.record({
  ringCapacity: fc.nat({ max: 8 }).map((bits) => 2 ** bits),
  ingestPerStep: fc.nat({ max: 40 }),
  pollsPerStep: fc.nat({ max: 40 }),
  totalSteps: fc.integer({ min: 1, max: 80 }),
  onOverrun: fc.constantFrom(...OVERRUN_POLICIES),
  seed: fc.maxSafeNat(),
});

for (const scenario of SCENARIOS) {
  Deno.test(`toJson of ${scenario.id} adds up in every run and for every consumer, whatever the numbers`, () => {
    fc.assert(
      fc.property(settings, (settings) => {
        const json = toJson(runScenario(scenario, { settings }));
        const { ring_capacity, on_overrun } = json.config;
        const tracks = json.runs ?? json.consumers ?? [{ ...json, name: "executor", ring_capacity, on_overrun }];
        for (const track of tracks) {
          checkSummary(track.summary, track);
          checkEpisodes(track);
          checkLoad(track);
        }
      }),
      { numRuns: 40 },
    );
  });
}

function checkSummary(summary: SummaryJson, { ring_capacity, on_overrun, steps }: TrackJson): void {
  assertEquals(summary.total_overwritten, Math.max(0, summary.final_backlog - ring_capacity));
  assertEquals(summary.final_readable, summary.final_backlog - summary.total_overwritten);
  assertEquals(summary.total_skipped, on_overrun === "stall" ? 0 : summary.total_lost);
  assertEquals(summary.total_undeliverable, summary.total_skipped + summary.total_overwritten);
  assertEquals(
    summary.total_ingested,
    summary.total_acks + summary.total_undeliverable + summary.final_readable,
  );
  assertEquals(summary.predicted_first_overwritten_step, summary.first_overwritten_step);
  assertEquals(summary.first_overwritten_step === null, summary.total_undeliverable === 0);
  assertEquals(steps.overwritten, steps.backlog.map((backlog) => Math.max(0, backlog - ring_capacity)));
}

function checkEpisodes({ summary, episodes, on_overrun }: TrackJson): void {
  const { step, end_step, lost } = episodes;
  assertEquals([step.length, end_step.length, lost.length], Array(3).fill(summary.total_episodes));
  assertEquals(step[0] ?? null, summary.first_overrun_step);
  assertEquals(end_step, on_overrun === "stall" ? step.map(() => null) : step);
  const open = end_step.includes(null) ? summary.total_overwritten : 0;
  assertEquals(lost.reduce((sum, count) => sum + count, 0), summary.total_skipped + open);
}

function checkLoad({ summary, load, ring_capacity }: TrackJson): void {
  assertEquals(summary.total_undeliverable === 0, load.needed_capacity <= ring_capacity, "a smaller ring loses events");
  if (load.load === null) assertEquals([load.stable, load.polls_per_step], [false, 0]);
  if (load.stable !== null && (load.load ?? Infinity) >= 1) assertEquals(load.sufficient_capacity, null, "never sized");
  if (load.stable === false) assert(load.growth_per_step >= 0 && load.sufficient_capacity === null);
  if (load.sufficient_capacity !== null) assert(load.sufficient_capacity >= load.needed_capacity);
}
