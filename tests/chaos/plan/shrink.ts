import type { RunSeed, SeedFinding } from "../chaos_campaign.ts";
import { CHAOS_STEPS_MAX, OPERATION_KINDS, type PlanCut } from "./chaos_plan.ts";
import { type Finding, runChaos } from "../chaos_run.ts";

/** The least of a run that still shows a violation. */
export interface Shrunk {
  /** The parts left out. */
  readonly cut: PlanCut;
  /** The violation in the shortened run. It breaks the same invariant, maybe elsewhere. */
  readonly finding: Finding;
}

/**
 * Looks for the least of a run that still breaks the same invariant: first the fewest steps with faults, all numbers of
 * them tried from 0 up; then every kind of operation is left out that can be; then the fewest steps of what is left.
 *
 * @param found the violation
 * @param cut what was left out when it was found
 * @param run what carries out a seed. Default: {@linkcode runChaos}
 */
export function shrink(found: SeedFinding, cut: PlanCut, run: RunSeed = runChaos): Shrunk {
  const tried = (less: PlanCut): Shrunk | undefined => {
    const { finding } = run(found.seed, less);
    return finding?.invariant === found.invariant ? { cut: less, finding } : undefined;
  };
  let least = fewestSteps({ cut, finding: found }, tried);
  for (const kind of OPERATION_KINDS) {
    if (least.cut.without.includes(kind)) continue;
    least = tried({ ...least.cut, without: [...least.cut.without, kind] }) ?? least;
  }
  return fewestSteps(least, tried);
}

function fewestSteps(known: Shrunk, tried: (less: PlanCut) => Shrunk | undefined): Shrunk {
  const stepsMax = Math.min(known.cut.steps, CHAOS_STEPS_MAX);
  for (let steps = 0; steps <= stepsMax; steps++) {
    const fewer = tried({ ...known.cut, steps });
    if (fewer !== undefined) return fewer;
  }
  return known;
}
