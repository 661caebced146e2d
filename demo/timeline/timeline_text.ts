import { processEvents, traceNumbers } from "./process_events.ts";
import type { TimelineProcess } from "./timeline_process.ts";
import { type TraceEvent, traceLine } from "./trace_event.ts";

/** A file of the trace-event format, before it is written. */
export interface Timeline {
  /** What made it: a command line. */
  readonly source: string;
  /** Most events of each phase in the file. */
  readonly limit: number;
  /** The runs, each a process. */
  readonly processes: readonly TimelineProcess[];
}

/** Characters that are put together before they are given out. */
const CHUNK_CHARACTERS = 65_536;

/**
 * A timeline as the text of a file in Chrome's trace-event format, piece by piece, so that it never has to be held as a whole.
 *
 * @throws {RangeError} if a time is not whole nanoseconds from 0 to 2⁵³ - 1
 */
export function* timelineText(timeline: Timeline): Generator<string> {
  let text = '{"traceEvents": [';
  let separator = "\n";
  for (const event of eventsOf(timeline)) {
    text += `${separator}${traceLine(event)}`;
    separator = ",\n";
    if (text.length < CHUNK_CHARACTERS) continue;
    yield text;
    text = "";
  }
  yield `${text}\n], "displayTimeUnit": "ns", "otherData": ${JSON.stringify(otherData(timeline))}}\n`;
}

function* eventsOf({ processes }: Timeline): Generator<TraceEvent> {
  const numbers = traceNumbers();
  for (const [n, process] of processes.entries()) yield* processEvents(process, n + 1, numbers);
}

/** What is said of the file as a whole: where it is from, and what it leaves out. */
function otherData({ source, limit, processes }: Timeline): Readonly<Record<string, string>> {
  const cuts = processes.flatMap(({ name, cuts }) => cuts.map((cut) => `${name}: ${cut}`));
  return {
    source,
    events_of_each_kind_at_most: String(limit),
    not_shown: cuts.length === 0 ? "nothing" : cuts.join("; "),
  };
}
