import { TIMELINE_EVENTS, TIMELINE_EVENTS_MAX, TIMELINE_EVENTS_MIN } from "../../timeline/timeline_shares.ts";
import { integerRule, readInteger, ruleSentence, valueOf } from "../option_values.ts";
import type { Option, ParsedOptions } from "../options.ts";
import { UsageError } from "../usage_error.ts";

/** A timeline that is asked for. */
export interface TimelineRequest {
  /** The file; `-` is standard output. */
  readonly path: string;
  /** Most events of each kind in it. */
  readonly limit: number;
}

const EVENTS_RULE = integerRule(TIMELINE_EVENTS_MIN, TIMELINE_EVENTS_MAX);

/** The options that write what happened as a timeline. */
export const TIMELINE_OPTIONS: readonly Option[] = [
  {
    name: "timeline",
    value: "FILE",
    rule: "the name of a file, or -",
    help:
      "Writes what happened, event by event, as a timeline: Perfetto, chrome://tracing and speedscope open it. Needs " +
      "--allow-read and --allow-write for its folder. With - it is printed instead of the report.",
  },
  {
    name: "timeline-events",
    value: "EVENTS",
    rule: EVENTS_RULE,
    help: `Most events of each kind in the timeline. ${ruleSentence(EVENTS_RULE)} Default ${TIMELINE_EVENTS}.`,
  },
];

/**
 * Reads what was given by these options.
 *
 * @throws {UsageError} if they break a rule
 */
export function readTimeline(parsed: Pick<ParsedOptions, "values">): TimelineRequest | undefined {
  const limit = readInteger(parsed, "timeline-events", TIMELINE_EVENTS_MIN, TIMELINE_EVENTS_MAX);
  const path = valueOf(parsed, "timeline");
  if (path !== undefined) return { path, limit: limit ?? TIMELINE_EVENTS };
  if (limit === undefined) return undefined;
  throw new UsageError("--timeline-events goes with --timeline, which is not given");
}
