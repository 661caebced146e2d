import { checkInteger, checkObject } from "../../core/arguments.ts";
import { ConfigError } from "../config_error.ts";
import { show } from "../show.ts";

/** Longest duration, in nanoseconds: 2⁵³ - 1, about 104 days. Up to there every time is exact. */
export const DURATION_MAX_NS: number = Number.MAX_SAFE_INTEGER;

/** Decimals that each unit has room for: beyond them are parts of a nanosecond. */
const UNIT_DECIMALS: Readonly<Record<string, number>> = { ns: 0, us: 3, "µs": 3, "μs": 3, ms: 6, s: 9 };

const DURATION = /^(\d+)(?:\.(\d+))?(ns|us|µs|μs|ms|s)$/;

/** Form of a duration with its unit, as the pattern of a JSON Schema. */
export const DURATION_PATTERN = "^(\\d+ns|\\d+(\\.\\d{1,3})?(us|µs|μs)|\\d+(\\.\\d{1,6})?ms|\\d+(\\.\\d{1,9})?s)$";

/** A range of durations, in nanoseconds. */
export interface DurationRange {
  /** Shortest duration allowed. Default: 0. */
  readonly min?: number;
  /** Longest duration allowed. Default: 2⁵³ - 1. */
  readonly max?: number;
}

/** Rule for a duration, as the end of "it must be ...". */
export function durationRule(range: DurationRange = {}): string {
  checkObject("describe a duration", "range", range);
  const { min = 0, max = DURATION_MAX_NS } = range;
  const least = min === 0 ? "" : ` of at least ${formatDuration(min)}`;
  const form = "such as 800ns, 10us, 1.5ms or 2s, or whole nanoseconds";
  return max === DURATION_MAX_NS
    ? `a duration${least}, ${form}, below 2^53`
    : `a duration ${min === 0 ? "of at most" : `from ${formatDuration(min)} to`} ${formatDuration(max)}, ${form}`;
}

/**
 * Reads a duration: `800ns`, `10us`, `1.5ms`, `2s`, or whole nanoseconds without a unit. Decimals are read exactly; `µs` is
 * the same as `us`.
 *
 * @param text the duration
 * @param name what to call it in the message, such as the option it was given by. Default: duration
 * @param range the durations that are allowed. Default: all
 * @returns nanoseconds, an integer
 * @throws {ConfigError} if it is none, has parts of a nanosecond, or is outside the range
 *
 * @example Read the value of an option
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { ConfigError, parseDuration } from "@low-latency/trading-sim/config";
 *
 * assertEquals(parseDuration("1.5ms"), 1_500_000);
 * assertEquals(parseDuration("800"), 800);
 * assertThrows(() => parseDuration("1.5ns", "--duration"), ConfigError, "parts of a nanosecond");
 * ```
 *
 * @experimental
 */
export function parseDuration(text: string, name = "duration", range: DurationRange = {}): number {
  if (typeof text !== "string") {
    throw new TypeError(`Cannot read a duration: text must be a text, got ${show(text)}`);
  }
  checkObject("read a duration", "range", range);
  const isBare = /^\d+$/.test(text);
  const ns = isBare ? Number(text) : durationOf(text);
  const { min = 0, max = DURATION_MAX_NS } = range;
  if (ns !== undefined && ns >= min && ns <= max) return ns;
  throw new ConfigError(name, `must be ${durationRule(range)}, got ${show(text)}${isBare ? "" : durationHint(text)}`);
}

/** Nanoseconds of a duration with its unit; undefined if the text is none. More than 2⁵³ - 1 is not exact. */
export function durationOf(text: string): number | undefined {
  const [, whole, decimals = "", unit] = DURATION.exec(text) ?? [];
  if (unit === undefined || decimals.length > UNIT_DECIMALS[unit]) return undefined;
  return Number(whole + decimals.padEnd(UNIT_DECIMALS[unit], "0"));
}

/** Why a text is no duration, where that is not plain to see; else nothing. */
export function durationHint(text: string): string {
  const [, , decimals = "", unit] = DURATION.exec(text) ?? [];
  if (unit !== undefined && decimals.length > UNIT_DECIMALS[unit]) return ", which has parts of a nanosecond";
  if (unit === undefined && /^\d+(\.\d+)?$/.test(text)) return ", which has no unit";
  return "";
}

/** Units that durations are written in, the longest first, each with its decimals. */
const WRITTEN_UNITS: readonly (readonly [unit: string, decimals: number])[] = [["s", 9], ["ms", 6], ["us", 3], [
  "ns",
  0,
]];

/**
 * Writes a duration in the longest unit in which it is at least 1: `1.5ms`. It is exact, and {@linkcode parseDuration} reads
 * it again, unless it is rounded.
 *
 * @param ns nanoseconds: an integer from 0 to 2⁵³ - 1
 * @param digits significant digits to round to, 1 to 21. Default: all
 * @throws {RangeError} if a number is out of range
 * @experimental
 */
export function formatDuration(ns: number, digits?: number): string {
  checkInteger("format a duration", "ns", ns, 0);
  const rounded = digits === undefined ? ns : Math.round(Number(ns.toPrecision(checkDigits("a duration", digits))));
  const [unit, decimals] = WRITTEN_UNITS.find(([, decimals]) => rounded >= 10 ** decimals) ?? ["ns", 0];
  return `${shiftPoint(String(rounded), decimals)}${unit}`;
}

/** Refuses a number of digits that is out of range. */
export function checkDigits(what: string, digits: number): number {
  checkInteger(`format ${what}`, "digits", digits, 1, 21);
  return digits;
}

/** Plain decimal digits divided by a power of ten: exact, and without zeros at the end. */
export function shiftPoint(digits: string, decimals: number): string {
  const [whole, rest = ""] = digits.split(".");
  const padded = whole.padStart(decimals + 1, "0");
  const cut = padded.length - decimals;
  const fraction = (padded.slice(cut) + rest).replace(/0+$/, "");
  return fraction === "" ? padded.slice(0, cut) : `${padded.slice(0, cut)}.${fraction}`;
}
