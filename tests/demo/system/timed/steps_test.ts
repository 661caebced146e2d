import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { FailureSpecification, SystemSpecification } from "../../../../config/mod.ts";
import { SeededRandom } from "../../../../control/mod.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";
import { runScenario } from "../../../../demo/scenarios/scenario.ts";
import { NO_SIZE } from "../../../../demo/system/feed/arrival_feed.ts";
import type { RunPlan } from "../../../../demo/system/run_plan.ts";
import { simulate } from "../../../../demo/system/simulation.ts";
import { StepMoments } from "../../../../demo/system/step_moments.ts";
import { sum, summarize } from "../../../../demo/system/summary.ts";
import { TimedSystem } from "../../../../demo/system/timed/timed_system.ts";
import { drawPlan } from "../_random_plan.ts";

describe("a plan by steps, run by times", () => {
  for (const scenario of SCENARIOS) {
    it(`takes the decisions of ${scenario.id}, byte for byte`, () => {
      runScenario(scenario, {
        simulate: (plan) => {
          const run = simulate(plan);
          assertSameRun(plan, `${scenario.id}`);
          return run;
        },
      });
    });
  }

  it("takes the same decisions for any rates, policies, failures and health checks", () => {
    const seed = 3;
    for (let run = 0; run < 300; run++) {
      const random = new SeededRandom(seed * 1_000 + run);
      assertSameRun(drawPlan(random), `seed ${seed}, run ${run}`);
    }
  });
});

/** Runs a plan both ways, and compares decisions, counts and states. */
function assertSameRun(plan: RunPlan, shown: string): void {
  const byStep = simulate(plan);
  const byTime = runByTime(plan);
  byStep.consumers.forEach((consumer, n) => {
    const { totalAcks, executedAcks, totalSkipped, totalOverwritten, finalReadable } = summarize({
      run: byStep,
      consumer,
    });
    const { decisions, delivered, live, lost, backlog, overruns, totalEpisodes, witnessed, spoiled } =
      byTime.consumers[n];
    assertEquals(
      { decisions, delivered, live, lost, backlog, overruns, totalEpisodes, witnessed, spoiled },
      {
        decisions: consumer.decisions,
        delivered: totalAcks,
        live: executedAcks,
        lost: totalSkipped + totalOverwritten,
        backlog: finalReadable,
        overruns: sum(consumer.steps.overruns),
        totalEpisodes: consumer.episodes.length,
        witnessed: true,
        spoiled: 0,
      },
      `${consumer.plan.name} of ${shown}`,
    );
  });
  const states = byStep.state.map((_, step) =>
    byTime.lifecycle.findLast(({ fromNs }) => fromNs < (step + 1) * plan.stepNs)?.state
  );
  assertEquals(states, [...byStep.state], shown);
}

function runByTime(plan: RunPlan) {
  const { capacity, payloadWords, stepNs, ingest, consumers, checks = {}, recoveryTicks = 3, seed } = plan;
  const specification: SystemSpecification = {
    ring: { capacity, payloadWords },
    feed: { model: "steps", perStep: [...ingest] },
    consumers: consumers.map(({ name, polls, onOverrun }) => ({ name, polls: [...polls], onOverrun, pauses: [] })),
    pauses: [],
    failures: failuresOf(plan),
    warmup: { ticks: plan.warmupTicks, tick: stepNs },
    checks: Object.fromEntries(
      Object.entries(checks).map(([id, { limit, recoveryLimit = limit }]) => [id, { limit, recoveryLimit }]),
    ),
    recoveryTicks,
    step: stepNs,
    duration: stepNs * ingest.length,
    seed,
  };
  const system = new TimedSystem({ specification, services: consumers.map(() => undefined) });
  const arrivals = new StepMoments(ingest, { stepNs, fromNs: 0, spanNs: Math.floor(stepNs / 2) });
  for (; arrivals.nextNs < Infinity; arrivals.advance()) {
    system.take({ timesNs: Float64Array.of(arrivals.nextNs), sizes: Float64Array.of(NO_SIZE) }, 1);
  }
  return system.finish();
}

/** The injections as spans. Activating what is active, and deactivating what is not, changes nothing. */
function failuresOf({ failures: { injections }, stepNs }: RunPlan): FailureSpecification[] {
  const found: FailureSpecification[] = [];
  for (const kind of new Set(injections.map(({ failure }) => failure))) {
    let from: number | undefined;
    for (const { step, action } of injections.filter(({ failure }) => failure === kind)) {
      if (action === "activate") from ??= step * stepNs;
      else if (from !== undefined) {
        found.push({ kind, from, to: step * stepNs });
        from = undefined;
      }
    }
    if (from !== undefined) found.push({ kind, from });
  }
  return found;
}
