import { checkInteger, checkObject, checkParts } from "../../core/arguments.ts";

/** The rates and the ring that the capacity law speaks about. */
export interface CapacityLoad {
  /** Events ingested in every step: N, a whole number from 0. */
  readonly ingestPerStep: number;
  /** Times the consumer polls in every step: M, a whole number from 0. */
  readonly pollsPerStep: number;
  /** Events the ring keeps readable: C, a whole number from 1. */
  readonly capacity: number;
  /** Length of the run, a whole number from 0: an overrun that falls after it is not predicted. Default: a run without end. */
  readonly totalSteps?: number;
}

/**
 * The capacity law: the step, counted from 0, in which a consumer that polls all the time is first overrun.
 *
 * In a step N events are ingested and then the consumer polls M times. It begins step i with `i * max(0, N - M)` events
 * still to read, N more arrive before it polls again, and a ring of C events can hold them back as long as there are
 * no more than C. So it is overrun in the least step i >= 0 with
 *
 * ```text
 *   N + i * max(0, N - M) > C
 * ```
 *
 * and never, if there is no such step: that is, if N <= C and N <= M. A consumer with M = 0 never polls. It may be lapped,
 * but an overrun is something that a poll finds, so none is ever observed.
 *
 * @param load the rates and the capacity
 * @returns the step, or undefined for never
 * @throws {RangeError} if a rate, the capacity or the length is not such a number
 *
 * @example Predict the first overrun
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { predictFirstOverrun } from "@low-latency/trading-sim/demo";
 *
 * const load = { ingestPerStep: 8, pollsPerStep: 3, capacity: 64 };
 * assertEquals(predictFirstOverrun(load), 12); // 8 + 12 * 5 = 68 is the first to exceed 64
 * assertEquals(predictFirstOverrun({ ...load, pollsPerStep: 8 }), undefined); // it keeps up
 * ```
 */
export function predictFirstOverrun(load: CapacityLoad): number | undefined {
  checkObject("predict the first overrun", "load", load, "an object with ingestPerStep, pollsPerStep and capacity");
  const { ingestPerStep, pollsPerStep, capacity, totalSteps = Infinity } = load;
  checkInteger("predict the first overrun", "ingestPerStep", ingestPerStep, 0);
  checkInteger("predict the first overrun", "pollsPerStep", pollsPerStep, 0);
  checkInteger("predict the first overrun", "capacity", capacity, 1);
  if (totalSteps !== Infinity) checkInteger("predict the first overrun", "totalSteps", totalSteps, 0);
  if (pollsPerStep === 0) return undefined;
  const step = leastOverfullStep(ingestPerStep, Math.max(0, ingestPerStep - pollsPerStep), capacity);
  return step < totalSteps ? step : undefined;
}

/**
 * The step, counted from 0, in which an event is first overwritten before the consumer has read it, whether it polls and so
 * is told, or not. A consumer that polls in every step is told at once, and this is {@linkcode predictFirstOverrun}. One
 * that never polls (M = 0) is lapped in the step in which `N + i * N` first exceeds C, and never told.
 *
 * @param load the rates and the capacity
 * @returns the step, or undefined for never
 * @throws {RangeError} if a rate, the capacity or the length is not a number that {@linkcode predictFirstOverrun} takes
 */
export function predictFirstOverwritten(load: CapacityLoad): number | undefined {
  predictFirstOverrun(load); // Refuses what is no load.
  const { ingestPerStep, pollsPerStep, capacity, totalSteps = Infinity } = load;
  const step = leastOverfullStep(ingestPerStep, Math.max(0, ingestPerStep - pollsPerStep), capacity);
  return step < totalSteps ? step : undefined;
}

/** The least whole i >= 0 with `first + i * growth > capacity`, or Infinity. */
function leastOverfullStep(first: number, growth: number, capacity: number): number {
  if (first > capacity) return 0;
  if (growth === 0) return Infinity;
  return Math.floor((capacity - first) / growth) + 1;
}

/** Rates that change from step to step: element i is the rate in step i. */
export interface CapacitySchedule {
  /** Events ingested in each step. */
  readonly ingest: ArrayLike<number>;
  /** Polls of the consumer in each step. As long as `ingest`. */
  readonly polls: ArrayLike<number>;
  /** Events the ring keeps readable. */
  readonly capacity: number;
}

/**
 * The capacity law for rates that change: the backlog is carried from step to step instead of multiplied.
 *
 * With b events left over from the step before, a step that polls at all is overrun if `b + N > C`; if not, it leaves
 * `max(0, b + N - M)`. For constant rates this is {@linkcode predictFirstOverrun}.
 *
 * @param schedule the rates of every step, and the capacity
 * @returns the step, or undefined for never within the schedule
 * @throws {RangeError} if a rate or the capacity is not a whole number, or the two lists are not as long as each other
 */
export function predictFirstOverrunOfSchedule(schedule: CapacitySchedule): number | undefined {
  return firstOverfullStep(schedule, (polls) => polls > 0);
}

/**
 * The step in which an event is first overwritten before the consumer has read it, for rates that change. It may not poll in
 * that step; then it is told in the next in which it does, or never.
 *
 * @param schedule the rates of every step, and the capacity
 * @returns the step, or undefined for never within the schedule
 * @throws {RangeError} if a rate or the capacity is not a whole number, or the two lists are not as long as each other
 */
export function predictFirstOverwrittenOfSchedule(schedule: CapacitySchedule): number | undefined {
  return firstOverfullStep(schedule, () => true);
}

/** The first step that begins to poll with more unread events than the capacity, of those in which that counts. */
function firstOverfullStep(
  schedule: CapacitySchedule,
  counts: (polls: number) => boolean,
): number | undefined {
  const shape = { ingest: "length", polls: "length" };
  checkParts("predict the first overrun", "schedule", schedule, shape);
  const { ingest, polls, capacity } = schedule;
  checkInteger("predict the first overrun", "capacity", capacity, 1);
  if (polls.length !== ingest.length) {
    throw new RangeError(`polls must be as long as ingest, ${ingest.length}, got ${polls.length}`);
  }
  let backlog = 0;
  for (let step = 0; step < ingest.length; step++) {
    checkInteger("predict the first overrun", "ingest of every step", ingest[step], 0);
    checkInteger("predict the first overrun", "polls of every step", polls[step], 0);
    backlog += ingest[step];
    if (counts(polls[step]) && backlog > capacity) return step;
    backlog = Math.max(0, backlog - polls[step]);
  }
  return undefined;
}
