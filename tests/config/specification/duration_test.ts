import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ConfigError } from "../../../config/config_error.ts";
import {
  DURATION_MAX_NS,
  durationRule,
  formatDuration,
  parseDuration,
} from "../../../config/specification/duration.ts";

Deno.test("parseDuration reads every unit exactly", () => {
  const cases: [string, number][] = [
    ["0", 0],
    ["0ns", 0],
    ["800ns", 800],
    ["800", 800],
    ["10us", 10_000],
    ["10µs", 10_000], // the sign for micro
    ["10μs", 10_000], // the Greek letter
    ["1.5ms", 1_500_000],
    ["0.1us", 100],
    ["4.35us", 4_350], // 4349.999… as a product of floats
    ["2s", 2_000_000_000],
    ["0.000000001s", 1],
    ["9007199.254740991s", DURATION_MAX_NS],
    ["007us", 7_000],
  ];
  for (const [text, ns] of cases) assertEquals(parseDuration(text), ns, text);
});

Deno.test("parseDuration refuses what is no duration in one line", () => {
  const form = "such as 800ns, 10us, 1.5ms or 2s, or whole nanoseconds, below 2^53";
  const refused = (text: string) => assertThrows(() => parseDuration(text, "--duration"), ConfigError).problem;
  for (
    const text of [
      "",
      " 1s",
      "1 s",
      "1S",
      "1m",
      "1h",
      "-1s",
      "+1s",
      "1e3ns",
      ".5s",
      "1.s",
      "1,5s",
      "NaN",
      "Infinity",
      "0x10",
      "1s2ms",
      "9007199.254740992s",
      "9007199254740992",
      "99999999999999999999999s",
      "１s",
    ]
  ) assertEquals(refused(text), `must be a duration, ${form}, got ${JSON.stringify(text)}`, text);
  assertEquals(refused("1.5ns"), `must be a duration, ${form}, got "1.5ns", which has parts of a nanosecond`);
  assertEquals(refused("1.0001us"), `must be a duration, ${form}, got "1.0001us", which has parts of a nanosecond`);
  assertEquals(refused("1.5"), `must be a duration, ${form}, got "1.5", which has no unit`);
  assertThrows(() => parseDuration(5 as never), TypeError, "Cannot read a duration: text must be a text, got 5");
});

Deno.test("parseDuration keeps to a range and says so", () => {
  const range = { min: 1_000, max: 2_000_000 };
  assertEquals(parseDuration("1us", "x", range), 1_000);
  assertThrows(() => parseDuration("999ns", "x", range), ConfigError, "must be a duration from 1us to 2ms, such as");
  assertEquals(durationRule({ max: 1_000 }).slice(0, 29), "a duration of at most 1us, su");
  assertEquals(durationRule({ min: 1 }).slice(0, 30), "a duration of at least 1ns, su");
});

Deno.test("what formatDuration writes, parseDuration reads again", () => {
  const ns = fc.oneof(
    fc.maxSafeNat(),
    fc.nat(1_000_000),
    fc.tuple(fc.nat(999), fc.nat(12)).map(([n, e]) => n * 10 ** e),
  );
  fc.assert(fc.property(ns, (ns) => assertEquals(parseDuration(formatDuration(ns)), ns)));
  const cases: [number, string][] = [
    [0, "0ns"],
    [999, "999ns"],
    [1_000, "1us"],
    [1_500_000, "1.5ms"],
    [90_000_000_000, "90s"],
    [1_234_567, "1.234567ms"],
  ];
  for (const [ns, text] of cases) assertEquals(formatDuration(ns), text);
});

Deno.test("formatDuration rounds to significant digits, and then chooses the unit", () => {
  assertEquals(formatDuration(1_234_567, 3), "1.23ms");
  assertEquals(formatDuration(999_999, 3), "1ms");
  assertEquals(formatDuration(5, 3), "5ns");
  assertEquals(formatDuration(DURATION_MAX_NS, 2), "9000000s");
  assertThrows(() => formatDuration(1.5), RangeError, "Cannot format a duration: ns must be an integer from 0");
  assertThrows(() => formatDuration(-1), RangeError);
  assertThrows(
    () => formatDuration(1, 0),
    RangeError,
    "Cannot format a duration: digits must be an integer from 1 to 21",
  );
});
