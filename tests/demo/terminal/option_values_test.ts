import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError } from "../../../config/mod.ts";
import { readDuration, readRate } from "../../../demo/terminal/option_values.ts";
import { parseOptions } from "../../../demo/terminal/options.ts";

const OPTIONS = ["duration", "rate"].map((name) => ({ name, value: "VALUE", rule: "a value", help: "" }));

function parse(...args: string[]) {
  return parseOptions(args, OPTIONS);
}

Deno.test("readDuration and readRate read what an option was given", () => {
  assertEquals(readDuration(parse("--duration", "1.5ms"), "duration"), 1_500_000);
  assertEquals(readRate(parse("--rate=100k/s"), "rate"), 100_000);
  assertEquals([readDuration(parse(), "duration"), readRate(parse(), "rate")], [undefined, undefined]);
});

Deno.test("readDuration and readRate refuse by the name of the option", () => {
  const duration = () => readDuration(parse("--duration", "0"), "duration", { min: 1 });
  assertEquals(assertThrows(duration, ConfigError).setting, "--duration");
  assertEquals(assertThrows(() => readRate(parse("--rate", "1k"), "rate"), ConfigError).setting, "--rate");
});
