/**
 * How text is fitted into lines. Everything here counts columns of a terminal, so it is used before any colour is put on.
 *
 * @module
 */
import { displayWidth, padEnd, padStart } from "./display_width.ts";
import { formatGrouped, formatInUnits } from "./number_format.ts";

/**
 * Breaks a text into lines of at most `width` columns, at its spaces, but not between a number and its unit of time. A longer
 * word gets a line of its own.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let lineWidth = 0;
  for (const word of text.split(/(?<!\d(?= (?:ns|µs|ms|s)\b)) /)) {
    const wordWidth = displayWidth(word);
    if (line !== "" && lineWidth + 1 + wordWidth > width) {
      lines.push(line);
      line = word;
      lineWidth = wordWidth;
    } else {
      lineWidth += line === "" ? wordWidth : 1 + wordWidth;
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Puts a label in front of the first of some lines, and as much space in front of the others. */
export function hang(label: string, lines: readonly string[]): string[] {
  return lines.map((line, n) => (n === 0 ? label : " ".repeat(displayWidth(label))) + line);
}

/** Lines up a table of any length: the first column to the left, the others to the right, two spaces apart. */
export function alignTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => greatest(rows.map((row) => displayWidth(row[column]))));
  return rows.map((row) =>
    row.map((cell, column) => column === 0 ? padEnd(cell, widths[0]) : padStart(cell, widths[column])).join("  ")
  );
}

/**
 * Lines up columns beside their labels, in as few tables as fit the width, one below the other: each has all of the labels.
 *
 * @param labels the first column
 * @param columns the others, each as long as the labels
 * @param width columns of a line
 */
export function alignInParts(
  labels: readonly string[],
  columns: readonly (readonly string[])[],
  width: number,
): string[][] {
  const parts: (readonly string[])[][] = [[]];
  const labelWidth = greatest(labels.map(displayWidth));
  let room = width - labelWidth;
  for (const column of columns) {
    const columnWidth = greatest(column.map(displayWidth)) + 2;
    if (columnWidth > room && parts[parts.length - 1].length > 0) {
      parts.push([]);
      room = width - labelWidth;
    }
    parts[parts.length - 1].push(column);
    room -= columnWidth;
  }
  return parts.map((part) => alignTable(labels.map((label, row) => [label, ...part.map((column) => column[row])])));
}

/**
 * The greatest of any number of numbers, which may be more than the arguments of a call can hold. 0, if none is above.
 */
export function greatest(values: Iterable<number>): number {
  let found = 0;
  for (const value of values) if (value > found) found = value;
  return found;
}

/** A time span to three digits, with its unit: `4.06 µs`. Nanoseconds are whole. */
export function formatNs(ns: number): string {
  const whole = Math.round(ns);
  return Math.abs(whole) < 1_000 ? `${formatGrouped(whole)} ns` : formatInUnits(whole / 1_000, UNITS);
}

const UNITS = ["µs", "ms", "s"];
