import type { SystemSpecification } from "../../config/mod.ts";
import { NULL_TRACE, type RunTrace } from "../system/run_trace.ts";
import type { CommandIo } from "../terminal/command_io.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import { openTextOutput } from "../terminal/files/text_output.ts";
import type { TimelineRequest } from "../terminal/files/timeline_option.ts";
import { RecordedRun } from "../timeline/recorded_run.ts";
import { timedProcess } from "../timeline/timed_process.ts";
import { timelineShares } from "../timeline/timeline_shares.ts";
import { timelineText } from "../timeline/timeline_text.ts";
import type { SimulationResult } from "./simulation_result.ts";

/** The timeline of a simulation, while it is made. */
export interface SimulationTimeline {
  /** Whether it is printed in place of the report. */
  readonly isPrinted: boolean;
  /** Has to be shown what happens. */
  readonly trace: RunTrace;
  /**
   * Writes it.
   *
   * @param result what came of the simulation
   * @param name the name of the run
   * @param source the command line that made it
   * @returns why that could not be done, as one line; undefined, if it was
   */
  write(result: SimulationResult, name: string, source: string): string | undefined;
}

const NO_TIMELINE: SimulationTimeline = { isPrinted: false, trace: NULL_TRACE, write: () => undefined };

/**
 * Makes sure that the timeline of a simulation can be written, so that this is known before anything runs. Never asks for a
 * permission.
 *
 * @param request what is asked for; undefined, if nothing is
 * @param specification the system
 * @param world where it goes
 * @param commandWith makes the command that works with a permission, for the message
 * @throws {UsageError} if it cannot be written
 */
export function openSimulationTimeline(
  request: TimelineRequest | undefined,
  specification: SystemSpecification,
  { io, files }: { readonly io: CommandIo; readonly files: FileAccess },
  commandWith: (permissions: string) => string,
): SimulationTimeline {
  if (request === undefined) return NO_TIMELINE;
  const { path, limit } = request;
  const output = openTextOutput("timeline", path, files, (text) => io.out(text), commandWith);
  const consumers = specification.consumers.length;
  const trace = new RecordedRun(consumers, timelineShares(limit, [consumers]));
  return {
    isPrinted: output.isPrinted,
    trace,
    write: ({ record }, name, source) =>
      output.write(timelineText({ source, limit, processes: [timedProcess(name, specification, record, trace)] })),
  };
}
