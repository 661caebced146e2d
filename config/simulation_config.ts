import { ConfigError } from "./config_error.ts";
import { nearestName } from "./nearest_name.ts";
import { checkSetting, SETTING_RULES, type SettingKey, type SimulationConfig } from "./setting_rules.ts";
import { show } from "./show.ts";

/** The keys of all settings, in the order in which they are listed. */
export const SETTING_KEYS: readonly SettingKey[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.keys(SETTING_RULES) as SettingKey[],
);

/**
 * Makes a configuration: the settings given, checked, and defaults for the rest. It is frozen.
 *
 * A setting given as `undefined` is one not given. Only the object's own properties count, so an object that inherits
 * settings is refused rather than half read.
 *
 * @param settings the settings that differ from their defaults. Default: none
 * @throws {ConfigError} if a key is unknown, with the nearest one that is known, or a value is not allowed
 * @throws {TypeError} if `settings` is not a plain object
 *
 * @example Make a configuration
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createConfig } from "@low-latency/trading-sim/config";
 *
 * const config = createConfig({ ingestPerStep: 8, pollsPerStep: 3 });
 * assertEquals(config.ringCapacity, 64); // the rest has its defaults
 * const larger = createConfig({ ...config, ringCapacity: 128 });
 * assertEquals(larger.ingestPerStep, 8); // a configuration can be made from another
 * ```
 */
export function createConfig(settings: Partial<SimulationConfig> = {}): SimulationConfig {
  if (!isPlainObject(settings)) {
    throw new TypeError(`Cannot create a configuration: settings must be a plain object, got ${show(settings)}`);
  }
  for (const key of Reflect.ownKeys(settings)) refuseUnknown(key);
  const config: Partial<Record<SettingKey, unknown>> = {};
  for (const key of SETTING_KEYS) {
    const value = Object.hasOwn(settings, key) ? settings[key] : undefined;
    config[key] = value === undefined ? SETTING_RULES[key].default : checkSetting(key, value);
  }
  return Object.freeze(config as SimulationConfig);
}

/** The configuration that has the default of every setting. */
export const DEFAULT_CONFIG: SimulationConfig = /* @__PURE__ */ createConfig();

function refuseUnknown(key: string | symbol): void {
  if (Object.hasOwn(SETTING_RULES, key)) return;
  const name = String(key);
  throw new ConfigError(name, `is not a setting: did you mean ${nearestName(name, SETTING_KEYS)}?`);
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
