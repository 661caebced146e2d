import type { SystemSpecification } from "../../../config/mod.ts";
import type { RunTrace } from "../../system/run_trace.ts";
import { refuseOneFile } from "../../terminal/files/distinct_outputs.ts";
import { openHtmlFile } from "../../terminal/files/html_file_option.ts";
import { readTimeline } from "../../terminal/files/timeline_option.ts";
import { valueOf } from "../../terminal/option_values.ts";
import type { ParsedOptions } from "../../terminal/options.ts";
import type { SimulateWorld } from "../simulate_world.ts";
import type { SimulationResult } from "../simulation_result.ts";
import { openSimulationTimeline } from "../simulation_timeline.ts";
import { openStalenessFiles, stalenessPaths } from "../staleness_files.ts";
import { filesReadBy } from "../system_of_command.ts";
import { renderSimulationPage, type SimulationPageOptions } from "./html_report.ts";

/** What of a simulation goes to files, or is printed in place of the report. */
export interface SimulationFiles {
  /** Has to be shown what happens in the simulation. */
  readonly trace: RunTrace;
  /** Whether one of them is printed in place of the report. */
  readonly isPrinted: boolean;
  /**
   * Writes them.
   *
   * @returns why some could not be written, a line each
   */
  write(result: SimulationResult, options: SimulationPageOptions): string[];
}

/**
 * Makes sure that the files of a simulation can be written, so that this is known before anything runs. Never asks for a
 * permission.
 *
 * @param parsed how they were asked for
 * @param specification the system
 * @param world where they go
 * @param commandWith makes the command that works with a permission, for messages
 * @throws {UsageError} if one may not be written, two are the same, or one is an input
 */
export function openSimulationFiles(
  parsed: ParsedOptions,
  specification: SystemSpecification,
  { io, files }: Pick<SimulateWorld, "io" | "files">,
  commandWith: (permissions: string) => string,
): SimulationFiles {
  const names = specification.consumers.map(({ name }) => name);
  const [hgrmPath, htmlPath] = [valueOf(parsed, "hgrm"), valueOf(parsed, "html")];
  const request = readTimeline(parsed);
  const timeline = openSimulationTimeline(request, specification, { io, files }, commandWith);
  const staleness = hgrmPath === undefined ? undefined : openStalenessFiles(hgrmPath, names, files, commandWith);
  const html = openHtmlFile(htmlPath, files, (text) => io.out(text), commandWith);
  const tables = hgrmPath === undefined ? [] : stalenessPaths(hgrmPath, names) ?? [];
  refuseOneFile(
    [["html", htmlPath], ["timeline", request?.path], ...tables.map((path) => ["hgrm", path] as const)],
    files,
    filesReadBy(parsed, specification),
  );
  return {
    trace: timeline.trace,
    isPrinted: timeline.isPrinted || staleness?.isPrinted === true || html?.isPrinted === true,
    write: (result, options) => {
      const { consumers } = result.record;
      if (staleness?.isPrinted === true) io.out(staleness.text(consumers));
      return [
        html?.write(renderSimulationPage(result, options)),
        timeline.write(result, "simulation", options.replay),
        staleness?.write(consumers),
      ].filter((problem) => problem !== undefined);
    },
  };
}
