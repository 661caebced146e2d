import type { PlannedStep, RunbookPlan } from "../../../control/automation/runbook_plan.ts";
import type { RunbookOutcome } from "../../../control/automation/runbook_run.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { ProcedureOrder } from "../plan/chaos_plan.ts";
import type { ChaosSystem } from "./chaos_system.ts";
import { nameOf } from "../model/lifecycle_model.ts";
import { demandRecord, demandRefusal, isApproved, MISHAP, ProcedureLog, throwsAt } from "../model/procedure_log.ts";
import { type Call, type DecisionMark, type ProcedureModel, procedureModel } from "../model/procedure_model.ts";
import { makeRunbook } from "./procedure_parts.ts";
import { demand, demandSame, Violation } from "../model/violation.ts";

/** Parts of the world around the system that a runbook needs. */
export interface ProcedureSurroundings {
  /** Does one step of the run. */
  readonly step: () => void;
  /** Shuts the system down, with so many polls to drain it. */
  readonly shutDown: (pollsMax: number) => void;
}

/** The system as a runbook found it. */
interface Before {
  readonly state: LifecycleState;
  readonly transitions: number;
  readonly steps: number;
  readonly executed: number;
  readonly rejoined: number | undefined;
  readonly isClosed: boolean;
}

/** The operator who follows runbooks, one at a time, and checks that each does what it promises. */
export class ChaosProcedures {
  /** Whether a runbook is being followed. */
  isUnderWay = false;
  declare private readonly _system: ChaosSystem;
  declare private readonly _around: ProcedureSurroundings;
  /** The first thing that went wrong while a runbook ran, which takes what a step throws for its own. */
  private _broken: unknown = undefined;

  /**
   * Gets ready to follow runbooks.
   *
   * @param system what they act on
   * @param around what they need besides
   */
  constructor(system: ChaosSystem, around: ProcedureSurroundings) {
    this._system = system;
    this._around = around;
  }

  /** Follows a runbook, unless one is being followed already or the consumer that it is about has not joined. */
  follow(order: ProcedureOrder): void {
    const system = this._system;
    const { counts, digest } = system;
    if (this.isUnderWay || system.desk(order.consumer) === undefined) return;
    const mark = { executed: 0, provisional: 0 };
    const model = procedureModel(order, system.models, mark);
    const log = new ProcedureLog(model, order);
    const call = this._caller(order, model, log, mark);
    const made = makeRunbook(order, system, call, () => this._shutDown());
    const { mishap } = order;
    const failing = mishap?.of === "verification" ? model.steps[mishap.step % model.steps.length].id : undefined;
    const runbook = failing === undefined ? made : made.withFailing(failing);
    const plan = runbook.dryRun();
    demandPlan(order, plan, model);
    const missing = plan.preconditions.find(({ holds }) => !holds);
    let before = this._before(order);
    let approved = 0;
    let asked = 0;
    this.isUnderWay = true;
    const outcome = runbook.run({
      approvalTicksMax: order.approvalTicksMax,
      approve: ({ id }) => {
        log.note("approve", id);
        // The rollback of a runbook returns to the state that its first step found.
        if (approved === 0) before = { ...this._before(order), steps: before.steps };
        const isGiven = isApproved(order, approved, asked++);
        if (!isGiven) return false;
        approved++;
        asked = 0;
        return true;
      },
      tick: () => this._tick(log),
    });
    this.isUnderWay = false;
    log.note("end");
    // A runbook takes every exception within it for the failure of a step.
    const broken = this._broken ?? outcome.errors.find((error) => error instanceof Violation);
    if (broken !== undefined) throw broken;
    demandSame("runbook", `ticks of ${order.procedure}`, outcome.ticks, counts.steps - before.steps);
    demand("snapshots", Object.isFrozen(outcome) && Object.isFrozen(outcome.events), "an outcome is not frozen");
    if (missing !== undefined) demandRefusal(order, outcome, log, missing.sentence);
    else demandRecord(order, outcome, log);
    this._demandPromise(order, outcome, before, log);
    this._count(order, outcome);
    digest.addText(`${order.procedure} ${outcome.status} ${outcome.ticks}`);
  }

  private _tick(log: ProcedureLog): void {
    try {
      log.note("tick");
      this._around.step();
    } catch (error) {
      this._broken ??= error;
      throw error;
    }
  }

  /** Shuts the system down for a runbook, unless it was shut down meanwhile. */
  private _shutDown(): void {
    const { isClosed, ring, model } = this._system;
    this._around.shutDown(ring.capacity + 2);
    if (!isClosed) {
      demandSame("runbook", "the state when a runbook has ended a system", nameOf(model.state), "DEGRADED");
    }
  }

  /** Lets a runbook call something on the system, notes it, and lets it go wrong where that is drawn. */
  private _caller(order: ProcedureOrder, model: ProcedureModel, log: ProcedureLog, mark: DecisionMark) {
    const { counts } = this._system;
    return <Result>(call: Call, action: () => Result): Result => {
      const isFirst = !log.hasCalled(call);
      log.note("call", call);
      const result = action();
      mark.executed = counts.executed;
      mark.provisional = counts.provisional;
      const index = model.steps.findIndex((step) => step.action === call);
      if (isFirst && index >= 0 && throwsAt(order, index, model.steps[index])) throw new Error(MISHAP);
      return result;
    };
  }

  private _before({ consumer }: ProcedureOrder): Before {
    const { model, counts, isClosed } = this._system;
    const { state, transitions } = model;
    const { steps, executed } = counts;
    return {
      state,
      transitions,
      steps,
      executed,
      isClosed,
      rejoined: this._system.models.consumer(consumer)?.rejoined,
    };
  }

  /** Promises of a runbook beyond its record. */
  private _demandPromise(order: ProcedureOrder, outcome: RunbookOutcome, before: Before, log: ProcedureLog): void {
    const { procedure } = order;
    const { status, isRestored } = outcome;
    const { model, counts } = this._system;
    const same = (what: string, found: unknown, expected: unknown) => {
      demandSame("runbook", `${what} after ${procedure} was ${status}`, found, expected);
    };
    const isCompleted = status === "completed";
    if (status === "refused" || status === "unapproved") same("whether nothing is left", isRestored, true);
    if (outcome.events.every(({ event }) => event === "failed")) {
      same("the number of transitions", model.transitions, before.transitions);
    }
    switch (procedure) {
      case "restart-through-warmup":
        if (isCompleted) same("the state", nameOf(model.state), "READY");
        if (status === "failed" && isRestored) same("the state", nameOf(model.state), nameOf(before.state));
        if (status === "failed" && !isRestored) {
          demand("runbook", model.state !== LifecycleState.READY, `${procedure} failed, and left a warm-up out`);
          const isFree = model.causes.size === 0 && model.transitions === before.transitions + 1;
          same("whether the system was left degraded for no reason", isFree, false);
        }
        break;
      case "failover-drill":
        same("whether the drill holds the system", model.causes.has("failover drill"), false);
        if (status === "failed") same("whether nothing is left", isRestored, true);
        if (isCompleted) {
          same("the state", nameOf(model.state), "READY");
          demand("runbook", counts.executed > before.executed, `${procedure} was completed without a live decision`);
        }
        break;
      case "drain-and-shut-down":
        this._demandDrained(order, outcome, before, log);
        break;
      case "isolate-slow-consumer":
        this._demandIsolated(order, outcome, before);
    }
  }

  private _demandDrained(
    { procedure }: ProcedureOrder,
    outcome: RunbookOutcome,
    before: Before,
    log: ProcedureLog,
  ): void {
    const { model, joined, executor, isClosed, parts: { feed } } = this._system;
    const { status, isRestored } = outcome;
    const same = (what: string, found: unknown, expected: unknown) => {
      demandSame("runbook", `${what} after ${procedure} was ${status}`, found, expected);
    };
    const isBegun = log.hasCalled("shutdown");
    const isCompleted = status === "completed";
    if (isCompleted) {
      same("the backlog", Math.max(...joined.map((desk) => desk.isIsolated ? 0 : desk.model.lag)), 0);
      same("what the shutdown left", executor.consumer.lag, 0);
    }
    // Once the shutdown has begun, the system stays degraded and the feed stopped in any case.
    if (status !== "refused") {
      same("whether the drain holds the system", model.causes.has("drain and shut down"), isBegun);
      same("whether the feed waits", feed.paused, isBegun);
    }
    if (isBegun) same("whether the intake is closed", isClosed, true);
    if (outcome.ticks === 0 && !isBegun) same("whether the intake is closed", isClosed, before.isClosed);
    if (status !== "refused") same("whether nothing is left", isRestored, !isBegun);
  }

  private _demandIsolated(order: ProcedureOrder, outcome: RunbookOutcome, before: Before): void {
    const { procedure, consumer } = order;
    const { status, isRestored } = outcome;
    const { model } = this._system;
    const desk = this._system.desk(consumer);
    const same = (what: string, found: unknown, expected: unknown) => {
      demandSame("runbook", `${what} after ${procedure} was ${status}`, found, expected);
    };
    if (status === "completed") {
      same("the state", nameOf(model.state), "READY");
      // An operator may have returned it to service meanwhile.
      if (desk?.model.rejoined === before.rejoined) {
        same("whether the consumer is out of service", desk?.isIsolated, true);
      }
    } else if (status !== "refused") {
      same("whether the consumer is out of service", desk?.isIsolated, false);
      same("whether nothing is left", isRestored, true);
    }
  }

  private _count({ procedure }: ProcedureOrder, { status, isRestored }: RunbookOutcome): void {
    const { counts } = this._system;
    if (status === "failed") counts[isRestored ? "runbooks_taken_back" : "runbooks_left_half_way"]++;
    else counts[`runbooks_${status}`]++;
    if (status === "completed" && procedure === "isolate-slow-consumer") counts.isolations++;
  }
}

/** Demands that a dry run shows the steps as they are, and says which preconditions hold. */
function demandPlan({ procedure }: ProcedureOrder, plan: RunbookPlan, model: ProcedureModel): void {
  demandSame("runbook", "the name of a plan", plan.id, procedure);
  const holding = plan.preconditions.map(({ holds }) => holds).join();
  const due = model.preconditions.map((holds) => holds()).join();
  demandSame("runbook", `preconditions of ${procedure} that hold`, holding, due);
  const lines = plan.steps.map((step) => lineOf(step, step.precondition !== undefined)).join();
  const dueLines = model.steps.map((step) => lineOf(step, step.needs !== undefined)).join();
  demandSame("runbook", `the steps of ${procedure}`, lines, dueLines);
}

/** Facts about a step that must be known before its action. */
function lineOf({ id, isRisky, isReversible, ticksMax }: StepFacts, isConditional: boolean): string {
  return [id, isRisky, isReversible, ticksMax, isConditional].join(" ");
}

type StepFacts = Pick<PlannedStep, "id" | "isRisky" | "isReversible" | "ticksMax">;
