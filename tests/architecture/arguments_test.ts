import { assert, assertEquals } from "@std/assert";

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
