import { holdsNow, isPromise, refusePromise, yesOrNo } from "./runbook_answers.ts";
import { type PlannedStep, planOf } from "./runbook_plan.ts";
import type { RunbookStep } from "./runbook_step.ts";

/** Options of a run of a runbook. */
export interface RunbookRun {
  /** Lets the system take one step of its own. Called only while a step waits, and never more often than its bound allows. */
  readonly tick: () => void;
  /**
   * Says whether a risky step may be done. It is asked again after every tick, as long as `approvalTicksMax` allows.
   * Default: none may.
   */
  readonly approve?: (step: PlannedStep) => boolean;
  /** Ticks that a risky step may wait for its approval: a whole number, at least 0. Default 0: it is asked for once. */
  readonly approvalTicksMax?: number;
}

/** An entry in the log of a run: what it did, or tried to do. */
export interface RunbookEvent {
  /** Ticks that had passed since the run began. */
  readonly tick: number;
  /** The step. */
  readonly step: string;
  /**
   * The event: the step was `approved`, its action `done`, its effect `verified`; or it `failed`. In a rollback it was
   * `undone`, or that failed (`undo-failed`), or it has no rollback (`irreversible`).
   */
  readonly event: "approved" | "done" | "verified" | "failed" | "undone" | "undo-failed" | "irreversible";
  /** Why, if it failed or could not be undone. */
  readonly reason?: string;
}

/** Outcome of a run: a frozen record. */
export interface RunbookOutcome {
  /** Id of the runbook. */
  readonly id: string;
  /**
   * Its result:
   *
   * - `completed`: every step was done and verified;
   * - `refused`: a precondition of the runbook did not hold, and nothing was done;
   * - `unapproved`: a risky step was not approved, and what had been done before it was taken back;
   * - `failed`: a step did not work, and what had been done was taken back.
   */
  readonly status: "completed" | "refused" | "unapproved" | "failed";
  /** Why it was not completed; undefined, if it was. */
  readonly reason: string | undefined;
  /** Whether nothing is left of what was done: nothing was, or all of it was taken back. */
  readonly isRestored: boolean;
  /** Ticks that passed. */
  readonly ticks: number;
  /** Events, in order, the rollback included. Frozen. */
  readonly events: readonly RunbookEvent[];
  /** Errors thrown meanwhile, in order. Frozen. */
  readonly errors: readonly unknown[];
}

/** Why a run was not completed. */
interface Failure {
  readonly status: "refused" | "unapproved" | "failed";
  readonly reason: string;
}

/** One run of a runbook, and its record while it is being written. */
export class Attempt {
  /** Events so far, in order. */
  readonly events: RunbookEvent[] = [];
  /** Errors thrown so far, in order. */
  readonly errors: unknown[] = [];
  /** Ticks that have passed. */
  ticks = 0;
  declare private readonly _run: RunbookRun;
  /** Steps whose action was begun, in order. */
  private readonly _begun: RunbookStep[] = [];
  /** Whether an action has returned before it was done. What is left of it is then unknown. */
  private _isUnfinished = false;

  constructor(run: RunbookRun) {
    this._run = run;
  }

  /** Does the steps in order, up to the first that fails, and says why that did. */
  carryOut(steps: readonly RunbookStep[]): Failure | undefined {
    for (const step of steps) {
      const failure = this._tryStep(step);
      if (failure === undefined) continue;
      this._record(step, "failed", failure.reason);
      return failure;
    }
    return undefined;
  }

  /** Takes back what was begun, the latest first, and says whether nothing is left of it. */
  takeBack(): boolean {
    let isRestored = !this._isUnfinished;
    for (const step of this._begun.toReversed()) {
      if (step.undo === undefined) {
        isRestored = false;
        this._record(step, "irreversible");
        continue;
      }
      try {
        refusePromise("undo the step", "undo", step.undo());
        this._record(step, "undone");
      } catch (error) {
        isRestored = false;
        this._record(step, "undo-failed", this._keep(error));
      }
    }
    return isRestored;
  }

  /** Does one step. Whatever it throws is its failure. */
  private _tryStep(step: RunbookStep): Failure | undefined {
    try {
      return this._doStep(step);
    } catch (error) {
      return { status: "failed", reason: `step ${step.id} threw: ${this._keep(error)}` };
    }
  }

  /** Does one step. */
  private _doStep(step: RunbookStep): Failure | undefined {
    const { approve, approvalTicksMax = 0 } = this._run;
    if (step.isRisky === true) {
      const plan = planOf(step);
      const isApproved = () =>
        approve !== undefined && yesOrNo("approve the step", "the answer of approve", approve(plan));
      if (!this._waitFor(isApproved, approvalTicksMax)) {
        return { status: "unapproved", reason: `step ${step.id} was not approved within ${approvalTicksMax} ticks` };
      }
      this._record(step, "approved");
    }
    if (step.precondition !== undefined && !holdsNow(step.precondition)) {
      return {
        status: "failed",
        reason: `step ${step.id} was not done, its precondition does not hold: ${step.precondition.sentence}`,
      };
    }
    if (step.action !== undefined) {
      this._begun.push(step);
      const result: unknown = step.action();
      this._isUnfinished = isPromise(result);
      refusePromise("do the step", "action", result);
      this._record(step, "done");
    }
    const { verification, ticksMax } = step;
    if (!this._waitFor(() => holdsNow(verification), ticksMax)) {
      return {
        status: "failed",
        reason: `step ${step.id} was not verified within ${ticksMax} ticks: ${verification.sentence}`,
      };
    }
    this._record(step, "verified");
    return undefined;
  }

  /** Lets time pass until something holds, and says whether it did within the bound. */
  private _waitFor(holds: () => boolean, ticksMax: number): boolean {
    for (let waited = 0; !holds(); waited++) {
      if (waited === ticksMax) return false;
      refusePromise("wait for the step", "tick", this._run.tick());
      this.ticks++;
    }
    return true;
  }

  private _record(step: RunbookStep, event: RunbookEvent["event"], reason?: string): void {
    const what = { tick: this.ticks, step: step.id, event };
    this.events.push(Object.freeze(reason === undefined ? what : { ...what, reason }));
  }

  /** Keeps what was thrown, and gives its message. */
  private _keep(error: unknown): string {
    this.errors.push(error);
    try {
      return String(error instanceof Error ? error.message : error);
    } catch {
      // Whatever it is, it must not keep anything from being taken back.
      return "something that cannot be written as a text";
    }
  }
}
