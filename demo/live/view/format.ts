/**
 * How numbers of a live run are written.
 *
 * @module
 */
import { formatNs } from "../../terminal/layout/layout.ts";
import { formatGrouped, formatInUnits } from "../../terminal/layout/number_format.ts";

/** A whole number, its digits in groups: `1,234,567`. */
export function formatCount(count: number): string {
  return formatGrouped(count);
}

/** A number in at most seven characters: `123,456`, `1.23 M`, `45.6 G`. Large ones to three digits. */
export function formatShort(count: number): string {
  return Math.round(count) < 1e6 || Number.isNaN(count) ? formatGrouped(count) : formatInUnits(count / 1e6, UNITS);
}

/** A time span to three digits. */
export function formatSpan(ns: number): string {
  return formatNs(ns);
}

/** Seconds to a tenth: `4.2 s`. */
export function formatSeconds(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 1e20 ? `${(ms / 1_000).toFixed(1)} s` : `${formatGrouped(ms / 1_000)} s`;
}

/** A number and what it counts: `1 event`, `2 events`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const UNITS = ["M", "G", "T"];
