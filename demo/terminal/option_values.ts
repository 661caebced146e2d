import { type DurationRange, parseDuration, parseRate } from "../../config/mod.ts";
import { nearestName } from "../../config/nearest_name.ts";
import { type ParsedOptions, quote } from "./options.ts";
import { UsageError } from "./usage_error.ts";

/** The values that were given, by option. */
type Values = Pick<ParsedOptions, "values">;

/** Rule for an integer, as the end of "it must be ...". */
export function integerRule(min: number, max: number): string {
  return `an integer from ${min} to ${max}`;
}

/** Rule for a number with decimals, as the end of "it must be ...". */
export function decimalRule(min: number, max: number): string {
  return `a number from ${min} to ${max}`;
}

/** Rule for a choice, as the end of "it must be ...". */
export function choiceRule(names: readonly string[]): string {
  return `one of ${names.join(", ")}`;
}

/** A rule as a sentence of its own, for the help. */
export function ruleSentence(rule: string): string {
  return `${rule[0].toUpperCase()}${rule.slice(1)}.`;
}

/** The value of an option that may be given once; undefined if it was not given. */
export function valueOf({ values }: Values, name: string): string | undefined {
  return values.get(name)?.[0];
}

/**
 * Reads an integer in plain decimal digits.
 *
 * @param rule what is allowed, if it is more than the integers of the range
 * @returns the integer, or undefined if the option was not given
 * @throws {UsageError} if it is not one, or outside its range
 */
export function readInteger(
  values: Values,
  name: string,
  min: number,
  max: number,
  rule: string = integerRule(min, max),
): number | undefined {
  return readNumber(valueOf(values, name), /^\d+$/, name, min, max, rule);
}

/**
 * Reads a number in plain decimal digits, which may have a point among them.
 *
 * @returns the number, or undefined if the option was not given
 * @throws {UsageError} if it is not one, or outside its range
 */
export function readDecimal(values: Values, name: string, min: number, max: number): number | undefined {
  return readNumber(valueOf(values, name), /^\d+(\.\d+)?$/, name, min, max, decimalRule(min, max));
}

function readNumber(
  text: string | undefined,
  form: RegExp,
  name: string,
  min: number,
  max: number,
  rule: string,
): number | undefined {
  if (text === undefined) return undefined;
  const number = form.test(text) ? Number(text) : NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(`--${name} must be ${rule}, got ${quote(text)}`);
}

/**
 * Reads a duration: `800ns`, `10us`, `1.5ms`, `2s`, or whole nanoseconds.
 *
 * @returns nanoseconds, or undefined if the option was not given
 * @throws {ConfigError} if it is none, or outside its range
 */
export function readDuration(values: Values, name: string, range: DurationRange = {}): number | undefined {
  const text = valueOf(values, name);
  return text === undefined ? undefined : parseDuration(text, `--${name}`, range);
}

/**
 * Reads a rate: `16.4/s`, `100k/s`, `2M/s`, or a number per second.
 *
 * @returns events per second, or undefined if the option was not given
 * @throws {ConfigError} if it is none, or outside its range
 */
export function readRate(values: Values, name: string): number | undefined {
  const text = valueOf(values, name);
  return text === undefined ? undefined : parseRate(text, `--${name}`);
}

/**
 * Reads a choice.
 *
 * @returns the choice, or undefined if the option was not given
 * @throws {UsageError} if it is none of the names; the message has the nearest
 */
export function readChoice<Name extends string>(
  values: Values,
  name: string,
  names: readonly Name[],
): Name | undefined {
  const text = valueOf(values, name);
  return text === undefined
    ? undefined
    : choose(text, names, `--${name} must be ${choiceRule(names)}, got ${quote(text)}`);
}

/**
 * Finds a name among those there are.
 *
 * @param text the text that was given
 * @param names the names
 * @param problem the refusal, to which the nearest name is added
 * @throws {UsageError} if it is none of them
 */
export function choose<Name extends string>(text: string, names: readonly Name[], problem: string): Name {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UsageError(`${problem}: did you mean ${nearestName(text, names)}?`);
}

/**
 * Finds what is named by a text, in a list of one kind.
 *
 * @param kind the kind, in the singular: `scenario`
 * @param text the text that was given
 * @param names the names there are
 * @param kinds how the list is introduced. Default: the plural of the kind
 * @throws {UsageError} if nothing has that name; the message has the nearest, and all names
 */
export function findNamed<Name extends string>(
  kind: string,
  text: string,
  names: readonly Name[],
  kinds = `${kind}s`,
): Name {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  const nearest = nearestName(text, names);
  throw new UsageError(`unknown ${kind} ${quote(text)}: did you mean ${nearest}? ${kinds} are ${names.join(", ")}`);
}

/**
 * Finds what a command is to work on, by its one operand.
 *
 * @param kind what is named, in the singular: `scenario`
 * @param positionals the operands
 * @param names the names there are
 * @throws {UsageError} if there is not exactly one operand, or nothing has that name
 */
export function readOperand<Name extends string>(
  kind: string,
  { positionals }: Pick<ParsedOptions, "positionals">,
  names: readonly Name[],
): Name {
  if (positionals.length === 0) throw new UsageError(`no ${kind} is named: ${kind}s are ${names.join(", ")}`);
  const name = findNamed(kind, positionals[0], names);
  if (positionals.length === 1) return name;
  throw new UsageError(`one ${kind} at a time, got ${positionals.map(quote).join(" and ")}`);
}
