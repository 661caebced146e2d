import type { RunbookStep } from "./runbook_step.ts";

/** A precondition as a plan lists it. */
export interface PlannedCondition {
  /** The condition. */
  readonly sentence: string;
  /** Whether it holds now. */
  readonly holds: boolean;
}

/** A step as a plan lists it. */
export interface PlannedStep {
  /** Its id. */
  readonly id: string;
  /** Its action. */
  readonly sentence: string;
  /** Its precondition, if it has one. */
  readonly precondition: string | undefined;
  /** Verification that it worked. */
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
  /** Id of the runbook. */
  readonly id: string;
  /** Its purpose. */
  readonly sentence: string;
  /** Preconditions, and whether each holds now. Frozen. */
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
