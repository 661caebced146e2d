import { quoteText } from "./printable.ts";

/** A value as a message shows it. */
export function show(value: unknown): string {
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
