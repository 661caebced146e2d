import { assert, assertEquals } from "@std/assert";
import { FailureSchedule, type Injection } from "../../../control/mod.ts";
import { constantRate } from "../../../demo/system/run_plan.ts";
import { simulate } from "../../../demo/system/simulation.ts";
import { RecordedRun } from "../../../demo/timeline/recorded_run.ts";
import { stepProcess } from "../../../demo/timeline/step_process.ts";
import { timelineShares } from "../../../demo/timeline/timeline_shares.ts";
import { timelineText } from "../../../demo/timeline/timeline_text.ts";
import { problemsOf, readTrace } from "./_trace_rules.ts";

/** A run in which the state changes every few steps, and a consumer is overrun in every step. */
function restless(limit: number) {
  const totalSteps = 400;
  const injections: Injection[] = Array.from({ length: 120 }, (_, n) => ({
    step: 10 + 3 * n,
    failure: "market-data-outage",
    action: n % 2 === 0 ? "activate" : "deactivate",
  }));
  const recorded = new RecordedRun(1, timelineShares(limit, [1]));
  const record = simulate({
    capacity: 4,
    payloadWords: 1,
    warmupTicks: 1,
    stepNs: 1_000,
    seed: 1,
    ingest: constantRate(9, totalSteps),
    consumers: [{ name: "slow", polls: constantRate(2, totalSteps), onOverrun: "skip-to-head" }],
    failures: new FailureSchedule({ totalSteps, injections }),
  }, recorded);
  const text = [...timelineText({ source: "", limit, processes: [stepProcess("run", record, recorded)] })].join("");
  assertEquals(problemsOf(text, limit), []);
  return { ...readTrace(text), record };
}

Deno.test("A timeline says of every kind how much of it is left out, and shows the first", () => {
  const { events, otherData, record } = restless(100);
  const notice = events.find(({ cat }) => cat === "cut")!;
  const cuts = Object.values(notice.args);
  assertEquals(otherData.not_shown, cuts.map((cut) => `run: ${cut}`).join("; "));
  assertEquals(cuts, [
    "the first 45 of 3600 events are shown",
    "the first 5 of 122 states are shown",
    "the first 49 of 120 injections are shown",
    `the first 49 of ${record.consumers[0].episodes.length} overruns of slow are shown`,
    "lag is the greatest of every 8 values",
  ]);
  const of = (cat: string) => events.filter((event) => event.cat === cat);
  assertEquals(of("lifecycle").map(({ name, ns, durNs }) => [name, ns / 1_000, durNs / 1_000]), [
    ["WARMUP", 0, 1],
    ["READY", 1, 9],
    ["DEGRADED", 10, 3],
    ["READY", 13, 3],
    ["DEGRADED", 16, 3],
  ]);
  assertEquals(of("injection").map(({ ns }) => ns / 1_000), Array.from({ length: 49 }, (_, n) => 10 + 3 * n));
  assertEquals([of("overrun").length, of("lag").length, of("arrival").length], [49, 100, 45]);
  assertEquals(notice.ns, of("arrival").at(-1)!.ns);
});

Deno.test("A timeline that leaves nothing out says so, and has no notice", () => {
  const { events, otherData, record } = restless(100_000);
  assertEquals(otherData.not_shown, "nothing");
  assert(events.every(({ cat, name }) => cat !== "cut" && name !== "process_labels"));
  assertEquals(events.filter(({ cat }) => cat === "lifecycle").length, 122);
  const lags = events.filter(({ ph }) => ph === "C");
  const { backlog } = record.consumers[0].steps;
  assertEquals(lags.length, 2 * backlog.length);
  assertEquals(lags.filter((_, n) => n % 2 === 1).map(({ args }) => args.events), [...backlog]);
});

Deno.test("timelineShares keeps every phase within the limit, whatever the runs and consumers", () => {
  for (const limit of [100, 10_000, 999_983]) {
    for (const consumers of [[1], [3], [1, 1, 1], [16], [2, 5, 40], new Array(300).fill(4)]) {
      const { events, spans, instants, lag } = timelineShares(limit, consumers);
      const runs = consumers.length;
      const lanes = consumers.reduce((sum, count) => sum + count, 0);
      assert(runs * 2 * spans + (runs + lanes) * events <= limit, "slices");
      assert(runs + (runs + lanes) * instants <= Math.max(limit, runs), "instants");
      assert(lanes * lag <= limit && lanes * events <= limit, "values and lives");
      assert([events, spans, instants, lag].every((share) => Number.isInteger(share) && share >= 0));
    }
  }
});
