import { ConfigError } from "./config_error.ts";
import { nearestName } from "./nearest_name.ts";
import { readSetting, type SettingKey, type SimulationConfig } from "./setting_rules.ts";
import { SETTINGS, VARIABLE_PREFIX } from "./settings.ts";
import { show } from "./show.ts";
import { createConfig, SETTING_KEYS } from "./simulation_config.ts";

/**
 * Makes a configuration from variables of the environment: `TRADING_SIM_RING_CAPACITY` for `ringCapacity`, and so on; the
 * name of each is in {@linkcode SETTINGS}.
 *
 * It reads the record it is given and nothing else, so that it needs no permission; a program that may see its environment
 * passes `Deno.env.toObject()`. A variable that is `undefined` is one not set; one that is empty is refused, like any other
 * text that stands for no value.
 *
 * Variables whose names do not begin with `TRADING_SIM_` are none of its business. Of those that do, it lets be what others
 * put there who have a service, a container or an application of the name `trading-sim` or `trading-sim-…`: Kubernetes
 * (`TRADING_SIM_SERVICE_HOST`, `TRADING_SIM_PORT_80_TCP_ADDR`), links of Docker (`TRADING_SIM_NAME`, `TRADING_SIM_ENV_…`) and
 * the usual names of an address (`TRADING_SIM_URL`); see {@linkcode isServiceVariable}. Any other is refused, since it is
 * more likely a setting that is mistyped.
 *
 * @param env the variables, by name
 * @param base settings for what the environment does not say. Default: none
 * @throws {ConfigError} if a name is unknown, with the nearest one that is known, or a value is not allowed
 *
 * @example One setting from the environment, one from the program
 * ```ts
 * import { configFromEnv } from "@low-latency/trading-sim/config";
 * import { assertEquals } from "@std/assert";
 *
 * const env = { PATH: "/bin", TRADING_SIM_SERVICE_HOST: "10.0.0.11", TRADING_SIM_RING_CAPACITY: "128" };
 * const { ringCapacity, pollsPerStep } = configFromEnv(env, { pollsPerStep: 3 });
 * assertEquals([ringCapacity, pollsPerStep], [128, 3]);
 * ```
 */
export function configFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  base: Partial<SimulationConfig> = {},
): SimulationConfig {
  if (typeof env !== "object" || env === null) {
    throw new TypeError(`Cannot read the environment: env must be an object of variables, got ${show(env)}`);
  }
  const settings: Partial<Record<SettingKey, unknown>> = {};
  for (const [variable, text] of Object.entries(env)) {
    if (text === undefined || !variable.startsWith(VARIABLE_PREFIX) || isServiceVariable(variable)) continue;
    const key = keyOf(variable);
    settings[key] = readSetting(key, text, variable);
  }
  return createConfig({ ...createConfig(base), ...settings as Partial<SimulationConfig> });
}

/**
 * Says whether a variable has the name of one that describes a service and where it is. No setting has such a name.
 *
 * @param variable its name, which begins with `TRADING_SIM_`
 */
export function isServiceVariable(variable: string): boolean {
  return SERVICE_NAMES.some((name) => name.test(variable));
}

/** How these names end, by those who make them. */
const SERVICE_NAMES: readonly RegExp[] = [
  // Kubernetes, for each service in the namespace; SERVICE_PORT_HTTP is that of a port with a name.
  /_SERVICE_(HOST|PORT(_\w+)?)$/,
  // Kubernetes as well, and links of Docker, from which it has them: a port, and of each port its protocol and address.
  /_PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?$/,
  // Links of Docker: the name of the container, and its own environment.
  /_NAME$/,
  /_ENV(_\w+)?$/,
  // Platforms and people who say where something is.
  /_(HOST|ADDR|ADDRESS|URL|URI)$/,
];

function keyOf(variable: string): SettingKey {
  const key = SETTING_KEYS.find((key) => SETTINGS[key].variable === variable);
  if (key !== undefined) return key;
  const variables = SETTING_KEYS.map((key) => SETTINGS[key].variable);
  throw new ConfigError(variable, `is not a setting: did you mean ${nearestName(variable, variables)}?`);
}
