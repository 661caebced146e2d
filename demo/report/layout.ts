/**
 * How text is fitted into lines. Everything here counts characters, so it is used before any colour is put on.
 *
 * @module
 */

/** Breaks a text into lines of at most `width` characters, at its spaces. A longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Puts a label in front of the first of some lines, and as much space in front of the others. */
export function hang(label: string, lines: readonly string[]): string[] {
  return lines.map((line, n) => (n === 0 ? label : " ".repeat(label.length)) + line);
}

/** Lines up a table: the first column to the left, the others to the right, two spaces apart. */
export function alignTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join("  ")
  );
}

/** A time span to three digits, with its unit: `4.06 µs`. Nanoseconds are whole. */
export function formatNs(ns: number): string {
  if (ns < 1_000) return `${ns} ns`;
  let value = ns / 1_000;
  let unit = 0;
  // The rounded value decides, so that 999.9 µs is 1.00 ms.
  for (; Number(value.toPrecision(3)) >= 1_000 && unit < UNITS.length - 1; unit++) value /= 1_000;
  return `${value < 1_000 ? value.toPrecision(3) : Math.round(value)} ${UNITS[unit]}`;
}

const UNITS = ["µs", "ms", "s"];
