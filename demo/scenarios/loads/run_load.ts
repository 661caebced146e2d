import { claimsOf } from "../../simulate/simulation_claims.ts";
import { simulateAtOnce } from "../../simulate/simulation_pass.ts";
import type { SimulationResult } from "../../simulate/simulation_result.ts";
import { NULL_TRACE, type RunTrace } from "../../system/run_trace.ts";
import { planSystem } from "../../simulate/simulate_system.ts";
import type { Claim } from "../claim.ts";
import { type LoadChanges, type LoadScenario, specificationOf } from "./load_scenario.ts";

/** A scenario of a load that has been run, with everything that a report needs. */
export interface LoadResult {
  /** The scenario. */
  readonly scenario: LoadScenario;
  /** What came in, what happened, and what should have. */
  readonly result: SimulationResult;
  /** Its claims: those of every simulation, and its own, if it ran with its own numbers. */
  readonly claims: readonly Claim[];
  /** Whether it ran with the scenario's own ring and seed: `proves` and its own claims are about those. */
  readonly isOwn: boolean;
}

/**
 * Runs a scenario of a load and checks its claims.
 *
 * @param scenario what to run
 * @param changes what to change about it
 * @param trace is shown what happens, event by event. Default: nobody is
 * @throws {ConfigError} if a number is not allowed, or the ring cannot be had
 */
export function runLoad(
  scenario: LoadScenario,
  changes: LoadChanges = {},
  trace: RunTrace = NULL_TRACE,
): LoadResult {
  const specification = specificationOf(scenario, changes);
  const own = specificationOf(scenario);
  const isOwn = specification.seed === own.seed && specification.ring.capacity === own.ring.capacity;
  const result = simulateAtOnce(planSystem(specification), trace);
  const basics = claimsOf(result, { maxLoss: undefined, maxP99Ns: undefined });
  return { scenario, result, claims: [...(isOwn ? scenario.claims(result) : []), ...basics], isOwn };
}
