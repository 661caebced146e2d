import type {
  HealthCheckLimits,
  Injection,
  PlannedStep,
  RunbookOutcome,
  RunbookPlan,
  SystemSnapshot,
} from "../../control/mod.ts";
import type { LifecycleState } from "../../mod.ts";
import type { Rehearsal } from "./rehearsals.ts";
import type { RunRecord } from "../system/run_record.ts";
import { NULL_TRACE, type RunTrace } from "../system/run_trace.ts";
import { SimulatedSystem } from "../system/simulated_system.ts";
import { rehearsalPlan } from "./rehearsal_plan.ts";

/** How a runbook is rehearsed. */
export interface RehearsalRequest {
  /** The runbook, and its system. */
  readonly rehearsal: Rehearsal;
  /** Limits of health checks that replace the rehearsal's own, or come in addition. */
  readonly checks: HealthCheckLimits;
  /** When market data outages begin and end. */
  readonly injections: readonly Injection[];
  /** The step that is made to fail, if any. */
  readonly failingStep: string | undefined;
  /** Whether risky steps are approved. */
  readonly isApproved: boolean;
  /** Whether the plan is all that is asked for. */
  readonly isDryRun: boolean;
}

/** A system at one moment. */
export interface SystemStatus {
  /** Steps that it has taken. */
  readonly steps: number;
  /** Its state. */
  readonly state: LifecycleState;
  /** Causes that hold the system in DEGRADED. */
  readonly causes: readonly string[];
  /** Names of the consumers that are out of service. */
  readonly isolated: readonly string[];
  /** Its numbers. */
  readonly snapshot: SystemSnapshot;
}

/** Outcome of a runbook. */
export interface RehearsalRun {
  /** How it ended. */
  readonly outcome: RunbookOutcome;
  /** The system then. */
  readonly after: SystemStatus;
  /** From the transition out of READY to the last live ack, in simulated nanoseconds; undefined, if it was not measured. */
  readonly timeToHaltNs: number | undefined;
}

/** A rehearsal that has taken place. */
export interface RehearsalResult {
  /** The request. */
  readonly request: RehearsalRequest;
  /** The limits of all health checks that the system had. */
  readonly checks: HealthCheckLimits;
  /** Steps of the runbook, and which of its preconditions held. */
  readonly plan: RunbookPlan;
  /** The system when the runbook began, or would have. */
  readonly before: SystemStatus;
  /** Outcome of the runbook, and the system afterwards; nothing for a dry run. */
  readonly run: RehearsalRun | undefined;
  /** The state at the end of each step: before the runbook, during its run, and after it. */
  readonly states: readonly LifecycleState[];
  /** What happened in the system, up to its last step. */
  readonly record: RunRecord;
}

/** Steps that the system takes before the runbook begins: enough for the warm-up, and to see how it does. */
export const STEPS_BEFORE = 20;

/** Steps that the system takes afterwards, for what follows from the runbook to be seen. */
export const STEPS_AFTER = 5;

/** Steps of a runbook, without checking whether it could begin. */
export function stepsOf({ consumers, checks, make }: Rehearsal): readonly PlannedStep[] {
  return make(new SimulatedSystem(rehearsalPlan({ consumers, checks, totalSteps: 1 }))).dryRun().steps;
}

/** Steps that the system of a rehearsal takes at most. Injections are at steps before that. */
export function totalSteps(rehearsal: Rehearsal): number {
  return STEPS_BEFORE + stepsOf(rehearsal).reduce((sum, { ticksMax }) => sum + ticksMax, 0) + STEPS_AFTER;
}

/**
 * Rehearses a runbook: lets its system run for a while, carries the runbook out against it, and lets it run on for a moment.
 * The same request gives the same result, on every machine.
 *
 * @param request what to rehearse, and how
 * @param trace is shown what happens, event by event. Default: nobody is
 * @throws {RangeError} if there is no step of the name that is to fail
 */
export function rehearse(request: RehearsalRequest, trace: RunTrace = NULL_TRACE): RehearsalResult {
  const { rehearsal, failingStep, isApproved, isDryRun } = request;
  const checks = { ...rehearsal.checks, ...request.checks };
  const { consumers } = rehearsal;
  const { injections } = request;
  const system = new SimulatedSystem(
    rehearsalPlan({ consumers, checks, injections, totalSteps: totalSteps(rehearsal) }),
    trace,
  );
  const made = rehearsal.make(system);
  const runbook = failingStep === undefined ? made : made.withFailing(failingStep);
  for (let n = 0; n < STEPS_BEFORE; n++) system.step();
  const plan = runbook.dryRun();
  const before = statusOf(system);
  const result = { request, checks, plan, before, states: system.states };
  if (isDryRun) return { ...result, run: undefined, record: system.record() };
  const outcome = runbook.run({ tick: () => system.step(), approve: () => isApproved });
  const after = statusOf(system);
  const { timeToHaltNs } = system;
  for (let n = 0; n < STEPS_AFTER; n++) system.step();
  return { ...result, run: { outcome, after, timeToHaltNs }, record: system.record() };
}

function statusOf(system: SimulatedSystem): SystemStatus {
  const { lifecycle, states, consumers } = system;
  return {
    steps: states.length,
    state: lifecycle.state,
    causes: lifecycle.degradation.causes.map(({ name }) => name),
    isolated: consumers.filter(({ isolated }) => isolated).map(({ name }) => name),
    snapshot: system.snapshot(),
  };
}
