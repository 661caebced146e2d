import type { Place } from "./place.ts";

/** The form of a value, as data: what a JSON Schema can say of its rule. */
export type Shape =
  | { readonly is: "integer" | "number" | "duration"; readonly min: number; readonly max: number }
  | { readonly is: "rate" | "name" | "path" | "text" }
  | { readonly is: "power of two"; readonly max: number }
  | { readonly is: "choice"; readonly names: readonly string[] }
  | { readonly is: "pattern"; readonly pattern: RegExp }
  | { readonly is: "list"; readonly item: Shape; readonly min: number; readonly max: number }
  | { readonly is: "any"; readonly of: readonly Shape[] }
  | { readonly is: "object"; readonly id: string; readonly keys: ReadonlyMap<string, Key<unknown>> };

/** One key of an object. Its meaning in words is beside the rules, by the object's id, for those who need it. */
export interface Key<Value> {
  /** Rule for its value. */
  readonly rule: Rule<Value>;
  /** What it stands for if it is not given: it must be, it may be missing, or a value as it could be written. */
  readonly missing: "refused" | "allowed" | { readonly is: unknown };
}

/** A rule for a value of a specification: it reads and checks it, and describes itself for messages and the schema. */
export interface Rule<Value> {
  /** The rule, as the end of "it must be ...". */
  readonly rule: string;
  /**
   * Reads a value as JSON has it.
   *
   * @param place where it stands
   * @returns the value with every default filled in
   * @throws {ConfigError} if it breaks the rule
   */
  read(value: unknown, place: Place): Value;
  /** The value of JSON that a text of a command line stands for; a text that stands for none is returned as it is. */
  fromText(text: string): unknown;
  /** The form of what is allowed. */
  readonly shape: Shape;
}

/** Whether a value is an object as JSON has them: with keys of its own and no others. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
