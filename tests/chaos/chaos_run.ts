import type { ChaosCounts } from "./model/chaos_counts.ts";
import { type ChaosPlan, cutPlan, type PlanCut, WHOLE_PLAN } from "./plan/chaos_plan.ts";
import { ChaosWorld } from "./world/chaos_world.ts";
import { drawPlan } from "./plan/draw_plan.ts";
import { type Invariant, Violation } from "./model/violation.ts";

/** Outcome of a chaos run. */
export interface ChaosRun {
  /** The plan that was carried out. */
  readonly plan: ChaosPlan;
  /** Its counts. */
  readonly counts: ChaosCounts;
  /** A hash of everything that happened, the violation included. */
  readonly digest: string;
  /** The violation; nothing, if there is none. */
  readonly finding: Finding | undefined;
}

/** A violation found in a run. */
export interface Finding {
  /** The invariant that does not hold. */
  readonly invariant: Invariant;
  /** The step in which that showed, counted from 0. Steps of the recovery come after those of the plan. */
  readonly step: number;
  /** Actual and expected values. */
  readonly message: string;
}

/**
 * Carries out what a seed stands for, up to the first violation: first with faults, and only safety is demanded; then
 * without, and the system must come back.
 *
 * @param seed the seed
 * @param cut what to leave out. Default: nothing
 */
export function runChaos(seed: number, cut: PlanCut = WHOLE_PLAN): ChaosRun {
  const plan = cutPlan(drawPlan(seed), cut);
  const world = new ChaosWorld(plan);
  let finding: Finding | undefined;
  try {
    while (world.counts.steps < plan.steps.length) world.step();
    world.recover();
  } catch (error) {
    const isViolation = error instanceof Violation;
    finding = {
      invariant: isViolation ? error.invariant : "errors",
      step: world.counts.steps,
      message: isViolation ? error.message : String(error),
    };
  }
  world.finish();
  return { plan, counts: world.counts, digest: world.digest, finding };
}
