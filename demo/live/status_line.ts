import { formatShort, formatSpan } from "./format.ts";
import type { LiveStatus } from "./live_status.ts";

/** The columns of a status line: a heading, and a width. */
const COLUMNS = [
  ["time", 7],
  ["  state", -10],
  ["events/s", 9],
  ["published", 10],
  ["worst lag", 10],
  ["lost", 8],
  ["stale p99", 10],
  ["dropped", 8],
  ["stalls", 8],
] as const;

/** The heading of the lines that {@linkcode renderStatusLine} makes. */
export const STATUS_HEADING: string = layOut(COLUMNS.map(([heading]) => heading));

/** How a live run stands, in one line for where there is no terminal. Of the threads it shows the worst, or
 * the sum. */
export function renderStatusLine(status: LiveStatus): string {
  const { elapsedMs, state, ratePerSecond, published, producer, consumers } = status;
  const p99 = Math.max(...consumers.map(({ stalenessNs }) => stalenessNs?.p99 ?? 0));
  const sum = (field: "lost" | "dropped" | "stalls") =>
    consumers.reduce((total, consumer) => total + consumer[field], 0);
  return layOut([
    `${Math.round(elapsedMs / 1_000)} s`,
    `  ${state}`,
    formatShort(ratePerSecond),
    formatShort(published),
    formatShort(Math.max(...consumers.map(({ lag }) => lag))),
    formatShort(sum("lost")),
    p99 === 0 ? "-" : formatSpan(p99),
    formatShort(sum("dropped")),
    formatShort(producer.stalls + sum("stalls")),
  ]);
}

function layOut(cells: readonly string[]): string {
  return cells.map((cell, n) => {
    const width = COLUMNS[n][1];
    return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
  }).join("");
}
