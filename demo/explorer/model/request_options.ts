import {
  createConfig,
  durationRule,
  formatDuration,
  parseDuration,
  readSetting,
  SETTING_RULES,
  type SettingKey,
  SPEED_MAX,
  SPEED_MIN,
} from "../../../config/mod.ts";
import { INJECTION_ACTIONS } from "../../../control/mod.ts";
import { SCENARIOS } from "../../scenarios/catalogue/all.ts";
import { injectText } from "../../scenarios/explore_address.ts";
import { LOAD_SCENARIOS } from "../../scenarios/loads/all_loads.ts";
import { SETTING_OPTIONS } from "../../scenarios/setting_options.ts";
import { readInjections } from "../../terminal/inject_option.ts";
import { decimalRule, findNamed, integerRule, readDecimal, readInteger } from "../../terminal/option_values.ts";
import { shellWord } from "../../terminal/options.ts";
import type { RunRequest } from "./explorer_request.ts";
import type { SettingField } from "./explorer_run.ts";
import { refusing } from "./refusals.ts";

/** What stands for the id of a scenario, where a specification is given. */
export const SYSTEM = "system";

/** Ids of the scenarios, in the order in which the command line lists them. */
export const SCENARIO_IDS: readonly string[] = [...SCENARIOS, ...LOAD_SCENARIOS].map(({ id }) => id);

/** An option that a request may have. */
export interface RequestOption {
  /** Its name on the command line, without its dashes. */
  readonly name: string;
  /** A few words for its input. */
  readonly label: string;
  /** The rule for its value, as the command line says it. */
  readonly rule: string;
  /** The values that there are, where it is a choice. */
  readonly choices: readonly string[] | undefined;
  /**
   * Reads a value, and writes it as the command line does: `064` is `64`.
   *
   * @param text the value
   * @param steps of a run by steps
   * @throws {ConfigError} or {UsageError} if it is not allowed
   */
  read(text: string, steps: number): string;
}

/** Labels of options whose name says too little. */
const LABELS: Readonly<Record<string, string>> = {
  ingest: "events a step",
  polls: "polls a step",
  warmup: "warm-up ticks",
  "on-overrun": "on overrun",
};

function settingOption(name: string, key: SettingKey): RequestOption {
  const { rule, names } = SETTING_RULES[key];
  return {
    name,
    label: LABELS[name] ?? name,
    rule,
    choices: names.length > 0 ? names : undefined,
    read: (text) => String(readSetting(key, text, name)),
  };
}

function option(name: string, rule: string, read: RequestOption["read"]): RequestOption {
  return { name, label: name, rule, choices: undefined, read };
}

const STEP_OPTIONS: readonly RequestOption[] = [
  ...SETTING_OPTIONS.map(([name, , key]) => settingOption(name, key)),
  option(
    "inject",
    INJECTION_ACTIONS.map((action) => `STEP:${action}`).join(" or "),
    (text, steps) => injectText(readInjections(text.split(","), steps)),
  ),
];

const given = (name: string, text: string) => ({ values: new Map([[name, [text]]]) });

/** Most specifications of one text. */
const RUNS_MAX = 1_000;

const SYSTEM_OPTIONS: readonly RequestOption[] = [
  ...STEP_OPTIONS.filter(({ name }) => /^(capacity|on-overrun|seed)$/.test(name)),
  option(
    "duration",
    durationRule({ min: 1 }),
    (text) => formatDuration(parseDuration(text, "duration", { min: 1 })),
  ),
  option(
    "speed",
    decimalRule(SPEED_MIN, SPEED_MAX),
    (text) => String(readDecimal(given("speed", text), "speed", SPEED_MIN, SPEED_MAX)),
  ),
  option("run", integerRule(1, RUNS_MAX), (text) => String(readInteger(given("run", text), "run", 1, RUNS_MAX))),
];

/** Whether a scenario is one of a load, by times. */
export function isLoad(scenario: string): boolean {
  return LOAD_SCENARIOS.some(({ id }) => id === scenario);
}

/** The options that a run may have, in the order in which an address has them. */
export function optionsOf(scenario: string | undefined): readonly RequestOption[] {
  if (scenario === undefined) return SYSTEM_OPTIONS;
  return isLoad(scenario) ? SYSTEM_OPTIONS.filter(({ name }) => /^(capacity|seed)$/.test(name)) : STEP_OPTIONS;
}

/** Steps of a run by steps, unless an option says otherwise; 0 for others. */
export function stepsOf(scenario: string | undefined): number {
  const found = SCENARIOS.find(({ id }) => id === scenario);
  return found === undefined ? 0 : createConfig(found.settings).totalSteps;
}

/**
 * Reads the options of a request, in the order of an address.
 *
 * @throws {RequestError} if there is no such option, or its value is not allowed
 */
export function readOptions({ scenario, options }: Pick<RunRequest, "scenario" | "options">): Map<string, string> {
  const known = optionsOf(scenario);
  for (const name of options.keys()) refusing(() => findNamed("option", name, known.map(({ name }) => name)), name);
  const values = new Map<string, string>();
  for (const { name, read } of known) {
    const text = options.get(name);
    const steps = Number(values.get("steps") ?? stepsOf(scenario));
    if (text !== undefined) values.set(name, refusing(() => read(text, steps), name));
  }
  return values;
}

/** The command line that runs a scenario with these options. */
export function demoCommand(scenario: string, options: ReadonlyMap<string, string>): string {
  let command = `deno task demo ${scenario}`;
  for (const [name, value] of options) {
    for (const one of name === "inject" ? value.split(",") : [value]) command += ` --${name} ${shellWord(one)}`;
  }
  return command;
}

/**
 * The inputs of a run.
 *
 * @param scenario its scenario
 * @param valueOf what it used; undefined for an option that it cannot have
 */
export function fieldsOf(
  scenario: string | undefined,
  valueOf: (name: string) => string | undefined,
): SettingField[] {
  return optionsOf(scenario).flatMap(({ name, label, rule, choices }) => {
    const value = valueOf(name);
    return value === undefined ? [] : [{ name, label, value, choices, rule }];
  });
}
