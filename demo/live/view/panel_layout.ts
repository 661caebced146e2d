/**
 * How a panel is fitted into a frame: a number is shown whole or not at all, for half of one is another number.
 *
 * @module
 */
import type { Palette } from "../../terminal/layout/palette.ts";

/** A text, and what it means. */
export type Piece = readonly [text: string, meaning?: keyof Palette];

/** Pieces that are shown together or not at all. */
export type Field = readonly Piece[];

/** A column of a table. */
export interface Column {
  /** The lines above it. */
  readonly heading: string;
  /** Its least width, with the space that is to its left. */
  readonly width: number;
  /** Whether its cells stand to the left. */
  readonly isLeft?: boolean;
  /** Which columns go first where there is no room: those with the least. */
  readonly rank: number;
}

/** Mark for columns that were left out. */
const MORE = "…";
const GAP = "   ";

/**
 * A line of fields, as many of them as there is room for, and a sign if there are more.
 *
 * @param fields the fields, the ones that matter most first
 * @param width characters of the line
 */
export function fitFields(fields: readonly Field[], width: number): Field {
  const rest: Field = [[MORE, "faint"]];
  for (let count = fields.length; count > 0; count--) {
    const shown = count === fields.length ? fields : [...fields.slice(0, count), rest];
    const line = shown.flatMap((field, n) => n === 0 ? field : [[GAP] as Piece, ...field]);
    if (widthOf(line) <= width) return line;
  }
  // The first says more alone than the sign does.
  if (fields.length > 0 && widthOf(fields[0]) <= width) return fields[0];
  return fields.length > 0 && MORE.length <= width ? rest : [];
}

/**
 * A text, cut after a word if there is no room for all of it; and not after a number, which may go on with its unit.
 *
 * @param text the text
 * @param width characters there are
 */
export function fitText(text: string, width: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= width) return line;
  const words = line.slice(0, Math.max(0, width - MORE.length)).split(" ");
  // The last word may have been cut.
  if (line[words.join(" ").length] !== " ") words.pop();
  while (words.length > 0 && /\d[^\p{L}]*$/u.test(words[words.length - 1])) words.pop();
  return width < MORE.length ? "" : words.join(" ") + MORE;
}

/**
 * The columns that there is room for, in their order, and how wide each is.
 *
 * @param columns all columns
 * @param rows their cells, row by row
 * @param width characters of a line
 */
export function fitColumns(
  columns: readonly Column[],
  rows: readonly (readonly Field[])[],
  width: number,
): readonly { readonly column: number; readonly width: number }[] {
  const widths = columns.map((column, n) => {
    const space = column.isLeft ? 0 : 1;
    const cells = rows.map((row) => widthOf(row[n] ?? []) + space);
    return Math.max(column.width, column.heading.length + space, ...cells);
  });
  const kept = new Set(columns.keys());
  const byRank = [...columns.keys()].sort((one, other) => columns[one].rank - columns[other].rank);
  const total = () => [...kept].reduce((sum, n) => sum + widths[n], 0);
  for (const n of byRank) {
    if (total() <= width) break;
    kept.delete(n);
  }
  return [...kept].map((column) => ({ column, width: widths[column] }));
}

/** A cell in its column. */
export function alignCell(cell: Field, width: number, isLeft = false): Field {
  const space: Piece = [" ".repeat(Math.max(0, width - widthOf(cell)))];
  return (isLeft ? [...cell, space] : [space, ...cell]).filter(([text]) => text !== "");
}

/** Puts the colours on. */
export function paint(pieces: Field, palette: Palette): string {
  return pieces.map(([text, meaning]) => meaning === undefined ? text : palette[meaning](text)).join("");
}

/** Characters of some pieces. */
export function widthOf(pieces: Field): number {
  return pieces.reduce((sum, [text]) => sum + text.length, 0);
}
