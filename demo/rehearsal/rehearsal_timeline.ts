import type { RunbookEvent } from "../../control/mod.ts";
import type { CommandWith } from "../terminal/files/input_file.ts";
import type { CommandIo } from "../terminal/command_io.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import { openTextOutput } from "../terminal/files/text_output.ts";
import type { TimelineRequest } from "../terminal/files/timeline_option.ts";
import { NULL_TRACE, type RunTrace } from "../system/run_trace.ts";
import { RecordedRun } from "../timeline/recorded_run.ts";
import { stepProcess } from "../timeline/step_process.ts";
import type { TimelineSpan } from "../timeline/timeline_process.ts";
import { timelineShares } from "../timeline/timeline_shares.ts";
import { timelineText } from "../timeline/timeline_text.ts";
import type { RehearsalResult } from "./rehearse.ts";
import type { Rehearsal } from "./rehearsals.ts";

/** The timeline of a rehearsal, while it is made. */
export interface RehearsalTimeline {
  /** Whether it is printed in place of the report. */
  readonly isPrinted: boolean;
  /** Has to be shown what happens. */
  readonly trace: RunTrace;
  /**
   * Writes it.
   *
   * @returns why that could not be done, as one line; undefined, if it was
   */
  write(result: RehearsalResult): string | undefined;
}

const NO_TIMELINE: RehearsalTimeline = { isPrinted: false, trace: NULL_TRACE, write: () => undefined };

/** How a rehearsal was asked for. */
export interface GivenRehearsal {
  /** The command that gives it again. */
  readonly source: string;
  /** Makes the command that works with a permission, for messages. */
  readonly commandWith: CommandWith;
}

/**
 * Makes sure that the timeline of a rehearsal can be written, so that this is known before anything runs. Never asks for a
 * permission.
 *
 * @param request what is asked for; undefined, if nothing is
 * @param rehearsal the runbook and its system
 * @param given how it was asked for
 * @param io where it is printed
 * @param files how to get to files
 * @throws {UsageError} if it cannot be written
 */
export function openRehearsalTimeline(
  request: TimelineRequest | undefined,
  { consumers }: Pick<Rehearsal, "consumers">,
  { source, commandWith }: GivenRehearsal,
  io: CommandIo,
  files: FileAccess,
): RehearsalTimeline {
  if (request === undefined) return NO_TIMELINE;
  const { path, limit } = request;
  const output = openTextOutput("timeline", path, files, (text) => io.out(text), commandWith);
  const trace = new RecordedRun(consumers.length, timelineShares(limit, [consumers.length]));
  return {
    isPrinted: output.isPrinted,
    trace,
    write: (result) => {
      const process = stepProcess(result.plan.id, result.record, trace, runbookSpans(result));
      return output.write(timelineText({ source, limit, processes: [process] }));
    },
  };
}

/** The runbook as a span, and its steps within it, in the order in which they were taken and taken back. */
export function runbookSpans({ plan: { id }, before, run, record }: RehearsalResult): readonly TimelineSpan[] {
  if (run === undefined) return [];
  const { outcome: { status, reason, ticks, events } } = run;
  const atNs = (tick: number) => (before.steps + tick) * record.plan.stepNs;
  const whole: TimelineSpan = {
    name: id,
    fromNs: atNs(0),
    toNs: atNs(ticks),
    args: { status, ...(reason === undefined ? {} : { reason }) },
  };
  let begun = 0;
  const steps = events.flatMap(({ tick, step, event, reason }): TimelineSpan[] => {
    const end = ENDS[event];
    if (end === undefined) return [];
    const span = { name: `${end}${step}`, fromNs: atNs(begun), toNs: atNs(tick) };
    begun = tick;
    return [{ ...span, args: { outcome: event, ...(reason === undefined ? {} : { reason }) } }];
  });
  return [whole, ...steps];
}

/** Events that end a step, or the taking back of one, and what its name begins with. */
const ENDS: Partial<Record<RunbookEvent["event"], string>> = {
  "verified": "",
  "failed": "",
  "undone": "undo ",
  "undo-failed": "undo ",
  "irreversible": "undo ",
};
