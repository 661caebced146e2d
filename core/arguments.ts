// @cold-file: arguments are looked at when something is made
/**
 * How what a user hands in is looked at before it is taken apart: one line that says what was to be made, the rule, and what
 * was given, and never the engine's own words about a property of undefined.
 *
 * Names and numbers are checked where they mean something. This is for the objects that carry them.
 *
 * @module
 */

/** A value as a message shows it: short, in one line, and whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** Whether a value has properties that can be read. */
function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/**
 * Refuses what is no object.
 *
 * @param what what is being done, for the message: `make a RingBuffer`
 * @param name what the object is called there
 * @param rule what it has to be. Default: an object
 * @throws {TypeError} if it is none
 */
export function checkObject(what: string, name: string, value: unknown, rule = "an object"): void {
  if (!isObject(value)) throw new TypeError(`cannot ${what}: ${name} must be ${rule}, got ${shown(value)}`);
}

/**
 * Refuses what is no function.
 *
 * @throws {TypeError} if it is none
 */
export function checkFunction(what: string, name: string, value: unknown): void {
  if (typeof value !== "function") {
    throw new TypeError(`cannot ${what}: ${name} must be a function, got ${shown(value)}`);
  }
}

/**
 * Refuses an object that lacks a part, or has something else in its place.
 *
 * A part is known by one member, which is what a part made by a user has to have as well: `"poll()"` is a method, `"state"` a
 * property, `"[]"` says that the part is a list, `"()"` that it is a function, and `""` that it is any object. A name that
 * ends in `?` may be missing.
 *
 * @param what what is being done, for the message: `make an Executor`
 * @param name what the object is called there
 * @param parts the names of its parts, each with the member that it is known by
 * @throws {TypeError} if the object or a part is not as it must be
 */
export function checkParts(what: string, name: string, value: unknown, parts: Readonly<Record<string, string>>): void {
  const names = Object.keys(parts).filter((key) => !key.endsWith("?"));
  checkObject(what, name, value, names.length === 0 ? "an object" : `an object with ${names.join(", ")}`);
  for (const [key, member] of Object.entries(parts)) {
    const part = (value as Record<string, unknown>)[key.replace("?", "")];
    if (part === undefined && key.endsWith("?")) continue;
    if (!isPart(part, member)) {
      const place = `${name}.${key.replace("?", "")}`;
      throw new TypeError(`cannot ${what}: ${place} must be ${ruleOf(member)}, got ${shown(part)}`);
    }
  }
}

function isPart(part: unknown, member: string): boolean {
  if (member === "[]") return Array.isArray(part);
  if (member === "()") return typeof part === "function";
  if (!isObject(part)) return false;
  if (member === "") return true;
  return member.endsWith("()") ? typeof part[member.slice(0, -2)] === "function" : member in part;
}

function ruleOf(member: string): string {
  if (member === "[]") return "an array";
  if (member === "()") return "a function";
  return member === "" ? "an object" : `an object that has ${member}`;
}
