import type { RunbookEvent, RunbookOutcome } from "../../../control/automation/runbook_run.ts";
import type { ProcedureOrder } from "../plan/chaos_plan.ts";
import type { Call, ProcedureModel, StepModel } from "./procedure_model.ts";
import { demand, demandSame, Violation } from "./violation.ts";

/** A moment in a runbook at which the test observed it: the occasion, and the state just then. */
interface Moment {
  /** An approval was requested; the system was called; a tick began; or the runbook had ended. */
  readonly kind: "approve" | "call" | "tick" | "end";
  /** The step to approve, or what was called. */
  readonly name: string;
  /** Whether what each step needs did hold. */
  readonly needs: readonly boolean[];
  /** Whether what verifies each step did hold. */
  readonly holds: readonly boolean[];
}

/** Expected record of a runbook. */
export interface DueRecord {
  /** Its outcome. */
  readonly status: RunbookOutcome["status"];
  /** Ticks that passed. */
  readonly ticks: number;
  /** Steps whose action was begun, in order. */
  readonly begun: readonly StepModel[];
  /** The step that did not work, if one did not. */
  readonly failed: StepModel | undefined;
  /** Whether its action threw. */
  readonly isThrown: boolean;
  /** The events up to there, without reasons. */
  readonly events: readonly Pick<RunbookEvent, "tick" | "step" | "event">[];
}

/**
 * The moments of a runbook that were observed from outside. From them follows, without a line of the product, what its
 * record must say.
 */
export class ProcedureLog {
  declare private readonly _model: ProcedureModel;
  declare private readonly _order: ProcedureOrder;
  private readonly _moments: Moment[] = [];
  /** The moment that comes next, while the record is made. */
  private _next = 0;

  /**
   * Opens a log.
   *
   * @param model the runbook as it should be
   * @param order under what circumstances it is carried out
   */
  constructor(model: ProcedureModel, order: ProcedureOrder) {
    this._model = model;
    this._order = order;
  }

  /** Takes note of a moment. */
  note(kind: Moment["kind"], name: string = ""): void {
    const { steps } = this._model;
    this._moments.push({
      kind,
      name,
      needs: steps.map((step) => step.needs?.() ?? true),
      holds: steps.map((step) => step.holds()),
    });
  }

  /** Whether there was no request for approval, no call and no tick. */
  get isUntouched(): boolean {
    return this._moments.every(({ kind }) => kind === "end");
  }

  /** Whether something was called. */
  hasCalled(call: Call): boolean {
    return this._moments.some(({ kind, name }) => kind === "call" && name === call);
  }

  /** Expected record, up to the failed step, if one failed. */
  due(): DueRecord {
    const { steps } = this._model;
    const events: DueRecord["events"][number][] = [];
    const begun: StepModel[] = [];
    let tick = 0;
    const end = (status: DueRecord["status"], failed?: StepModel, isThrown = false): DueRecord => {
      if (failed !== undefined) events.push({ tick, step: failed.id, event: "failed" });
      return { status, ticks: tick, begun, failed, isThrown, events };
    };
    const wait = () => {
      this._take("tick");
      tick++;
    };
    let approved = 0;
    for (const [index, step] of steps.entries()) {
      const record = (event: RunbookEvent["event"]) => events.push({ tick, step: step.id, event });
      if (step.isRisky) {
        for (let waited = 0; !this._approves(step, approved, waited); waited++) {
          if (waited === this._order.approvalTicksMax) return end("unapproved", step);
          wait();
        }
        record("approved");
        approved++;
      }
      if (!this._now.needs[index]) return end("failed", step);
      if (step.action !== undefined) {
        begun.push(step);
        // Degrading a system that is in DEGRADED calls nothing.
        if (step.action !== "degrade" || this._now.name === "degrade") this._take("call", step.action);
        if (throwsAt(this._order, index, step)) return end("failed", step, true);
        record("done");
      }
      for (let waited = 0; !this._now.holds[index]; waited++) {
        if (waited === step.ticksMax) return end("failed", step);
        wait();
      }
      record("verified");
    }
    return end("completed");
  }

  /** Calls after that, during the rollback, that the rollback of a step always makes. */
  get callsBack(): readonly string[] {
    return this._moments.slice(this._next, -1).map(({ name }) => name).filter((name) =>
      name !== "degrade" && name !== "return"
    );
  }

  /** Whether a step is approved when it is asked for, after others were and after so many ticks. */
  private _approves({ id }: StepModel, approved: number, waited: number): boolean {
    this._take("approve", id);
    return isApproved(this._order, approved, waited);
  }

  private get _now(): Moment {
    return this._moments[this._next];
  }

  private _take(kind: Moment["kind"], name: string = ""): void {
    const found = this._now;
    const next = `what came next in ${this._order.procedure}`;
    demandSame("runbook", next, `${found.kind} ${found.name}`.trimEnd(), `${kind} ${name}`.trimEnd());
    this._next++;
  }
}

/** Whether a step is approved, after so many other steps were approved and so many ticks of waiting for it. */
export function isApproved(order: ProcedureOrder, approved: number, waited: number): boolean {
  return approved < order.approvals && waited >= order.approvalTicks;
}

/** Whether the action of a step throws on purpose. One that degrades by hand, or lets go, does not. */
export function throwsAt({ mishap }: ProcedureOrder, index: number, { action }: StepModel): boolean {
  const canThrow = action !== undefined && action !== "degrade" && action !== "release";
  return canThrow && mishap?.of === "action" && mishap.step === index;
}

/** Demands that an outcome says what it must, the way back included. */
export function demandRecord(order: ProcedureOrder, outcome: RunbookOutcome, log: ProcedureLog): void {
  const { procedure } = order;
  const due = log.due();
  const { status, reason, ticks, isRestored, events, errors } = outcome;
  const same = (what: string, found: unknown, expected: unknown) => {
    demandSame("runbook", `${what} of ${procedure}`, found, expected);
  };
  same("the outcome", status, due.status);
  same("ticks", ticks, due.ticks);
  const forward = events.slice(0, due.events.length);
  same("the record", forward.map(lineOf).join(), due.events.map(lineOf).join());
  same("reasons before the failure", forward.slice(0, -1).some((event) => event.reason !== undefined), false);
  same("the reason of the failure", forward.at(-1)?.reason, due.failed === undefined ? undefined : reason);
  same("whether it says why it ended so", reason === undefined, due.failed === undefined);
  const isNamed = due.failed === undefined || reason?.includes(` ${due.failed.id} `) === true;
  demand("runbook", isNamed, `${procedure} does not name the step that failed, but says: ${reason}`);

  const back = events.slice(due.events.length);
  const takenBack = due.failed === undefined ? [] : due.begun.toReversed();
  same("the way back", back.map(({ step }) => step).join(), takenBack.map(({ id }) => id).join());
  const undone = takenBack.filter((step, index) => {
    const { tick, event, reason } = back[index];
    same(`the tick at which ${step.id} was taken back, in the record`, tick, ticks);
    same(`whether ${step.id} has no way back, in the record`, event === "irreversible", !step.isReversible);
    same(
      `whether ${step.id} says why it was not taken back, in the record`,
      reason !== undefined,
      event === "undo-failed",
    );
    return event === "undone";
  });
  same("what was called on the way back", log.callsBack.join(), undone.flatMap(({ undo }) => undo ?? []).join());
  same("whether nothing is left", isRestored, due.failed !== undefined && undone.length === takenBack.length);
  same("whether it says what was thrown", reason?.endsWith(`: ${MISHAP}`) === true, due.isThrown);
  const notUndone = back.filter(({ event }) => event === "undo-failed").length;
  same("what was thrown", errors.length, (due.isThrown ? 1 : 0) + notUndone);
}

/** Demands that a runbook was refused for the first of its preconditions that does not hold, and did nothing. */
export function demandRefusal(
  order: ProcedureOrder,
  outcome: RunbookOutcome,
  log: ProcedureLog,
  sentence: string,
): void {
  const { status, reason, ticks, isRestored, events, errors } = outcome;
  const found = [status, ticks, isRestored, events.length, errors.length].join();
  demandSame("runbook", `what became of ${order.procedure}`, found, ["refused", 0, true, 0, 0].join());
  demandSame("runbook", `whether ${order.procedure} left the system alone`, log.isUntouched, true);
  if (reason?.endsWith(`: ${sentence}`) === true) return;
  throw new Violation("runbook", `${order.procedure} was refused because ${reason}, expected ${sentence}`);
}

/** Error that is thrown on purpose. */
export const MISHAP = "it broke on purpose";

function lineOf({ tick, step, event }: DueRecord["events"][number]): string {
  return `${tick} ${step} ${event}`;
}
