import { paletteOf, readColor } from "../../terminal/color_option.ts";
import { reportWidth } from "../../terminal/command_io.ts";
import { tellWhatFailed, type Verdict } from "../../terminal/layout/verdicts.ts";
import { valueOf } from "../../terminal/option_values.ts";
import { type ParsedOptions, shellWord } from "../../terminal/options.ts";
import { refuseTwoReports } from "../../terminal/printed_reports.ts";
import type { SimulateWorld } from "../simulate_world.ts";
import type { SimulationResult } from "../simulation_result.ts";
import { openStalenessFiles } from "../staleness_files.ts";
import { renderBriefSimulation } from "./brief_report.ts";
import { renderSimulationJson, simulationToJson } from "./json_report.ts";
import { renderSimulation } from "./text_report.ts";

/** Where the result of a simulation goes. */
export interface SimulationOutputs {
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
  /** Names of the consumers. */
  readonly names: readonly string[];
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
  { parsed, args, names, commandWith }: SimulationRequest,
  { io, files }: Pick<SimulateWorld, "io" | "files">,
): SimulationOutputs {
  refuseTwoReports(parsed);
  const color = readColor(parsed);
  const { flags } = parsed;
  const path = valueOf(parsed, "hgrm");
  const staleness = path === undefined ? undefined : openStalenessFiles(path, names, files, commandWith);
  return {
    tell: (result, claims) => {
      const { digest } = simulationToJson(result, claims);
      if (staleness?.isPrinted === true) io.out(staleness.text(result.record.consumers));
      else if (flags.has("json")) io.out(renderSimulationJson(result, claims));
      else {
        const render = flags.has("brief") ? renderBriefSimulation : renderSimulation;
        const form = { width: reportWidth(io), palette: paletteOf(color, io) };
        io.out(render(result, { ...form, claims, digest, replay: commandOf(args) }));
      }
      const problems = [
        staleness?.write(result.record.consumers),
      ].filter((problem) => problem !== undefined);
      for (const problem of problems) io.err(`error: ${problem}\n`);
      if (flags.has("json")) tellWhatFailed(claims, io);
      return problems.length === 0;
    },
  };
}

function commandOf(args: readonly string[]): string {
  return `deno task simulate ${args.map(shellWord).join(" ")}`;
}
