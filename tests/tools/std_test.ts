// These tests hold for the adapters in tools/std as for the packages that they stand for.
import {
  assert,
  assertEquals,
  assertInstanceOf,
  AssertionError,
  assertNotInstanceOf,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";
import { bold, red, stripAnsiCode } from "@std/fmt/colors";
import { format } from "@std/fmt/duration";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";

class CodedError extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`code ${code}`);
    this.code = code;
  }
}

Deno.test("assertThrows returns the error with its type", () => {
  const error = assertThrows(
    () => {
      throw new CodedError(3);
    },
    CodedError,
    "code 3",
  );
  const code: number = error.code;
  assertEquals(code, 3);
});

Deno.test("assertThrows fails where nothing is thrown, or another class", () => {
  assertThrows(() => assertThrows(() => 1), AssertionError, "Expected function to throw");
  assertThrows(
    () =>
      assertThrows(() => {
        throw new TypeError("other");
      }, CodedError),
    AssertionError,
    "CodedError",
  );
});

Deno.test("assertRejects resolves to the error with its type", async () => {
  const error = await assertRejects(() => Promise.reject(new CodedError(4)), CodedError);
  const code: number = error.code;
  assertEquals(code, 4);
});

Deno.test("assertEquals takes two values of one type", () => {
  assertEquals([1, { a: 2 }], [1, { a: 2 }]);
  // @ts-expect-error A number is never equal to a string.
  assertThrows(() => assertEquals<number>(1, "1"), AssertionError);
});

Deno.test("assert, assertInstanceOf and assertStrictEquals narrow the type", () => {
  const values: unknown[] = [new Map([[1, 2]]), "three"];
  const [first, second] = values;
  assertInstanceOf(first, Map);
  assertEquals(first.size, 1);
  assert(typeof second === "string");
  assertEquals(second.length, 5);
  const state: unknown = "READY";
  assertStrictEquals(state, "READY" as const);
  const ready: "READY" = state;
  assertEquals(ready.length, 5);
  assertNotInstanceOf(second, Map);
});

Deno.test("assertObjectMatch compares the properties that are expected", () => {
  assertObjectMatch({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } });
  assertThrows(() => assertObjectMatch({ a: 1 }, { a: 2 }), AssertionError);
});

Deno.test("parseArgs types an option by the list that names it", () => {
  const args = parseArgs(["balanced", "--capacity", "64", "--inject=1:a", "--inject", "2:b", "--json", "--no-color"], {
    boolean: ["json", "color", "trace"],
    string: ["capacity", "inject", "seed"],
    collect: ["inject"],
    negatable: ["color"],
    default: { seed: "1" },
  });
  const capacity: string | undefined = args.capacity;
  const inject: string[] = args.inject;
  const flags: boolean[] = [args.json, args.color, args.trace];
  const seed: string = args.seed;
  const names: (string | number)[] = args._;
  assertEquals({ capacity, inject, flags, seed, names }, {
    capacity: "64",
    inject: ["1:a", "2:b"],
    flags: [true, false, false],
    seed: "1",
    names: ["balanced"],
  });
  // @ts-expect-error It may be absent.
  const present: string = args.capacity;
  // @ts-expect-error What no list names is unknown.
  const other: string = args.other;
  assertEquals([present, other], ["64", undefined]);
});

Deno.test("parseArgs keeps what follows two dashes apart where it is asked to", () => {
  const rest: string[] = parseArgs(["a", "--", "--b"], { "--": true, string: ["c"] })["--"];
  assertEquals(rest, ["--b"]);
});

Deno.test("stripAnsiCode removes what the colours add", () => {
  assertEquals(stripAnsiCode(bold(red("text"))), "text");
});

Deno.test("format writes a duration", () => {
  assertEquals(format(1500, { ignoreZero: true }), "1s 500ms");
  // @ts-expect-error There is no such style.
  assertThrows(() => format(1, { style: "long" }), TypeError);
});

describe("describe", () => {
  const events: string[] = [];
  beforeEach(() => {
    events.push("before");
  });
  afterEach(() => {
    events.push("after");
  });
  it("runs the hooks before the first test", () => {
    assertEquals(events, ["before"]);
  });
  it("runs the hooks around each test", async () => {
    await Promise.resolve();
    assertEquals(events, ["before", "after", "before"]);
  });
});
