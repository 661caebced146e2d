import { type CapacityLaw, type GridSettings, sweepCapacity } from "./capacity_grid.ts";
import { CAPACITY, RATE_DEFAULT, RATE_MAX } from "./capacity_command.ts";
import { predictFirstOverrun } from "./capacity_law.ts";
import { readSetting, type SettingKey, SETTINGS } from "../../config/mod.ts";
import { disagreements, renderGrid, renderGridJson } from "./grid_report.ts";
import { paletteOf, readColor } from "../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { runCommand } from "../terminal/command.ts";
import { readInteger, valueOf } from "../terminal/option_values.ts";
import { type ParsedOptions, shellWord } from "../terminal/options.ts";
import { refuseTwoReports } from "../terminal/printed_reports.ts";
import { DENO_FILES } from "../terminal/files/deno_files.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import { openHtmlFile } from "../terminal/files/html_file_option.ts";
import { renderGridPage } from "./html/grid_page.ts";
import { capacityReplay } from "./sizing_outputs.ts";
import { UsageError } from "../terminal/usage_error.ts";

/** Most events and polls of all runs together. It takes half a minute. */
const WORK_MAX = 100_000_000;

/**
 * Carries out a command line that sweeps a grid of rates.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param law what the simulation is compared with. Default: the capacity law
 * @param files where a page is written. Default: the files of this machine
 */
export function runCapacity(
  args: readonly string[],
  io: CommandIo,
  law: CapacityLaw = predictFirstOverrun,
  files: FileAccess = DENO_FILES,
): ExitStatus {
  return runCommand(CAPACITY, args, io, (options) => {
    refuseTwoReports(options);
    const settings = readGrid(options);
    const palette = paletteOf(readColor(options), io);
    const html = openHtmlFile(
      valueOf(options, "html"),
      files,
      (text) => io.out(text),
      (permissions) => `deno run ${permissions} demo/capacity.ts ${args.map(shellWord).join(" ")}`,
    );
    const cells = sweepCapacity(settings, law);
    if (options.flags.has("json")) io.out(renderGridJson(settings, cells));
    else if (html?.isPrinted !== true) io.out(renderGrid(settings, cells, { width: reportWidth(io), palette }));
    const problem = html?.write(renderGridPage(settings, cells, capacityReplay(args)));
    if (problem !== undefined) {
      io.err(`error: ${problem}\n`);
      return ExitStatus.USAGE;
    }
    return disagreements(cells).length === 0 ? ExitStatus.OK : ExitStatus.NOT_HELD;
  });
}

function readGrid(options: ParsedOptions): GridSettings {
  const setting = (name: string, key: SettingKey & ("ringCapacity" | "totalSteps"), standard: number) => {
    const given = valueOf(options, name);
    return given === undefined ? standard : readSetting(key, given, `--${name}`);
  };
  const capacity = setting("capacity", "ringCapacity", SETTINGS.ringCapacity.default);
  const totalSteps = setting("steps", "totalSteps", capacity + 1);
  const maxIngest = readInteger(options, "max-ingest", 1, RATE_MAX) ?? RATE_DEFAULT;
  const maxPolls = readInteger(options, "max-polls", 1, RATE_MAX) ?? RATE_DEFAULT;
  const meanWork = (maxIngest + 1) / 2 + (maxPolls + 1) / 2;
  const work = maxIngest * maxPolls * meanWork * totalSteps;
  if (work > WORK_MAX) {
    throw new UsageError(
      `the grid is too large: ${maxIngest} * ${maxPolls} runs of ${totalSteps} steps make ${work} events and polls, ` +
        `at most ${WORK_MAX} are allowed: give a smaller --max-ingest, --max-polls or --steps`,
    );
  }
  return { capacity, maxIngest, maxPolls, totalSteps };
}
