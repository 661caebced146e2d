import type { LoopCycles } from "../../../control/mod.ts";
import type { LifecycleStateName } from "../../../mod.ts";
import type { MetricsFile } from "../../terminal/files/metrics_file.ts";
import type { LivePlan } from "./live_plan.ts";

/** How a live run stands at some moment. */
export interface LiveStatus {
  /** Its plan. */
  readonly plan: LivePlan;
  /** Its surroundings. */
  readonly surroundings: LiveSurroundings;
  /** Milliseconds since it started. */
  readonly elapsedMs: number;
  /** Whether it is being shut down. */
  readonly isStopping: boolean;
  /** The lifecycle. */
  readonly state: LifecycleStateName;
  /** Why the system is degraded, if it is. */
  readonly causes: readonly string[];
  /** The states so far, each from when it was entered. The list grows as the run goes on. */
  readonly states: readonly StateEntry[];
  /** The longest time from one look of the control plane to the next since the status before, in milliseconds. */
  readonly controlGapMs: number;
  /** Events published so far. */
  readonly published: number;
  /** Events published per second, since the status before. */
  readonly ratePerSecond: number;
  /** How the cycles of the producer went so far. */
  readonly producer: LoopCycles;
  /** How the consumers stand, by their number. */
  readonly consumers: readonly ConsumerStatus[];
  /** The metrics file; nothing, if there is none. */
  readonly metricsFile: Pick<MetricsFile, "path" | "dropped" | "reason"> | undefined;
}

/** The lifecycle entered a state, or is held in it for other causes than before. */
export interface StateEntry {
  /** When, in milliseconds from the start, as the control plane noticed it. */
  readonly atMs: number;
  /** The state. */
  readonly state: LifecycleStateName;
  /** Why, if it is DEGRADED. */
  readonly causes: readonly string[];
}

/** Surroundings of a live run: the choices that the plan left open. */
export interface LiveSurroundings {
  /** The clock, as it calls itself. */
  readonly clock: string;
  /** Why it is not the native one, or nothing. */
  readonly clockNote: string | undefined;
  /** By how much clocks of different threads may differ, in nanoseconds. */
  readonly clockUncertaintyNs: number;
  /** How the hot threads wait. */
  readonly idle: string;
  /** Processor cores there are. */
  readonly cores: number;
}

/** How a consumer stands at some moment. */
export interface ConsumerStatus {
  /** Its number, counted from 1. */
  readonly number: number;
  /** Events published, and neither delivered nor given up. More than the capacity is an overrun. */
  readonly lag: number;
  /** The greatest lag at any look of the control plane since the status before. */
  readonly lagMax: number;
  /** Events lost so far: given up, or overwritten before it had read them. */
  readonly lost: number;
  /** Age of the oldest event that it has not decided on, in nanoseconds; 0 if none waits. */
  readonly undecidedNs: number;
  /** How long ago its loop came round to poll, in nanoseconds. */
  readonly heartbeatNs: number;
  /** Staleness of the events decided on since the status before, in nanoseconds; nothing, if there was none. */
  readonly stalenessNs:
    | { readonly p50: number; readonly p99: number; readonly p999: number; readonly max: number }
    | undefined;
  /** Observations dropped so far. */
  readonly dropped: number;
  /** Cycles so far that took longer than they may. */
  readonly stalls: number;
  /** The longest cycle so far, in nanoseconds. */
  readonly longestCycleNs: number;
  /** Why its thread ended, if it did. */
  readonly failure: string | undefined;
}
