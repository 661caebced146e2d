import { checkObject } from "../../core/arguments.ts";
import { ConfigError } from "../config_error.ts";
import { show } from "../show.ts";
import { parseJson } from "./json_text.ts";
import { type Origin, Place } from "./rules/place.ts";
import { isPlainObject } from "./rules/rule.ts";
import { SYSTEM } from "./rules/system_rules.ts";
import type { SystemSpecification } from "./system_specification.ts";

/** What is known of a specification beside its text. */
export interface SpecificationSource {
  /** Name of its file. Messages begin with it, and with the line where that is known: `spec.json:3: ring.capacity ...`. */
  readonly file?: string;
}

/** Name of a specification that has no file. */
const NAMELESS = "the specification";

/**
 * Reads a specification: checks it, and fills in every default.
 *
 * @param text the specification, as JSON
 * @param source its file, for messages. Default: none
 * @returns the system, frozen. Written as JSON it is a specification again, of the same system
 * @throws {ConfigError} if the text is not JSON, with line and column, or breaks a rule, with the path of the key, the rule and
 * the value; at an unknown key, with the nearest one
 *
 * @example Read a specification
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { ConfigError, readSpecification } from "@low-latency/trading-sim/config";
 *
 * const text = `{
 *   "feed": { "model": "on-off", "burst": 2000, "rate": "2M/s" },
 *   "consumers": [{ "name": "execution", "service": "800ns", "onOverrun": "skip-to-head" }]
 * }`;
 * const { ring, consumers } = readSpecification(text);
 * assertEquals([ring.capacity, consumers[0].service?.perEvent], [64, 800]);
 *
 * const error = assertThrows(() => readSpecification(text.replace("800ns", "800")), ConfigError);
 * assertEquals(error.setting, "consumers[0].service");
 * ```
 *
 * @experimental
 */
export function readSpecification(text: string, source: SpecificationSource = {}): SystemSpecification {
  return checkSpecification(parseSpecification(text, source), source);
}

/**
 * Reads the keys and values of a specification, and does not check them: for a program that replaces some of them before
 * {@linkcode checkSpecification} does.
 *
 * @param text the specification, as JSON
 * @param source its file, for messages. Default: none
 * @returns the values by key
 * @throws {ConfigError} if the text is not JSON, has a key twice in one object, or is no object
 * @experimental
 */
export function parseSpecification(text: string, source: SpecificationSource = {}): Readonly<Record<string, unknown>> {
  const value = parseText(text, source);
  if (!isPlainObject(value)) {
    throw new ConfigError(source.file ?? NAMELESS, `must be an object, got ${show(value)}`);
  }
  return value;
}

/**
 * Reads the keys and values of all specifications in a text, as {@linkcode parseSpecification} does: of a list of them, one a
 * run, or of a single one.
 *
 * @param text the specifications, as JSON: an array of objects, or an object
 * @param source its file, for messages. Default: none
 * @returns the values by key, of at least one specification
 * @throws {ConfigError} if the text is not JSON, has a key twice in one object, or is something else
 * @experimental
 */
export function parseSpecifications(
  text: string,
  source: SpecificationSource = {},
): readonly Readonly<Record<string, unknown>>[] {
  const value = parseText(text, source);
  if (isPlainObject(value)) return [value];
  if (Array.isArray(value) && value.length > 0 && value.every(isPlainObject)) return value;
  const other = Array.isArray(value) ? value.findIndex((item) => !isPlainObject(item)) : -1;
  const got = !Array.isArray(value)
    ? show(value)
    : value.length === 0
    ? "an empty array"
    : `${show(value[other])} at [${other}]`;
  throw new ConfigError(source.file ?? NAMELESS, `must be an object, or an array of at least 1 object, got ${got}`);
}

function parseText(text: string, source: SpecificationSource): unknown {
  if (typeof text !== "string") {
    throw new TypeError(`Cannot read a specification: text must be a text, got ${show(text)}`);
  }
  checkObject("read a specification", "source", source);
  return parseJson(text, source.file ?? NAMELESS);
}

/**
 * Checks a specification, and fills in every default.
 *
 * @param value the specification, as plain values. A key that is `undefined` is not given
 * @param source its file, for messages. Default: none
 * @returns the system, frozen. Written as JSON it is a specification again, of the same system
 * @throws {ConfigError} if it breaks a rule, with the path of the key, the rule and the value; at an unknown key, with the
 * nearest one
 * @experimental
 */
export function checkSpecification(value: unknown, source: SpecificationSource = {}): SystemSpecification {
  checkObject("check a specification", "source", source);
  const { file } = source;
  const origin: Origin = { whole: file ?? NAMELESS, file };
  return SYSTEM.system.read(value, new Place(origin));
}
