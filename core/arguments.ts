// @cold-file: arguments are checked in constructors and factories
/**
 * Checks of the arguments of public constructors and functions.
 *
 * Each refusal is one line of one form: `Cannot ACTION: NAME must be RULE, got VALUE`. It begins with a capital letter and has
 * no full stop. So a wrong argument never shows up as the engine's own complaint about a property of undefined.
 *
 * @module
 */

/** Formats a value for a message: in one line, and short. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** Says whether a value has properties that can be read. */
function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/**
 * Refuses a value that is not an object.
 *
 * @param action the action that is refused, for the message: `create RingBuffer`
 * @param name name of the argument
 * @param rule the rule, as the end of "must be ...". Default: an object
 * @throws {TypeError} if it is not an object
 */
export function checkObject(action: string, name: string, value: unknown, rule = "an object"): void {
  if (!isObject(value)) throw new TypeError(`Cannot ${action}: ${name} must be ${rule}, got ${shown(value)}`);
}

/**
 * Refuses a value that is not a function.
 *
 * @param action the action that is refused, for the message
 * @param name name of the argument
 * @throws {TypeError} if it is not a function
 */
export function checkFunction(action: string, name: string, value: unknown): void {
  if (typeof value !== "function") {
    throw new TypeError(`Cannot ${action}: ${name} must be a function, got ${shown(value)}`);
  }
}

/**
 * Refuses a value that is not an integer of a range.
 *
 * @param action the action that is refused, for the message
 * @param name name of the argument
 * @param max largest value allowed. Default: 2⁵³ - 1
 * @throws {RangeError} if it is not
 */
export function checkInteger(
  action: string,
  name: string,
  value: unknown,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): void {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw new RangeError(`Cannot ${action}: ${name} must be an integer from ${min} to ${max}, got ${shown(value)}`);
  }
}

/**
 * Refuses an object that lacks a part, or has something else in its place.
 *
 * A part is recognised by one member, which a part written by a user must have too: `"poll()"` is a method, `"state"` a
 * property, `"[]"` says that the part is an array, `"()"` that it is a function, and `""` that it is any object. A name that
 * ends in `?` may be missing.
 *
 * @param action the action that is refused, for the message: `create Executor`
 * @param name name of the argument
 * @param parts the names of its parts, each with the member that identifies it
 * @throws {TypeError} if the value is not an object, or a part is missing or is something else
 */
export function checkParts(
  action: string,
  name: string,
  value: unknown,
  parts: Readonly<Record<string, string>>,
): void {
  const names = Object.keys(parts).filter((key) => !key.endsWith("?"));
  checkObject(action, name, value, names.length === 0 ? "an object" : `an object with ${names.join(", ")}`);
  for (const [key, member] of Object.entries(parts)) {
    const part = (value as Record<string, unknown>)[key.replace("?", "")];
    if (part === undefined && key.endsWith("?")) continue;
    if (!isPart(part, member)) {
      const place = `${name}.${key.replace("?", "")}`;
      throw new TypeError(`Cannot ${action}: ${place} must be ${ruleOf(member)}, got ${shown(part)}`);
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
