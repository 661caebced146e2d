/**
 * The settings of a simulation: their defaults, their rules, and frozen configurations that keep them.
 *
 * Nothing here is read on the hot path. A composition root makes a configuration, and hands its values to the parts. No
 * dependencies.
 *
 * @module
 */
export { configFromEnv, isServiceVariable } from "./config_from_env.ts";
export { ConfigError } from "./config_error.ts";
export { OVERRUN_POLICIES, type OverrunPolicy } from "./overrun_policy.ts";
export {
  checkSetting,
  readSetting,
  type Setting,
  type SettingKey,
  SETTINGS,
  type SimulationConfig,
  VARIABLE_PREFIX,
} from "./settings.ts";
export { createConfig, DEFAULT_CONFIG, SETTING_KEYS } from "./simulation_config.ts";
