import { readSetting, type SettingKey, type SimulationConfig } from "../../config/mod.ts";

/** Options that set a number of a simulation by steps, with the setting that each of them sets. */
export const SETTING_OPTIONS: readonly (readonly [name: string, value: string, key: SettingKey])[] = [
  ["capacity", "EVENTS", "ringCapacity"],
  ["ingest", "EVENTS", "ingestPerStep"],
  ["polls", "POLLS", "pollsPerStep"],
  ["warmup", "TICKS", "warmupTicks"],
  ["steps", "STEPS", "totalSteps"],
  ["on-overrun", "POLICY", "onOverrun"],
  ["seed", "NUMBER", "seed"],
];

/** The name of the option that sets a setting. */
export function optionOf(setting: string): string | undefined {
  const found = SETTING_OPTIONS.find(([, , key]) => key === setting);
  return found === undefined ? undefined : `--${found[0]}`;
}

/**
 * Reads the options that set a number.
 *
 * @param textOf the value of an option; undefined, if it was not given
 * @throws {ConfigError} if a value is not allowed
 */
export function readSettings(textOf: (name: string) => string | undefined): Partial<SimulationConfig> {
  const settings: Partial<Record<SettingKey, unknown>> = {};
  for (const [name, , key] of SETTING_OPTIONS) {
    const given = textOf(name);
    if (given !== undefined) settings[key] = readSetting(key, given, `--${name}`);
  }
  return settings as Partial<SimulationConfig>;
}
