import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkFunction, checkObject, checkParts, shown } from "../../core/arguments.ts";

// Whatever of the library is called with nothing, or with something of another kind, says what is wrong in one line of its own,
// and not in the engine's words about a property of undefined.

const ROOT = new URL("../../", import.meta.url);

const mayRead = Deno.permissions.querySync({ name: "read" }).state === "granted";
const skipped = mayRead ? "" : " (skipped: needs --allow-read)";

/** What an engine says about a value that it could not use. */
const ENGINE =
  /cannot (?:destructure|read propert|set propert|convert|use 'in'|mix|redefine)|undefined \(reading|is not (?:a function|iterable|a constructor|defined|an object|extensible|callable)|invalid (?:array length|typed array|time value|left-hand)|incompatible receiver|called on|without 'new'|implicit conversion|no initial value|byte length of|start offset of|out of memory|null has no|undefined has no/i;

/** What is handed in. */
const GIVEN: readonly [string, readonly unknown[]][] = [
  ["nothing", []],
  ["undefined", [undefined]],
  ["null", [null]],
  ["null twice", [null, null]],
  ["null three times", [null, null, null]],
  ["an empty object", [{}]],
  ["empty objects", [{}, {}, {}]],
  ["a number", [5]],
  ["numbers", [5, 5, 5]],
  ["NaN", [NaN]],
  ["a text", ["nonsense"]],
  ["texts", ["nonsense", "nonsense", "nonsense"]],
  ["an array", [[]]],
  ["a function", [() => {}]],
  ["true", [true]],
  ["a date", [new Date(0)]],
];

function isClass(value: unknown): boolean {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}

/** What a value says when it is called, or made, with these arguments; undefined if it says nothing. */
function complaint(value: unknown, args: readonly unknown[]): unknown {
  try {
    const made = isClass(value)
      ? Reflect.construct(value as new () => unknown, args)
      : Reflect.apply(value as () => unknown, undefined, args);
    if (made instanceof Promise) made.catch(() => {});
    (made as { close?: () => void } | null | undefined)?.close?.();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The functions and classes among the exports of a module, and the static methods of the classes. */
function callables(exports: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(exports).filter(([, value]) => typeof value === "function").flatMap(([name, value]) => [
    [name, value],
    ...Object.entries(Object.getOwnPropertyDescriptors(value as object))
      .filter(([key, { value: method }]) => isClass(value) && typeof method === "function" && key !== "prototype")
      .map(([key, { value: method }]): [string, unknown] => [`${name}.${key}`, method.bind(value)]),
  ]);
}

/** The complaints of a module that are not in one line of its own. */
function unclear(exports: Readonly<Record<string, unknown>>): string[] {
  const found: string[] = [];
  for (const [name, value] of callables(exports)) {
    for (const [given, args] of GIVEN) {
      const error = complaint(value, args);
      if (error === undefined) continue;
      const { message } = error as Error;
      const isClear = error instanceof Error && message !== "" && !message.includes("\n") && !ENGINE.test(message);
      if (!isClear) found.push(`${name}, given ${given}: ${message}`);
    }
  }
  return found;
}

/** The entry points of the package, from the settings that publish it. */
async function entryPoints(): Promise<string[]> {
  const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  return Object.values(exports as Record<string, string>);
}

Deno.test(`whatever is exported says in one line of its own what is wrong with what it was given${skipped}`, {
  ignore: !mayRead,
}, async () => {
  let looked = 0;
  for (const entry of await entryPoints()) {
    const exports = await import(new URL(entry, ROOT).href);
    assertEquals(unclear(exports), [], entry);
    looked += callables(exports).length;
  }
  assert(looked > 50, `${looked} functions and classes`);
});

Deno.test("the look at complaints finds those that the engine makes", () => {
  class Parts {
    readonly length: number;
    constructor({ list }: { list: number[] }) {
      this.length = list.length;
    }
    static of(list: number[]): number {
      return list.length;
    }
  }
  const broken = { Parts, first: (list: number[]) => list[0], silent: () => {}, text: () => 5 };
  const found = unclear(broken);
  assert(found.some((line) => line.startsWith("Parts, given nothing: Cannot destructure")), found.join("\n"));
  assert(found.some((line) => line.startsWith("Parts, given an empty object: Cannot read")), found.join("\n"));
  assert(found.some((line) => line.startsWith("first, given null: Cannot read")), found.join("\n"));
  assert(found.some((line) => line.startsWith("Parts.of, given null: Cannot read")), found.join("\n"));
  assertEquals(found.filter((line) => /^(?:silent|text)/.test(line)), []);
});

Deno.test("checkParts names the part that is missing or of another kind, and what is needed", () => {
  const shape = { lifecycle: "state", "sink?": "observe()", list: "[]", call: "()", any: "" };
  const good = { lifecycle: { state: 0 }, list: [], call: () => {}, any: {} };
  const check = (value: unknown) => checkParts("make it", "parts", value, shape);
  check(good);
  check({ ...good, sink: { observe() {} } });
  const refused: [unknown, string][] = [
    [undefined, "cannot make it: parts must be an object with lifecycle, list, call, any, got undefined"],
    [null, "cannot make it: parts must be an object with lifecycle, list, call, any, got null"],
    [7, "cannot make it: parts must be an object with lifecycle, list, call, any, got 7"],
    [{}, "cannot make it: parts.lifecycle must be an object that has state, got undefined"],
    [{ ...good, lifecycle: {} }, "cannot make it: parts.lifecycle must be an object that has state, got an object"],
    [{ ...good, lifecycle: "READY" }, 'cannot make it: parts.lifecycle must be an object that has state, got "READY"'],
    [{ ...good, sink: null }, "cannot make it: parts.sink must be an object that has observe(), got null"],
    [
      { ...good, sink: { observe: 5 } },
      "cannot make it: parts.sink must be an object that has observe(), got an object",
    ],
    [{ ...good, list: {} }, "cannot make it: parts.list must be an array, got an object"],
    [{ ...good, call: [] }, "cannot make it: parts.call must be a function, got an array"],
    [{ ...good, any: 5n }, "cannot make it: parts.any must be an object, got 5n"],
  ];
  for (const [value, message] of refused) assertEquals(assertThrows(() => check(value), TypeError).message, message);
});

Deno.test("checkObject and checkFunction say what is needed and what was given", () => {
  checkObject("make it", "settings", {});
  checkFunction("make it", "call", () => {});
  const messageOf = (check: () => void) => assertThrows(check, TypeError).message;
  assertEquals(messageOf(() => checkObject("make it", "it", 1)), "cannot make it: it must be an object, got 1");
  assertEquals(
    messageOf(() => checkObject("make it", "it", "", "a ring")),
    'cannot make it: it must be a ring, got ""',
  );
  assertEquals(
    messageOf(() => checkFunction("make it", "call", {})),
    "cannot make it: call must be a function, got an object",
  );
});

Deno.test("shown is short and in one line, whatever the value is", () => {
  const values = ["a\nb", "x".repeat(100), Symbol("s"), null, undefined, -0, 5n, [1], {}, () => {}, new Date(NaN)];
  for (const value of values) {
    const text = shown(value);
    assert(text.length < 50 && !text.includes("\n"), text);
  }
});
