import { assert, assertEquals } from "@std/assert";
import { FailureSchedule, SeededRandom } from "../../../control/mod.ts";
import { OVERRUN_POLICIES } from "../../../mod.ts";
import { SCENARIOS } from "../../../demo/scenarios/catalogue/all.ts";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import type { RunPlan } from "../../../demo/system/run_plan.ts";
import { simulate } from "../../../demo/system/simulation.ts";
import { summarize } from "../../../demo/system/summary.ts";
import { RecordedRun } from "../../../demo/timeline/recorded_run.ts";
import { stepProcess } from "../../../demo/timeline/step_process.ts";
import { timelineShares } from "../../../demo/timeline/timeline_shares.ts";
import { timelineText } from "../../../demo/timeline/timeline_text.ts";
import { recordedIo } from "../terminal/_io.ts";
import { problemsOf, type ReadEvent, readTrace } from "./_trace_rules.ts";

const LIMIT = 10_000;

function demo(...args: string[]): string {
  const io = recordedIo();
  assertEquals(runDemo(args, io), 0, io.stderr);
  return io.stdout;
}

/** How many events of a consumer became what, by its decisions and by its lives. */
function fatesOf(events: readonly ReadEvent[], pid: number, name: string) {
  const own = events.filter((event) => event.pid === pid);
  const { tid } = own.find(({ name: kind, args }) => kind === "thread_name" && args.name === name)!;
  const lane = own.filter((event) => event.tid === tid);
  const decided = (fate: string) =>
    lane.filter(({ cat, name }) => cat === "decision" && name === fate)
      .reduce((sum, { args: { events = 1 } }) => sum + Number(events), 0);
  const lived = (fate: string) => lane.filter(({ ph, args }) => ph === "b" && args.fate === fate).length;
  return { decided, lived, overruns: lane.filter(({ cat }) => cat === "overrun") };
}

for (const { id } of SCENARIOS) {
  Deno.test(`The timeline of ${id} breaks no rule, and has every decision, loss and overrun of its report`, () => {
    const text = demo(id, "--timeline", "-");
    assertEquals(problemsOf(text, LIMIT), []);
    const { events, otherData } = readTrace(text);
    assertEquals(otherData, {
      source: `deno task demo ${id}`,
      events_of_each_kind_at_most: "10000",
      not_shown: "nothing",
    });
    const json = JSON.parse(demo(id, "--json"));
    const consumers = json.comparison ?? [];
    const summaries = [json.summary, ...consumers];
    assert(summaries.length > 0);
    const names = events.filter(({ name }) => name === "thread_name").map(({ pid, args: { name } }) => ({ pid, name }))
      .filter(({ name }) => !["lifecycle", "feed", "runbook"].includes(String(name)));
    const { pid, name } = names[0];
    const { decided, lived, overruns } = fatesOf(events, pid, String(name));
    assertEquals(
      {
        live: decided("live"),
        provisional: decided("provisional"),
        lived: [lived("live"), lived("provisional"), lived("lost"), lived("unread")],
      },
      {
        live: json.summary.executed_acks,
        provisional: json.summary.provisional_acks,
        lived: [
          json.summary.executed_acks,
          json.summary.provisional_acks,
          json.summary.total_undeliverable,
          json.summary.final_readable,
        ],
      },
    );
    assertEquals(overruns.length, json.summary.total_episodes);
  });
}

Deno.test("The timeline of a long run keeps to the limit, and its lag covers the whole run", () => {
  for (const limit of [100, LIMIT]) {
    const text = demo("burst", "--steps", "10000", "--timeline", "-", "--timeline-events", String(limit));
    assertEquals(problemsOf(text, limit), []);
    const { events, otherData } = readTrace(text);
    assert(/^burst: .*: the first \d+ of \d+ events are shown; /.test(otherData.not_shown), otherData.not_shown);
    assert(/lag is the greatest of every \d+ values/.test(otherData.not_shown));
    const lags = events.filter(({ ph }) => ph === "C");
    assert(Math.max(...lags.map(({ ns }) => ns)) > 0.97 * 10_000 * 1_000);
    // The greatest lag is among the values, however few are left.
    const all = demo("burst", "--steps", "10000", "--json");
    const greatest = Math.max(...lags.map(({ args }) => Number(args.events)));
    assert(greatest >= JSON.parse(all).summary.final_backlog);
  }
});

Deno.test("A timeline of runs by steps that are drawn breaks no rule, and accounts for every event", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = new SeededRandom(seed);
    const plan = drawPlan(random);
    const limit = random.pick([100, 500, 5_000]);
    const recorded = new RecordedRun(plan.consumers.length, timelineShares(limit, [plan.consumers.length]));
    const record = simulate(plan, recorded);
    assertEquals(record, simulate(plan), `seed ${seed}: being watched changes the run`);
    const process = stepProcess("drawn", record, recorded);
    const text = [...timelineText({ source: `seed ${seed}`, limit, processes: [process] })].join("");
    assertEquals(problemsOf(text, limit), [], `seed ${seed}`);
    if (process.cuts.length > 0) continue;
    const { events } = readTrace(text);
    for (const consumer of record.consumers) {
      const summary = summarize({ run: record, consumer });
      const { decided, lived } = fatesOf(events, 1, consumer.plan.name);
      assertEquals(
        [decided("live"), decided("provisional"), lived("lost"), lived("unread")],
        [summary.executedAcks, summary.provisionalAcks, summary.totalUndeliverable, summary.finalReadable],
        `seed ${seed}`,
      );
      assertEquals(consumer.episodes.length, recorded.consumers[record.consumers.indexOf(consumer)].totalOverruns);
    }
  }
});

/** Draws a run by steps: any rates, also of many events at one nanosecond. */
function drawPlan(random: SeededRandom): RunPlan {
  const totalSteps = random.integer(1, 40);
  const counts = (max: number) => Int32Array.from({ length: totalSteps }, () => random.integer(0, max));
  const injections = [...new Set(Array.from({ length: 4 }, () => random.integer(0, totalSteps - 1)))].sort((a, b) =>
    a - b
  );
  return {
    capacity: 2 ** random.integer(0, 5),
    payloadWords: random.integer(0, 3),
    warmupTicks: random.integer(0, 10),
    stepNs: random.pick([1, 2, 7, 1_000, 999_999]),
    seed: random.integer(0, 1_000),
    ingest: counts(random.pick([0, 3, 12, 80])),
    consumers: Array.from({ length: random.integer(1, 3) }, (_, n) => ({
      name: `"${n}" 🚀 <script>`,
      polls: counts(random.pick([0, 3, 12, 80])),
      onOverrun: random.pick(OVERRUN_POLICIES),
    })),
    failures: new FailureSchedule({
      totalSteps,
      injections: injections.map((step, n) => ({
        step,
        failure: "market-data-outage",
        action: n % 2 === 0 ? "activate" : "deactivate",
      })),
    }),
    ...(random.chance(0.3) ? { checks: { lag: { limit: 0.75, recoveryLimit: 0.5 } } } : {}),
  };
}
