import { checkInteger, checkParts, shown } from "../../core/arguments.ts";
import { holdsNow, yesOrNo } from "./runbook_answers.ts";
import { planOf, type RunbookPlan } from "./runbook_plan.ts";
import { Attempt, type RunbookOutcome, type RunbookRun } from "./runbook_run.ts";
import type { Condition, RunbookStep } from "./runbook_step.ts";

/** Settings of a runbook. */
export interface RunbookSettings {
  /** Id, in lower case with hyphens. */
  readonly id: string;
  /** Its purpose, in one sentence. */
  readonly sentence: string;
  /** Preconditions of the whole. */
  readonly preconditions: readonly Condition[];
  /** The steps, in order, at least one. No two have the same id. */
  readonly steps: readonly RunbookStep[];
}

/**
 * A procedure that an operator can read, rehearse and carry out: ordered steps, each with a check that it worked, a bound,
 * and a way back.
 *
 * Before anything is done, its preconditions are checked. Then step after step: a risky one waits for its approval, its own
 * precondition is checked, its action is done, and the system is given ticks until its verification holds. If a step fails,
 * or throws, all that was begun is taken back, the latest first, and the record says how far that succeeded. A dry run
 * prints the plan, and touches nothing.
 *
 * All of it happens during the call, and time passes in ticks alone. A promise is refused wherever one is given.
 *
 * @example Plan and run a procedure
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { Runbook } from "@low-latency/trading-sim/control";
 *
 * let valve = "open";
 * let pressure = 3;
 * const runbook = new Runbook({
 *   id: "drain-boiler",
 *   sentence: "Take the boiler off the line and let it drain.",
 *   preconditions: [{ sentence: "The valve is open.", holds: () => valve === "open" }],
 *   steps: [{
 *     id: "close-valve",
 *     sentence: "Close the valve.",
 *     action: () => valve = "closed",
 *     undo: () => valve = "open",
 *     verification: { sentence: "There is no pressure.", holds: () => pressure === 0 },
 *     ticksMax: 5,
 *     isRisky: true,
 *   }],
 * });
 *
 * assert(runbook.dryRun().preconditions[0].holds); // it could be carried out
 * const outcome = runbook.run({ tick: () => pressure--, approve: () => true });
 * assertEquals(outcome.status, "completed");
 * assertEquals(outcome.ticks, 3);
 * ```
 */
export class Runbook {
  /** Its id. */
  declare readonly id: string;
  /** Its purpose, in one sentence. */
  declare readonly sentence: string;
  declare private readonly _preconditions: readonly Condition[];
  declare private readonly _steps: readonly RunbookStep[];
  private _isRunning = false;

  /**
   * Makes a runbook. It does nothing yet.
   *
   * @param settings its name, its preconditions and its steps
   * @throws {RangeError} if there is no step, two have the same id, or a bound is not a whole number from 0
   * @throws {TypeError} if it is neither true nor false whether a step is risky
   */
  constructor(settings: RunbookSettings) {
    checkParts("create Runbook", "settings", settings, { steps: "[]", preconditions: "[]" });
    const steps = settings.steps.map((step) => Object.freeze({ ...step }));
    const action = `create runbook ${settings.id}`;
    if (steps.length === 0) throw new RangeError(`Cannot ${action}: steps must have at least 1 element, got 0`);
    const ids = new Set<string>();
    for (const { id, ticksMax, isRisky = false } of steps) {
      if (ids.has(id)) throw new RangeError(`Cannot ${action}: steps must have different ids, got ${id} twice`);
      ids.add(id);
      checkInteger(action, `ticksMax of step ${id}`, ticksMax, 0);
      yesOrNo(action, `isRisky of step ${id}`, isRisky);
    }
    this.id = settings.id;
    this.sentence = settings.sentence;
    this._preconditions = [...settings.preconditions];
    this._steps = steps;
  }

  /** Its plan, and whether it could begin now. Only its preconditions are asked; nothing is done. */
  dryRun(): RunbookPlan {
    return Object.freeze({
      id: this.id,
      sentence: this.sentence,
      preconditions: Object.freeze(
        this._preconditions.map((condition) =>
          Object.freeze({ sentence: condition.sentence, holds: holdsNow(condition) })
        ),
      ),
      steps: Object.freeze(this._steps.map(planOf)),
    });
  }

  /**
   * The same procedure with a step that does not work, to rehearse the way back: its verification never holds.
   *
   * @param stepId the step
   * @throws {RangeError} if there is no step of that name
   */
  withFailing(stepId: string): Runbook {
    const ids = this._steps.map(({ id }) => id);
    if (!ids.includes(stepId)) {
      throw new RangeError(
        `Cannot make a step of runbook ${this.id} fail: stepId must be one of ${ids.join(", ")}, got ${shown(stepId)}`,
      );
    }
    const fail = ({ sentence }: Condition): Condition => ({
      sentence: `${sentence} (Made to fail.)`,
      holds: () => false,
    });
    return new Runbook({
      id: this.id,
      sentence: this.sentence,
      preconditions: this._preconditions,
      steps: this._steps.map((step) => step.id === stepId ? { ...step, verification: fail(step.verification) } : step),
    });
  }

  /**
   * Carries it out. Whatever a step throws is caught, recorded, and answered by taking back what was done; what a
   * precondition of the runbook throws is not, for nothing has been done then.
   *
   * @param run how to let time pass, and who approves
   * @throws {RangeError} if the bound on waiting for approval is not a whole number from 0
   * @throws {TypeError} if a precondition of the runbook says neither true nor false
   * @throws {Error} if it is being carried out already, as one that is begun again during a tick
   */
  run(run: RunbookRun): RunbookOutcome {
    checkInteger(`run runbook ${this.id}`, "approvalTicksMax", run.approvalTicksMax ?? 0, 0);
    if (this._isRunning) throw new Error(`Cannot run runbook ${this.id}: it is running already`);
    this._isRunning = true;
    try {
      return this._carryOut(run);
    } finally {
      this._isRunning = false;
    }
  }

  /** Carries it out. */
  private _carryOut(run: RunbookRun): RunbookOutcome {
    const missing = this._preconditions.find((condition) => !holdsNow(condition));
    const attempt = new Attempt(run);
    const failure = missing === undefined
      ? attempt.carryOut(this._steps)
      : { status: "refused" as const, reason: `a precondition does not hold: ${missing.sentence}` };
    const isRestored = failure !== undefined && attempt.takeBack();
    return Object.freeze({
      id: this.id,
      status: failure?.status ?? "completed",
      reason: failure?.reason,
      isRestored,
      ticks: attempt.ticks,
      events: Object.freeze(attempt.events),
      errors: Object.freeze(attempt.errors),
    });
  }
}
