import type { Histogram, SystemSnapshot } from "../../control/mod.ts";
import type { LifecycleState } from "../../mod.ts";
import type { ConsumerPlan, RunPlan } from "./run_plan.ts";

/** Counts of one consumer in each step: one entry a step. */
export interface ConsumerSteps {
  /** Polls that found an overrun. */
  readonly overruns: Int32Array;
  /** Events delivered and acknowledged. */
  readonly acks: Int32Array;
  /** Those acks whose decision was live. */
  readonly executedAcks: Int32Array;
  /** Polls that found nothing. */
  readonly emptyPolls: Int32Array;
  /** Events of which a poll found that they will never be delivered. */
  readonly lost: Int32Array;
  /** Events published and neither read nor given up at the end of the step: head - cursor. */
  readonly backlog: Int32Array;
  /** Events of the backlog that are overwritten at the end of the step, whether a poll has found so or not. */
  readonly overwritten: Int32Array;
}

/** The columns of a {@linkcode ConsumerSteps}. */
export type ConsumerColumn = keyof ConsumerSteps;

/** One overrun, from the poll that found it to the resume that ended it. */
export interface Episode {
  /** The step in which a poll found it. */
  readonly step: number;
  /** The step in which the consumer resumed; undefined, if it has not. */
  readonly endStep: number | undefined;
  /** Events that it cost: those given up at the resume or, without a resume, those overwritten at the end of the run. */
  readonly lost: number;
}

/** How old events were when they were decided on, in simulated nanoseconds. Percentiles are within 1 %; the maximum is exact. */
export interface Staleness {
  /** Half of the events were at most as old as this. */
  readonly p50Ns: number;
  /** Nine in ten. */
  readonly p90Ns: number;
  /** Ninety-nine in a hundred. */
  readonly p99Ns: number;
  /** The oldest. */
  readonly maxNs: number;
}

/** The core's own counts at the end of the run, to check those of the loop. */
export interface ConsumerWitness {
  /** The consumer's own count of delivered events. */
  readonly delivered: number;
  /** The consumer's own count of events given up. */
  readonly lost: number;
  /** The consumer's own distance to the head. */
  readonly lag: number;
  /** The consumer's own count of the events in between that are overwritten. */
  readonly overwritten: number;
  /** Decisions that reached the sink. */
  readonly observed: number;
  /** Decisions that the metrics have counted. */
  readonly measured: number;
  /** Decisions that the metrics have counted as live. */
  readonly executed: number;
  /** Decisions that reached the sink out of order, twice, or with other bytes than were ingested. */
  readonly spoiled: number;
}

/** Record of one consumer. */
export interface ConsumerRecord {
  /** Its plan. */
  readonly plan: ConsumerPlan;
  /** Counts of each step. */
  readonly steps: ConsumerSteps;
  /** Its overruns, in order. Only the last can be without an end. */
  readonly episodes: readonly Episode[];
  /** Undefined, if nothing was delivered. */
  readonly staleness: Staleness | undefined;
  /** Age of each event when it was decided on, in simulated nanoseconds: the whole distribution. */
  readonly stalenessNs: Histogram;
  /** The greatest of these ages in each step; 0, if nothing was decided in it. */
  readonly stalenessNsMax: Float64Array;
  /** The core's own counts. */
  readonly witness: ConsumerWitness;
  /** Hash of every decision, in order: the event with its bytes, the timestamps and the flag. */
  readonly decisions: string;
}

/** Record of a run. */
export interface RunRecord {
  /** The plan. */
  readonly plan: RunPlan;
  /** The lifecycle's state at the end of each step. */
  readonly state: readonly LifecycleState[];
  /** Names of the causes that hold it in DEGRADED at the end of each step; none in other states. */
  readonly causes: readonly (readonly string[])[];
  /** Events ingested in each step. */
  readonly ingested: Int32Array;
  /** Events published: the ring's head. */
  readonly published: number;
  /** One for each consumer of the plan, in the same order. */
  readonly consumers: readonly ConsumerRecord[];
  /** The numbers of the whole system at the end. */
  readonly metrics: SystemSnapshot;
  /**
   * The time from leaving READY to the last live decision of any consumer, at least 0, in simulated nanoseconds; the longest,
   * if it left READY more than once. Undefined, if it never did.
   */
  readonly timeToHaltNs: number | undefined;
}

/** One consumer together with the run it took part in: what reports and claims are about. */
export interface Track {
  /** Name in reports. */
  readonly name: string;
  /** The run. */
  readonly run: RunRecord;
  /** The consumer. */
  readonly consumer: ConsumerRecord;
}

/** Columns of zeros. */
export function emptySteps(totalSteps: number): ConsumerSteps {
  const column = () => new Int32Array(totalSteps);
  return {
    overruns: column(),
    acks: column(),
    executedAcks: column(),
    emptyPolls: column(),
    lost: column(),
    backlog: column(),
    overwritten: column(),
  };
}
