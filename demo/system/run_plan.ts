import type { OverrunPolicy } from "../../mod.ts";
import type { FailureSchedule, HealthCheckLimits } from "../../control/mod.ts";

/** One consumer of a run: how often it polls, and what it does when it is overrun. */
export interface ConsumerPlan {
  /** Name in reports. */
  readonly name: string;
  /** Polls in each step. */
  readonly polls: Int32Array;
  /** Answer to an overrun. */
  readonly onOverrun: OverrunPolicy;
}

/** Everything that decides how a run goes: data, with nothing left to chance. */
export interface RunPlan {
  /** Events that stay readable in the ring: a power of two. */
  readonly capacity: number;
  /** 32-bit payload words of every event. */
  readonly payloadWords: number;
  /** Ticks of the warm-up. */
  readonly warmupTicks: number;
  /** Simulated nanoseconds that a step takes. */
  readonly stepNs: number;
  /** Seed of the bytes of the events. */
  readonly seed: number;
  /** Events ingested in each step. Its length is the length of the run. */
  readonly ingest: Int32Array;
  /** Where that is drawn: the mean of what it is drawn from, events a step in the long run. */
  readonly meanIngest?: number;
  /** The consumers, each with a rate for every step. */
  readonly consumers: readonly ConsumerPlan[];
  /** The failures, and when they begin and end. */
  readonly failures: FailureSchedule;
  /** Limits of the health checks that act on the system. Default: none, and health decides nothing. */
  readonly checks?: HealthCheckLimits;
  /** Steps in a row that a check must be well before it lets go. Default 3. */
  readonly recoveryTicks?: number;
}

/**
 * The same rate in every step.
 *
 * @param rate events or polls a step: an integer from 0 to 2³¹ - 1
 * @param totalSteps steps: an integer from 0 to 2³¹ - 1
 * @throws {RangeError} if a number is not allowed
 */
export function constantRate(rate: number, totalSteps: number): Int32Array {
  for (const [name, value] of Object.entries({ rate, totalSteps })) {
    if ((value | 0) === value && value >= 0) continue;
    throw new RangeError(`Cannot make a constant rate: ${name} must be an integer from 0 to 2147483647, got ${value}`);
  }
  return new Int32Array(totalSteps).fill(rate);
}
