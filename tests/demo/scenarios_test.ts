import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { OVERRUN_POLICIES } from "../../config/overrun_policy.ts";
import { INJECTION_ACTIONS } from "../../control/failure/failure_schedule.ts";
import { LifecycleState } from "../../core/state/lifecycle_state.ts";
import { runScenario, type Scenario, type ScenarioResult } from "../../demo/scenario.ts";
import { SCENARIOS } from "../../demo/scenarios/all.ts";
import { stateSpans } from "../../demo/state_spans.ts";
import { summarize } from "../../demo/summary.ts";
import { FAULTS } from "./_faults.ts";

const { WARMUP, READY, DEGRADED } = LifecycleState;

function scenarioOf(id: string): Scenario {
  const scenario = SCENARIOS.find((scenario) => scenario.id === id);
  assert(scenario !== undefined, `no scenario ${id}`);
  return scenario;
}

function run(id: string): ScenarioResult {
  return runScenario(scenarioOf(id));
}

Deno.test("Scenario balanced: nothing is lost, every event is delivered", () => {
  const { tracks: [track] } = run("balanced");
  assertEquals(summarize(track), {
    firstOverrunStep: null,
    totalOverruns: 0,
    totalIngested: 250,
    totalAcks: 250,
    executedAcks: 200,
    provisionalAcks: 50,
    totalLost: 0,
    totalEmptyPolls: 0,
    finalBacklog: 0,
    finalState: READY,
  });
});

Deno.test("Scenario producer-heavy: the first overrun is in step 12", () => {
  const { tracks: [track] } = run("producer-heavy");
  assertEquals(summarize(track), {
    firstOverrunStep: 12,
    totalOverruns: 38 * 3,
    totalIngested: 400,
    totalAcks: 36,
    executedAcks: 6,
    provisionalAcks: 30,
    totalLost: 300,
    totalEmptyPolls: 0,
    finalBacklog: 364,
    finalState: READY,
  });
});

Deno.test("Scenario consumer-heavy: five polls of every step find nothing", () => {
  const { tracks: [track] } = run("consumer-heavy");
  const summary = summarize(track);
  assertEquals([summary.totalAcks, summary.totalEmptyPolls, summary.totalOverruns], [150, 250, 0]);
});

Deno.test("Scenario failure-recovery: READY, DEGRADED from 20 to 39, READY", () => {
  const { tracks: [track] } = run("failure-recovery");
  assertEquals(stateSpans(track.run.state), [
    { state: WARMUP, from: 0, to: 9 },
    { state: READY, from: 10, to: 19 },
    { state: DEGRADED, from: 20, to: 39 },
    { state: READY, from: 40, to: 49 },
  ]);
  assertEquals(summarize(track).executedAcks, 100);
});

Deno.test("Scenario overrun-recovery: three policies take the same overload differently", () => {
  const { tracks } = run("overrun-recovery");
  assertEquals(
    tracks.map((track) => [track.name, summarize(track).totalAcks, summarize(track).totalLost]),
    [["stall", 36, 300], ["skip-to-head", 141, 204], ["skip-to-oldest", 112, 226]],
  );
});

Deno.test("Scenario overrun-recovery: the policy that is asked for comes first", () => {
  const { tracks } = runScenario(scenarioOf("overrun-recovery"), { settings: { onOverrun: "skip-to-oldest" } });
  assertEquals(tracks.map(({ name }) => name), ["skip-to-oldest", "stall", "skip-to-head"]);
});

Deno.test("Scenario overrun-recovery: no loss identity is claimed of a run of which it is not true", () => {
  const { claims, tracks } = run("overrun-recovery");
  const identity = claims.find(({ claim }) => claim.startsWith("after every step, ingested = "));
  assertEquals(identity?.claim, "after every step, ingested = acks + backlog (+ lost, if it skips)");
  for (const track of tracks) {
    const { totalIngested, totalAcks, totalLost, finalBacklog } = summarize(track);
    const skips = track.consumer.plan.onOverrun !== "stall";
    assertEquals(totalIngested, totalAcks + finalBacklog + (skips ? totalLost : 0), track.name);
  }
});

Deno.test("Scenario burst: a ring of the size that arithmetic asks for loses nothing", () => {
  const { tracks } = run("burst");
  const [configured, sufficient] = tracks.map(summarize);
  assert(configured.totalLost > 0);
  assertEquals([sufficient.totalLost, sufficient.totalOverruns], [0, 0]);
  assert(tracks[1].run.plan.capacity > tracks[0].run.plan.capacity);
});

Deno.test("Scenario burst: another seed, other bursts", () => {
  const ingested = (seed: number) => {
    const { tracks: [track] } = runScenario(scenarioOf("burst"), { settings: { seed } });
    return [...track.run.ingested].join(" ");
  };
  assertEquals(ingested(1), ingested(1));
  assert(ingested(1) !== ingested(2));
});

Deno.test("Scenario fan-out: the slow and the paused consumer lose events, the fast one none", () => {
  const { tracks } = run("fan-out");
  assertEquals(tracks.map(({ name }) => name), ["fast", "slow", "paused"]);
  const [fast, slow, paused] = tracks.map(summarize);
  assertEquals([fast.totalLost, fast.totalAcks], [0, fast.totalIngested]);
  assert(slow.totalLost > 0 && paused.totalLost > 0);
});

Deno.test("Scenario warmup-failure: the warm-up is paused, resumed and completed", () => {
  const { tracks: [track] } = run("warmup-failure");
  assertEquals(stateSpans(track.run.state), [
    { state: WARMUP, from: 0, to: 3 },
    { state: DEGRADED, from: 4, to: 15 },
    { state: WARMUP, from: 16, to: 21 },
    { state: READY, from: 22, to: 49 },
  ]);
});

Deno.test("Scenario chaos: the seed decides what fails, and the system comes back", () => {
  const injections = (seed: number) =>
    runScenario(scenarioOf("chaos"), { settings: { seed } }).request.failures.injections;
  assertEquals(injections(1), injections(1));
  assert(JSON.stringify(injections(1)) !== JSON.stringify(injections(2)));
  for (let seed = 0; seed < 50; seed++) {
    const { tracks: [track], claims } = runScenario(scenarioOf("chaos"), { settings: { seed } });
    assertEquals(summarize(track).finalState, READY, `seed ${seed}`);
    assert(claims.every(({ held }) => held), `seed ${seed}`);
  }
});

Deno.test("runScenario leaves out the scenario's own injections that lie after the end, and says so", () => {
  const result = runScenario(scenarioOf("failure-recovery"), { settings: { totalSteps: 30 } });
  assertEquals(result.request.failures.injections.map(({ step }) => step), [20]);
  assertEquals(result.injectionsAfterEnd.map(({ step }) => step), [40]);
  assertEquals(summarize(result.tracks[0]).finalState, DEGRADED);
  assert(result.claims.every(({ held }) => held));
});

Deno.test("runScenario replaces all of the scenario's own injections by those that are given", () => {
  const injections = [{ step: 5, failure: "market-data-outage", action: "activate" }] as const;
  const result = runScenario(scenarioOf("failure-recovery"), { injections });
  assertEquals(result.request.failures.injections, injections);
  assertEquals(runScenario(scenarioOf("chaos"), { injections: [] }).request.failures.injections, []);
});

const changes = fc.record({
  settings: fc.record({
    ringCapacity: fc.nat({ max: 8 }).map((bits) => 2 ** bits),
    payloadWords: fc.nat({ max: 5 }),
    ingestPerStep: fc.nat({ max: 40 }),
    pollsPerStep: fc.nat({ max: 40 }),
    warmupTicks: fc.nat({ max: 30 }),
    totalSteps: fc.integer({ min: 1, max: 80 }),
    onOverrun: fc.constantFrom(...OVERRUN_POLICIES),
    seed: fc.maxSafeNat(),
    stepNs: fc.integer({ min: 1, max: 5_000 }),
  }, { requiredKeys: ["totalSteps"] }),
  injections: fc.option(
    fc.uniqueArray(fc.record({ at: fc.nat({ max: 79 }), action: fc.constantFrom(...INJECTION_ACTIONS) }), {
      selector: ({ at }) => at,
      maxLength: 8,
    }),
    { nil: undefined },
  ),
});

for (const scenario of SCENARIOS) {
  Deno.test(`Scenario ${scenario.id}: every claim holds, whatever the numbers`, () => {
    fc.assert(
      fc.property(changes, ({ settings, injections }) => {
        const own = injections?.filter(({ at }) => at < settings.totalSteps)
          .map(({ at, action }) => ({ step: at, action, failure: "market-data-outage" as const }));
        const { claims } = runScenario(scenario, { settings, injections: own });
        assertEquals(claims.filter(({ held }) => !held).map(({ claim }) => claim), []);
        assert(claims.length >= 6);
      }),
      { numRuns: 60 },
    );
  });

  Deno.test(`Scenario ${scenario.id}: there is no claim that a wrong simulation cannot break`, () => {
    const unbroken = new Set(runScenario(scenario).claims.map(({ claim }) => claim));
    for (const fault of FAULTS) {
      for (const { claim, held } of runScenario(scenario, { simulate: fault.simulate }).claims) {
        if (!held) unbroken.delete(claim);
      }
    }
    assertEquals([...unbroken], []);
  });
}

for (const fault of FAULTS) {
  Deno.test(`Scenarios do not hold when ${fault.name}`, () => {
    const broken = SCENARIOS.filter((scenario) =>
      runScenario(scenario, { simulate: fault.simulate }).claims.some(({ held }) => !held)
    );
    assert(broken.length > 0, "no scenario has noticed");
  });
}
