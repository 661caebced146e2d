import type { OverrunPolicy } from "../../../core/bus/overrun_policy.ts";
import { FAILURE_IDS, type FailureId } from "../../../control/failure/failure_scenario.ts";
import { FailureSchedule, type Injection, type InjectionAction } from "../../../control/failure/failure_schedule.ts";
import type { LifecycleState } from "../../../core/state/lifecycle_state.ts";

/** Something that happens in a chaos run. A step is a list of these, in the order in which they are done. */
export type Operation =
  /** The warm-up's part of a step. Every step has one. */
  | { readonly kind: "tick" }
  /** Time passes. */
  | { readonly kind: "wait"; readonly ns: number }
  /** The clock is shifted by so much against true time, and shows a time that may lie before the last. */
  | { readonly kind: "clock-step"; readonly skewNs: number }
  /** Events are taken in as bytes; `isOversized` first tries one that does not fit. */
  | { readonly kind: "ingest"; readonly count: number; readonly isOversized: boolean }
  /** Slots are claimed and written, in a batch that stays open until a later publish. */
  | { readonly kind: "claim"; readonly count: number }
  /** The open batch is published. */
  | { readonly kind: "publish" }
  /** A consumer polls, so many times, each for at most `max` events. */
  | { readonly kind: "poll"; readonly consumer: number; readonly times: number; readonly max: number }
  /** A consumer joins. */
  | { readonly kind: "join"; readonly consumer: number }
  /** A consumer resumes, whether it is overrun or not. */
  | { readonly kind: "resume"; readonly consumer: number; readonly at: "head" | "oldest" }
  /** The observer of a consumer drains its ring of observations, of at most `max`. */
  | { readonly kind: "watch"; readonly consumer: number; readonly max: number }
  /** An operator takes a consumer back into service. */
  | { readonly kind: "rejoin"; readonly consumer: number }
  /** One event is read by its number, counted back from the head. */
  | { readonly kind: "look"; readonly back: number }
  /** A failure begins or ends out of schedule. */
  | { readonly kind: "failure"; readonly failure: FailureId; readonly action: InjectionAction }
  /** The system is started. */
  | { readonly kind: "start" }
  /** An operator restarts the warm-up. */
  | { readonly kind: "restart" }
  /** An operator moves the lifecycle by hand. */
  | { readonly kind: "operator"; readonly to: LifecycleState }
  /** An operator halts the system, or lets go of it. */
  | { readonly kind: "halt"; readonly action: HaltAction }
  /** The health of the system is judged. */
  | { readonly kind: "health" }
  /** An operator follows a runbook. Steps pass meanwhile. */
  | ({ readonly kind: "runbook" } & ProcedureOrder)
  /** The metrics of a consumer are read since the last time, or forgotten; or observations are reported as dropped. */
  | { readonly kind: "metrics"; readonly consumer: number; readonly action: MetricsAction }
  /** The system is shut down. */
  | { readonly kind: "shutdown"; readonly pollsMax: number };

/** An operator's action on a halt. */
export type HaltAction = "halt" | "end";

/** An action on the metrics of a consumer. */
export type MetricsAction = "interval" | "reset" | "drop";

/** The runbooks that an operator of a chaos run follows. */
export type Procedure = "restart-through-warmup" | "isolate-slow-consumer" | "drain-and-shut-down" | "failover-drill";

/** A runbook to be followed, and under what circumstances. */
export interface ProcedureOrder {
  /** Which runbook. */
  readonly procedure: Procedure;
  /** Risky steps that are approved before one is refused. */
  readonly approvals: number;
  /** Ticks after which an approval is given. */
  readonly approvalTicks: number;
  /** Ticks that a step may wait for its approval. */
  readonly approvalTicksMax: number;
  /** Ticks that a step which waits may take. */
  readonly ticksMax: number;
  /** The consumer that is thought slow, if the runbook is about one. */
  readonly consumer: number;
  /** The lag from which it is. */
  readonly lagMax: number;
  /** The planned mistake, if there is one. */
  readonly mishap: Mishap | undefined;
}

/** Something that goes wrong in a runbook on purpose. */
export interface Mishap {
  /** The step, counted from 0. */
  readonly step: number;
  /** Its action throws, after it has done its work; or its verification never holds. */
  readonly of: "action" | "verification";
}

/** The kinds of operations that can be left out of a run. Without a tick there would be no steps. */
export const OPERATION_KINDS = [
  "wait",
  "clock-step",
  "ingest",
  "claim",
  "publish",
  "poll",
  "join",
  "resume",
  "watch",
  "rejoin",
  "look",
  "failure",
  "start",
  "restart",
  "operator",
  "halt",
  "health",
  "runbook",
  "metrics",
  "shutdown",
] as const;

/** One of {@linkcode OPERATION_KINDS}. */
export type OperationKind = typeof OPERATION_KINDS[number];

/** A consumer of a chaos run. */
export interface ChaosConsumer {
  /** Whether an executor decides on its events. Otherwise they are only read, one by one or in batches. */
  readonly isExecutor: boolean;
  /** Its answer to an overrun. */
  readonly onOverrun: OverrunPolicy;
  /** A cycle of its loop that takes longer, in nanoseconds, is a stall. */
  readonly cycleNsMax: number;
  /** Number of decisions from one that the lifecycle is acted on during to the next; 0 for none. */
  readonly interruptedEvery: number;
  /** The ring that its observations go through; nothing, if they are counted where it decides. */
  readonly observations: ChaosObservations | undefined;
}

/** A ring of observations, between a consumer and its observer. */
export interface ChaosObservations {
  /** Observations that may wait in it. */
  readonly capacity: number;
  /** Whether the watcher comes when observations may have been sent already. */
  readonly isWatchedLate: boolean;
}

/** The rings that a system can be built on. All of them have one contract. */
export const RING_KINDS = ["local", "atomics", "wasm"] as const;

/** One of {@linkcode RING_KINDS}: a ring for one thread, or a shared one, by the kernel that reads and writes it. */
export type RingKind = typeof RING_KINDS[number];

/** Limits of the health checks. */
export interface ChaosHealth {
  /** Shares of the capacity: limit and recovery limit. */
  readonly lag: readonly [limit: number, recoveryLimit: number];
  /** Nanoseconds: limit and recovery limit. */
  readonly stalenessNs: readonly [limit: number, recoveryLimit: number];
  /** Nanoseconds without a poll. */
  readonly heartbeatNs: number;
  /** Nanoseconds of silence. */
  readonly quietNs: number;
  /** Events lost from one judgement to the next. */
  readonly loss: number;
  /** Overruns from one judgement to the next. */
  readonly overruns: number;
  /** Stalls from one judgement to the next. */
  readonly stalls: number;
  /** Observations dropped from one judgement to the next. */
  readonly dropped: number;
  /** Judgements in a row by which a check must be well before it lets go of the lifecycle; 0 if no check takes hold of it. */
  readonly recoveryTicks: number;
}

/** Everything that a seed stands for. */
export interface ChaosPlan {
  /** The seed. */
  readonly seed: number;
  /** The ring that the events go through. */
  readonly ring: RingKind;
  /** Most events that a batch takes, where the ring is a shared one. */
  readonly batchMax: number;
  /** Events that stay readable in the ring. */
  readonly capacity: number;
  /** Payload words of every event. */
  readonly payloadWords: number;
  /** Sequence of the first event, mostly just below a place where numbers wrap. */
  readonly startSequence: number;
  /** A cycle of the producer's loop that takes longer, in nanoseconds, is a stall; 0 if its loop is not timed. */
  readonly producerCycleNsMax: number;
  /** Nanoseconds that a reading of the clock takes. */
  readonly readingNs: number;
  /** Ticks that a warm-up takes. */
  readonly warmupTicks: number;
  /** The consumers. The first is an executor, and there from the beginning. */
  readonly consumers: readonly ChaosConsumer[];
  /** Limits of the health checks. */
  readonly health: ChaosHealth;
  /** The failures that are injected by schedule. */
  readonly injections: readonly Injection[];
  /** Operations of each step, as long as there are faults. */
  readonly steps: readonly (readonly Operation[])[];
}

/** The parts that a run is cut down to. */
export interface PlanCut {
  /** Steps with faults; Infinity for all. */
  readonly steps: number;
  /** Operations that are left out. */
  readonly without: readonly OperationKind[];
}

/** A plan of which nothing is cut. */
export const WHOLE_PLAN: PlanCut = Object.freeze({ steps: Infinity, without: [] });

/** Most steps with faults that a seed can stand for. */
export const CHAOS_STEPS_MAX = 100;

/** The same plan, with less in it. */
export function cutPlan(plan: ChaosPlan, cut: PlanCut): ChaosPlan {
  const isKept = ({ kind }: Operation) => kind === "tick" || !cut.without.includes(kind);
  return {
    ...plan,
    injections: isKept({ kind: "failure", failure: FAILURE_IDS[0], action: "activate" }) ? plan.injections : [],
    steps: plan.steps.slice(0, cut.steps).map((operations) => operations.filter(isKept)),
  };
}

/** The schedule of a plan's injections. */
export function scheduleOf(plan: ChaosPlan): FailureSchedule {
  return new FailureSchedule({ totalSteps: CHAOS_STEPS_MAX, injections: plan.injections });
}
