import { STANDARD_INPUT } from "../../terminal/files/input_file.ts";
import type { ParsedOptions } from "../../terminal/options.ts";
import { RECORDING_OPTIONS, SYSTEM_OPTIONS } from "../simulate_command.ts";

/**
 * The file with which the explorer shows a simulation as a picture.
 *
 * @param parsed how the simulation was asked for
 * @returns undefined, where the system is not all in one file
 */
export function exploreFile({ positionals: [file], values }: ParsedOptions): string | undefined {
  const isChanged = values.has("run") || [...SYSTEM_OPTIONS, ...RECORDING_OPTIONS].some(({ name }) => values.has(name));
  return file === undefined || file === STANDARD_INPUT || isChanged ? undefined : file;
}
