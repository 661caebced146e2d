import { show } from "./show.ts";
import { ConfigError } from "./config_error.ts";
import { nearestName } from "./nearest_name.ts";
import { OVERRUN_POLICIES, type OverrunPolicy } from "../core/bus/overrun_policy.ts";

/** Every number and choice that a simulation runs by. */
export interface SimulationConfig {
  /** Events that stay readable in the ring: a power of two from 1 to 2²⁶. */
  readonly ringCapacity: number;
  /** 32-bit payload words of every event, 0 to 16 384. */
  readonly payloadWords: number;
  /** Events taken in per step, 0 to 10⁹. */
  readonly ingestPerStep: number;
  /** Polls per step, 0 to 10⁹. */
  readonly pollsPerStep: number;
  /** Ticks that a warm-up takes, 0 to 10⁹. */
  readonly warmupTicks: number;
  /** Steps of a run, 1 to 10⁶. */
  readonly totalSteps: number;
  /** Overrun policy of the consumer. */
  readonly onOverrun: OverrunPolicy;
  /** The seed from which everything drawn at random follows, 0 to 2⁵³ - 1. */
  readonly seed: number;
  /** Simulated nanoseconds that a step takes, 1 to 10⁹. */
  readonly stepNs: number;
}

/** The name of a setting. */
export type SettingKey = keyof SimulationConfig;

/**
 * What a setting may be: all that a check of its value needs to know.
 *
 * @experimental
 */
export interface SettingRule<Value> {
  /** Its rule, as the end of the sentence "it must be ...". */
  readonly rule: string;
  /** The names there are to choose from; none, if the setting is a number. */
  readonly names: readonly string[];
  /** The value it has when none is given. */
  readonly default: Value;
  /** Whether the value is allowed. */
  accepts(value: unknown): value is Value;
  /** The value that a text stands for. A text that stands for none is returned as it is, and is not accepted. */
  read(text: string): unknown;
}

/** Steps of the longest run. With {@linkcode RATE_MAX} it keeps every count and time of a run below 2⁵³, hence exact. */
const STEPS_MAX = 1_000_000;
const RATE_MAX = 1_000_000_000;

/**
 * The rules of all settings, by key: {@linkcode SETTINGS} without the words, for a program that shows no help.
 *
 * @experimental
 */
export const SETTING_RULES: { readonly [Key in SettingKey]: SettingRule<SimulationConfig[Key]> } =
  /* @__PURE__ */ makeRules();

function makeRules(): { readonly [Key in SettingKey]: SettingRule<SimulationConfig[Key]> } {
  return Object.freeze({
    ringCapacity: powerOfTwo(64, 2 ** 26),
    payloadWords: integer(4, 0, 16_384),
    ingestPerStep: integer(5, 0, RATE_MAX),
    pollsPerStep: integer(5, 0, RATE_MAX),
    warmupTicks: integer(10, 0, RATE_MAX),
    totalSteps: integer(50, 1, STEPS_MAX),
    onOverrun: choice("stall", OVERRUN_POLICIES),
    seed: integer(1, 0, Number.MAX_SAFE_INTEGER),
    stepNs: integer(1_000, 1, RATE_MAX),
  });
}

/**
 * Checks a value of one setting and returns it.
 *
 * @param key the setting
 * @param value the value
 * @param name what to call the setting in the message. Default: its key
 * @param given what to call the value in the message. Default: the value itself
 * @throws {ConfigError} if the value is not allowed
 * @experimental
 */
export function checkSetting<Key extends SettingKey>(
  key: Key,
  value: unknown,
  name: string = key,
  given: unknown = value,
): SimulationConfig[Key] {
  const setting: SettingRule<SimulationConfig[Key]> = ruleOf(key);
  if (setting.accepts(value)) return value;
  const problem = `must be ${setting.rule}, got ${show(given)}`;
  const isMistyped = setting.names.length > 0 && typeof value === "string";
  throw new ConfigError(name, isMistyped ? `${problem}: did you mean ${nearestName(value, setting.names)}?` : problem);
}

/**
 * Reads one setting from a text, as a command line or an environment gives it, and checks it. A number is written in plain
 * decimal digits.
 *
 * @param key the setting
 * @param text its value
 * @param name what to call the setting in the message, such as the option it was given by. Default: its key
 * @throws {ConfigError} if the text does not stand for a value that is allowed
 *
 * @example Read a setting from a command line
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { ConfigError, readSetting } from "@low-latency/trading-sim/config";
 *
 * assertEquals(readSetting("ringCapacity", "128", "--capacity"), 128);
 * assertThrows(
 *   () => readSetting("ringCapacity", "1e2", "--capacity"),
 *   ConfigError,
 *   'must be a power of two from 1 to 67108864, got "1e2"',
 * );
 * ```
 *
 * @experimental
 */
export function readSetting<Key extends SettingKey>(key: Key, text: string, name: string = key): SimulationConfig[Key] {
  return checkSetting(key, ruleOf(key).read(text), name, text);
}

/** Rule of a setting. */
function ruleOf<Key extends SettingKey>(key: Key): (typeof SETTING_RULES)[Key] {
  if (!Object.hasOwn(SETTING_RULES, key)) {
    throw new RangeError(
      `Cannot check a setting: key must be one of ${Object.keys(SETTING_RULES).join(", ")}, got ${show(key)}`,
    );
  }
  return SETTING_RULES[key];
}

function integer(standard: number, min: number, max: number): SettingRule<number> {
  return numeric(standard, `an integer from ${min} to ${max}`, (value) => value >= min && value <= max);
}

function powerOfTwo(standard: number, max: number): SettingRule<number> {
  return numeric(
    standard,
    `a power of two from 1 to ${max}`,
    (value) => value >= 1 && value <= max && (value & (value - 1)) === 0,
  );
}

function numeric(standard: number, rule: string, isInRange: (value: number) => boolean): SettingRule<number> {
  return Object.freeze({
    rule,
    names: [],
    default: standard,
    accepts: (value: unknown): value is number => Number.isInteger(value) && isInRange(value as number),
    read: (text: string) => /^\d+$/.test(text) ? Number(text) : text,
  });
}

function choice<Name extends string>(standard: Name, names: readonly Name[]): SettingRule<Name> {
  return Object.freeze({
    rule: `one of ${names.join(", ")}`,
    names,
    default: standard,
    accepts: (value: unknown): value is Name => (names as readonly unknown[]).includes(value),
    read: (text: string) => text,
  });
}
