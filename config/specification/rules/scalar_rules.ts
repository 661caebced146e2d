import { nearestName } from "../../nearest_name.ts";
import { durationHint, durationOf, type DurationRange, durationRule } from "../duration.ts";
import { isRate, RATE_RULE, rateOf } from "../rate.ts";
import type { Rule } from "./rule.ts";

/** Text of a number in plain decimal digits, as the number; another text as it is. */
function plainNumber(text: string): unknown {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function asIs(text: string): unknown {
  return text;
}

/** Whether a value is a number of a range. -0 is in none: JSON would lose its sign, and it was not meant. */
function isNumber(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max && !Object.is(value, -0);
}

/** An integer of a range. */
export function integerRule(min: number, max: number = Number.MAX_SAFE_INTEGER): Rule<number> {
  const rule = `an integer from ${min} to ${max}`;
  return {
    rule,
    read: (value, place) => isNumber(value, min, max) && Number.isInteger(value) ? value : place.refuse(rule, value),
    fromText: plainNumber,
    shape: { is: "integer", min, max },
  };
}

/** A number of a range. */
export function numberRule(min: number, max: number, rule = `a number from ${min} to ${max}`): Rule<number> {
  return {
    rule,
    read: (value, place) => isNumber(value, min, max) ? value : place.refuse(rule, value),
    fromText: plainNumber,
    shape: { is: "number", min, max },
  };
}

/** A power of two from 1 on. */
export function powerOfTwoRule(max: number): Rule<number> {
  const rule = `a power of two from 1 to ${max}`;
  return {
    rule,
    read: (value, place) =>
      isNumber(value, 1, max) && Number.isInteger(Math.log2(value)) ? value : place.refuse(rule, value),
    fromText: plainNumber,
    shape: { is: "power of two", max },
  };
}

/** A duration of a range: a text with its unit, or an integer of nanoseconds. */
export function durationOfRule(range: DurationRange = {}): Rule<number> {
  const rule = durationRule(range);
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = range;
  return {
    rule,
    read: (value, place) => {
      const ns = typeof value === "string" ? durationOf(value) : value;
      if (isNumber(ns, min, max) && Number.isInteger(ns)) return ns;
      return place.refuse(rule, value, typeof value === "string" ? durationHint(value) : "");
    },
    fromText: (text) => /^\d+$/.test(text) ? Number(text) : text,
    shape: { is: "duration", min, max },
  };
}

/** A rate: a text with its unit, or a number of events per second. */
export function rateRule(): Rule<number> {
  return {
    rule: RATE_RULE,
    read: (value, place) => {
      const rate = typeof value === "string" ? rateOf(value) : value;
      return typeof rate === "number" && isRate(rate) ? rate : place.refuse(RATE_RULE, value);
    },
    fromText: plainNumber,
    shape: { is: "rate" },
  };
}

/** One of some names. */
export function choiceRule<Name extends string>(names: readonly Name[]): Rule<Name> {
  const rule = names.length === 1 ? `"${names[0]}"` : `one of ${names.join(", ")}`;
  return {
    rule,
    read: (value, place) => {
      const found = names.find((name) => name === value);
      if (found !== undefined) return found;
      const hint = typeof value === "string" ? `: did you mean ${nearestName(value, names)}?` : "";
      return place.refuse(rule, value, hint);
    },
    fromText: asIs,
    shape: { is: "choice", names },
  };
}

/** Most characters of a name. */
export const NAME_MAX = 64;

/** Form of a name. */
export const NAME = /^(?!\s)[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+(?<!\s)$/u;

/** A name that can be shown in one line, on any terminal. */
export function nameRule(): Rule<string> {
  const rule = `a text of 1 to ${NAME_MAX} characters that can be shown, with no blank at either end`;
  return {
    rule,
    read: (value, place) =>
      typeof value === "string" && [...value.slice(0, 2 * NAME_MAX + 1)].length <= NAME_MAX && NAME.test(value)
        ? value
        : place.refuse(rule, value),
    fromText: asIs,
    shape: { is: "name" },
  };
}

/** Most characters of the path of a file. */
export const PATH_MAX = 4_096;

/** The path of a file. */
export function pathRule(): Rule<string> {
  const rule = `a path of 1 to ${PATH_MAX} characters`;
  return {
    rule,
    read: (value, place) =>
      typeof value === "string" && value !== "" && value.length <= PATH_MAX && value.isWellFormed() &&
        !value.includes("\0")
        ? value
        : place.refuse(rule, value),
    fromText: asIs,
    shape: { is: "path" },
  };
}

/** Any text. */
export function textRule(): Rule<string> {
  return {
    rule: "a text",
    read: (value, place) => typeof value === "string" ? value : place.refuse("a text", value),
    fromText: asIs,
    shape: { is: "text" },
  };
}

/** A list. */
export function listRule<Item>(item: Rule<Item>, items: string, min: number, max: number): Rule<readonly Item[]> {
  const rule = `a list of ${min === 0 ? "at most" : `${min} to`} ${max} ${items}`;
  return {
    rule,
    read: (value, place) => {
      if (!Array.isArray(value)) return place.refuse(rule, value);
      if (value.length < min || value.length > max) {
        return place.refuse(rule, value, value.length === 0 ? "" : ` of ${value.length}`);
      }
      // Not by map, which passes over what an array does not have.
      return Object.freeze(Array.from(value, (element, n) => item.read(element, place.at(value, n))));
    },
    fromText: asIs,
    shape: { is: "list", item: item.shape, min, max },
  };
}

/** One rule for a single value, and one for a list. */
export function oneOrList<One, List>(one: Rule<One>, list: Rule<List>): Rule<One | List> {
  const rule = `${one.rule}, or ${list.rule}`;
  return {
    rule,
    read: (value, place) => {
      if (Array.isArray(value)) return list.read(value, place);
      return typeof value === "number" ? one.read(value, place) : place.refuse(rule, value);
    },
    fromText: (text) => one.fromText(text),
    shape: { is: "any", of: [one.shape, list.shape] },
  };
}
