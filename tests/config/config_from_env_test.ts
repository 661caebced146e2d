import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../config/config_error.ts";
import { configFromEnv } from "../../config/config_from_env.ts";
import { readSetting, SETTINGS } from "../../config/settings.ts";
import { DEFAULT_CONFIG, SETTING_KEYS } from "../../config/simulation_config.ts";

Deno.test("configFromEnv gives the defaults when the environment says nothing", () => {
  assertEquals(configFromEnv({}), DEFAULT_CONFIG);
  assertEquals(configFromEnv({ PATH: "/bin", TRADING: "1", SIM_SEED: "x" }), DEFAULT_CONFIG);
});

Deno.test("configFromEnv reads every setting", () => {
  const env = {
    TRADING_SIM_RING_CAPACITY: "128",
    TRADING_SIM_PAYLOAD_WORDS: "2",
    TRADING_SIM_INGEST_PER_STEP: "8",
    TRADING_SIM_POLLS_PER_STEP: "3",
    TRADING_SIM_WARMUP_TICKS: "0",
    TRADING_SIM_TOTAL_STEPS: "20",
    TRADING_SIM_ON_OVERRUN: "skip-to-head",
    TRADING_SIM_SEED: "9007199254740991",
    TRADING_SIM_STEP_NS: "250",
  };
  assertEquals(Object.keys(env), SETTING_KEYS.map((key) => SETTINGS[key].variable));
  assertEquals(configFromEnv(env), {
    ringCapacity: 128,
    payloadWords: 2,
    ingestPerStep: 8,
    pollsPerStep: 3,
    warmupTicks: 0,
    totalSteps: 20,
    onOverrun: "skip-to-head",
    seed: 9007199254740991,
    stepNs: 250,
  });
});

Deno.test("configFromEnv lets the environment win over the base", () => {
  const config = configFromEnv({ TRADING_SIM_SEED: "2", TRADING_SIM_STEP_NS: undefined }, { seed: 1, stepNs: 9 });
  assertEquals(config, { ...DEFAULT_CONFIG, seed: 2, stepNs: 9 });
});

Deno.test("configFromEnv checks the base", () => {
  assertThrows(() => configFromEnv({}, { seed: -1 }), ConfigError, "seed must be an integer");
  assertThrows(() => configFromEnv({}, Object.create({ seed: 2 })), TypeError, "settings must be a plain object");
});

Deno.test("configFromEnv refuses an unknown variable with the nearest one", () => {
  const error = assertThrows(() => configFromEnv({ TRADING_SIM_RING_SIZE: "8" }), ConfigError);
  assertEquals(error.message, "TRADING_SIM_RING_SIZE is not a setting: did you mean TRADING_SIM_RING_CAPACITY?");
  assertEquals(error.setting, "TRADING_SIM_RING_SIZE");
});

Deno.test("configFromEnv refuses text that stands for no allowed value, and shows it as it was written", () => {
  for (const text of ["", " 64", "64 ", "0x40", "1e2", "64.0", "+64", "sixty-four", "NaN", "Infinity", "-64", "60"]) {
    const error = assertThrows(() => configFromEnv({ TRADING_SIM_RING_CAPACITY: text }), ConfigError);
    assertEquals(
      error.message,
      `TRADING_SIM_RING_CAPACITY must be a power of two from 1 to 67108864, got ${JSON.stringify(text)}`,
    );
  }
});

Deno.test("configFromEnv refuses a number that a double cannot hold", () => {
  assertThrows(() => configFromEnv({ TRADING_SIM_SEED: "9007199254740993" }), ConfigError, '"9007199254740993"');
});

Deno.test("configFromEnv refuses an unknown policy with the nearest one", () => {
  const error = assertThrows(() => configFromEnv({ TRADING_SIM_ON_OVERRUN: "Stall" }), ConfigError);
  assertEquals(
    error.message,
    'TRADING_SIM_ON_OVERRUN must be one of stall, skip-to-head, skip-to-oldest, got "Stall": did you mean stall?',
  );
});

Deno.test("readSetting names the setting by its key when no other name is given", () => {
  assertEquals(readSetting("totalSteps", "12"), 12);
  assertThrows(
    () => readSetting("totalSteps", "0"),
    ConfigError,
    'totalSteps must be an integer from 1 to 1000000, got "0"',
  );
});
