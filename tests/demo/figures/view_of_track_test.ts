import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { SeededRandom } from "../../../control/mod.ts";
import { viewOfTrack } from "../../../demo/figures/view_of_track.ts";
import { SCENARIOS } from "../../../demo/scenarios/catalogue/all.ts";
import { runScenario } from "../../../demo/scenarios/scenario.ts";
import { simulate } from "../../../demo/system/simulation.ts";
import { OVERRUN_POLICIES } from "../../../mod.ts";
import { drawPlan } from "../system/_random_plan.ts";
import { checkView } from "./_check_view.ts";

describe("viewOfTrack", () => {
  for (const scenario of SCENARIOS) {
    it(`has columns that add up to the account of ${scenario.id}, under every policy`, () => {
      for (const onOverrun of [undefined, ...OVERRUN_POLICIES]) {
        const { tracks } = runScenario(scenario, { settings: onOverrun === undefined ? {} : { onOverrun } });
        for (const track of tracks) {
          const view = viewOfTrack(track);
          checkView(view, `${scenario.id} ${onOverrun}: ${track.name}`);
          assertEquals([view.predicted, view.predictedText], [view.observed, view.observedText], scenario.id);
        }
      }
    });
  }

  it("has such columns for any rates, policies, failures and health checks, and the greatest lag before the polls", () => {
    const seed = 5;
    for (let n = 0; n < 300; n++) {
      const run = simulate(drawPlan(new SeededRandom(seed * 1_000 + n)));
      for (const consumer of run.consumers) {
        const shown = `seed ${seed}, run ${n}: ${consumer.plan.name}`;
        const view = viewOfTrack({ name: consumer.plan.name, run, consumer });
        checkView(view, shown);
        assertEquals(view.predicted, view.observed, shown);
        // A poll finds an overrun if and only if so many are unread before the polls.
        const isFound = consumer.plan.polls.map((polls, step) =>
          polls > 0 && view.lagMax[step] > view.capacity ? 1 : 0
        );
        assertEquals(consumer.steps.overruns.map((count) => Math.min(count, 1)), isFound, shown);
      }
    }
  });

  it("says what held the system in DEGRADED, and begins a span where that changes", () => {
    const chaos = SCENARIOS.find(({ id }) => id === "failure-recovery")!;
    const { tracks: [track] } = runScenario(chaos, {
      injections: [
        { step: 5, failure: "market-data-outage", action: "activate" },
        { step: 8, failure: "execution-failure", action: "activate" },
        { step: 9, failure: "market-data-outage", action: "deactivate" },
        { step: 12, failure: "execution-failure", action: "deactivate" },
      ],
    });
    const spans = viewOfTrack(track).states.map(({ state, from, to, causes }) => [state, from, to, causes.join(" + ")]);
    assertEquals(spans.slice(0, 4), [
      ["WARMUP", 0, 5, ""],
      ["DEGRADED", 5, 8, "market data outage"],
      ["DEGRADED", 8, 9, "market data outage + execution failure"],
      ["DEGRADED", 9, 12, "execution failure"],
    ]);
  });
});
