import { nearestName } from "../../nearest_name.ts";
import type { Place } from "./place.ts";
import { isPlainObject, type Key, type Rule } from "./rule.ts";

/** A key that must be given. */
export function required<Value>(rule: Rule<Value>): Key<Value> {
  return { rule, missing: "refused" };
}

/** A key that may be missing. */
export function optional<Value>(rule: Rule<Value>): Key<Value> {
  return { rule, missing: "allowed" };
}

/** A key that stands for a value if it is missing: `is`, as it could be written. */
export function withDefault<Value>(rule: Rule<Value>, is: unknown): Key<Value> {
  return { rule, missing: { is } };
}

/** The keys of an object, in order. */
export type Keys<Values> = { readonly [Name in keyof Values]-?: Key<NonNullable<Values[Name]>> };

/** How an object is described. */
export interface ObjectSettings<Values, Value> {
  /** Its name in the schema and among the descriptions: one word. */
  readonly id: string;
  /** What it is, for messages and documents: `a ring`. */
  readonly noun: string;
  /** Its keys. */
  readonly keys: Keys<Values>;
  /** Checks keys against one another, and makes the value of them. Default: the values by key. */
  finish?(values: Values, place: Place, given: object): Value;
}

/** A rule for an object with keys of its own, and no others. */
export interface ObjectRule<Value> extends Rule<Value> {
  /** Its name in the schema. */
  readonly id: string;
  /** What it is. */
  readonly noun: string;
  /** Its keys, in order. */
  readonly keys: ReadonlyMap<string, Key<unknown>>;
}

/** Describes an object by its keys. */
export function objectRule<Values, Value = Values>(settings: ObjectSettings<Values, Value>): ObjectRule<Value> {
  const { id, noun } = settings;
  const keys = new Map(Object.entries(settings.keys as Readonly<Record<string, Key<unknown>>>));
  const names = [...keys.keys()];
  const rule = `an object with ${names.join(", ")}`;
  return {
    id,
    noun,
    keys,
    rule,
    read: (value, place) => {
      if (!isPlainObject(value)) return place.refuse(rule, value);
      refuseUnknown(value, names, noun, place);
      const values: Record<string, unknown> = {};
      for (const [name, key] of keys) {
        const read = readKey(value, name, key, place.at(value, name));
        if (read !== undefined) values[name] = read;
      }
      return Object.freeze(settings.finish?.(values as Values, place, value) ?? values as Value);
    },
    fromText: (text) => text,
    shape: { is: "object", id, keys },
  };
}

/** Refuses a key that is none of these, with the nearest one that is. */
export function refuseUnknown(value: object, names: readonly string[], noun: string, place: Place): void {
  for (const key of Reflect.ownKeys(value)) {
    const name = String(key);
    if (typeof key === "string" && names.includes(key)) continue;
    place.at(value, name).fail(`is no key of ${noun}: did you mean ${nearestName(name, names)}?`);
  }
}

function readKey(
  value: Readonly<Record<string, unknown>>,
  name: string,
  { rule, missing }: Key<unknown>,
  place: Place,
): unknown {
  const given = Object.hasOwn(value, name) ? value[name] : undefined;
  if (given !== undefined) return rule.read(given, place);
  if (missing === "refused") return place.fail(`is missing: it must be ${rule.rule}`);
  return missing === "allowed" ? undefined : rule.read(missing.is, place);
}
