import { printable } from "../../../config/printable.ts";
import { alignTable, wrap } from "../../terminal/layout/layout.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { plural } from "../../terminal/layout/number_format.ts";
import { dueShare, isRateMissed, type LiveResult } from "../plane/live_result.ts";
import { formatCount, formatSpan } from "./format.ts";

/** What became of a feed: what was published of it, how late, and whether anything but the feed held the producer up. */
export function feedLines(result: LiveResult, width: number, palette: Palette): string[] {
  const { feed, producer, startNs } = result;
  if (feed === undefined) return [];
  const report = producer?.feed;
  if (producer === undefined || report === undefined) return [`${printable(feed.model)}: unknown, the producer failed`];
  const { published, stoppedNs } = producer;
  const { isOver, behind, latenessNs, lastLateNs, starvings, starvedNs } = report;
  const share = dueShare(result);
  const whole = isOver
    ? feed.isOver ? "all of it" : "all that could be read"
    : `${(100 * (share ?? 1)).toFixed(1)} % of what was due`;
  const bytes = feed.bytes > 0 ? `, ${plural(feed.bytes, "byte")} of messages read` : "";
  const lines = wrap(
    `${printable(feed.model)}: ${plural(published, "event")} published in ${formatSpan(stoppedNs - startNs)}, ` +
      `${whole}${bytes}`,
    width,
  );
  if (latenessNs.count > 0) {
    const { p50, p90, p99, p999, p9999, max } = latenessNs;
    const spans = [p50, p90, p99, p999, p9999, max].map(formatSpan);
    lines.push(...alignTable([["", "p50", "p90", "p99", "p99.9", "p99.99", "max"], ["lateness", ...spans]]));
  }
  if (starvings > 0) {
    const text = `WAITED for the feed to be read ${plural(starvings, "time")}, ${formatSpan(starvedNs)} in all`;
    lines.push(...wrap(text, width).map((line) => palette.bad(line)));
  }
  if (isRateMissed(result)) {
    const text = behind > 0
      ? `NOT REACHED: ${plural(behind, "event")} more were due when the producer stopped`
      : `NOT REACHED: the last of ${formatCount(published)} events came ${formatSpan(lastLateNs)} too late`;
    lines.push(...wrap(text, width).map((line) => palette.bad(line)));
  }
  return lines;
}
