import { checkSpecification, type FailureSpecification, type SystemSpecification } from "../../config/mod.ts";
import type { RunPlan } from "../system/run_plan.ts";

/**
 * A run by steps as the specification of a system: the same arrivals, polls and turns of the control plane, at the same times.
 *
 * @throws {ConfigError} if no specification can say it: the run is too long
 */
export function specificationOf(plan: RunPlan): SystemSpecification {
  const { capacity, payloadWords, warmupTicks, stepNs, seed, ingest, meanIngest, consumers, checks, recoveryTicks } =
    plan;
  return checkSpecification({
    ring: { capacity, payloadWords },
    feed: { model: "steps", perStep: compact(ingest), mean: meanIngest },
    consumers: consumers.map(({ name, polls, onOverrun }) => ({ name, polls: compact(polls), onOverrun })),
    failures: failuresOf(plan),
    warmup: { ticks: warmupTicks, tick: stepNs },
    checks,
    recoveryTicks,
    step: stepNs,
    duration: ingest.length * stepNs,
    seed,
  });
}

/** Counts of every step; one number, if they are all the same. */
function compact(counts: Int32Array): number | number[] {
  return counts.every((count) => count === counts[0]) ? counts[0] : [...counts];
}

/** The injections as spans. To activate what is active, or deactivate what is not, changes nothing. */
function failuresOf({ failures: { injections }, stepNs }: RunPlan): FailureSpecification[] {
  const spans: FailureSpecification[] = [];
  const begun = new Map<string, number>();
  for (const { step, failure: kind, action } of injections) {
    const from = begun.get(kind);
    if (action === "activate") begun.set(kind, from ?? step * stepNs);
    else if (from !== undefined) {
      spans.push({ kind, from, to: step * stepNs });
      begun.delete(kind);
    }
  }
  for (const [kind, from] of begun) spans.push({ kind, from });
  return spans.sort((one, other) => one.from - other.from);
}
