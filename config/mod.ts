/**
 * The settings of a simulation and the specification of a system: their defaults, their rules, and frozen values that keep
 * them.
 *
 * {@linkcode createConfig} makes a configuration from settings, {@linkcode configFromEnv} from variables of the environment.
 * {@linkcode SETTINGS} describes each one: its rule, its default and a sentence. What breaks a rule is refused with a
 * {@linkcode ConfigError}, whose message is one line.
 *
 * {@linkcode readSpecification} reads the specification of a whole system from JSON: ring, feed, consumers, failures. The same
 * rules make {@linkcode specificationSchema}, for editors, and read feeds and consumers as a command line gives them:
 * {@linkcode parseFeedText}, {@linkcode parseConsumerText}, {@linkcode parseServiceText}.
 *
 * Nothing here is read on the hot path. A composition root makes a configuration, and hands its values to the parts. No
 * dependencies.
 *
 * @example A configuration, and a setting that breaks its rule
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { ConfigError, configFromEnv, createConfig } from "@low-latency/trading-sim/config";
 *
 * const config = createConfig({ ringCapacity: 128, onOverrun: "skip-to-head" });
 * assertEquals([config.ringCapacity, config.warmupTicks], [128, 10]);
 * assertEquals(configFromEnv({ TRADING_SIM_SEED: "7" }, config).seed, 7);
 * assertThrows(() => createConfig({ ringCapacity: 60 }), ConfigError, "must be a power of two");
 * ```
 *
 * @module
 */
export { configFromEnv, isServiceVariable } from "./config_from_env.ts";
export { ConfigError } from "./config_error.ts";
export {
  checkSetting,
  readSetting,
  SETTING_RULES,
  type SettingKey,
  type SettingRule,
  type SimulationConfig,
} from "./setting_rules.ts";
export { type Setting, SETTINGS, VARIABLE_PREFIX } from "./settings.ts";
export { createConfig, DEFAULT_CONFIG, SETTING_KEYS } from "./simulation_config.ts";
export {
  describeSpecification,
  type SpecificationKey,
  type SpecificationObject,
} from "./specification/describe_specification.ts";
export {
  DURATION_MAX_NS,
  type DurationRange,
  durationRule,
  formatDuration,
  parseDuration,
} from "./specification/duration.ts";
export { formatRate, parseRate, RATE_RULE } from "./specification/rate.ts";
export {
  checkSpecification,
  parseSpecification,
  parseSpecifications,
  readSpecification,
  type SpecificationSource,
} from "./specification/read_specification.ts";
export { specificationSchema } from "./specification/specification_schema.ts";
export {
  CONSUMER_TEXT_RULE,
  FEED_TEXT_RULE,
  parseConsumerText,
  parseFeedText,
  parseServiceText,
  SERVICE_TEXT_RULE,
  type SingleFeed,
} from "./specification/specification_text.ts";
export {
  type CheckSpecification,
  type ConstantFeed,
  type ConsumerSpecification,
  type FailureSpecification,
  type FeedSpecification,
  type HawkesFeed,
  type MeasuredTimes,
  type MergedFeed,
  type OnOffFeed,
  type OnOverrunSpecification,
  type PauseSpecification,
  type PoissonFeed,
  type RecordedFeed,
  type RingSpecification,
  type ServiceSpecification,
  type ServiceTimeSpecification,
  SPEED_MAX,
  SPEED_MIN,
  type StepsFeed,
  type SystemSpecification,
  TIME_UNITS,
  type TimeUnit,
  type WarmupSpecification,
} from "./specification/system_specification.ts";
