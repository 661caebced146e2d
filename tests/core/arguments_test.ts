import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkFunction, checkObject, checkParts, shown } from "../../core/arguments.ts";

Deno.test("checkParts names the part that is missing or of another kind, and what is needed", () => {
  const shape = { lifecycle: "state", "sink?": "observe()", list: "[]", call: "()", any: "" };
  const good = { lifecycle: { state: 0 }, list: [], call: () => {}, any: {} };
  const check = (value: unknown) => checkParts("make it", "parts", value, shape);
  check(good);
  check({ ...good, sink: { observe() {} } });
  const refused: [unknown, string][] = [
    [undefined, "Cannot make it: parts must be an object with lifecycle, list, call, any, got undefined"],
    [null, "Cannot make it: parts must be an object with lifecycle, list, call, any, got null"],
    [7, "Cannot make it: parts must be an object with lifecycle, list, call, any, got 7"],
    [{}, "Cannot make it: parts.lifecycle must be an object that has state, got undefined"],
    [{ ...good, lifecycle: {} }, "Cannot make it: parts.lifecycle must be an object that has state, got an object"],
    [{ ...good, lifecycle: "READY" }, 'Cannot make it: parts.lifecycle must be an object that has state, got "READY"'],
    [{ ...good, sink: null }, "Cannot make it: parts.sink must be an object that has observe(), got null"],
    [
      { ...good, sink: { observe: 5 } },
      "Cannot make it: parts.sink must be an object that has observe(), got an object",
    ],
    [{ ...good, list: {} }, "Cannot make it: parts.list must be an array, got an object"],
    [{ ...good, call: [] }, "Cannot make it: parts.call must be a function, got an array"],
    [{ ...good, any: 5n }, "Cannot make it: parts.any must be an object, got 5n"],
  ];
  for (const [value, message] of refused) assertEquals(assertThrows(() => check(value), TypeError).message, message);
});

Deno.test("checkObject and checkFunction say what is needed and what was given", () => {
  checkObject("make it", "settings", {});
  checkFunction("make it", "call", () => {});
  const messageOf = (check: () => void) => assertThrows(check, TypeError).message;
  assertEquals(messageOf(() => checkObject("make it", "it", 1)), "Cannot make it: it must be an object, got 1");
  assertEquals(
    messageOf(() => checkObject("make it", "it", "", "a ring")),
    'Cannot make it: it must be a ring, got ""',
  );
  assertEquals(
    messageOf(() => checkFunction("make it", "call", {})),
    "Cannot make it: call must be a function, got an object",
  );
});

Deno.test("shown is short and in one line, whatever the value is", () => {
  const values = ["a\nb", "x".repeat(100), Symbol("s"), null, undefined, -0, 5n, [1], {}, () => {}, new Date(NaN)];
  for (const value of values) {
    const text = shown(value);
    assert(text.length < 50 && !text.includes("\n"), text);
  }
});
