import { ConfigError } from "./config_error.ts";
import { nearestName } from "./nearest_name.ts";
import { readSetting, type SettingKey, SETTINGS, type SimulationConfig, VARIABLE_PREFIX } from "./settings.ts";
import { show } from "./show.ts";
import { createConfig, SETTING_KEYS } from "./simulation_config.ts";

/**
 * Makes a configuration from variables of the environment: `TRADING_SIM_RING_CAPACITY` for `ringCapacity`, and so on; the
 * name of each is in {@linkcode SETTINGS}.
 *
 * It reads the record it is given and nothing else, so that it needs no permission; a program that may see its environment
 * passes `Deno.env.toObject()`. Variables whose names do not begin with `TRADING_SIM_` are none of its business. A variable
 * that is `undefined` is one not set; one that is empty is refused, like any other text that stands for no value.
 *
 * @param env the variables, by name
 * @param base settings for what the environment does not say. Default: none
 * @throws {ConfigError} if a name is unknown, with the nearest one that is known, or a value is not allowed
 *
 * @example
 * ```ts
 * import { configFromEnv } from "@low-latency/trading-sim/config";
 *
 * const config = configFromEnv({ PATH: "/bin", TRADING_SIM_RING_CAPACITY: "128" }, { pollsPerStep: 3 });
 * if (config.ringCapacity !== 128 || config.pollsPerStep !== 3) throw new Error("one from each");
 * ```
 */
export function configFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  base: Partial<SimulationConfig> = {},
): SimulationConfig {
  if (typeof env !== "object" || env === null) {
    throw new TypeError(`env must be an object of variables, got ${show(env)}`);
  }
  const settings: Partial<Record<SettingKey, unknown>> = {};
  for (const [variable, text] of Object.entries(env)) {
    if (text === undefined || !variable.startsWith(VARIABLE_PREFIX)) continue;
    const key = keyOf(variable);
    settings[key] = readSetting(key, text, variable);
  }
  return createConfig({ ...createConfig(base), ...settings as Partial<SimulationConfig> });
}

function keyOf(variable: string): SettingKey {
  const key = SETTING_KEYS.find((key) => SETTINGS[key].variable === variable);
  if (key !== undefined) return key;
  const variables = SETTING_KEYS.map((key) => SETTINGS[key].variable);
  throw new ConfigError(variable, `is not a setting: did you mean ${nearestName(variable, variables)}?`);
}
