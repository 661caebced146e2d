/**
 * Questions to the tables of what the functions of the language and of its hosts make.
 *
 * @module
 */
import { HOST_GLOBALS, hostAllocates, hostGets } from "./hosts.ts";
import { LANGUAGE, type Members } from "./table.ts";

/** Whether a function allocates: it does, it does not, or it is not known to exist. */
export type Verdict = "allocates" | "harmless" | "unknown";

const listed = new Map<string, ReadonlySet<string>>();

function has(names: string | undefined, name: string): boolean {
  if (names === undefined) return false;
  let set = listed.get(names);
  if (set === undefined) listed.set(names, set = new Set(names.split(" ")));
  return set.has(name);
}

function verdict(members: Members | undefined, name: string): Verdict {
  if (has(members?.allocates, name)) return "allocates";
  return has(members?.harmless, name) ? "harmless" : "unknown";
}

/** Allocation by a call of a global function. */
export function verdictOfCall(global: string): Verdict {
  if (Object.hasOwn(LANGUAGE, global)) {
    const { call } = LANGUAGE[global];
    return call === undefined ? "unknown" : call ? "allocates" : "harmless";
  }
  return HOST_GLOBALS.has(global) ? "allocates" : "unknown";
}

/** Allocation by a call of a member of a global, such as `Object.keys`. */
export function verdictOfStatic(global: string, member: string): Verdict {
  if (!Object.hasOwn(LANGUAGE, global)) {
    if (!HOST_GLOBALS.has(global)) return "unknown";
    return hostAllocates(global, member) ? "allocates" : "harmless";
  }
  const { own, inherits } = LANGUAGE[global];
  const found = verdict(own, member);
  if (found !== "unknown" || inherits === undefined) return found;
  return verdictOfStatic(inherits, member);
}

/** Allocation by a call of a method, on an instance of a global class such as `Map`. */
export function verdictOfMethod(type: string, method: string): Verdict {
  if (!Object.hasOwn(LANGUAGE, type)) {
    if (!HOST_GLOBALS.has(type)) return "unknown";
    return hostAllocates(type, method) ? "allocates" : "harmless";
  }
  const { instance, inherits } = LANGUAGE[type];
  const found = verdict(instance, method);
  if (found !== "unknown" || type === "Object") return found;
  return verdictOfMethod(inherits ?? "Object", method);
}

/** Whether reading a member of an instance of a global class makes something, because a getter answers. */
export function getterAllocates(type: string, member: string): boolean {
  if (!Object.hasOwn(LANGUAGE, type)) return hostGets(type, member);
  const { instance, inherits } = LANGUAGE[type];
  return has(instance?.gets, member) || inherits !== undefined && getterAllocates(inherits, member);
}

/** Whether there is a global class of this name in the tables, or a group of them such as `TypedArray`. */
export function isKnownClass(name: string): boolean {
  return Object.hasOwn(LANGUAGE, name) || HOST_GLOBALS.has(name);
}

/** Namespaces whose members are classes: `Intl.Locale`. */
export const NAMESPACES: ReadonlySet<string> = new Set(["Intl", "Temporal", "WebAssembly"]);

/** Methods that grow their object when it is full. */
export const GROWS: ReadonlySet<string> = new Set([
  "add",
  "getOrInsert",
  "getOrInsertComputed",
  "push",
  "register",
  "set",
  "unshift",
]);

/**
 * Methods that are taken for those of the language on any object. Each of them allocates on every object of the
 * language that has it, and hardly any other class has a method of that name.
 */
export const KNOWN_BY_NAME: ReadonlySet<string> = new Set(
  ("@@iterator bind charAt concat entries filter flat flatMap from fromBase64 fromHex getOrInsert getOrInsertComputed join map " +
    "matchAll normalize of padEnd padStart repeat replace replaceAll slice splice split subarray substr substring " +
    "symmetricDifference toArray toBase64 toExponential toFixed toHex toISOString toJSON toLocaleDateString " +
    "toLocaleLowerCase toLocaleString toLocaleTimeString toLocaleUpperCase toLowerCase toPrecision toReversed toSorted " +
    "toSpliced toString toUTCString toUpperCase toWellFormed trim trimEnd trimLeft trimRight trimStart unshift")
    .split(" "),
);
