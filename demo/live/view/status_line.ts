import { formatSpan } from "./format.ts";
import { formatShort } from "../../terminal/layout/number_format.ts";
import type { LiveStatus } from "../plane/live_status.ts";

/** The columns of a status line: a heading, and a width. */
const COLUMNS = [
  ["time", 6],
  [" state", -9],
  ["published", 9],
  ["rate/s", 8],
  ["lag", 8],
  ["lost", 8],
  ["stale", 8],
  ["waits", 8],
  ["polled", 8],
  ["dropped", 8],
] as const;

/** The heading of the lines that {@linkcode renderStatusLine} makes. */
export const STATUS_HEADING: string = layOut(COLUMNS.map(([heading]) => heading));

/**
 * How a live run stands, in one line for where there is no terminal. Of the threads it shows the worst, or the sum: the
 * greatest lag; the events lost; the staleness of decisions since the line before, its 99th percentile; how long the oldest
 * event has waited for a decision; how long ago a consumer polled; and observations dropped. Stalls are in the report: what
 * matters of them at once is how long something waits.
 */
export function renderStatusLine(status: LiveStatus): string {
  const { elapsedMs, state, published, ratePerSecond, consumers } = status;
  const p99 = Math.max(...consumers.map(({ stalenessNs }) => stalenessNs?.p99 ?? 0));
  const worst = (field: "lag" | "undecidedNs" | "heartbeatNs") => Math.max(...consumers.map((one) => one[field]));
  const sum = (field: "lost" | "dropped") => consumers.reduce((total, consumer) => total + consumer[field], 0);
  return layOut([
    formatElapsed(Math.round(elapsedMs / 1_000)),
    ` ${state}`,
    formatShort(published),
    formatShort(ratePerSecond),
    formatShort(worst("lag")),
    formatShort(sum("lost")),
    p99 === 0 ? "-" : formatSpan(p99),
    formatSpan(worst("undecidedNs")),
    formatSpan(worst("heartbeatNs")),
    formatShort(sum("dropped")),
  ]);
}

/** Seconds, and hours where these have too many digits. */
function formatElapsed(seconds: number): string {
  return seconds < 10_000 ? `${seconds} s` : `${(seconds / 3_600).toFixed(1)} h`;
}

function layOut(cells: readonly string[]): string {
  return cells.map((cell, n) => {
    const width = COLUMNS[n][1];
    return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
  }).join("");
}
