import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import fc from "fast-check";
import { OVERRUN_POLICIES } from "../../../core/bus/overrun_policy.ts";
import { INJECTION_ACTIONS } from "../../../control/failure/failure_schedule.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { loadOf } from "../../../demo/capacity/load.ts";
import { runScenario, type Scenario, type ScenarioResult } from "../../../demo/scenarios/scenario.ts";
import { SCENARIOS } from "../../../demo/scenarios/catalogue/all.ts";
import { stateSpans } from "../../../demo/system/state_spans.ts";
import { sum, summarize } from "../../../demo/system/summary.ts";
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
    firstOverrunStep: undefined,
    firstOverwrittenStep: undefined,
    totalOverruns: 0,
    totalEpisodes: 0,
    totalIngested: 250,
    totalAcks: 250,
    executedAcks: 200,
    provisionalAcks: 50,
    totalLost: 0,
    totalSkipped: 0,
    totalOverwritten: 0,
    totalUndeliverable: 0,
    totalEmptyPolls: 0,
    finalBacklog: 0,
    finalReadable: 0,
    finalState: READY,
  });
});

Deno.test("Scenario producer-heavy: the first overrun is in step 12", () => {
  const { tracks: [track] } = run("producer-heavy");
  assertEquals(summarize(track), {
    firstOverrunStep: 12,
    firstOverwrittenStep: 12,
    totalOverruns: 38 * 3,
    totalEpisodes: 1,
    totalIngested: 400,
    totalAcks: 36,
    executedAcks: 6,
    provisionalAcks: 30,
    totalLost: 300,
    totalSkipped: 0,
    totalOverwritten: 300,
    totalUndeliverable: 300,
    totalEmptyPolls: 0,
    finalBacklog: 364,
    finalReadable: 64,
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

Deno.test("Scenario overrun-recovery: what is overwritten is lost under every policy, and one identity holds for all", () => {
  const { claims, tracks } = run("overrun-recovery");
  assert(claims.some(({ claim }) => claim === "after every step, ingested = acks + lost + readable"));
  assert(claims.some(({ claim }) => claim === "lost of 400 events: stall 300, skip-to-head 204, skip-to-oldest 226"));
  for (const track of tracks) {
    const { totalIngested, totalAcks, totalUndeliverable, finalReadable } = summarize(track);
    assertEquals(totalIngested, totalAcks + totalUndeliverable + finalReadable, track.name);
    assert(finalReadable <= track.run.plan.capacity, track.name);
  }
});

Deno.test("Scenario overrun-recovery: the runs are alternatives, and no number is a sum over them", () => {
  const { claims } = run("overrun-recovery");
  assert(claims.every(({ claim }) => !/199|289/.test(claim)));
  assert(
    claims.some(({ claim }) => claim.endsWith(": stall 6 of 36, skip-to-head 111 of 141, skip-to-oldest 82 of 112")),
  );
});

Deno.test("Scenario overrun-recovery: an overrun is one until the consumer resumes, however many polls find it", () => {
  const { tracks } = run("overrun-recovery");
  assertEquals(
    tracks.map((track) => [track.name, summarize(track).totalOverruns, summarize(track).totalEpisodes]),
    [["stall", 114, 1], ["skip-to-head", 3, 3], ["skip-to-oldest", 38, 38]],
  );
  const [stall, head] = tracks.map(({ consumer }) => consumer.episodes);
  assertEquals(stall, [{ step: 12, endStep: undefined, lost: 300 }]);
  assertEquals(head, [12, 25, 38].map((step) => ({ step, endStep: step, lost: 68 })));
});

Deno.test("Scenario producer-heavy: a consumer that never polls is never told, and what it lost is lost all the same", () => {
  for (const onOverrun of OVERRUN_POLICIES) {
    const { tracks: [track], claims } = runScenario(scenarioOf("producer-heavy"), {
      settings: { pollsPerStep: 0, onOverrun },
    });
    const summary = summarize(track);
    assertEquals(
      [summary.totalLost, summary.totalOverwritten, summary.totalUndeliverable, summary.finalReadable],
      [0, 336, 336, 64],
    );
    assertEquals([summary.firstOverrunStep, summary.firstOverwrittenStep], [undefined, 8]);
    const texts = claims.map(({ claim }) => claim).join("; ");
    assertMatch(texts, /step 8 overwrites what is unread, and no poll comes to find it/);
    assertMatch(texts, /336 of 400 events are lost: 0 skipped, 336 overwritten unread/);
    assertNotMatch(texts, /there is no overrun|nothing is lost/);
  }
});

Deno.test("Scenario burst: a ring of the size that arithmetic asks for loses nothing", () => {
  const { tracks } = run("burst");
  const [configured, sufficient] = tracks.map(summarize);
  assert(configured.totalLost > 0);
  assertEquals([sufficient.totalLost, sufficient.totalOverruns], [0, 0]);
  assert(tracks[1].run.plan.capacity > tracks[0].run.plan.capacity);
});

Deno.test("Scenario burst: an unstable load is called so, with its growth, and no size is recommended", () => {
  const { tracks, claims } = runScenario(scenarioOf("burst"), {
    settings: { ringCapacity: 4_096, ingestPerStep: 2_000, pollsPerStep: 300, totalSteps: 400 },
  });
  assertEquals(tracks.map(({ name }) => name), ["configured"]);
  assertEquals(
    claims[claims.length - 1].claim,
    "load 3.33 on the whole, unstable: the backlog grows by 700 a step, 700,000,000 a second, and no ring is enough",
  );
});

Deno.test("Scenario burst: a size is recommended below a load of 1, and never from there on", () => {
  const seen = { sized: 0, unstable: 0, behind: 0 };
  fc.assert(
    fc.property(
      fc.record({
        ringCapacity: fc.nat({ max: 10 }).map((bits) => 2 ** bits),
        ingestPerStep: fc.nat({ max: 60 }),
        pollsPerStep: fc.nat({ max: 40 }),
        totalSteps: fc.integer({ min: 1, max: 300 }),
        onOverrun: fc.constantFrom(...OVERRUN_POLICIES),
        seed: fc.maxSafeNat(),
      }),
      (settings) => {
        const { tracks, claims } = runScenario(scenarioOf("burst"), { settings });
        const isRecommended = tracks.length > 1 ||
          claims.some(({ claim }) => /(slots are|slot is|any ring is) enough/.test(claim));
        // Bursts and quiet last as long as each other in the long run.
        const [events, polls] = [settings.ingestPerStep, 2 * settings.pollsPerStep];
        const isUnstable = events > 0 && events >= polls;
        const came = sum(tracks[0].run.plan.ingest);
        const isBehind = came > 0 && came >= settings.pollsPerStep * settings.totalSteps;
        if (isUnstable) {
          seen.unstable++;
          assert(!isRecommended, "nothing is recommended for an unstable load");
          assert(claims.some(({ claim }) => /^load .*unstable: .*no ring is enough$/.test(claim)));
        } else if (!isBehind) {
          seen.sized++;
          const { neededCapacity, sufficientCapacity } = loadOf(tracks[0].run.plan, tracks[0].consumer.plan);
          assertEquals(sufficientCapacity, leastPowerOfTwo(neededCapacity));
          assertEquals(isRecommended, true);
        } else {
          // A run that ends before it has caught up. If it has caught up at a load of just 1, a size is right as well.
          seen.behind++;
          assert(claims.every(({ claim }) => !claim.includes("unstable")));
          const { left } = lindley([...tracks[0].run.plan.ingest], settings.pollsPerStep);
          assertEquals(isRecommended, left === 0);
        }
      },
    ),
    {
      numRuns: 150,
      examples: [[{
        ringCapacity: 64,
        ingestPerStep: 16,
        pollsPerStep: 10,
        totalSteps: 5,
        onOverrun: "stall",
        seed: 1,
      }]],
    },
  );
  assert(Object.values(seen).every((count) => count > 0), JSON.stringify(seen));
});

/** The highest backlog, and the one at the end, in a ring that forgets nothing. */
function lindley(ingest: readonly number[], polls: number): { highest: number; left: number } {
  return ingest.reduce(({ highest, left }, events) => ({
    highest: Math.max(highest, left + events),
    left: Math.max(0, left + events - polls),
  }), { highest: 0, left: 0 });
}

function leastPowerOfTwo(count: number): number {
  let power = 1;
  while (power < count) power *= 2;
  return power;
}

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

Deno.test("runScenario knows whether a scenario has the numbers that it speaks of", () => {
  for (const scenario of SCENARIOS) {
    const isOwn = (changes: Parameters<typeof runScenario>[1]) => runScenario(scenario, changes).isOwn;
    assertEquals([isOwn({}), isOwn({ settings: { seed: 7 } }), isOwn({ settings: scenario.settings })], [
      true,
      true,
      true,
    ]);
    assertEquals([isOwn({ settings: { ringCapacity: 32 } }), isOwn({ injections: [] })], [false, false]);
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
