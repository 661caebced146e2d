import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ConfigError } from "../../config/config_error.ts";
import type { SimulationConfig } from "../../config/setting_rules.ts";
import { SETTINGS } from "../../config/settings.ts";
import { createConfig, DEFAULT_CONFIG, SETTING_KEYS } from "../../config/simulation_config.ts";

/** What the settings of a program that is not type checked may be. */
function createUnchecked(settings: unknown): SimulationConfig {
  return createConfig(settings as Partial<SimulationConfig>);
}

Deno.test("createConfig gives every setting its default when none is given", () => {
  assertEquals(createConfig(), {
    ringCapacity: 64,
    payloadWords: 4,
    ingestPerStep: 5,
    pollsPerStep: 5,
    warmupTicks: 10,
    totalSteps: 50,
    onOverrun: "stall",
    seed: 1,
    stepNs: 1_000,
  });
  assertEquals(DEFAULT_CONFIG, createConfig({}));
});

Deno.test("createConfig keeps what it is given and lists keys in one order", () => {
  const config = createConfig({ stepNs: 7, onOverrun: "skip-to-oldest", ringCapacity: 1 });
  assertEquals(config, { ...DEFAULT_CONFIG, stepNs: 7, onOverrun: "skip-to-oldest", ringCapacity: 1 });
  assertEquals(Object.keys(config), [...SETTING_KEYS]);
});

Deno.test("createConfig returns a frozen object that does not follow its source", () => {
  const source = { ringCapacity: 8 };
  const config = createConfig(source);
  source.ringCapacity = 16;
  assertStrictEquals(config.ringCapacity, 8);
  assertThrows(() => {
    (config as { ringCapacity: number }).ringCapacity = 32;
  }, TypeError);
});

Deno.test("createConfig takes undefined for a setting not given", () => {
  assertEquals(createConfig({ seed: undefined }), DEFAULT_CONFIG);
});

Deno.test("createConfig takes an object without prototype", () => {
  const settings = Object.assign(Object.create(null), { seed: 5 });
  assertStrictEquals(createConfig(settings).seed, 5);
});

Deno.test("createConfig refuses an unknown key with the nearest one", () => {
  const cases: [unknown, string][] = [
    [{ ringCapcity: 8 }, "ringCapcity is not a setting: did you mean ringCapacity?"],
    [{ ingest_per_step: 8 }, "ingest_per_step is not a setting: did you mean ingestPerStep?"],
    [{ POLLSPERSTEP: undefined }, "POLLSPERSTEP is not a setting: did you mean pollsPerStep?"],
    [{ toString: 1 }, "toString is not a setting: did you mean stepNs?"],
    [JSON.parse('{"__proto__": 8}'), "__proto__ is not a setting: did you mean totalSteps?"],
    [{ [Symbol("seed")]: 1 }, "Symbol(seed) is not a setting: did you mean seed?"],
  ];
  for (const [settings, message] of cases) {
    const error = assertThrows(() => createUnchecked(settings), ConfigError);
    const [setting] = message.split(" ");
    assertEquals([error.setting, `${error.setting} ${error.problem}`], [setting, message]);
    assertEquals(error.message, `Cannot use ${error.setting}: it ${error.problem}`);
  }
});

Deno.test("createConfig refuses what is not a plain object", () => {
  const inheriting = Object.create({ ringCapacity: 8 });
  for (const settings of [null, 64, "ringCapacity", [], [8], () => 8, new Map(), inheriting]) {
    assertThrows(() => createUnchecked(settings), TypeError, "settings must be a plain object, got ");
  }
});

const WRONG_TYPES: [unknown, string][] = [
  ["64", '"64"'],
  [64n, "64n"],
  [true, "true"],
  [null, "null"],
  [[64], "an array"],
  [{ valueOf: () => 64 }, "an object"],
  [() => 64, "a function"],
  [Symbol("64"), "Symbol(64)"],
];

const NOT_INTEGERS: [unknown, string][] = [
  [NaN, "NaN"],
  [Infinity, "Infinity"],
  [-Infinity, "-Infinity"],
  [1.5, "1.5"],
  [-1, "-1"],
  [1e300, "1e+300"],
];

for (const key of SETTING_KEYS) {
  Deno.test(`createConfig refuses bad values of ${key} with its name, the rule and the value`, () => {
    for (const [value, shown] of [...WRONG_TYPES, ...NOT_INTEGERS]) {
      const error = assertThrows(() => createUnchecked({ [key]: value }), ConfigError);
      assertEquals(
        error.message.split(": did you mean")[0],
        `Cannot use ${key}: it must be ${SETTINGS[key].rule}, got ${shown}`,
      );
      assertEquals(error.setting, key);
      assertInstanceOf(error, RangeError);
    }
  });
}

Deno.test("createConfig accepts the limits of every setting and refuses what lies beyond them", () => {
  const limits: [keyof SimulationConfig, number, number][] = [
    ["ringCapacity", 1, 2 ** 26],
    ["payloadWords", 0, 16_384],
    ["ingestPerStep", 0, 1e9],
    ["pollsPerStep", 0, 1e9],
    ["warmupTicks", 0, 1e9],
    ["totalSteps", 1, 1e6],
    ["seed", 0, Number.MAX_SAFE_INTEGER],
    ["stepNs", 1, 1e9],
  ];
  assertEquals(limits.length, SETTING_KEYS.length - 1);
  for (const [key, least, most] of limits) {
    assertStrictEquals(createUnchecked({ [key]: least })[key], least);
    assertStrictEquals(createUnchecked({ [key]: most })[key], most);
    assertThrows(() => createUnchecked({ [key]: least - 1 }), ConfigError);
    assertThrows(() => createUnchecked({ [key]: most + 1 }), ConfigError);
  }
});

Deno.test("createConfig accepts a ring capacity if and only if it is a power of two", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 26 }), (capacity) => {
    if (Number.isInteger(Math.log2(capacity))) createConfig({ ringCapacity: capacity });
    else assertThrows(() => createConfig({ ringCapacity: capacity }), ConfigError, `got ${capacity}`);
  }));
});

Deno.test("createConfig refuses an unknown policy with the nearest one", () => {
  assertThrows(
    () => createUnchecked({ onOverrun: "skip-to-haed" }),
    ConfigError,
    'Cannot use onOverrun: it must be one of stall, skip-to-head, skip-to-oldest, got "skip-to-haed": did you mean skip-to-head?',
  );
});

Deno.test("createConfig refuses with one line whatever the value contains", () => {
  const error = assertThrows(() => createUnchecked({ onOverrun: "st\nall" }), ConfigError);
  assertEquals(error.message.includes("\n"), false);
});
