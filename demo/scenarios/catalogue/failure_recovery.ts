import type { Injection } from "../../../control/mod.ts";
import { claimBasics } from "../claims.ts";
import type { Scenario } from "../scenario.ts";
import { claimFailures, withoutFailures } from "./_failure_claims.ts";
import { planRun } from "./_plan.ts";

/** The market data fails while the system is READY, and comes back. */
export const failureRecovery: Scenario = {
  id: "failure-recovery",
  title: "a failure in READY, and the recovery",
  proves: "The lifecycle is the one authority on whether the system may act. A failure moves it to DEGRADED: events " +
    "flow on and every decision is provisional. The step in which the failure ends is the step in which the system is " +
    "READY again. Nothing crashes, nothing is lost, and no decision is live that should not be.",
  settings: { ingestPerStep: 5, pollsPerStep: 5 },
  injections: () => OUTAGE,
  plan: (request) => {
    const plan = planRun(request);
    return { runs: [{ name: "executor", plan }], control: withoutFailures(plan) };
  },
  claims: (outcome) => [...claimBasics(outcome.tracks), ...claimFailures(outcome)],
};

const OUTAGE: readonly Injection[] = [
  { step: 20, failure: "market-data-outage", action: "activate" },
  { step: 40, failure: "market-data-outage", action: "deactivate" },
];
