import type { RunPlan } from "./run_plan.ts";
import type { RunRecord } from "./run_record.ts";
import { SimulatedSystem } from "./simulated_system.ts";

/** Turns a plan into a record: {@linkcode simulate}, or in a test something that is wrong on purpose. */
export type Simulate = (plan: RunPlan) => RunRecord;

/**
 * Runs a plan to its end, as {@linkcode SimulatedSystem} does step by step: the same plan gives the same record, on every
 * machine.
 *
 * @param plan the system, its feed, consumers and failures
 * @throws {TypeError} if a part of the plan is missing, or of another kind
 * @throws {RangeError} if a number is not allowed, or two consumers have one name
 * @throws {ConfigError} if the plan's ring cannot be had
 */
export function simulate(plan: RunPlan): RunRecord {
  const system = new SimulatedSystem(plan);
  while (system.states.length < plan.ingest.length) system.step();
  return system.record();
}
