import type { Injection } from "../../../control/mod.ts";
import { LifecycleState } from "../../../mod.ts";
import type { Claim } from "../claim.ts";
import { claimBasics } from "../claims.ts";
import { expectStates } from "../expected_run.ts";
import type { Track } from "../../system/run_record.ts";
import type { Scenario } from "../scenario.ts";
import { claimFailures, withoutFailures } from "./_failure_claims.ts";
import { planRun } from "./_plan.ts";

/** The market data fails before the system is warmed up. */
export const warmupFailure: Scenario = {
  id: "warmup-failure",
  title: "a failure during the warm-up",
  proves: "A failure during the warm-up pauses it. When the failure ends the system is back in WARMUP, not in READY, " +
    "and does the ticks that are left: a warm-up is never skipped, and never counted twice. Until it is complete no " +
    "decision is live.",
  settings: { ingestPerStep: 5, pollsPerStep: 5 },
  injections: () => OUTAGE,
  plan: (request) => {
    const plan = planRun(request);
    return { runs: [{ name: "executor", plan }], control: withoutFailures(plan) };
  },
  claims: (outcome) => [
    ...claimBasics(outcome.tracks),
    ...claimFailures(outcome),
    ...claimWholeWarmup(outcome.tracks[0]),
  ],
};

const OUTAGE: readonly Injection[] = [
  { step: 4, failure: "market-data-outage", action: "activate" },
  { step: 16, failure: "market-data-outage", action: "deactivate" },
];

/**
 * Before the first READY there are exactly as many steps in WARMUP as the warm-up has ticks; after it there is none.
 */
function claimWholeWarmup({ run }: Track): Claim[] {
  if (!expectStates(run.plan).includes(LifecycleState.READY)) return [];
  const { warmupTicks } = run.plan;
  const warming = run.state.filter((state) => state === LifecycleState.WARMUP).length;
  return [{
    claim: `the warm-up takes ${warmupTicks} steps in all, and all of them before READY`,
    held: warming === warmupTicks &&
      run.state.lastIndexOf(LifecycleState.WARMUP) < run.state.indexOf(LifecycleState.READY),
  }];
}
