/**
 * How numbers of a live run are written.
 *
 * @module
 */
import { formatNs } from "../report/layout.ts";

/** A whole number, its digits in groups: `1,234,567`. */
export function formatCount(count: number): string {
  return GROUPED.format(count);
}

/** A number in at most seven characters: `123,456`, `1.23 M`, `45.6 G`. Large ones to three digits. */
export function formatShort(count: number): string {
  if (count < 1e6) return GROUPED.format(count);
  let value = count / 1e6;
  let unit = 0;
  // The rounded value decides, so that 999.9 M is 1.00 G.
  for (; Number(value.toPrecision(3)) >= 1_000 && unit < UNITS.length - 1; unit++) value /= 1_000;
  return `${value < 1_000 ? value.toPrecision(3) : GROUPED.format(value)} ${UNITS[unit]}`;
}

/** A time span to three digits. */
export function formatSpan(ns: number): string {
  return formatNs(Math.round(ns));
}

/** Seconds to a tenth: `4.2 s`. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** A number and what it counts: `1 event`, `2 events`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const UNITS = ["M", "G", "T"];
const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
