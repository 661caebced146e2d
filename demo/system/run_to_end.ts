import type { RunPlan } from "./run_plan.ts";
import type { RunRecord } from "./run_record.ts";
import { NULL_TRACE, type RunTrace } from "./run_trace.ts";
import { SteppedSystem } from "./stepped_system.ts";

/** Takes all steps that are left of a system, and returns its record. */
export function runToEnd(system: SteppedSystem): RunRecord {
  while (system.states.length < system.plan.ingest.length) system.step();
  return system.record();
}

/**
 * Runs a plan to its end, as `simulate` does: one that is known to be possible, such as that of a scenario with a checked
 * configuration.
 *
 * @param plan the system, its feed, consumers and failures
 * @param trace is shown what happens, event by event. Default: nobody is
 * @throws {ConfigError} if the plan's ring cannot be had
 */
export function runPlan(plan: RunPlan, trace: RunTrace = NULL_TRACE): RunRecord {
  return runToEnd(new SteppedSystem(plan, trace));
}
