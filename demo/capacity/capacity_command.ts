import { SETTINGS } from "../../config/mod.ts";
import { RECORDING_OPTIONS, SYSTEM_OPTIONS } from "../simulate/simulate_command.ts";
import { systemOptionOf } from "../simulate/system_of_command.ts";
import { COLOR_OPTION } from "../terminal/color_option.ts";
import type { Command } from "../terminal/command.ts";
import { HTML_FILE_OPTION } from "../terminal/files/html_file_option.ts";
import { integerRule } from "../terminal/option_values.ts";
import { type Option, type ParsedOptions, quote } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";

/** The greatest rate of a grid: as many runs as the square of it. */
export const RATE_MAX = 1_000;

/** The greatest rates, unless others are given. */
export const RATE_DEFAULT = 15;

/** Seeds that a sizing goes over at most. */
export const SEEDS_MAX = 1_000;

const RATE_RULE = integerRule(1, RATE_MAX);

/** Options of the grid alone. */
const GRID_OPTIONS: readonly Option[] = [
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
];

function optionOfSystem(name: string): Option {
  return SYSTEM_OPTIONS.find((option) => option.name === name)!;
}

/** Options of a sizing alone. */
const SIZING_OPTIONS: readonly Option[] = [
  {
    ...optionOfSystem("arrivals"),
    help: "Where events come from: a CSV or pcap file, or a model such as poisson:rate=100k/s. Several are merged.",
  },
  {
    ...optionOfSystem("consumer"),
    help: "A consumer, as deno task simulate takes it. Every overrun policy is tried, whatever it says.",
  },
  optionOfSystem("duration"),
  optionOfSystem("seed"),
  {
    name: "service",
    value: "SERVICE",
    rule: "a duration, or KEY=VALUE,...",
    help: "The only consumer, without a name: as --consumer has it after the colon.",
  },
  ...RECORDING_OPTIONS,
  {
    name: "run",
    value: "N",
    rule: "an integer from 1",
    help: "Which specification to size, of a file that has several; the first is 1.",
  },
  {
    name: "seeds",
    value: "N",
    rule: integerRule(1, SEEDS_MAX),
    help: "Draws the feed and the service times so many times, from --seed on, and shows the worst of them. Default 1.",
  },
  {
    name: "max-loss",
    value: "EVENTS",
    rule: "an integer from 0",
    help: "Finds the smallest ring with which a consumer loses no more events.",
  },
  {
    name: "max-p99",
    value: "DURATION",
    rule: "a duration",
    help: "Finds the smallest ring with which 99 of 100 events are no older than this when decided on.",
  },
];

const SHARED_OPTIONS: readonly Option[] = [
  HTML_FILE_OPTION,
  { name: "brief", help: "Prints a sizing for a terminal of 24 lines." },
  { name: "json", help: "Prints one JSON object instead of the grid or the sizing." },
  COLOR_OPTION,
];

/** The command line of `capacity`: of a grid, or of a sizing. */
export const CAPACITY: Command = {
  usage: "deno task capacity [OPTION...]\n       deno task capacity [SPEC.json] [--arrivals FEED] [OPTION...]",
  summary:
    "Without arrivals: simulates every pair of rates and compares the step of the first overrun with the capacity law. " +
    "With arrivals: finds the ring that a system needs, and what a smaller one loses under each overrun policy. It needs no " +
    "permission, unless it is to read or write a file.",
  operands: { title: "Operand", entries: [["SPEC.json", "A specification of the system to size."]] },
  options: [...GRID_OPTIONS, ...SIZING_OPTIONS, ...SHARED_OPTIONS],
  optionsTitle: "Options: --capacity, --max-ingest, --max-polls and --steps are those of the grid",
  statuses: [
    ["0", "law and simulation agree; a ring is within the limits"],
    ["1", "law and simulation disagree, or no ring is within the limits"],
  ],
  optionOf: (setting) => setting === "ringCapacity" ? "--capacity" : systemOptionOf(setting),
};

/**
 * Whether a command line is that of a sizing.
 *
 * @throws {UsageError} if it has options of both
 */
export function isSizing({ positionals, values }: ParsedOptions): boolean {
  const sizing = SIZING_OPTIONS.find(({ name }) => values.has(name));
  const grid = GRID_OPTIONS.find(({ name }) => values.has(name));
  const [path] = positionals;
  const given = sizing === undefined ? path === undefined ? undefined : quote(path) : `--${sizing.name}`;
  if (given === undefined) return false;
  if (grid !== undefined) {
    const why = grid.name === "capacity" ? "a sizing tries every power of two" : "a sizing has no steps";
    throw new UsageError(`--${grid.name} is of the grid, and ${given} of a sizing: ${why}`);
  }
  return true;
}
