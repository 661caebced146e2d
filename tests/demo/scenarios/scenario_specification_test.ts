import { assert, assertEquals } from "@std/assert";
import { readSpecification, type SystemSpecification } from "../../../config/mod.ts";
import { SCENARIOS } from "../../../demo/scenarios/catalogue/all.ts";
import { runDemo } from "../../../demo/scenarios/run_demo.ts";
import { runScenario, type ScenarioChanges } from "../../../demo/scenarios/scenario.ts";
import { NO_SIZE } from "../../../demo/system/feed/arrival_feed.ts";
import { StepMoments } from "../../../demo/system/step_moments.ts";
import { TimedSystem } from "../../../demo/system/timed/timed_system.ts";
import { recordedIo } from "../terminal/_io.ts";

/** Specifications that the demo prints. */
function printed(...args: string[]): SystemSpecification[] {
  const io = recordedIo();
  assertEquals(runDemo([...args, "--print-spec"], io), 0, io.stderr);
  const items: unknown[] = JSON.parse(io.stdout);
  return items.map((item) => {
    const specification = readSpecification(JSON.stringify(item));
    assertEquals(JSON.parse(JSON.stringify(specification)), item, "it is printed with every default filled in");
    return specification;
  });
}

/** Decisions of each consumer of each run: of the scenario by steps. */
function decisionsByStep(id: string, changes: ScenarioChanges): string[] {
  const scenario = SCENARIOS.find((scenario) => scenario.id === id)!;
  return runScenario(scenario, changes).tracks.map(({ consumer }) => consumer.decisions);
}

/** The same of what a specification says. */
function decisionsOf(specification: SystemSpecification): string[] {
  const { feed, step, duration = 0, consumers } = specification;
  assert(feed.model === "steps");
  const { perStep } = feed;
  const steps = duration / step;
  const counts = typeof perStep === "number" ? new Int32Array(steps).fill(perStep) : Int32Array.from(perStep);
  const system = new TimedSystem({ specification, services: consumers.map(() => undefined) });
  const arrivals = new StepMoments(counts, { stepNs: step, fromNs: 0, spanNs: Math.floor(step / 2) });
  for (; arrivals.nextNs < Infinity; arrivals.advance()) {
    system.take({ timesNs: Float64Array.of(arrivals.nextNs), sizes: Float64Array.of(NO_SIZE) }, 1);
  }
  return system.finish().consumers.map(({ decisions }) => decisions);
}

for (const { id } of SCENARIOS) {
  Deno.test(`what --print-spec prints of ${id} is the same run, decision by decision`, () => {
    assertEquals(printed(id).flatMap(decisionsOf), decisionsByStep(id, {}));
    const settings = { ringCapacity: 16, seed: 7, totalSteps: 90, warmupTicks: 0, onOverrun: "skip-to-head" } as const;
    const options = ["--capacity=16", "--seed=7", "--steps=90", "--warmup=0", "--on-overrun=skip-to-head"];
    assertEquals(printed(id, ...options).flatMap(decisionsOf), decisionsByStep(id, { settings }));
  });
}

Deno.test("--print-spec has the injections that are given, as spans", () => {
  const inject = ["3:activate", "5:activate", "8:deactivate", "9:deactivate", "20:activate"];
  const [{ failures }] = printed("chaos", ...inject.flatMap((text) => ["--inject", text]));
  assertEquals(failures, [
    { kind: "market-data-outage", from: 3_000, to: 8_000 },
    { kind: "market-data-outage", from: 20_000 },
  ]);
});

Deno.test("--print-spec has a number where counts are constant, and one specification a run", () => {
  const [producerHeavy] = printed("producer-heavy");
  assertEquals([producerHeavy.feed, producerHeavy.consumers[0].polls], [{ model: "steps", perStep: 8 }, 3] as never);
  assertEquals(printed("overrun-recovery").map(({ consumers: [{ onOverrun }] }) => onOverrun), [
    "stall",
    "skip-to-head",
    "skip-to-oldest",
  ]);
  assertEquals(printed("failure-recovery").length, 1, "the control run is not printed");
  const [burst] = printed("burst");
  assert(burst.feed.model === "steps" && Array.isArray(burst.feed.perStep));
  assertEquals(burst.feed.mean, 8);
});

Deno.test("--print-spec runs nothing, and is refused beside what asks for a run", () => {
  const io = recordedIo();
  const status = runDemo(["balanced", "--print-spec"], io, () => {
    throw new Error("it is run");
  });
  assertEquals([status, io.stderr], [0, ""]);
  for (const beside of [["--json"], ["--trace"], ["--metrics-file", "m.prom"]]) {
    const io = recordedIo();
    assertEquals(runDemo(["balanced", "--print-spec", ...beside], io), 2);
    assertEquals(
      io.stderr,
      `error: --print-spec cannot be combined with ${beside[0]}, since it runs nothing: give one of them\n`,
    );
  }
});

Deno.test("the largest run of the demo can be specified", () => {
  const [{ duration }] = printed("balanced", "--steps", "1000000", "--ingest", "100", "--polls", "100");
  assertEquals(duration, 1_000_000_000);
});
