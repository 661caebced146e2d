import { type Injection, INJECTION_ACTIONS } from "../../control/mod.ts";
import { choose } from "./option_values.ts";
import { type Option, quote } from "./options.ts";
import { UsageError } from "./usage_error.ts";

/** How moments and actions are written in the values of `--inject`. */
export interface InjectForm<Action extends string> {
  /** What a moment is counted in, as the help names it. */
  readonly unit: "STEP" | "SECONDS";
  /** The actions there are. */
  readonly actions: readonly Action[];
  /** Who acts, for an action: two at one moment contradict each other only if it is the same one. Default: always the same. */
  actorOf?(action: Action): string;
}

/** An action at a moment, as it was given. */
export interface GivenInjection<Action extends string> {
  /** The moment, in plain decimal digits. */
  readonly at: string;
  /** The action. */
  readonly action: Action;
}

const STEPS: InjectForm<Injection["action"]> = { unit: "STEP", actions: INJECTION_ACTIONS };

function ruleOf({ unit, actions }: InjectForm<string>): string {
  return `${unit}:${actions.join(` or ${unit}:`)}`;
}

/**
 * The option that injects failures.
 *
 * @param form how its values are written
 * @param help the help, given the rule for a value
 */
export function injectOptionOf(form: InjectForm<string>, help: (rule: string) => string): Option {
  const rule = ruleOf(form);
  return { name: "inject", value: `${form.unit}:ACTION`, rule, repeatable: true, help: help(rule) };
}

/**
 * The option that begins and ends market data outages at steps.
 *
 * @param more what the help says after that it may be given more than once
 */
export function injectOption(more: string): Option {
  return injectOptionOf(
    STEPS,
    (rule) => `Begins or ends a market data outage at a step: ${rule}. May be given more than once, ${more}`,
  );
}

/**
 * Reads the values of the option that begins and ends market data outages at steps.
 *
 * @param texts its values
 * @param totalSteps steps of the run: injections are at steps before that
 * @throws {UsageError} if one is not possible, or two contradict
 */
export function readInjections(texts: readonly string[], totalSteps: number): Injection[] {
  return readInjectionsOf(STEPS, texts, totalSteps)
    .map(({ at, action }) => ({ step: Number(at), action, failure: "market-data-outage" }));
}

/**
 * Reads the values of the option, in any form.
 *
 * @param form how they are written
 * @param texts the values
 * @param end the end of the run, in the form's unit: injections are before that
 * @throws {UsageError} if one is not possible, or two contradict
 */
export function readInjectionsOf<Action extends string>(
  form: InjectForm<Action>,
  texts: readonly string[],
  end: number,
): GivenInjection<Action>[] {
  const { unit, actions, actorOf = () => "" } = form;
  const [number, range] = unit === "STEP"
    ? [/^(\d+):(.*)$/s, `STEP from 0 to ${end - 1}`]
    : [/^(\d+(?:\.\d+)?):(.*)$/s, `SECONDS from 0 to less than ${end}`];
  const injections: GivenInjection<Action>[] = [];
  for (const text of texts) {
    const problem = `--inject must be ${ruleOf(form)}, with ${range}, got ${quote(text)}`;
    const [, at, name] = number.exec(text) ?? [];
    if (at === undefined) throw new UsageError(problem);
    const action = choose(name, actions, problem);
    if (Number(at) >= end) throw new UsageError(problem);
    const other = injections.find((other) =>
      Number(other.at) === Number(at) && other.action !== action && actorOf(other.action) === actorOf(action)
    );
    if (other !== undefined) {
      throw new UsageError(
        `--inject ${Number(at)}:${other.action} and --inject ${Number(at)}:${action} contradict each other: ` +
          "give one of them",
      );
    }
    injections.push({ at, action });
  }
  return injections;
}
