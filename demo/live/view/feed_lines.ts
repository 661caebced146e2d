import { printable } from "../../../config/printable.ts";
import { alignTable, wrap } from "../../terminal/layout/layout.ts";
import type { Palette } from "../../terminal/layout/palette.ts";
import { plural } from "../../terminal/layout/number_format.ts";
import { dueShare, isRateMissed, type LiveResult } from "../plane/live_result.ts";
import { formatCount, formatSpan } from "./format.ts";
import { LATENCY_HEAD, type Rows, type Sentence } from "./report/live_rows.ts";

/** What became of a feed. */
export interface FeedWords {
  /** What was published of it. */
  readonly published: Sentence;
  /** How late that was; undefined, if nothing was published. */
  readonly lateness: Rows | undefined;
  /** Whether anything but the feed held the producer up. */
  readonly problems: readonly Sentence[];
}

/** What became of the feed of a run; undefined, if it had none. */
export function feedWords(result: LiveResult): FeedWords | undefined {
  const { feed, producer, startNs } = result;
  if (feed === undefined) return undefined;
  const report = producer?.feed;
  if (producer === undefined || report === undefined) {
    return { published: [`${printable(feed.model)}: unknown, the producer failed`], lateness: undefined, problems: [] };
  }
  const { published, stoppedNs } = producer;
  const { isOver, behind, latenessNs, lastLateNs, starvings, starvedNs } = report;
  const share = dueShare(result);
  const whole = isOver
    ? feed.isOver ? "all of it" : "all that could be read"
    : `${(100 * (share ?? 1)).toFixed(1)} % of what was due`;
  const bytes = feed.bytes > 0 ? `, ${plural(feed.bytes, "byte")} of messages read` : "";
  const problems: Sentence[] = [];
  if (starvings > 0) {
    const text = `WAITED for the feed to be read ${plural(starvings, "time")}, ${formatSpan(starvedNs)} in all`;
    problems.push([text, true]);
  }
  if (isRateMissed(result)) {
    const text = behind > 0
      ? `NOT REACHED: ${plural(behind, "event")} more were due when the producer stopped`
      : `NOT REACHED: the last of ${formatCount(published)} events came ${formatSpan(lastLateNs)} too late`;
    problems.push([text, true]);
  }
  const { p50, p90, p99, p999, p9999, max } = latenessNs;
  return {
    published: [
      `${printable(feed.model)}: ${plural(published, "event")} published in ${formatSpan(stoppedNs - startNs)}, ` +
      `${whole}${bytes}`,
    ],
    lateness: latenessNs.count === 0
      ? undefined
      : { head: LATENCY_HEAD, rows: [["lateness", ...[p50, p90, p99, p999, p9999, max].map(formatSpan)]] },
    problems,
  };
}

/** The same as lines. */
export function feedLines(result: LiveResult, width: number, palette: Palette): string[] {
  const words = feedWords(result);
  if (words === undefined) return [];
  const { published: [published], lateness, problems } = words;
  return [
    ...wrap(published, width),
    ...(lateness === undefined ? [] : alignTable([lateness.head, ...lateness.rows])),
    ...problems.flatMap(([text]) => wrap(text, width).map((line) => palette.bad(line))),
  ];
}
