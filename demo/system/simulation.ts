import type { RunPlan } from "./run_plan.ts";
import type { RunRecord } from "./run_record.ts";
import { NULL_TRACE, type RunTrace } from "./run_trace.ts";
import { SimulatedSystem } from "./simulated_system.ts";
import { runToEnd } from "./stepped_system.ts";

/** Turns a plan into a record: {@linkcode simulate}, or in a test something that is wrong on purpose. */
export type Simulate = (plan: RunPlan, trace?: RunTrace) => RunRecord;

/**
 * Runs a plan to its end, as {@linkcode SimulatedSystem} does step by step: the same plan gives the same record, on every
 * machine.
 *
 * @param plan the system, its feed, consumers and failures
 * @param trace is shown what happens, event by event. Default: nobody is
 * @throws {TypeError} if a part of the plan is missing, or of another kind
 * @throws {RangeError} if a number is not allowed, or two consumers have one name
 * @throws {ConfigError} if the plan's ring cannot be had
 */
export function simulate(plan: RunPlan, trace: RunTrace = NULL_TRACE): RunRecord {
  return runToEnd(new SimulatedSystem(plan, trace));
}
