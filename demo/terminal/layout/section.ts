import { wrap } from "./layout.ts";
import type { Palette } from "./palette.ts";

/** How a report is written. */
export interface ReportOptions {
  /** Characters of a line, at least 64. */
  readonly width: number;
  /** Its colours. */
  readonly palette: Palette;
}

/** A part of a report. */
export interface Section {
  /** Its heading. */
  readonly title: string;
  /** Text beside the heading. */
  readonly note?: string;
  /** Its lines, indented as they are to be. */
  readonly lines: readonly string[];
}

/** Indentation of the lines of a section. */
export const INDENT = "  ";

/** Lines as a section has them. */
export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => INDENT + line);
}

/** A section as text. */
export function renderSection({ title, note, lines }: Section, { width, palette }: ReportOptions): string {
  return [...renderHeading(title, note, width, palette), ...lines].map((line) => `${line.trimEnd()}\n`).join("");
}

/** The title to the left and the note to the right; below each other, if the line is too short for both. */
function renderHeading(title: string, note: string | undefined, width: number, palette: Palette): string[] {
  if (note === undefined) return [palette.heading(title)];
  const gap = width - title.length - note.length;
  if (gap >= HEADING_GAP_MIN) return [palette.heading(title) + " ".repeat(gap) + palette.faint(note)];
  return [palette.heading(title), ...indent(wrap(note, width - INDENT.length)).map(palette.faint)];
}

const HEADING_GAP_MIN = 2;
