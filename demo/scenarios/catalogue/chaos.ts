import { drawFailureSchedule, type Injection, SeededRandom } from "../../../control/mod.ts";
import type { SimulationConfig } from "../../../config/mod.ts";
import { claimBasics } from "../claims.ts";
import type { Scenario } from "../scenario.ts";
import { claimFailures, withoutFailures } from "./_failure_claims.ts";
import { planRun } from "./_plan.ts";

/** Failures of two kinds, drawn from the seed, which may overlap. */
export const chaos: Scenario = {
  id: "chaos",
  title: "failures of two kinds, drawn from a seed",
  proves: "Under any failures, also overlapping ones, no decision is live while one lasts, a warm-up is completed " +
    "before anything is live, and no event is held up. The failures stop two thirds of the way, and the system comes " +
    "back by itself. The seed replays all of it.",
  settings: { ingestPerStep: 5, pollsPerStep: 5, totalSteps: 60 },
  injections: drawInjections,
  plan: (request) => {
    const plan = planRun(request);
    return { runs: [{ name: "executor", plan }], control: withoutFailures(plan) };
  },
  claims: (outcome) => [...claimBasics(outcome.tracks), ...claimFailures(outcome)],
};

/** One failure for so many steps of the run. */
const STEPS_PER_FAILURE = 12;
/** Steps that a failure lasts at most. */
const FAILURE_STEPS_MAX = 8;

function drawInjections({ seed, totalSteps }: SimulationConfig): readonly Injection[] {
  const steps = Math.floor(2 * totalSteps / 3);
  if (steps < 2) return [];
  return drawFailureSchedule({
    random: new SeededRandom(seed),
    totalSteps: steps,
    failures: Math.ceil(totalSteps / STEPS_PER_FAILURE),
    stepsMax: FAILURE_STEPS_MAX,
  }).injections;
}
