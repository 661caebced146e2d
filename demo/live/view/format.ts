/**
 * How numbers of a live run are written.
 *
 * @module
 */
import { formatNs } from "../../terminal/layout/layout.ts";
import { formatGrouped } from "../../terminal/layout/number_format.ts";

/** A whole number, its digits in groups: `1,234,567`. */
export function formatCount(count: number): string {
  return formatGrouped(count);
}

/** A time span to three digits. */
export function formatSpan(ns: number): string {
  return formatNs(ns);
}

/** Seconds to a tenth: `4.2 s`. */
export function formatSeconds(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 1e20 ? `${(ms / 1_000).toFixed(1)} s` : `${formatGrouped(ms / 1_000)} s`;
}
