import type { Place } from "./place.ts";

/** A JSON Schema, or a part of one: its keywords. */
export type JsonSchema = Record<string, unknown>;

/** Schemas of the objects there are, by name: each is described once, and referred to. */
export type SchemaDefinitions = Record<string, JsonSchema>;

/** A rule for a value of a specification: it reads and checks it, and describes itself for messages, schema and documents. */
export interface Rule<Value> {
  /** The rule, as the end of "it must be ...". */
  readonly rule: string;
  /** Unit of the value once it is read; none, if it has no unit. */
  readonly unit?: string;
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
  /** The rule as a JSON Schema. */
  schema(definitions: SchemaDefinitions): JsonSchema;
}

/** Whether a value is an object as JSON has them: with keys of its own and no others. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
