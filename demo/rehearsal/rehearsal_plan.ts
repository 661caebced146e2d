import type { OverrunPolicy } from "../../mod.ts";
import { createConfig } from "../../config/mod.ts";
import { FailureSchedule, type HealthCheckLimits, type Injection } from "../../control/mod.ts";
import { constantRate, type RunPlan } from "../system/run_plan.ts";

/** One consumer of a rehearsal. */
export interface RehearsalConsumerPlan {
  /** Its name. */
  readonly name: string;
  /** Polls in each step. */
  readonly pollsPerStep: number;
  /** Answer to an overrun. */
  readonly onOverrun: OverrunPolicy;
}

/** Differences of one rehearsal's system from the others'. */
export interface RehearsalSettings {
  /** Its consumers, at least one. The first is expected to execute. */
  readonly consumers: readonly RehearsalConsumerPlan[];
  /** Limits of its health checks. Without any, health decides nothing. */
  readonly checks: HealthCheckLimits;
  /** When market data outages begin and end. Default: no outages. */
  readonly injections?: readonly Injection[];
  /** Steps that it may take. */
  readonly totalSteps: number;
}

/** The numbers that all rehearsals have in common: those of the default configuration. */
export const REHEARSAL_CONFIG = createConfig();

/** The system of a rehearsal, as a plan for the simulation. */
export function rehearsalPlan({ consumers, checks, injections = [], totalSteps }: RehearsalSettings): RunPlan {
  const { ringCapacity, payloadWords, seed, warmupTicks, stepNs, ingestPerStep } = REHEARSAL_CONFIG;
  return {
    capacity: ringCapacity,
    payloadWords,
    warmupTicks,
    stepNs,
    seed,
    ingest: constantRate(ingestPerStep, totalSteps),
    consumers: consumers.map(({ name, pollsPerStep, onOverrun }) => ({
      name,
      polls: constantRate(pollsPerStep, totalSteps),
      onOverrun,
    })),
    failures: new FailureSchedule({ totalSteps, injections }),
    checks,
  };
}
