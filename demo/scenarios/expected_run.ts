/**
 * Prediction of a run by arithmetic alone: no ring, no lifecycle, no event, no poll, only rates and comparisons.
 *
 * The claims of the scenarios compare a run with this, so nothing here may look at a run, and the simulation may not look
 * here.
 *
 * @module
 */
import { LifecycleState, type OverrunPolicy } from "../../mod.ts";
import type { ConsumerPlan, RunPlan } from "../system/run_plan.ts";
import { type ConsumerSteps, emptySteps, type Episode } from "../system/run_record.ts";

/**
 * The state of the lifecycle in each step: DEGRADED while any failure is active; of the other steps the first
 * `warmupTicks` are WARMUP, and the rest are READY.
 */
export function expectStates(plan: RunPlan): LifecycleState[] {
  const { injections } = plan.failures;
  const active = new Set<string>();
  const states: LifecycleState[] = [];
  let due = 0;
  let healthySteps = 0;
  for (let step = 0; step < plan.ingest.length; step++) {
    for (; due < injections.length && injections[due].step === step; due++) {
      const { action, failure } = injections[due];
      if (action === "activate") active.add(failure);
      else active.delete(failure);
    }
    if (active.size > 0) states.push(LifecycleState.DEGRADED);
    else states.push(++healthySteps <= plan.warmupTicks ? LifecycleState.WARMUP : LifecycleState.READY);
  }
  return states;
}

/** Counts of a consumer in each step. */
export function expectSteps(plan: RunPlan, consumer: ConsumerPlan): ConsumerSteps {
  const { ingest, capacity } = plan;
  const states = expectStates(plan);
  const steps = emptySteps(ingest.length);
  let backlog = 0;
  let known = 0;
  for (let step = 0; step < ingest.length; step++) {
    const polls = consumer.polls[step];
    backlog += ingest[step];
    let left = polls;
    if (polls > 0 && backlog > capacity) {
      const { overruns, lost, kept } = OVERRUN_ARITHMETIC[consumer.onOverrun]({ polls, backlog, capacity, known });
      steps.overruns[step] = overruns;
      steps.lost[step] = lost;
      known += lost;
      backlog = kept;
      left = polls - overruns;
    }
    const acks = Math.min(left, backlog);
    backlog -= acks;
    steps.acks[step] = acks;
    steps.executedAcks[step] = states[step] === LifecycleState.READY ? acks : 0;
    steps.emptyPolls[step] = left - acks;
    steps.backlog[step] = backlog;
    steps.overwritten[step] = Math.max(0, backlog - capacity);
  }
  return steps;
}

/** The overruns that follow from what becomes of a consumer in each step. */
export function expectEpisodes({ onOverrun }: ConsumerPlan, { overruns, lost, overwritten }: ConsumerSteps): Episode[] {
  const found = [...overruns.keys()].filter((step) => overruns[step] > 0);
  if (onOverrun !== "stall") return found.map((step) => ({ step, endStep: step, lost: lost[step] }));
  return found.slice(0, 1).map((step) => ({ step, endStep: undefined, lost: overwritten[overwritten.length - 1] }));
}

/** A step that begins to poll with more events unread than the ring holds. */
interface OverrunStep {
  readonly polls: number;
  readonly backlog: number;
  readonly capacity: number;
  /** Events that earlier steps have found lost already. */
  readonly known: number;
}

/** Polls used up, events newly found lost, and events still to read, for each policy. */
const OVERRUN_ARITHMETIC: Record<
  OverrunPolicy,
  (step: OverrunStep) => { overruns: number; lost: number; kept: number }
> = {
  "stall": ({ polls, backlog, capacity, known }) => ({
    overruns: polls,
    lost: backlog - capacity - known,
    kept: backlog,
  }),
  "skip-to-head": ({ backlog }) => ({ overruns: 1, lost: backlog, kept: 0 }),
  "skip-to-oldest": ({ backlog, capacity }) => ({ overruns: 1, lost: backlog - capacity, kept: capacity }),
};
