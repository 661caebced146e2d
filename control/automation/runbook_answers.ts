import { shown } from "../../core/arguments.ts";
import type { Condition } from "./runbook_step.ts";

/** Whether a condition holds. */
export function holdsNow(condition: Condition): boolean {
  return yesOrNo("check a condition", `the answer to ${JSON.stringify(condition.sentence)}`, condition.holds());
}

/** Refuses an answer that is none. Its type says that it is a boolean, but foreign code may be JavaScript. */
export function yesOrNo(action: string, name: string, answer: unknown): boolean {
  if (typeof answer === "boolean") return answer;
  const given = isPromise(answer) ? "a promise" : shown(answer);
  throw new TypeError(`Cannot ${action}: ${name} must be true or false, got ${given}`);
}

/** Refuses what is not done yet. For a compiler, a function that returns a promise is one that returns nothing. */
export function refusePromise(action: string, name: string, result: unknown): void {
  if (isPromise(result)) throw new TypeError(`Cannot ${action}: ${name} must be done when it returns, got a promise`);
}

/** Whether a value is a promise, or behaves as one. */
export function isPromise(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
