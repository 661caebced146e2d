import type { Claim } from "../claim.ts";
import { equal } from "../claims.ts";
import { LifecycleState } from "../../../mod.ts";
import { FailureSchedule } from "../../../control/mod.ts";
import type { ConsumerColumn, RunRecord, Track } from "../../system/run_record.ts";
import type { RunPlan } from "../../system/run_plan.ts";
import type { Outcome } from "../scenario.ts";

/** The same run with nothing going wrong. */
export function withoutFailures(plan: RunPlan): RunPlan {
  return { ...plan, failures: new FailureSchedule({ totalSteps: plan.ingest.length, injections: [] }) };
}

/** Claims about what failures do, and about what they leave alone. */
export function claimFailures({ tracks, control }: Outcome): Claim[] {
  const [track] = tracks;
  if (control === undefined || !failuresBegin(track.run.plan)) return [];
  return [claimFlow(track, control), claimRecovery(track)];
}

function failuresBegin({ failures }: RunPlan): boolean {
  return failures.injections.some(({ action }) => action === "activate");
}

/** A failure takes away the authority to act and nothing else: events flow as if nothing had happened. */
function claimFlow(track: Track, control: RunRecord): Claim {
  const [consumer] = control.consumers;
  return {
    claim: "no event is held up: acks, losses and backlog are as without failures",
    held: FLOW.every((column) => equal(track.consumer.steps[column], consumer.steps[column])),
  };
}

const FLOW: readonly ConsumerColumn[] = ["overruns", "acks", "emptyPolls", "lost", "backlog", "overwritten"];

/** When the failures are over, the system comes back: at once, or after what is left of its warm-up. */
function claimRecovery({ run }: Track): Claim {
  const { failures, ingest, warmupTicks } = run.plan;
  const totalSteps = ingest.length;
  const { healthySteps, lastEnd } = followFailures(failures);
  if (lastEnd === undefined) {
    return {
      claim: "a failure lasts to the end of the run, and so does DEGRADED",
      held: run.state[totalSteps - 1] === LifecycleState.DEGRADED,
    };
  }
  const ready = lastEnd + Math.max(0, warmupTicks - healthySteps);
  const cause = `the last failure ends in step ${lastEnd}`;
  return {
    claim: ready < totalSteps
      ? `${cause}, and the system is READY from step ${ready} on`
      : `${cause}, and the warm-up goes on to the end of the run`,
    held: run.state.every((state, step) =>
      step < lastEnd || state === (step < ready ? LifecycleState.WARMUP : LifecycleState.READY)
    ),
  };
}

/** The step in which the last failure ends, or undefined if one does not, and how many steps before it had none. */
function followFailures({ injections }: FailureSchedule): { healthySteps: number; lastEnd: number | undefined } {
  const active = new Set<string>();
  let healthySteps = 0;
  let lastEnd = 0;
  for (const { step, failure, action } of injections) {
    if (action === "activate") {
      if (active.size === 0) healthySteps += step - lastEnd;
      active.add(failure);
    } else if (active.delete(failure) && active.size === 0) {
      lastEnd = step;
    }
  }
  return { healthySteps, lastEnd: active.size === 0 ? lastEnd : undefined };
}
