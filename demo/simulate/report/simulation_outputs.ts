import type { SystemSpecification } from "../../../config/mod.ts";
import type { RunTrace } from "../../system/run_trace.ts";
import { paletteOf, readColor } from "../../terminal/color_option.ts";
import { reportWidth } from "../../terminal/command_io.ts";
import { replayWords } from "../../terminal/files/replay_words.ts";
import { tellWhatFailed, type Verdict } from "../../terminal/layout/verdicts.ts";
import { type ParsedOptions, shellWord } from "../../terminal/options.ts";
import { refuseTwoReports } from "../../terminal/printed_reports.ts";
import { exploreFile } from "./explore_file.ts";
import type { SimulateWorld } from "../simulate_world.ts";
import type { SimulationResult } from "../simulation_result.ts";
import { renderBriefSimulation } from "./brief_report.ts";
import { renderSimulationJson, simulationToJson } from "./json_report.ts";
import { openSimulationFiles } from "./simulation_files.ts";
import { renderSimulation } from "./text_report.ts";

/** Where the result of a simulation goes. */
export interface SimulationOutputs {
  /** Has to be shown what happens in the simulation. */
  readonly trace: RunTrace;
  /**
   * Prints the report, or what was asked for in its place, and writes the files.
   *
   * @returns whether all files were written
   */
  tell(result: SimulationResult, claims: readonly Verdict[]): boolean;
}

/** How a simulation was asked for. */
export interface SimulationRequest {
  /** The arguments, parsed. */
  readonly parsed: ParsedOptions;
  /** The same as they were given. */
  readonly args: readonly string[];
  /** The system. */
  readonly specification: SystemSpecification;
  /** Makes the command that works with a permission, for messages. */
  commandWith(permissions: string): string;
}

/**
 * Makes sure that everything can be told as it was asked for, so that this is known before anything runs. Never asks for a
 * permission.
 *
 * @throws {UsageError} if a file may not be written, or two options contradict
 */
export function openSimulationOutputs(
  { parsed, args, specification, commandWith }: SimulationRequest,
  { io, files }: Pick<SimulateWorld, "io" | "files">,
): SimulationOutputs {
  refuseTwoReports(parsed);
  const color = readColor(parsed);
  const { flags } = parsed;
  const outputs = openSimulationFiles(parsed, specification, { io, files }, commandWith);
  const [command, replay] = [commandOf(args), commandOf(replayWords(args))];
  const explore = exploreFile(parsed);
  return {
    trace: outputs.trace,
    tell: (result, claims) => {
      const { digest } = simulationToJson(result, claims);
      if (flags.has("json")) io.out(renderSimulationJson(result, claims));
      else if (!outputs.isPrinted) {
        const render = flags.has("brief") ? renderBriefSimulation : renderSimulation;
        const form = { width: reportWidth(io), palette: paletteOf(color, io) };
        io.out(render(result, { ...form, claims, digest, replay: command, explore }));
      }
      const problems = outputs.write(result, { claims, digest, replay, explore });
      for (const problem of problems) io.err(`error: ${problem}\n`);
      // Where the report is not for people, they are told by the other stream why the command fails.
      if (flags.has("json") || outputs.isPrinted) tellWhatFailed(claims, io);
      return problems.length === 0;
    },
  };
}

function commandOf(args: readonly string[]): string {
  return `deno task simulate ${args.map(shellWord).join(" ")}`;
}
