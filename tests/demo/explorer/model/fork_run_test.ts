import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { readSpecification } from "../../../../config/mod.ts";
import { EVENTS_MAX } from "../../../../demo/explorer/model/bounds.ts";
import { type Fork, FORK_KINDS } from "../../../../demo/explorer/model/explorer_request.ts";
import { type ExplorerRun, RequestError } from "../../../../demo/explorer/model/explorer_run.ts";
import { forkPlan, forkText, readFork } from "../../../../demo/explorer/model/fork_run.ts";
import { runRequest } from "../../../../demo/explorer/model/run_request.ts";
import { runTimed } from "../../../../demo/explorer/model/timed_run.ts";
import type { RunView } from "../../../../demo/figures/run_view.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { simulate } from "../../simulate/_world.ts";
import { requestOf, systemRequest } from "./_requests.ts";

const run = (hash: string) => runRequest(requestOf(hash));

const COLUMNS = ["head", "lagMax", "lag", "lost", "overruns", "live", "provisional", "stalenessNsMax"] as const;

/** What a view shows of its first columns. */
function before(view: RunView, at: number): unknown {
  return {
    columns: COLUMNS.map((name) => Array.from(view[name]).slice(0, at)),
    states: view.states.filter(({ from }) => from < at).map((span) => ({ ...span, to: Math.min(span.to, at) })),
    episodes: view.episodes.filter(({ from }) => from < at).map(({ from }) => from),
  };
}

/** Checks that a forked run is the base before its first fork, that its claims hold, and that its specification is it. */
function checkForked(base: ExplorerRun, forked: ExplorerRun, at: number): void {
  base.views.forEach((view, n) => assertEquals(before(forked.views[n], at), before(view, at)));
  assertEquals(forked.claims.filter(({ held }) => !held), []);
  for (const { account: { events, live, provisional, lost, waiting } } of forked.views) {
    assertEquals(live + provisional + lost + waiting, events);
  }
}

/** Decisions of the consumers of all specifications of a run. */
function decisionsOf(forked: ExplorerRun): string[] {
  const written: unknown = JSON.parse(forked.specification());
  return [written].flat().flatMap((one) =>
    runTimed(readSpecification(JSON.stringify(one)), new Map(), "").record.consumers.map(({ decisions }) => decisions)
  );
}

const FORKS = [
  "20:ingest=40",
  "20:ingest=0",
  "20:polls=1&fork=30:polls=20",
  "20:pause=10",
  "20:outage=15",
  "0:pause=60",
];

for (const { id } of SCENARIOS) {
  Deno.test(`a fork of ${id} is the same run before, and the system of its specification`, async () => {
    const base = run(`#${id}`);
    for (const fork of FORKS) {
      const forked = run(`#${id}&fork=${fork}`);
      checkForked(base, forked, parseInt(fork));
      assertEquals(decisionsOf(forked), forked.tracks.map(({ consumer }) => consumer.decisions));
      const [deno, task, name, ...args] = forked.command.split(" ");
      assertEquals([deno, task, name], ["deno", "task", "simulate"]);
      const { stdout, stderr } = await simulate([...args, "--json"], {
        inputs: { "fork.json": forked.specification() },
      });
      assertEquals([stderr, stdout], ["", forked.json()]);
      assertEquals(forked.digest, JSON.parse(stdout).digest);
      assertEquals(forked.proves, "");
    }
  });
}

Deno.test("any forks leave what is before them as it was, and keep the claims that hold for any numbers", () => {
  const forks = fc.array(
    fc.record<Fork>({
      kind: fc.constantFrom("ingest", "polls", "pause", "outage"),
      at: fc.nat(39),
      value: fc.integer({ min: 1, max: 30 }),
      consumer: fc.nat(2),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const ids = fc.constantFrom("fan-out", "chaos", "warmup-failure", "burst");
  fc.assert(
    fc.property(ids, forks, (id, forks) => {
      const request = requestOf(`#${id}&steps=40&capacity=16`);
      const own = id === "fan-out" ? forks : forks.map((fork) => ({ ...fork, consumer: 0 }));
      const forked = runRequest({ ...request, forks: own });
      checkForked(runRequest(request), forked, Math.min(...forks.map(({ at }) => at)));
      assertEquals(decisionsOf(forked), forked.tracks.map(({ consumer }) => consumer.decisions));
    }),
    { numRuns: 60 },
  );
});

Deno.test("a fork changes what it says, from its column on", () => {
  const forked = (fork: string, id = "producer-heavy&ingest=3") => run(`#${id}&fork=${fork}`).views[0];
  const counts = (column: ArrayLike<number>) => Array.from(column, (value, n) => value - (n === 0 ? 0 : column[n - 1]));
  assertEquals(counts(forked("48:ingest=7").head).slice(46), [3, 3, 7, 7]);
  assertEquals(Array.from(forked("47:polls=1").live).slice(45), [3, 3, 1, 1, 1]);
  assertEquals(Array.from(forked("45:pause=2").live).slice(43), [3, 3, 0, 0, 3, 3, 3]);
  assertEquals(
    Array.from(forked("20:pause=2&fork=20:polls=9").live).slice(19, 23),
    [3, 3, 3, 3],
    "the later of two counts",
  );
  const states = forked("20:outage=5").states.map(({ state, from }) => `${state} ${from}`);
  assertEquals(states, ["WARMUP 0", "READY 10", "DEGRADED 20", "READY 25"]);
  const degraded = (fork: string) =>
    forked(fork, "failure-recovery").states.filter(({ state }) => state === "DEGRADED").map((
      { from, to },
    ) => [from, to]);
  assertEquals(degraded("15:outage=10"), [[15, 40]]);
  assertEquals(degraded("30:outage=15"), [[20, 45]]);
  assertEquals(degraded("25:outage=5"), [[20, 40]]);
  assertEquals(degraded("40:outage=100"), [[20, 50]]);
  const fanOut = run("#fan-out&fork=5:pause=45@1").views;
  assert(fanOut[0].account.lost === 0 && fanOut[1].account.live === 0);
});

Deno.test("the law is that of the changed schedule", () => {
  const [view] = run("#balanced&fork=20:ingest=9").views;
  // 4 more than polls in every step from step 20 on: 9 + 4 n exceeds 64 first for n = 14.
  assertEquals([view.predicted, view.observed], [34, 34]);
});

const system = {
  ring: { capacity: 64 },
  feed: { model: "constant", rate: "500k/s", events: 5_000 },
  consumers: [{ name: "a", service: "1us", onOverrun: "skip-to-head" }, { name: "b", service: "1500ns" }],
};

Deno.test("a fork of a run by times is a pause of the consumer or an outage, and before it the same", async () => {
  const request = systemRequest(system);
  const base = runRequest(request);
  const { intervalNs, count } = base.views[0];
  const forks: Fork[] = [
    { kind: "pause", at: 100, value: 10, consumer: 1 },
    { kind: "outage", at: 120, value: 20 },
  ];
  const forked = runRequest({ ...request, forks });
  checkForked(base, forked, 100);
  const { consumers, failures } = JSON.parse(forked.specification());
  assertEquals(consumers.map(({ pauses }: { pauses: unknown }) => pauses), [
    [],
    [{ at: 100 * intervalNs, for: 10 * intervalNs }],
  ]);
  assertEquals(failures, [{ kind: "market-data-outage", from: 120 * intervalNs, to: 140 * intervalNs }]);
  assertEquals(forked.views[0].account.lost, 0);
  assert(forked.views[1].account.lost > 0 && base.views[1].account.lost === 0);
  const { stdout } = await simulate(["fork.json", "--json"], { inputs: { "fork.json": forked.specification() } });
  assertEquals([forked.command, forked.json()], ["deno task simulate fork.json", stdout]);
  const load = run("#opra-line&fork=100:pause=50");
  checkForked(run("#opra-line"), load, 100);
  assertEquals([load.name, load.command, load.proves], ["opra-line", "deno task simulate fork.json", ""]);
  const refused = (fork: Fork, message: string) =>
    assertEquals(assertThrows(() => runRequest({ ...request, forks: [fork] }), RequestError).message, message);
  refused({ kind: "polls", at: 1, value: 1 }, "fork must be a pause or an outage, for a run by times, got 1:polls=1");
  refused(
    { kind: "pause", at: count, value: 1 },
    `fork must be at an integer from 0 to ${count - 1}, got ${count}:pause=1`,
  );
  refused({ kind: "pause", at: 1, value: 1, consumer: 2 }, "fork must be of a consumer from 0 to 1, got 1:pause=1@2");
});

Deno.test("a fork has a whole number that its kind can have", () => {
  const request = requestOf("#balanced");
  for (const kind of FORK_KINDS) {
    const min = kind === "pause" || kind === "outage" ? 1 : 0;
    for (const value of [min - 1, 1.5, NaN, Infinity, EVENTS_MAX + 1]) {
      assertThrows(
        () => runRequest({ ...request, forks: [{ kind, at: 5, value }] }),
        RequestError,
        `fork must have an integer from ${min} to ${EVENTS_MAX}, got 5:${kind}=${value}`,
      );
    }
    runRequest({ ...request, forks: [{ kind, at: 5, value: min }] });
  }
});

Deno.test("readFork reads what forkText writes, and refuses what is no fork", () => {
  for (const text of ["0:ingest=0", "12:pause=5@3", "999999999:outage=1"]) assertEquals(forkText(readFork(text)), text);
  for (const text of ["", "1:stop=1", "1:pause", "-1:pause=1", "1:pause=1e3", "1:pause=1@x", "1:constructor=1"]) {
    assertThrows(() => readFork(text), RequestError, "fork must be AT:KIND=VALUE");
  }
});

Deno.test("forkPlan leaves the plan that it is given as it is", () => {
  const [{ run: { plan } }] = run("#burst").tracks;
  const text = JSON.stringify(plan);
  const forked = forkPlan(plan, [{ kind: "ingest", at: 3, value: 1 }, { kind: "outage", at: 4, value: 2 }]);
  assertEquals(JSON.stringify(plan), text);
  assertEquals([plan.meanIngest, forked.meanIngest], [8, undefined]);
});

Deno.test("runRequest refuses more forks than an address holds", () => {
  const forks = Array.from({ length: 17 }, (_, at) => ({ kind: "polls", at, value: 1 }) as const);
  assertThrows(
    () => runRequest({ scenario: "balanced", specification: undefined, options: new Map(), forks }),
    RequestError,
    "a run must have at most 16 forks, got 17",
  );
});
