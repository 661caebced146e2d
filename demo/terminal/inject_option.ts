import { nearestName } from "../../config/nearest_name.ts";
import { type Injection, INJECTION_ACTIONS, type InjectionAction } from "../../control/mod.ts";
import { type Option, quote } from "./options.ts";
import { UsageError } from "./usage_error.ts";

const INJECT_RULE = `STEP:${INJECTION_ACTIONS.join(" or STEP:")}`;

/**
 * The option that begins and ends market data outages.
 *
 * @param more what the help says after that it may be given more than once
 */
export function injectOption(more: string): Option {
  return {
    name: "inject",
    value: "STEP:ACTION",
    rule: INJECT_RULE,
    repeatable: true,
    help: `Begins or ends a market data outage at a step: ${INJECT_RULE}. May be given more than once, ${more}`,
  };
}

/**
 * Reads what was given by the option.
 *
 * @param texts its values
 * @param totalSteps steps of the run: injections are at steps before that
 * @throws {UsageError} if one is not possible, or two contradict
 */
export function readInjections(texts: readonly string[], totalSteps: number): Injection[] {
  const injections = texts.map((text) => readInjection(text, totalSteps));
  refuseContradiction(injections);
  return injections;
}

function readInjection(text: string, totalSteps: number): Injection {
  const rule = `--inject must be ${INJECT_RULE}, with STEP from 0 to ${totalSteps - 1}, got ${quote(text)}`;
  const [, digits, action] = /^(\d+):(.*)$/s.exec(text) ?? [];
  if (digits === undefined) throw new UsageError(rule);
  if (!isAction(action)) throw new UsageError(`${rule}: did you mean ${nearestName(action, INJECTION_ACTIONS)}?`);
  const step = Number(digits);
  if (step >= totalSteps) throw new UsageError(rule);
  return { step, action, failure: "market-data-outage" };
}

function isAction(text: string): text is InjectionAction {
  return (INJECTION_ACTIONS as readonly string[]).includes(text);
}

function refuseContradiction(injections: readonly Injection[]): void {
  const actions = new Map<number, InjectionAction>();
  for (const { step, action } of injections) {
    const other = actions.get(step) ?? action;
    if (other !== action) {
      throw new UsageError(
        `--inject ${step}:${other} and --inject ${step}:${action} contradict each other: give one of them`,
      );
    }
    actions.set(step, action);
  }
}
