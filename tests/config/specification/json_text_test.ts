import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ConfigError } from "../../../config/config_error.ts";
import { lineOf, parseJson } from "../../../config/specification/json_text.ts";

Deno.test("parseJson reads what JSON.parse reads, and refuses what it refuses", () => {
  const read = (text: string) => JSON.stringify(parseJson(text, "x"));
  const json = fc.json({ stringUnit: "grapheme" });
  fc.assert(fc.property(json, (text) => assertEquals(read(text), JSON.stringify(JSON.parse(text)))));
  const cut = fc.tuple(json, fc.nat(), fc.constantFrom("", ",", "}", '"', "0", "-", "x", "\t", "e", "\\")).map(
    ([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1) + 1),
  );
  fc.assert(
    fc.property(cut, (text) => {
      const theirs = attempt(() => JSON.parse(text));
      const ours = attempt(() => parseJson(text, "x"));
      if (ours.error instanceof ConfigError) {
        // Beyond JSON, what is silently changed by others is refused.
        if (/every key once|well-formed|too large/.test(ours.error.message)) return;
        assertEquals(theirs.error instanceof SyntaxError, true, `${text}: ${ours.error.message}`);
      } else {
        assertEquals(ours.error, undefined);
        assertEquals(JSON.stringify(ours.value), JSON.stringify(theirs.value));
      }
    }),
    { numRuns: 1_000 },
  );
});

function attempt(read: () => unknown): { readonly value?: unknown; readonly error?: unknown } {
  try {
    return { value: read() };
  } catch (error) {
    return { error };
  }
}

Deno.test("parseJson says at which line and column a text is not JSON, and why", () => {
  const cases: [string, string][] = [
    ["", "is not JSON: it is empty"],
    ["\ufeff \n", "is not JSON: it is empty"],
    [
      "{",
      'is not JSON at line 1, column 2: the text ends where a key in quotation marks, or "}" after the last value is expected',
    ],
    [
      "{a: 1}",
      'is not JSON at line 1, column 2: a key in quotation marks, or "}" after the last value is expected, got "a"',
    ],
    ["{'a': 1}", "is not JSON at line 1, column 2: JSON has texts between \" and \", not between ' and '"],
    ['{\r\n  "a": 1,\r\n}', 'is not JSON at line 3, column 1: no "," may stand before "}"'],
    ['{\r  "a" 1}', 'is not JSON at line 2, column 7: ":" after a key is expected, got "1"'],
    ['{"a": 1 "b": 2}', 'is not JSON at line 1, column 9: "," or "}" is expected, got "\\""'],
    ["[1, 2", 'is not JSON at line 1, column 6: the text ends where "," or "]" is expected'],
    ["// a comment\n{}", "is not JSON at line 1, column 1: JSON has no comments"],
    ["{} /* */", "is not JSON at line 1, column 4: JSON has no comments"],
    ["[NaN]", 'is not JSON at line 1, column 2: a value is expected, got "NaN"'],
    ["[undefined]", 'is not JSON at line 1, column 2: a value is expected, got "undefined"'],
    ["[-Infinity]", 'is not JSON at line 1, column 2: a value is expected, got "-Infinity"'],
    ["[True]", 'is not JSON at line 1, column 2: a value is expected, got "True"'],
    ["[truex]", 'is not JSON at line 1, column 2: a value is expected, got "truex"'],
    ["[01]", 'is not JSON at line 1, column 2: a value is expected, got "01"'],
    ["[1.]", 'is not JSON at line 1, column 2: a value is expected, got "1."'],
    ["[+1]", 'is not JSON at line 1, column 2: a value is expected, got "+1"'],
    ["[0x10]", 'is not JSON at line 1, column 2: a value is expected, got "0x10"'],
    ["[1e400]", "is not JSON at line 1, column 2: 1e400 is too large for a number"],
    ['["\\ud800"]', 'is not JSON at line 1, column 2: a text must be well-formed Unicode, got "\\ud800"'],
    ['["\ud800"]', 'is not JSON at line 1, column 2: a text must be well-formed Unicode, got "\\ud800"'],
    ['["\\x"]', 'is not JSON at line 1, column 3: "\\\\x" is no escape'],
    ['["\\u00g0"]', 'is not JSON at line 1, column 3: "\\\\u" is no escape'],
    ['["a\nb"]', "is not JSON at line 1, column 2: a text has no closing quotation mark in its line"],
    ['["a', "is not JSON at line 1, column 2: a text has no closing quotation mark in its line"],
    ['["a\tb"]', 'is not JSON at line 1, column 4: a text must have its control characters as escapes, got "\\t"'],
    ["{} {}", 'is not JSON at line 1, column 4: the end of the text is expected, got "{"'],
    ['["😀" 1]', 'is not JSON at line 1, column 6: "," or "]" is expected, got "1"'],
    ["time,size\n0,1\n", 'is not JSON at line 1, column 1: a value is expected, got "time"'],
    ["\x1f\x8b\x08", 'is not JSON at line 1, column 1: a value is expected, got "\\u001f"'],
    ["\0", 'is not JSON at line 1, column 1: a value is expected, got "\\u0000"'],
    ["[".repeat(100_000), "is not JSON at line 1, column 66: at most 64 objects and arrays may be inside one another"],
    ['{\n"a": 1,\n"b": 2, "a": 3}', 'must have every key once, got "a" at line 2 and again at line 3, column 9'],
    ['{"a": 1, "\\u0061": 3}', 'must have every key once, got "a" at line 1 and again at line 1, column 10'],
  ];
  for (const [text, problem] of cases) {
    assertEquals(
      assertThrows(() => parseJson(text, "x"), ConfigError).problem,
      problem,
      JSON.stringify(text.slice(0, 20)),
    );
  }
  const long = assertThrows(() => parseJson(" ".repeat(2 ** 25 + 1), "x"), ConfigError);
  assertEquals(long.problem, "must have at most 33554432 characters, got 33554433");
});

Deno.test("parseJson keeps keys that objects elsewhere inherit", () => {
  const value = parseJson('\ufeff{"__proto__": 1, "constructor": {"toString": 2}}', "x") as Record<string, unknown>;
  assertEquals(Object.keys(value), ["__proto__", "constructor"]);
  assertEquals(Object.getPrototypeOf(value), null);
  assertEquals(value.__proto__, 1);
});

Deno.test("lineOf tells the lines of what parseJson has read", () => {
  const value = parseJson('{ "a": [1,\n 2],\r\n "b": {\n"c":\n null } }', "x") as Record<string, object>;
  assertEquals(["a", "b"].map((key) => lineOf(value, key)), [1, 3]);
  assertEquals([0, 1, 2].map((n) => lineOf(value.a, n)), [1, 2, undefined]);
  assertEquals([lineOf(value.b, "c"), lineOf(value.b, "d"), lineOf({}, "a")], [4, undefined, undefined]);
});
