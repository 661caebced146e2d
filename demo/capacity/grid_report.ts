import type { GridCell, GridSettings } from "./capacity_grid.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { greatest, wrap } from "../terminal/layout/layout.ts";
import type { Palette } from "../terminal/layout/palette.ts";

/** How a grid is drawn. */
export interface GridReportOptions {
  /** Characters of a line. */
  readonly width: number;
  /** Its colours. */
  readonly palette: Palette;
}

/** Cells in which the law and the simulation say different things. */
export function disagreements(cells: readonly GridCell[]): GridCell[] {
  return cells.filter(({ predicted, observed }) => predicted !== observed);
}

/** The grid for people. A grid that is wider than the line is drawn in parts, one below the other. */
export function renderGrid(settings: GridSettings, cells: readonly GridCell[], options: GridReportOptions): string {
  const { capacity, totalSteps, maxPolls } = settings;
  const { width, palette } = options;
  const labelWidth = Math.max("ingest".length, String(settings.maxIngest).length) + 2;
  const texts = cells.map(cellText);
  const cellWidth = greatest([String(maxPolls).length, ...texts.map((text) => text.length)]) + 1;
  const perPart = Math.max(1, Math.floor((width - labelWidth) / cellWidth));
  const lines = [
    palette.heading(gridTitle(capacity)),
    ...wrap(describeGrid(totalSteps), width - 2).map((line) => `  ${line}`),
  ];
  for (let from = 1; from <= maxPolls; from += perPart) {
    const to = Math.min(maxPolls, from + perPart - 1);
    lines.push("", ...drawPart({ settings, cells, texts, from, to, labelWidth, cellWidth, palette }));
  }
  lines.push("", ...legend(cells, totalSteps), "", ...verdict(cells, palette));
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** What a grid shows, as a title. */
export function gridTitle(capacity: number): string {
  return `First overrun, by rates, in a ring of ${capacity}`;
}

/** What a cell of a grid is. */
export function describeGrid(totalSteps: number): string {
  return `Every cell is a run of ${totalSteps} steps through ingest, ring, consumer and executor. It shows the step in which ` +
    "the consumer is first overrun, and is compared with the law: the least step i >= 0 with N + i * max(0, N - M) > C, " +
    "for N events and M polls a step and a ring of C.";
}

interface GridPart {
  readonly settings: GridSettings;
  readonly cells: readonly GridCell[];
  readonly texts: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly labelWidth: number;
  readonly cellWidth: number;
  readonly palette: Palette;
}

function drawPart({ settings, cells, texts, from, to, labelWidth, cellWidth, palette }: GridPart): string[] {
  const { maxIngest, maxPolls } = settings;
  const columns = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const header = columns.map((polls) => String(polls).padStart(cellWidth)).join("");
  const rows = Array.from({ length: maxIngest }, (_, row) => {
    const drawn = columns.map((polls) => {
      const n = row * maxPolls + polls - 1;
      const text = texts[n].padStart(cellWidth);
      if (cells[n].predicted !== cells[n].observed) return palette.bad(text);
      return cells[n].observed === undefined ? palette.faint(text) : text;
    });
    return palette.faint(String(row + 1).padStart(labelWidth)) + drawn.join("");
  });
  return [
    palette.faint(" ".repeat(labelWidth + cellWidth - 1) + "polls"),
    palette.faint("ingest".padStart(labelWidth) + header),
    ...rows,
  ];
}

const NEVER = "·";
const LATER = ">";

/** What is in a cell: the step of the first overrun, or a sign; and a mark, if the law says otherwise. */
export function cellText(cell: GridCell): string {
  const { predicted, observed } = cell;
  const text = observed === undefined ? (isLater(cell) ? LATER : NEVER) : String(observed);
  return predicted === observed ? text : `${text}!`;
}

/** Whether the law knows of an overrun after the end of the run. */
function isLater({ predicted, predictedWithoutEnd }: GridCell): boolean {
  return predicted === undefined && predictedWithoutEnd !== undefined;
}

/** Meaning of the signs that appear. */
export function legendOf(cells: readonly GridCell[], totalSteps: number): (readonly [sign: string, meaning: string])[] {
  const agreeing = cells.filter(({ predicted, observed }) => predicted === observed);
  const signs: (readonly [sign: string, meaning: string])[] = [];
  if (agreeing.some((cell) => cell.observed === undefined && !isLater(cell))) signs.push([NEVER, "never"]);
  if (agreeing.some(isLater)) signs.push([LATER, `after the ${totalSteps} steps of the run`]);
  if (agreeing.length < cells.length) signs.push(["!", "law and simulation disagree"]);
  return signs;
}

function legend(cells: readonly GridCell[], totalSteps: number): string[] {
  return legendOf(cells, totalSteps).map(([sign, meaning]) => `  ${sign}  ${meaning}`);
}

/** In how many cells law and simulation say the same. */
export function describeAgreement(cells: readonly GridCell[]): string {
  return `${cells.length - disagreements(cells).length} of ${cells.length} cells agree with the law`;
}

/** What law and simulation say of a cell. */
export function describeCell({ ingestPerStep, pollsPerStep, predicted, observed }: GridCell): string {
  const [law, simulation] = [predicted ?? "never", observed ?? "never"];
  return `ingest ${ingestPerStep}, polls ${pollsPerStep}: law ${law}, simulation ${simulation}`;
}

function verdict(cells: readonly GridCell[], palette: Palette): string[] {
  const wrong = disagreements(cells);
  const agreed = describeAgreement(cells);
  if (wrong.length === 0) return [palette.good(agreed)];
  const list = wrong.slice(0, LISTED_MAX).map((cell) => `  ${describeCell(cell)}`);
  if (wrong.length > LISTED_MAX) list.push(`  ... and ${wrong.length - LISTED_MAX} more; --json has them all`);
  return [palette.bad(agreed), ...list];
}

const LISTED_MAX = 10;

/**
 * The grid for programs: one row for each number of events ingested, from 1 on, and in it one entry for each number of
 * polls, from 1 on. An entry is a step, or null for none within the run; without an end, null for never.
 */
export function renderGridJson(settings: GridSettings, cells: readonly GridCell[]): string {
  const { capacity, maxIngest, maxPolls, totalSteps } = settings;
  const rows = (entry: (cell: GridCell) => number | null) =>
    Array.from({ length: maxIngest }, (_, row) => cells.slice(row * maxPolls, (row + 1) * maxPolls).map(entry));
  return layOutJson({
    config: { ring_capacity: capacity, max_ingest: maxIngest, max_polls: maxPolls, total_steps: totalSteps },
    first_overrun_step: rows(({ observed }) => observed ?? null),
    predicted_first_overrun_step: rows(({ predicted }) => predicted ?? null),
    predicted_first_overrun_step_without_end: rows(({ predictedWithoutEnd }) => predictedWithoutEnd ?? null),
    disagreements: disagreements(cells).map(({ ingestPerStep, pollsPerStep, predicted, observed }) => ({
      ingest_per_step: ingestPerStep,
      polls_per_step: pollsPerStep,
      first_overrun_step: observed ?? null,
      predicted_first_overrun_step: predicted ?? null,
    })),
    cells: cells.length,
    agreed: cells.length - disagreements(cells).length,
  });
}
