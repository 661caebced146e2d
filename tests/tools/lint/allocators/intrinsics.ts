/**
 * What the running engine has: a walk over every constructor, namespace and prototype of the language.
 *
 * @module
 */
import { HOST_GLOBALS, OTHER_HOST_GLOBALS } from "../../../../tools/lint/allocators/hosts.ts";

/** Names of members, by what they are. */
export interface Found {
  readonly functions: readonly string[];
  readonly getters: readonly string[];
}

/** A constructor or namespace of the engine. */
export interface Intrinsic {
  readonly name: string;
  readonly value: object;
  readonly own: Found;
  readonly instance: Found;
  readonly prototype: object | null;
}

const NOTHING: Found = { functions: [], getters: [] };

/** The names of the functions and getters of an object itself; a symbol's begins with `@@`. */
function membersOf(object: object): Found {
  const functions: string[] = [];
  const getters: string[] = [];
  for (const key of Reflect.ownKeys(object)) {
    const name = typeof key === "symbol" ? `@@${key.description?.replace("Symbol.", "")}` : key;
    // What a constructor and its prototype name each other, and tags that are constants.
    if (["constructor", "prototype", "@@species", "@@toStringTag"].includes(name)) continue;
    const { value, get } = Object.getOwnPropertyDescriptor(object, key)!;
    if (get !== undefined) getters.push(name);
    else if (typeof value === "function") functions.push(name);
  }
  return { functions, getters };
}

function intrinsic(name: string, value: object, prototype: unknown): Intrinsic {
  const isPrototype = typeof prototype === "object" && prototype !== null;
  return {
    name,
    value,
    own: membersOf(value),
    instance: isPrototype ? membersOf(prototype) : NOTHING,
    prototype: isPrototype ? prototype : null,
  };
}

/** The prototypes of what no name leads to: iterators and generators. */
function* hiddenPrototypes(): Iterable<object> {
  const iterators: object[] = [
    [].values(),
    new Map().values(),
    new Set().values(),
    "".matchAll(/a/g),
    ""[Symbol.iterator](),
    [].values().map((value) => value),
    Iterator.from({ next: () => ({ done: true, value: undefined }) }),
    new Intl.Segmenter().segment("")[Symbol.iterator](),
    (function* () {})(),
    (async function* () {})(),
  ];
  for (let at of iterators) {
    for (;;) {
      at = Object.getPrototypeOf(at);
      if (at === Object.prototype || at === Iterator.prototype) break;
      yield at;
    }
  }
}

/** Every constructor, namespace and function of the language that the engine has; those without a name under their kind's. */
export function intrinsics(): readonly Intrinsic[] {
  const found: Intrinsic[] = [];
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (HOST_GLOBALS.has(name) || OTHER_HOST_GLOBALS.has(name)) continue;
    const { value } = Object.getOwnPropertyDescriptor(globalThis, name)!;
    if (typeof value !== "function" && (typeof value !== "object" || value === null) || value === globalThis) continue;
    // What else there is must be named as the host's; a test of its own says so. Handlers and accelerators are.
    if (/^on[a-z]+$|^GPU/.test(name)) continue;
    found.push(intrinsic(name, value, (value as { prototype?: unknown }).prototype));
  }
  const typedArray = Object.getPrototypeOf(Int8Array);
  found.push(intrinsic("TypedArray", typedArray, typedArray.prototype));
  for (const space of ["Intl", "Temporal", "WebAssembly"]) {
    // An engine may lack one of them.
    const namespace: object = Reflect.get(globalThis, space) ?? {};
    for (const name of Object.getOwnPropertyNames(namespace)) {
      const value = Reflect.get(namespace, name);
      if (typeof value !== "object" && typeof value?.prototype !== "object" || value === null) continue;
      found.push(intrinsic(`${space}.${name}`, value, value.prototype));
    }
  }
  for (const prototype of new Set(hiddenPrototypes())) found.push(intrinsic("Iterator", {}, prototype));
  return found;
}
