import { SETTING_RULES, type SettingKey, type SettingRule, type SimulationConfig } from "./setting_rules.ts";

/**
 * One setting, described: what a help text, a table in the documentation or a check needs to know.
 *
 * @experimental
 */
export interface Setting<Value> extends SettingRule<Value> {
  /** Its name among the variables of the environment. */
  readonly variable: string;
  /** Its meaning, in one sentence. */
  readonly sentence: string;
}

/** Prefix of every variable of the environment. */
export const VARIABLE_PREFIX = "TRADING_SIM_";

/**
 * All settings, by key.
 *
 * @example List the settings
 * ```ts
 * import { assert } from "@std/assert";
 * import { SETTINGS } from "@low-latency/trading-sim/config";
 *
 * const help = Object.entries(SETTINGS).map(([key, { sentence, rule }]) => `${key}: ${sentence} Must be ${rule}.`);
 * assert(help[0].startsWith("ringCapacity: ")); // a line for each
 * ```
 *
 * @experimental
 */
export const SETTINGS: { readonly [Key in SettingKey]: Setting<SimulationConfig[Key]> } =
  /* @__PURE__ */ describeSettings();

function describeSettings(): { readonly [Key in SettingKey]: Setting<SimulationConfig[Key]> } {
  return Object.freeze({
    ringCapacity: described("ringCapacity", "Events that stay readable in the ring."),
    payloadWords: described("payloadWords", "32-bit payload words of every event."),
    ingestPerStep: described("ingestPerStep", "Events taken in per step."),
    pollsPerStep: described("pollsPerStep", "Polls per step."),
    warmupTicks: described("warmupTicks", "Ticks that a warm-up takes."),
    totalSteps: described("totalSteps", "Steps of a run."),
    onOverrun: described("onOverrun", "What the consumer does after an overrun."),
    seed: described("seed", "The seed of everything drawn at random."),
    stepNs: described("stepNs", "Simulated nanoseconds that a step takes."),
  });
}

/** The rule of a setting with its words. Its variable is called as its key, in capitals. */
function described<Key extends SettingKey>(key: Key, sentence: string): Setting<SimulationConfig[Key]> {
  const rule: SettingRule<SimulationConfig[Key]> = SETTING_RULES[key];
  const variable = VARIABLE_PREFIX + key.replace(/[A-Z]/g, "_$&").toUpperCase();
  return Object.freeze({ ...rule, variable, sentence });
}
