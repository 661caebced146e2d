import { assert, assertEquals, assertMatch } from "@std/assert";
import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import { createClock } from "../../../../core/time/create_clock.ts";
import type { LivePlan } from "../../../../demo/live/plane/live_plan.ts";
import type { LiveResult } from "../../../../demo/live/plane/live_result.ts";
import { allocateLiveRing, runLive } from "../../../../demo/live/plane/live_run.ts";
import { MetricsFile } from "../../../../demo/terminal/files/metrics_file.ts";
import { FakeFiles } from "../../terminal/files/_fake_files.ts";
import { plan } from "../_statuses.ts";

const ignore = Deno.permissions.querySync({ name: "read" }).state !== "granted";
const skipped = ignore ? " (skipped without --allow-read)" : "";

/** Carries out a plan, and shows nobody how it stands. */
async function run(
  live: LivePlan,
  { ring = allocateLiveRing(live), metricsFile = undefined as MetricsFile | undefined } = {},
): Promise<LiveResult> {
  using clock = createClock();
  const { signal } = new AbortController();
  return await runLive(live, { ring, clock, cores: 2, signal, statusMs: 3_600_000, onStatus: () => {}, metricsFile });
}

Deno.test(
  `runLive with a thread that fails ends, and has the reports of the others${skipped}`,
  { ignore },
  async () => {
    const live = plan({ seconds: 60, rate: 1_000, consumers: 2 });
    const ring = allocateLiveRing(live);
    const claimed = SharedRingBuffer.attachProducer(ring); // so the producer's thread is refused
    claimed.claim();
    claimed.publish();
    const files = new FakeFiles();
    const { endedBy, failures, producer, consumers } = await run(live, {
      ring,
      metricsFile: new MetricsFile("m.json", files),
    });
    assertEquals([endedBy, producer, failures.length], ["failure", undefined, 1]);
    assertMatch(failures[0], /^producer: ProducerClaimedError: /);
    // They joined behind the event that had been published.
    for (const { report } of consumers) assertEquals([report?.start, report?.delivered, report?.left], [1, 0, 0]);
    const metrics = JSON.parse(files.content.get("m.json")!);
    assertEquals(metrics.counters.published, 1);
    for (const { counters: { delivered, lost, lag } } of metrics.consumers) {
      assertEquals([delivered, lost, lag], [0, 0, 0]);
    }
  },
);

Deno.test(`runLive does not wait for threads that do not start, and names them${skipped}`, { ignore }, async () => {
  const live = plan({ seconds: 60, rate: 1_000, consumers: 2 });
  using clock = createClock();
  const { endedBy, failures, producer } = await runLive(live, {
    ring: allocateLiveRing(live),
    clock,
    cores: 2,
    signal: new AbortController().signal,
    statusMs: 3_600_000,
    onStatus: () => {},
    metricsFile: undefined,
    patience: { readyMs: 0, stopMs: 0, leaveMs: 0 },
  });
  const late = ["producer", "consumer 1", "consumer 2", "hiccup meter"].map((name) =>
    `${name}: did not start within 0 ms`
  );
  assertEquals([endedBy, producer, failures], ["failure", undefined, late]);
});

const mayRun = !ignore && Deno.permissions.querySync({ name: "run" }).state === "granted";

Deno.test(
  `runLive ends though a thread never returns, names it, and the process ends as well${
    mayRun ? "" : " (skipped without --allow-read, --allow-run)"
  }`,
  { ignore: !mayRun },
  async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--allow-read", new URL("../_hung_run.ts", import.meta.url).href],
    }).output();
    const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assertEquals(code, 1, err);
    assertEquals(JSON.parse(out), {
      endedBy: "time",
      failures: ["consumer 2: did not answer"],
      reports: [true, true, false],
    });
  },
);

Deno.test(`runLive writes the numbers of the system, at the end those that it reports${skipped}`, {
  ignore,
}, async () => {
  const files = new FakeFiles();
  const snapshots: string[] = [];
  const replace = files.replace.bind(files);
  files.replace = (path, text) => {
    replace(path, text);
    snapshots.push(String(text));
  };
  const { producer, consumers, states, metricsFile } = await run(
    plan({ seconds: 1.2, rate: 20_000, consumers: 2, capacity: 64, slowUs: new Map([[2, 100]]), stallUs: 150 }),
    { metricsFile: new MetricsFile("m.json", files) },
  );
  assertEquals([metricsFile?.path, metricsFile?.dropped, metricsFile?.reason], ["m.json", 0, undefined]);
  assertEquals(metricsFile?.written, snapshots.length);
  assert(snapshots.length >= 2, "once after a second, and once at the end");
  const all = snapshots.map((text) => JSON.parse(text));
  for (const { counters: { published, capacity }, consumers } of all) {
    assertEquals([capacity, consumers.length], [64, 2]);
    // Also while the threads are at work.
    for (const { counters: { delivered, lost, lag, overwritten } } of consumers) {
      const left = lag - overwritten;
      assertEquals(delivered + lost + left, published);
      assert(left >= 0, `${left} left: the head was looked at too soon`);
    }
  }
  const [counters, growing] = [all.at(-1).counters, ["delivered", "lost", "overruns", "empty_polls", "stalls"]];
  assertEquals([counters.published, counters.ready, counters.transitions], [producer?.published, 0, states.length]);
  const { warmup, ready } = producer!.cycles;
  assertEquals(
    [counters.producer_stalls, counters.producer_longest_cycle_ns],
    [warmup.stalls + ready.stalls, Math.max(warmup.longestNs, ready.longestNs)],
  );
  assert(counters.producer_longest_cycle_ns > 0);
  for (const [n, { name, counters, histograms }] of all.at(-1).consumers.entries()) {
    const { number, report, observed, dropped } = consumers[n];
    assert(report !== undefined);
    assertEquals(
      [name, counters.delivered, counters.lost, counters.lag, counters.overruns, counters.dropped_observations],
      [String(number), report.delivered, report.lost + report.overwritten, report.left, report.overruns, dropped],
    );
    const { warmup, ready } = report.cycles;
    assertEquals(counters.stalls, warmup.stalls + ready.stalls);
    assertEquals(counters.longest_cycle_ns, Math.max(warmup.longestNs, ready.longestNs));
    assertEquals(counters.executed + counters.provisional + counters.dropped_observations, counters.delivered);
    // Every one of them has been observed, or it is among those that were dropped.
    if (dropped === 0) assertEquals(counters.executed, report.live);
    assertEquals(histograms.staleness_ns.count + counters.implausible_spans, observed);
    assert(counters.empty_polls > 0, "it came to the end of what there was");
    for (let later = 1; later < all.length; later++) {
      const [before, after] = [all[later - 1].consumers[n].counters, all[later].consumers[n].counters];
      for (const id of growing) assert(after[id] >= before[id], `${id}: ${before[id]}, then ${after[id]}`);
    }
  }
  // Whoever takes 100 µs over an event, and looks after each, has no cycle that is shorter.
  assert(all.at(-1).consumers[1].counters.longest_cycle_ns >= 100_000);
});

Deno.test(`runLive lets health decide, if there are checks${skipped}`, { ignore }, async () => {
  // Every event takes longer than a cycle may: at any speed there are stalls, and before the warm-up is over.
  const live = plan({ seconds: 1.5, rate: 10_000, consumers: 1, slowUs: new Map([[1, 100]]), stallUs: 50 });
  const { states } = await run({ ...live, checks: { stall: { limit: 0 } } });
  assertEquals(states.find(({ state }) => state === "DEGRADED")?.causes, ["health check stall"]);
  const { states: unjudged } = await run(live);
  assertEquals(unjudged.find(({ state }) => state === "DEGRADED")?.causes, ["shutdown"]);
});

Deno.test(`runLive goes on where its numbers cannot be written, and counts them${skipped}`, { ignore }, async () => {
  const files = new FakeFiles();
  files.fault = "replace";
  const { endedBy, failures, producer, metricsFile } = await run(plan({ seconds: 1.2, rate: 1_000, consumers: 1 }), {
    metricsFile: new MetricsFile("m.prom", files),
  });
  assertEquals([endedBy, failures], ["time", []]);
  assert(producer !== undefined);
  assertEquals([metricsFile?.written, metricsFile?.reason], [0, "no space left"]);
  assertEquals(metricsFile?.dropped, files.journal.filter((line) => line.startsWith("replace ")).length);
  assert(metricsFile!.dropped >= 2, "once after a second, and once at the end");
  assertEquals([...files.content], []);
});

Deno.test(
  `runLive notes every cause that holds the system, also one that joins another${skipped}`,
  { ignore },
  async () => {
    const injections = [{ atMs: 0, action: "activate" as const }];
    const { states } = await run(plan({ seconds: 0.1, rate: 1_000, consumers: 1, injections }));
    assertEquals(states.map(({ state, causes }) => `${state} ${causes.join(", ")}`), [
      "DEGRADED market data outage",
      "DEGRADED market data outage, shutdown",
    ]);
  },
);

Deno.test(`runLive counts what a slow logic takes as processing time${skipped}`, { ignore }, async () => {
  const slowUs = new Map([[2, 200]]);
  const { consumers } = await run(plan({ seconds: 1.2, rate: 1_000, consumers: 2, slowUs }));
  const slow = consumers[1].processingNs.snapshot();
  assert(slow.count > 0);
  assert(slow.min >= 200_000, `${slow.min} ns`);
  assertEquals(slow.count, consumers[1].measuredNs.snapshot().count);
});

Deno.test(`runLive that an operator halts is live in no moment until the release${skipped}`, { ignore }, async () => {
  const halted = await run(plan({
    seconds: 1.2,
    rate: 1_000,
    consumers: 1,
    injections: [{ atMs: 0, action: "halt" }, { atMs: 10, action: "deactivate" }],
  }));
  assertEquals(halted.states.map(({ state, causes }) => `${state} ${causes.join(", ")}`), [
    "DEGRADED operator halt",
    "DEGRADED operator halt, shutdown",
  ]);
  assertEquals([halted.consumers[0].report?.live, halted.halts], [0, []]);
  const released = await run(plan({
    seconds: 1.5,
    rate: 1_000,
    consumers: 1,
    injections: [{ atMs: 0, action: "halt" }, { atMs: 50, action: "release" }],
  }));
  assertEquals(released.states[0], { ...released.states[0], state: "DEGRADED", causes: ["operator halt"] });
  const left = released.states.filter(({ state }, n) => state !== "READY" && released.states[n - 1]?.state === "READY");
  assertEquals(released.halts.map(({ causes }) => causes), left.map(({ causes }) => causes));
  for (const { liveAfter, timeToHaltNs, tookNs } of released.halts) {
    assert(tookNs >= 0);
    assertEquals(timeToHaltNs > 0, liveAfter > 0);
  }
});
