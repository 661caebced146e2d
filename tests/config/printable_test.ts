import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { printable, quoteText } from "../../config/printable.ts";
import { shellWord } from "../../demo/terminal/options.ts";

/** Texts of what a terminal obeys, cannot show, or is half of a character, and of what is harmless. */
const NASTY = fc.array(
  fc.oneof(
    fc.constantFrom(
      "\x1b[31m",
      "\x9b2J",
      "\r",
      "\n",
      "\x7f",
      "\u2028",
      "\u202e",
      "\ud800",
      "\udc00",
      "\ufeff",
      "\u00ad",
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
    fc.constantFrom("a", "'", '"', "\\", " ", "$HOME", "é", "😀"),
  ),
  { maxLength: 10 },
).map((parts) => parts.join(""));

Deno.test("quoteText and printable show any text in one line that a terminal does not obey", () => {
  fc.assert(fc.property(NASTY, (text) => {
    for (const shown of [quoteText(text), printable(text)]) {
      assert(!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(shown), JSON.stringify(shown));
      assert(shown.isWellFormed());
    }
  }));
});

Deno.test("quoteText and printable leave a text that is harmless as it is", () => {
  assertEquals([quoteText("µ é 😀"), printable("µ é 😀")], ['"µ é 😀"', "µ é 😀"]);
});

Deno.test("quoteText shows of a long text the beginning and the length", () => {
  assertEquals(quoteText("é".repeat(201)), `"${"é".repeat(200)}"... (201 characters)`);
  assertEquals(quoteText("é".repeat(200)), `"${"é".repeat(200)}"`);
  // A character is not cut in halves without a sign of it.
  assertEquals(quoteText("é".repeat(199) + "😀"), `"${"é".repeat(199)}\\ud83d"... (201 characters)`);
});

Deno.test("printable cuts a message that nobody would read", () => {
  assertEquals(printable("x".repeat(4_000)).length, 4_000);
  assertEquals(printable("x".repeat(100_000)), `${"x".repeat(4_000)}... (100000 characters)`);
});

const bash = Deno.permissions.querySync({ name: "run" }).state === "granted" && Deno.build.os !== "windows";

Deno.test(`shellWord is read by a shell as what it was${bash ? "" : " (skipped without --allow-run)"}`, {
  ignore: !bash,
}, () => {
  const texts = ["a", "a b", "it's", "$HOME", "`ls`", '"', "\\", "a\nb", "\x1b[31m'\\", "*", "!", "", "é µ", "-x", "~"];
  const script = `printf '%s\\0' ${texts.map(shellWord).join(" ")}`;
  const { stdout } = new Deno.Command("bash", { args: ["-c", script] }).outputSync();
  assertEquals(new TextDecoder().decode(stdout).split("\0").slice(0, -1), texts);
  assertEquals(shellWord("\x1b[31m"), "$'\\x1b[31m'");
});
