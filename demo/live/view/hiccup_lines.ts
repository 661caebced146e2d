import type { HistogramSnapshot } from "../../../control/mod.ts";
import { alignTable, wrap } from "../../terminal/layout/layout.ts";
import { machineShare } from "../plane/live_hiccups.ts";
import { type LiveResult, toldNs } from "../plane/live_result.ts";
import { formatSpan } from "./format.ts";
import type { Rows } from "./report/live_rows.ts";

/** Hiccups of the machine beside the staleness of the consumers, or why there are none. */
export function hiccupRows({ hiccups, consumers }: LiveResult): Rows | string {
  if (hiccups === undefined) return "unknown: the meter failed";
  if (hiccups.ready.count === 0) return "not measured: the system was never ready";
  const rows = [
    ["hiccups", ...spansOf(hiccups.ready), "", ""],
    ...consumers.map((consumer) => {
      const share = machineShare(hiccups, toldNs(consumer));
      const shares = share === undefined ? ["-", "-"] : [percentOf(share.p99), percentOf(share.max)];
      return [`${consumer.number}  staleness`, ...spansOf(toldNs(consumer).snapshot()), ...shares];
    }),
  ];
  return { head: ["", "p50", "p99", "p99.9", "max", "of p99", "of max"], rows };
}

/** The same as lines, and how much they explain. */
export function hiccupLines(result: LiveResult, width: number): string[] {
  const found = hiccupRows(result);
  if (typeof found === "string") return [found];
  return [...alignTable([found.head, ...found.rows]), ...wrap(HICCUPS_SENTENCE, width)];
}

/** What the share of a tail is. */
export const HICCUPS_SENTENCE =
  "So much of a tail, at most, this machine would have had with no system at all. At most, because the " +
  "meter also waits for cores that the system's own threads hold.";

function spansOf({ p50, p99, p999, max }: HistogramSnapshot): string[] {
  return [p50, p99, p999, max].map((ns) => Number.isNaN(ns) ? "-" : formatSpan(ns));
}

function percentOf(share: number): string {
  return share > 0 && share < 0.01 ? "under 1 %" : `${Math.floor(100 * share)} %`;
}
