/**
 * How numbers are written, of any size: in digits, never with an exponent, and never as `NaN`.
 *
 * @module
 */

/** Shown in place of a missing number. */
const NONE = "-";

/**
 * A whole number, its digits in groups: `1,234,567`. NaN is a dash, and infinity is `∞`.
 *
 * @param count the number; it is rounded
 */
export function formatGrouped(count: number): string {
  if (Number.isNaN(count)) return NONE;
  if (!Number.isFinite(count)) return count > 0 ? "∞" : "-∞";
  // Of a negative zero the sign would be shown.
  return GROUPED.format(Math.round(count) || 0);
}

/**
 * A number to three digits: `0.0123`, `1.23`, `12.3`, `123`; from a thousand on, all of its digits in groups. Below
 * 0.0000005 it is 0.
 *
 * @param value the number
 */
export function formatThreeDigits(value: number): string {
  if (!Number.isFinite(value)) return formatGrouped(value);
  // The rounded number decides, for 999.9 has four digits when it is written with three.
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  if (size >= 1_000) return formatGrouped(value);
  return size < 5e-7 ? "0" : size < 1e-6 ? rounded.toFixed(6) : rounded.toPrecision(3);
}

/**
 * A number to three digits in the greatest unit of which it has one: `1.23 ms`.
 *
 * @param value the number, in the first unit
 * @param units the units, each a thousand times the one before
 */
export function formatInUnits(value: number, units: readonly string[]): string {
  if (!Number.isFinite(value)) return formatGrouped(value);
  let unit = 0;
  // The rounded number decides, so that 999.9 µs is 1.00 ms.
  for (; Math.abs(Number(value.toPrecision(3))) >= 1_000 && unit < units.length - 1; unit++) value /= 1_000;
  return `${formatThreeDigits(value)} ${units[unit]}`;
}

/** A number with all of its digits, as it was given: `0.0000001`, and not `1e-7`. */
export function formatExactly(value: number): string {
  const [, sign, whole, part = "", exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value)) ?? [];
  if (exponent === undefined) return Number.isFinite(value) ? String(value || 0) : formatGrouped(value);
  const digits = whole + part;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A number in at most seven characters: `123,456`, `1.23 M`, `45.6 G`. Large ones to three digits. */
export function formatShort(count: number): string {
  return Math.round(count) < 1e6 || Number.isNaN(count) ? formatGrouped(count) : formatInUnits(count / 1e6, MILLIONS);
}

const MILLIONS = ["M", "G", "T"];

/** A number and what it counts: `1 event`, `2 events`. */
export function plural(count: number, noun: string): string {
  return `${formatGrouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A number as a place in an order: `1st`, `12th`, `1,022nd`. */
export function ordinal(count: number): string {
  const last = count % 10;
  const isTeen = Math.floor(count / 10) % 10 === 1;
  const ending = isTeen || last > 3 || last === 0 ? "th" : ["st", "nd", "rd"][last - 1];
  return `${formatGrouped(count)}${ending}`;
}

/** A share in whole percent. Only nothing is 0 %, and only all is 100 %. */
export function formatShare(part: number, whole: number): string {
  if (part === 0) return "0 %";
  if (part === whole) return "100 %";
  const percent = Math.round(100 * part / whole);
  return percent < 1 ? "<1 %" : percent > 99 ? ">99 %" : `${percent} %`;
}
