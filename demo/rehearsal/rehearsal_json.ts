/**
 * A rehearsal as JSON, for programs. Keys, their order and their meaning are stable.
 *
 * @module
 */
import { type ConsumerSnapshot, type MetricsJson, metricsToJson, type RunbookEvent } from "../../control/mod.ts";
import { type CheckJson, checksToJson } from "../terminal/layout/check_limits.ts";
import { type LifecycleStateName, lifecycleStateName } from "../../mod.ts";
import { REHEARSAL_CONFIG } from "./rehearsal_plan.ts";
import { RECOVERY_TICKS } from "../system/stepped_system.ts";
import type { RehearsalResult, SystemStatus } from "./rehearse.ts";
import { accountOf } from "./rehearsal_report.ts";

/** A rehearsal and its outcome. */
export interface RehearsalJson {
  /** Name of the runbook. */
  readonly runbook: string;
  /** Purpose of the runbook. */
  readonly sentence: string;
  /** The numbers of its system. */
  readonly config: RehearsalConfigJson;
  /** Preconditions of the runbook, and whether they held. */
  readonly preconditions: readonly { readonly sentence: string; readonly holds: boolean }[];
  /** Steps of the runbook. */
  readonly steps: readonly StepJson[];
  /** The system when the runbook began, or would have. */
  readonly before: StatusJson;
  /** Outcome; null for a dry run. */
  readonly outcome: OutcomeJson | null;
  /** The system afterwards; null, if it was a dry run. */
  readonly after: StatusJson | null;
  /** The state at the end of each step of the system. */
  readonly states: readonly LifecycleStateName[];
}

/** The numbers of a rehearsal's system. */
export interface RehearsalConfigJson {
  /** Events that stay readable in the ring. */
  readonly ring_capacity: number;
  /** Events ingested in each step. */
  readonly ingest_per_step: number;
  /** Ticks of the warm-up. */
  readonly warmup_ticks: number;
  /** Simulated nanoseconds that a step takes. */
  readonly step_ns: number;
  /** The seed of the events' bytes. */
  readonly seed: number;
  /** The consumers. */
  readonly consumers: readonly {
    readonly name: string;
    readonly polls_per_step: number;
    readonly on_overrun: string;
  }[];
  /** The health checks that decide. */
  readonly checks: readonly CheckJson[];
  /** Ticks in a row that a check has to be well. */
  readonly recovery_ticks: number;
  /** When market data outages begin and end. */
  readonly injections: readonly { readonly step: number; readonly action: string }[];
  /** The step that was made to fail, or null. */
  readonly failing_step: string | null;
  /** Whether risky steps were approved. */
  readonly approved: boolean;
}

/** One step of a runbook. */
export interface StepJson {
  /** Name of the step. */
  readonly id: string;
  /** Action of the step. */
  readonly sentence: string;
  /** Precondition of the step, or null. */
  readonly precondition: string | null;
  /** Verification of the step. */
  readonly verification: string;
  /** Ticks that may pass until then. */
  readonly ticks_max: number;
  /** Whether it has to be approved. */
  readonly needs_approval: boolean;
  /** Whether it can be rolled back. */
  readonly reversible: boolean;
}

/** Outcome of a runbook. */
export interface OutcomeJson {
  /** `completed`, `refused`, `unapproved` or `failed`. */
  readonly status: string;
  /** Why it was not completed, or null. */
  readonly reason: string | null;
  /** Whether nothing is left of what was done. */
  readonly restored: boolean;
  /** Ticks that passed. */
  readonly ticks: number;
  /** From leaving READY to the last live ack, in simulated nanoseconds; 0, if there was none after it; null, if not measured. */
  readonly time_to_halt_ns: number | null;
  /** Record of the run, in order. An event has a reason if it is a failure. */
  readonly events: readonly RunbookEvent[];
}

/** A system at one moment. */
export interface StatusJson {
  /** Steps that it has taken. */
  readonly steps: number;
  /** Its state. */
  readonly state: LifecycleStateName;
  /** Causes that hold the system in DEGRADED. */
  readonly causes: readonly string[];
  /** Consumers that are out of service. */
  readonly isolated: readonly string[];
  /** Account of the events, for each consumer. */
  readonly accounts: readonly AccountJson[];
  /** Its numbers. */
  readonly metrics: MetricsJson;
}

/**
 * Account of the events for one consumer: `total_ingested` = `total_acks` + `total_undeliverable` + `final_readable`.
 */
export interface AccountJson {
  /** The consumer. */
  readonly of: string;
  /** Events published since it joined. */
  readonly total_ingested: number;
  /** Events delivered to it. */
  readonly total_acks: number;
  /** Events that it gave up by resuming after an overrun. */
  readonly total_skipped: number;
  /** Events unread and overwritten, whether a poll has found so or not. */
  readonly total_overwritten: number;
  /** Events that can never be delivered, skipped or overwritten: what is lost. */
  readonly total_undeliverable: number;
  /** Events unread, readable or not. */
  readonly final_backlog: number;
  /** Events unread that can still be read. */
  readonly final_readable: number;
}

/** A rehearsal as the object that is printed. */
export function rehearsalToJson({ request, checks, plan, before, run, states }: RehearsalResult): RehearsalJson {
  const { rehearsal, injections, failingStep, isApproved } = request;
  const { ringCapacity, ingestPerStep, warmupTicks, stepNs, seed } = REHEARSAL_CONFIG;
  return {
    runbook: plan.id,
    sentence: plan.sentence,
    config: {
      ring_capacity: ringCapacity,
      ingest_per_step: ingestPerStep,
      warmup_ticks: warmupTicks,
      step_ns: stepNs,
      seed,
      consumers: rehearsal.consumers.map(({ name, pollsPerStep, onOverrun }) => ({
        name,
        polls_per_step: pollsPerStep,
        on_overrun: onOverrun,
      })),
      checks: checksToJson(checks),
      recovery_ticks: RECOVERY_TICKS,
      injections: injections.map(({ step, action }) => ({ step, action })),
      failing_step: failingStep ?? null,
      approved: isApproved,
    },
    preconditions: plan.preconditions,
    steps: plan.steps.map((step) => ({
      id: step.id,
      sentence: step.sentence,
      precondition: step.precondition ?? null,
      verification: step.verification,
      ticks_max: step.ticksMax,
      needs_approval: step.isRisky,
      reversible: step.isReversible,
    })),
    before: statusJson(before),
    outcome: run === undefined ? null : {
      status: run.outcome.status,
      reason: run.outcome.reason ?? null,
      restored: run.outcome.isRestored,
      ticks: run.outcome.ticks,
      time_to_halt_ns: run.timeToHaltNs ?? null,
      events: run.outcome.events,
    },
    after: run === undefined ? null : statusJson(run.after),
    states: states.map(lifecycleStateName),
  };
}

function statusJson({ steps, state, causes, isolated, snapshot }: SystemStatus): StatusJson {
  return {
    steps,
    state: lifecycleStateName(state),
    causes,
    isolated,
    accounts: snapshot.consumers.map(accountJson),
    metrics: metricsToJson(snapshot),
  };
}

function accountJson(consumer: ConsumerSnapshot): AccountJson {
  const { name, delivered, lost, lag, overwritten } = consumer;
  const { undeliverable, readable } = accountOf(consumer);
  return {
    of: name,
    total_ingested: delivered + lost + lag,
    total_acks: delivered,
    total_skipped: lost,
    total_overwritten: overwritten,
    total_undeliverable: undeliverable,
    final_backlog: lag,
    final_readable: readable,
  };
}
