import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ConfigError } from "../../../config/config_error.ts";
import { formatRate, parseRate, RATE_RULE } from "../../../config/specification/rate.ts";

Deno.test("parseRate reads every prefix exactly", () => {
  const cases: [string, number][] = [
    ["16.4/s", 16.4],
    ["16.4", 16.4],
    ["100k/s", 100_000],
    ["2M/s", 2_000_000],
    ["0.001k/s", 1],
    ["1.1k/s", 1_100], // 1100.0000000000002 as a product of floats
    ["1000M/s", 1_000_000_000],
    ["0.000001/s", 0.000001],
  ];
  for (const [text, rate] of cases) assertEquals(parseRate(text), rate, text);
});

Deno.test("parseRate refuses what is no rate in one line", () => {
  for (
    const text of [
      "",
      "0",
      "0/s",
      "1k",
      "1m/s",
      "1K/s",
      "1G/s",
      "1001M/s",
      "1e3/s",
      "-1/s",
      "1/ms",
      "1 /s",
      "NaN",
      "0.0000001/s",
    ]
  ) {
    const { setting, problem } = assertThrows(() => parseRate(text, "--rate"), ConfigError);
    assertEquals(`${setting} ${problem}`, `--rate must be ${RATE_RULE}, got ${JSON.stringify(text)}`);
  }
  assertThrows(() => parseRate(5 as never), TypeError, "Cannot read a rate: text must be a text, got 5");
});

Deno.test("what formatRate writes, parseRate reads again", () => {
  const rate = fc.oneof(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 1e9 }));
  fc.assert(fc.property(rate, (rate) => assertEquals(parseRate(formatRate(rate)), rate)));
  const cases: [number, string][] = [
    [0, "0/s"],
    [16.4, "16.4/s"],
    [100_000, "100k/s"],
    [2_000_000, "2M/s"],
    [1_234_567, "1.234567M/s"],
    [0.000001, "0.000001/s"],
    [1e12, "1000000M/s"],
  ];
  for (const [rate, text] of cases) assertEquals(formatRate(rate), text);
});

Deno.test("formatRate rounds to significant digits, and then chooses the prefix", () => {
  assertEquals(formatRate(1_234_567, 3), "1.23M/s");
  assertEquals(formatRate(999_999, 3), "1M/s");
  assertEquals(formatRate(2 / 3, 3), "0.667/s");
  for (const rate of [NaN, -1, Infinity, 1e-7]) {
    assertThrows(() => formatRate(rate), RangeError, "Cannot format a rate: rate must be 0, or from");
  }
});
