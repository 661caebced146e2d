// The tables are complete: each function and getter that the running engine has is in them, once.
import { assert, assertEquals } from "@std/assert";
import { HOST_GLOBALS, OTHER_HOST_GLOBALS } from "../../../../tools/lint/allocators/hosts.ts";
import { KNOWN_BY_NAME, verdictOfMethod, verdictOfStatic } from "../../../../tools/lint/allocators/lookup.ts";
import { type Intrinsic, LANGUAGE, type Members } from "../../../../tools/lint/allocators/table.ts";
import { intrinsics } from "./intrinsics.ts";

function names(list: string | undefined): string[] {
  return list === undefined ? [] : list.split(" ");
}

/** Where methods that are known by their names make nothing. */
const EXCEPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["@@iterator", ["Iterator.prototype"]],
  ["toString", ["Boolean.prototype", "String.prototype"]],
]);

/** Every member of a table with where it is. */
function entries(): { where: string; members: Members }[] {
  return Object.entries(LANGUAGE).flatMap(([name, { own, instance }]: [string, Intrinsic]) => [
    { where: name, members: own ?? {} },
    { where: `${name}.prototype`, members: instance ?? {} },
  ]);
}

Deno.test("every function that the engine has is in the table", () => {
  const missing: string[] = [];
  for (const { name, own, instance } of intrinsics()) {
    if (!Object.hasOwn(LANGUAGE, name)) missing.push(name);
    for (const member of own.functions) {
      if (verdictOfStatic(name, member) === "unknown") missing.push(`${name}.${member}`);
    }
    for (const member of instance.functions) {
      if (verdictOfMethod(name, member) === "unknown") missing.push(`${name}.prototype.${member}`);
    }
  }
  assertEquals(missing, [], "say in tools/lint/allocators/table.ts whether these make anything");
});

Deno.test("every global of the engine is known, by the language's table or as the host's", () => {
  const intrinsicNames = new Set(intrinsics().map(({ name }) => name));
  const missing = Object.getOwnPropertyNames(globalThis).filter((name) => {
    const value = Object.getOwnPropertyDescriptor(globalThis, name)!.value ?? Reflect.get(globalThis, name);
    const holdsFunctions = typeof value === "function" || typeof value === "object" && value !== null;
    // The global object itself has several names; those of one letter case with an "on" in front hold handlers.
    if (!holdsFunctions || value === globalThis || /^on[a-z]+$/.test(name)) return false;
    return !intrinsicNames.has(name) && !HOST_GLOBALS.has(name) && !OTHER_HOST_GLOBALS.has(name) && !/^GPU/.test(name);
  });
  assertEquals(missing, [], "name these in tools/lint/allocators/hosts.ts, and say what makes nothing");
});

Deno.test("no function is in the table twice, or in two lists", () => {
  for (const { where, members } of entries()) {
    const all = [members.allocates, members.harmless, members.gets].flatMap(names);
    assertEquals(all.filter((name, n) => all.indexOf(name) !== n), [], where);
  }
});

Deno.test("no global is both the language's and the host's", () => {
  const all = [...Object.keys(LANGUAGE), ...HOST_GLOBALS, ...OTHER_HOST_GLOBALS];
  assertEquals(all.filter((name, n) => all.indexOf(name) !== n), []);
});

Deno.test("a method that is known by its name alone makes something on everything in the language that has it", () => {
  for (const name of KNOWN_BY_NAME) {
    const where = entries().filter(({ members }) => names(members.allocates).includes(name)).map(({ where }) => where);
    assert(where.length > 0, `${name} is a method of nothing in the table`);
    // These give back a constant, or what they are called on.
    const exceptions = EXCEPTIONS.get(name) ?? [];
    const not = entries().filter(({ members }) => names(members.harmless).includes(name)).map(({ where }) => where);
    assertEquals(not, exceptions, name);
  }
});
