import type { TimeUnit } from "../../../../config/mod.ts";

/** Digits after the point that a time of each unit may have, to be whole nanoseconds. */
export const UNIT_DIGITS: Readonly<Record<TimeUnit, number>> = { ns: 0, us: 3, ms: 6, s: 9 };

/** The least time that is too late: 2⁶³ nanoseconds, in the year 2262. */
export const TIME_END_NS: bigint = 2n ** 63n;

/**
 * Nanoseconds that a decimal number stands for, exactly. The slow and plain way, for messages and for short files.
 *
 * @param text digits, perhaps with a point and more digits
 * @param unit what is counted
 * @returns the nanoseconds, or the rule that is broken, as the end of "must ..."
 */
export function decimalTime(text: string, unit: TimeUnit): bigint | string {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (parts === null) {
    return /^-\d/.test(text) ? "not be negative" : "be digits, with at most one point between them";
  }
  const [, whole, fraction = ""] = parts;
  const digits = UNIT_DIGITS[unit];
  if (/[^0]/.test(fraction.slice(digits))) return `be whole nanoseconds: at most ${digits} decimals in ${unit}`;
  const ns = BigInt(whole) * 10n ** BigInt(digits) + BigInt(fraction.slice(0, digits).padEnd(digits, "0"));
  return ns < TIME_END_NS ? ns : "be below 2^63 ns";
}
