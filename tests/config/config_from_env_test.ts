import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../config/config_error.ts";
import { configFromEnv, isServiceVariable } from "../../config/config_from_env.ts";
import { readSetting } from "../../config/setting_rules.ts";
import { SETTINGS } from "../../config/settings.ts";
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
  assertThrows(() => configFromEnv({}, { seed: -1 }), ConfigError, "Cannot use seed: it must be an integer");
  assertThrows(() => configFromEnv({}, Object.create({ seed: 2 })), TypeError, "settings must be a plain object");
});

Deno.test("configFromEnv refuses an unknown variable with the nearest one", () => {
  const error = assertThrows(() => configFromEnv({ TRADING_SIM_RING_SIZE: "8" }), ConfigError);
  assertEquals(
    error.message,
    "Cannot use TRADING_SIM_RING_SIZE: it is not a setting: did you mean TRADING_SIM_RING_CAPACITY?",
  );
  assertEquals(error.setting, "TRADING_SIM_RING_SIZE");
});

Deno.test("configFromEnv lets be what a service of the same name has in the environment", () => {
  const services = {
    // Kubernetes, for a service trading-sim with a port that has a name, and for one called trading-sim-seed.
    TRADING_SIM_SERVICE_HOST: "10.0.0.11",
    TRADING_SIM_SERVICE_PORT: "80",
    TRADING_SIM_SERVICE_PORT_HTTP_METRICS: "80",
    TRADING_SIM_PORT: "tcp://10.0.0.11:80",
    TRADING_SIM_PORT_80_TCP: "tcp://10.0.0.11:80",
    TRADING_SIM_PORT_80_TCP_PROTO: "tcp",
    TRADING_SIM_PORT_80_TCP_PORT: "80",
    TRADING_SIM_PORT_80_TCP_ADDR: "10.0.0.11",
    TRADING_SIM_PORT_53_UDP_ADDR: "10.0.0.11",
    TRADING_SIM_SEED_SERVICE_HOST: "10.0.0.12",
    TRADING_SIM_SEED_PORT_9100_SCTP: "sctp://10.0.0.12:9100",
    // Links of Docker.
    TRADING_SIM_NAME: "/web/trading-sim",
    TRADING_SIM_ENV_PATH: "/bin",
    TRADING_SIM_1_PORT_5432_TCP: "tcp://172.17.0.5:5432",
    // Platforms and people.
    TRADING_SIM_URL: "https://sim.example",
    TRADING_SIM_DATABASE_URL: "",
    TRADING_SIM_HOST: "localhost",
    TRADING_SIM_ENV: "production",
  };
  assertEquals(configFromEnv({ ...services, TRADING_SIM_SEED: "7" }), { ...DEFAULT_CONFIG, seed: 7 });
});

Deno.test("configFromEnv still refuses a mistyped setting, whatever services there are", () => {
  const nearest = {
    TRADING_SIM_CAPASITY: "TRADING_SIM_RING_CAPACITY",
    TRADING_SIM_RING_CAPASITY: "TRADING_SIM_RING_CAPACITY",
    TRADING_SIM_SEEDS: "TRADING_SIM_SEED",
    TRADING_SIM_SED: "TRADING_SIM_SEED",
    TRADING_SIM_STEPS: "TRADING_SIM_STEP_NS",
    TRADING_SIM_STEP: "TRADING_SIM_STEP_NS",
    TRADING_SIM_ON_OVERUN: "TRADING_SIM_ON_OVERRUN",
    TRADING_SIM_seed: "TRADING_SIM_SEED",
    TRADING_SIM_: "TRADING_SIM_SEED",
    TRADING_SIM_PORTS: "TRADING_SIM_SEED",
    TRADING_SIM_PORT_80: "TRADING_SIM_SEED",
  };
  for (const [variable, name] of Object.entries(nearest)) {
    const env = { TRADING_SIM_PORT: "tcp://10.0.0.11:80", [variable]: "8" };
    const error = assertThrows(() => configFromEnv(env), ConfigError);
    assertEquals(
      error.message.startsWith(`Cannot use ${variable}: it is not a setting: did you mean TRADING_SIM_`),
      true,
    );
    if (!variable.includes("PORT") && variable !== "TRADING_SIM_") {
      assertEquals(error.message, `Cannot use ${variable}: it is not a setting: did you mean ${name}?`);
    }
  }
});

Deno.test("isServiceVariable holds for no setting", () => {
  for (const key of SETTING_KEYS) assertEquals(isServiceVariable(SETTINGS[key].variable), false);
});

Deno.test("configFromEnv refuses text that stands for no allowed value, and shows it as it was written", () => {
  for (const text of ["", " 64", "64 ", "0x40", "1e2", "64.0", "+64", "sixty-four", "NaN", "Infinity", "-64", "60"]) {
    const error = assertThrows(() => configFromEnv({ TRADING_SIM_RING_CAPACITY: text }), ConfigError);
    assertEquals(
      error.message,
      `Cannot use TRADING_SIM_RING_CAPACITY: it must be a power of two from 1 to 67108864, got ${JSON.stringify(text)}`,
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
    'Cannot use TRADING_SIM_ON_OVERRUN: it must be one of stall, skip-to-head, skip-to-oldest, got "Stall": did you mean stall?',
  );
});

Deno.test("readSetting names the setting by its key when no other name is given", () => {
  assertEquals(readSetting("totalSteps", "12"), 12);
  assertThrows(
    () => readSetting("totalSteps", "0"),
    ConfigError,
    'Cannot use totalSteps: it must be an integer from 1 to 1000000, got "0"',
  );
});
