import { checkInteger, checkParts, shown } from "../../core/arguments.ts";
/** Something that holds or does not, and a sentence that says what. Asking changes nothing. */
export interface Condition {
  /** What holds, in one sentence. */
  readonly sentence: string;
  /** Whether it holds now: true or false. Anything else is refused, so that no promise passes for a yes. */
  holds(): boolean;
}

/** One step of a procedure. */
export interface RunbookStep {
  /** What it is called, in lower case and with hyphens. */
  readonly id: string;
  /** What it does, in one sentence. */
  readonly sentence: string;
  /** What must hold before it. Default: nothing. */
  readonly precondition?: Condition;
  /**
   * What it does. It is done when it returns: a promise fails the step, and what is done afterwards is not taken back.
   * Default: nothing, for a step that only waits for its verification.
   */
  readonly action?: () => void;
  /** What holds when it has worked. */
  readonly verification: Condition;
  /** Ticks that may pass until then: a whole number, at least 0. */
  readonly ticksMax: number;
  /**
   * Takes it back: all that the action did, or the part of it that was done before it threw. It throws if it cannot, and is
   * done when it returns. Default: there is no way back.
   */
  readonly undo?: () => void;
  /** Whether somebody has to approve it before it is done. Default: no. */
  readonly isRisky?: boolean;
}

/** Settings of a runbook. */
export interface RunbookSettings {
  /** What it is called, in lower case and with hyphens. */
  readonly id: string;
  /** What it is for, in one sentence. */
  readonly sentence: string;
  /** What must hold before anything is done. */
  readonly preconditions: readonly Condition[];
  /** The steps, in order, at least one. No two have the same id. */
  readonly steps: readonly RunbookStep[];
}

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

/** An entry in the log of a run: what it did, or tried to do. */
export interface RunbookEvent {
  /** Ticks that had passed since the run began. */
  readonly tick: number;
  /** The step. */
  readonly step: string;
  /**
   * What happened: the step was `approved`, its action `done`, its effect `verified`; or it `failed`. On the way back it was
   * `undone`, or that failed (`undo-failed`), or there is no way back (`irreversible`).
   */
  readonly event: "approved" | "done" | "verified" | "failed" | "undone" | "undo-failed" | "irreversible";
  /** Why, if it failed or could not be undone. */
  readonly reason?: string;
}

/** Outcome of a run: a frozen record. */
export interface RunbookOutcome {
  /** What the runbook is called. */
  readonly id: string;
  /**
   * What it came to:
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
  /** What was done, in order, the way back included. Frozen. */
  readonly events: readonly RunbookEvent[];
  /** What was thrown on the way, in order. Frozen. */
  readonly errors: readonly unknown[];
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
  /** What it is called. */
  declare readonly id: string;
  /** What it is for, in one sentence. */
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

  /** What it would do, and whether it could begin now. Only its preconditions are asked; nothing is done. */
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

/** Why a run was not completed. */
interface Failure {
  readonly status: "refused" | "unapproved" | "failed";
  readonly reason: string;
}

/** One run of a runbook, and its record while it is being written. */
class Attempt {
  readonly events: RunbookEvent[] = [];
  readonly errors: unknown[] = [];
  ticks = 0;
  declare private readonly _run: RunbookRun;
  /** Steps whose action was begun, in order. */
  private readonly _begun: RunbookStep[] = [];
  /** Whether an action has returned before it was done. Nobody knows then what is left of it. */
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

function planOf(step: RunbookStep): PlannedStep {
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

/** Whether a condition holds. */
function holdsNow(condition: Condition): boolean {
  return yesOrNo("check a condition", `the answer to ${JSON.stringify(condition.sentence)}`, condition.holds());
}

/** Refuses an answer that is none. Its type says that it is a boolean, but foreign code may be JavaScript. */
function yesOrNo(action: string, name: string, answer: unknown): boolean {
  if (typeof answer === "boolean") return answer;
  const given = isPromise(answer) ? "a promise" : shown(answer);
  throw new TypeError(`Cannot ${action}: ${name} must be true or false, got ${given}`);
}

/** Refuses what is not done yet. For a compiler, a function that returns a promise is one that returns nothing. */
function refusePromise(action: string, name: string, result: unknown): void {
  if (isPromise(result)) throw new TypeError(`Cannot ${action}: ${name} must be done when it returns, got a promise`);
}

function isPromise(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
