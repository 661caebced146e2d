import type { RunbookStep } from "./runbook_step.ts";

/** A precondition as a plan lists it. */
export interface PlannedCondition {
  /** What must hold. */
  readonly sentence: string;
  /** Whether it holds now. */
  readonly holds: boolean;
}

/** A step as a plan lists it. */
export interface PlannedStep {
  /** What it is called. */
  readonly id: string;
  /** What it does. */
  readonly sentence: string;
  /** What must hold before it, if anything. */
  readonly precondition: string | undefined;
  /** What holds when it has worked. */
  readonly verification: string;
  /** Ticks that may pass until then. */
  readonly ticksMax: number;
  /** Whether it has to be approved. */
  readonly isRisky: boolean;
  /** Whether there is a way back. */
  readonly isReversible: boolean;
}

/** Plan of a runbook: a frozen record. */
export interface RunbookPlan {
  /** What the runbook is called. */
  readonly id: string;
  /** What it is for. */
  readonly sentence: string;
  /** What must hold before anything is done, and whether it does now. Frozen. */
  readonly preconditions: readonly PlannedCondition[];
  /** The steps, in order. Frozen. */
  readonly steps: readonly PlannedStep[];
}

/** Lists a step for a plan. */
export function planOf(step: RunbookStep): PlannedStep {
  return Object.freeze({
    id: step.id,
    sentence: step.sentence,
    precondition: step.precondition?.sentence,
    verification: step.verification.sentence,
    ticksMax: step.ticksMax,
    isRisky: step.isRisky === true,
    isReversible: step.action === undefined || step.undo !== undefined,
  });
}
