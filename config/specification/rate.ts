import { ConfigError } from "../config_error.ts";
import { show } from "../show.ts";
import { checkDigits, shiftPoint } from "./duration.ts";

/** Highest rate, in events per second: one every nanosecond. */
export const RATE_MAX = 1_000_000_000;

/** Lowest rate that is not 0: one event in eleven days. */
export const RATE_MIN = 1e-6;

/** Powers of ten that the prefixes of a rate stand for. */
const PREFIX_DECIMALS: Readonly<Record<string, number>> = { "": 0, k: 3, M: 6 };

const RATE = /^(\d+(?:\.\d+)?)([kM]?)\/s$/;

/** Form of a rate with its unit, as the pattern of a JSON Schema. */
export const RATE_PATTERN = "^\\d+(\\.\\d+)?[kM]?/s$";

/** Rule for a rate, as the end of "it must be ...". */
export const RATE_RULE = "a rate from 0.000001/s to 1000M/s, such as 16.4/s, 100k/s or 2M/s, or a number per second";

/**
 * Reads a rate: `16.4/s`, `100k/s`, `2M/s`, or a number per second without a unit.
 *
 * @param text the rate
 * @param name what to call it in the message, such as the option it was given by. Default: rate
 * @returns events per second, 0.000001 to 10⁹
 * @throws {ConfigError} if it is none, or outside that range
 * @experimental
 */
export function parseRate(text: string, name = "rate"): number {
  if (typeof text !== "string") throw new TypeError(`Cannot read a rate: text must be a text, got ${show(text)}`);
  const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : rateOf(text);
  if (rate !== undefined && isRate(rate)) return rate;
  throw new ConfigError(name, `must be ${RATE_RULE}, got ${show(text)}`);
}

/** Whether a number of events per second can be a rate. */
export function isRate(rate: number): boolean {
  return rate >= RATE_MIN && rate <= RATE_MAX;
}

/** Events per second of a rate with its unit; undefined if the text is none. */
export function rateOf(text: string): number | undefined {
  const [, digits, prefix] = RATE.exec(text) ?? [];
  return digits === undefined ? undefined : Number(`${digits}e${PREFIX_DECIMALS[prefix]}`);
}

/**
 * Writes a rate with the largest prefix with which it is at least 1: `100k/s`. It is exact, and {@linkcode parseRate} reads
 * it again, unless it is rounded.
 *
 * @param rate events per second: 0, or from 0.000001 to 10²¹
 * @param digits significant digits to round to, 1 to 21. Default: all
 * @throws {RangeError} if a number is out of range
 * @experimental
 */
export function formatRate(rate: number, digits?: number): string {
  if (!(rate === 0 || (rate >= RATE_MIN && rate < 1e21))) {
    throw new RangeError(`Cannot format a rate: rate must be 0, or from ${RATE_MIN} to 1e21, got ${show(rate)}`);
  }
  const rounded = digits === undefined ? rate : Number(rate.toPrecision(checkDigits("a rate", digits)));
  const prefix = rounded >= 1e6 ? "M" : rounded >= 1e3 ? "k" : "";
  // From 10⁻⁶ on, below 10²¹, a number is written without an exponent.
  return `${shiftPoint(String(rounded), PREFIX_DECIMALS[prefix])}${prefix}/s`;
}
