import { type CapacityLaw, type GridSettings, sweepCapacity } from "./capacity_grid.ts";
import { predictFirstOverrun } from "./capacity_law.ts";
import { readSetting, type SettingKey, SETTINGS } from "../../config/mod.ts";
import { disagreements, renderGrid, renderGridJson } from "./grid_report.ts";
import { COLOR_OPTION, paletteOf, readColor } from "../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { type Command, runCommand } from "../terminal/command.ts";
import { integerRule, readInteger, valueOf } from "../terminal/option_values.ts";
import type { Option, ParsedOptions } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";

/** The greatest rate of a grid: as many runs as the square of it. */
const RATE_MAX = 1_000;
/** The greatest rates, unless others are given. */
const RATE_DEFAULT = 15;
/** Most events and polls of all runs together. It takes half a minute. */
const WORK_MAX = 100_000_000;

const RATE_RULE = integerRule(1, RATE_MAX);

const OPTIONS: readonly Option[] = [
  {
    name: "capacity",
    value: "EVENTS",
    rule: SETTINGS.ringCapacity.rule,
    help:
      `Events that stay readable in the ring, ${SETTINGS.ringCapacity.rule}. Default ${SETTINGS.ringCapacity.default}.`,
  },
  {
    name: "max-ingest",
    value: "EVENTS",
    rule: RATE_RULE,
    help: `Largest number of events per step, ${RATE_RULE}. Default ${RATE_DEFAULT}.`,
  },
  {
    name: "max-polls",
    value: "POLLS",
    rule: RATE_RULE,
    help: `Largest number of polls per step, ${RATE_RULE}. Default ${RATE_DEFAULT}.`,
  },
  {
    name: "steps",
    value: "STEPS",
    rule: SETTINGS.totalSteps.rule,
    help:
      `Steps of each run, ${SETTINGS.totalSteps.rule}. Default: one more than the capacity, so that every overrun that ` +
      "ever happens is seen.",
  },
  { name: "json", help: "Prints one JSON object instead of the grid." },
  COLOR_OPTION,
];

const CAPACITY: Command = {
  usage: "deno task capacity [OPTION...]",
  summary:
    "Simulates every pair of rates and compares the step of the first overrun with the capacity law. It needs no permission.",
  options: OPTIONS,
  statuses: [["0", "law and simulation agree in every cell"], ["1", "law and simulation disagree in a cell"]],
  // Of the settings that only the simulation checks there is one.
  optionOf: (setting) => setting === "ringCapacity" ? "--capacity" : undefined,
};

/**
 * Carries out a command line that sweeps a grid of rates.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param law what the simulation is compared with. Default: the capacity law
 */
export function runCapacity(
  args: readonly string[],
  io: CommandIo,
  law: CapacityLaw = predictFirstOverrun,
): ExitStatus {
  return runCommand(CAPACITY, args, io, (options) => {
    const settings = readGrid(options);
    const palette = paletteOf(readColor(options), io);
    const cells = sweepCapacity(settings, law);
    io.out(
      options.flags.has("json")
        ? renderGridJson(settings, cells)
        : renderGrid(settings, cells, { width: reportWidth(io), palette }),
    );
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
