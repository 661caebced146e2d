import { assertEquals, assertThrows } from "@std/assert";
import { isColoured, paletteOf, readColor } from "../../../demo/terminal/color_option.ts";
import { UsageError } from "../../../demo/terminal/usage_error.ts";
import { COLOURED, PLAIN } from "../../../demo/terminal/layout/palette.ts";

const given = (value?: string) => ({ values: new Map(value === undefined ? [] : [["color", [value]]]) });

Deno.test("readColor reads when a report is in colour", () => {
  assertEquals([undefined, "auto", "always", "never"].map((value) => readColor(given(value))), [
    "auto",
    "auto",
    "always",
    "never",
  ]);
  const error = assertThrows(() => readColor(given("yes")), UsageError);
  assertEquals(error.message, "--color must be one of auto, always, never, got yes: did you mean auto?");
});

Deno.test("paletteOf does as it is asked, and else as the surroundings say", () => {
  for (const colour of [false, true]) {
    assertEquals(paletteOf("never", { colour }), PLAIN);
    assertEquals(paletteOf("auto", { colour }), colour && !Deno.noColor ? COLOURED : PLAIN);
    // Also where NO_COLOR is set, as in the tests of this project.
    assertEquals(paletteOf("always", { colour }).good("x"), "\x1b[32mx\x1b[39m");
  }
});

Deno.test("isColoured takes NO_COLOR before FORCE_COLOR, and that before the terminal", () => {
  for (const isTerminal of [false, true]) {
    const answers = (noColor: boolean) =>
      [undefined, "", "1", "true", "3", "0", "false"].map((forceColor) =>
        isColoured({ isTerminal, noColor, forceColor })
      );
    assertEquals(answers(true), [false, false, false, false, false, false, false]);
    assertEquals(answers(false), [isTerminal, true, true, true, true, false, false]);
  }
});
