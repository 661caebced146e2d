import { SETTINGS, SPEED_MAX, SPEED_MIN, TIME_UNITS } from "../../config/mod.ts";
import { COLOR_OPTION } from "../terminal/color_option.ts";
import type { Command } from "../terminal/command.ts";
import { HTML_FILE_OPTION } from "../terminal/files/html_file_option.ts";
import { TIMELINE_OPTIONS } from "../terminal/files/timeline_option.ts";
import { choiceRule, decimalRule, ruleSentence } from "../terminal/option_values.ts";
import type { Option } from "../terminal/options.ts";

/** Options that describe the system: each replaces what the file says of the same. */
export const SYSTEM_OPTIONS: readonly Option[] = [
  {
    name: "arrivals",
    value: "FEED",
    rule: "a file, or MODEL:KEY=VALUE,...",
    repeatable: true,
    help: "Where events come from: a CSV or pcap file, - for standard input, or a model such as poisson:rate=100k/s. " +
      "Several are merged. The keys are those of a specification.",
  },
  {
    name: "consumer",
    value: "NAME:SERVICE",
    rule: "NAME:SERVICE or NAME:SERVICE:POLICY",
    repeatable: true,
    help: "A consumer: its name; the time that an event takes it, or KEY=VALUE,... such as " +
      "perEvent=2us,maxBatch=64,wakeUp=60us; and its answer to an overrun: stall, skip-to-head, skip-to-oldest or " +
      "leave=N. Default: stall. The consumers given replace all of the file's.",
  },
  {
    name: "capacity",
    value: "EVENTS",
    rule: SETTINGS.ringCapacity.rule,
    help: `Events that stay readable in the ring, ${SETTINGS.ringCapacity.rule}.`,
  },
  {
    name: "duration",
    value: "DURATION",
    rule: "a duration",
    help: "End of the run: what would happen later does not.",
  },
  {
    name: "seed",
    value: "NUMBER",
    rule: SETTINGS.seed.rule,
    help: `Seed of all that is drawn. ${ruleSentence(SETTINGS.seed.rule)}`,
  },
];

/** Options of recordings: they change what the recorded feeds say. */
export const RECORDING_OPTIONS: readonly Option[] = [
  {
    name: "speed",
    value: "X",
    rule: decimalRule(SPEED_MIN, SPEED_MAX),
    help: "Divides the times of a recording: 2 replays it twice as fast.",
  },
  {
    name: "time-unit",
    value: "UNIT",
    rule: choiceRule(TIME_UNITS),
    help: `Unit of times in a CSV whose header names none: ${choiceRule(TIME_UNITS)}. Default ns.`,
  },
  {
    name: "from",
    value: "DURATION",
    rule: "a duration",
    help: "Leaves out of a recording what arrives before this, counted from its first arrival.",
  },
  { name: "to", value: "DURATION", rule: "a duration", help: "Leaves out of a recording what arrives from this on." },
];

const OPTIONS: readonly Option[] = [
  ...SYSTEM_OPTIONS,
  ...RECORDING_OPTIONS,
  {
    name: "run",
    value: "N",
    rule: "an integer from 1",
    help: "Which specification to run, of a file that has several; the first is 1.",
  },
  {
    name: "max-loss",
    value: "EVENTS",
    rule: "an integer from 0",
    help: "Ends with status 1 if a consumer loses more events.",
  },
  {
    name: "max-p99",
    value: "DURATION",
    rule: "a duration",
    help: "Ends with status 1 if more than one in a hundred of a consumer's events are older when decided on.",
  },
  {
    name: "hgrm",
    value: "FILE",
    rule: "a path",
    help:
      "Writes the staleness as an HdrHistogram percentile table, in microseconds; of several consumers, one file each " +
      "with its name in the path. With - the tables are printed instead of the report.",
  },
  HTML_FILE_OPTION,
  ...TIMELINE_OPTIONS,
  { name: "brief", help: "Prints a report for a terminal of 24 lines." },
  { name: "json", help: "Prints one JSON object instead of the report." },
  COLOR_OPTION,
];

/** Commands that work at once. */
const EXAMPLES = [
  "deno task simulate --arrivals on-off:burst=2000,rate=2M/s \\",
  "  --consumer execution:800ns:skip-to-head --capacity 512",
  "deno task simulate --arrivals hawkes:rate=20k/s,branching=0.9 --duration 1s \\",
  "  --consumer risk:median=2us,p99=40us,maxBatch=64,wakeUp=60us --capacity 4096",
];

/** The command line of `simulate`. */
export const SIMULATE: Command = {
  usage: "deno task simulate [SPEC.json] [OPTION...]",
  summary:
    "Simulates your system under your load, in simulated time: which ring it needs, what it loses, how late it is, " +
    "with arithmetic beside every observation. The system is described by a file, by options, or by both: options " +
    "replace what the file says. The same system gives the same report on every machine.",
  operands: {
    title: "Operand",
    entries: [["SPEC.json", "A specification, or a list of them as demo --print-spec prints it; - is standard input."]],
  },
  options: OPTIONS,
  notes: [{
    title: "Examples",
    entries: EXAMPLES.map((line) => [line, ""]),
  }],
  statuses: [["0", "every claim held"], ["1", "a claim did not hold, or a consumer exceeds a limit"], [
    "130, 143",
    "interrupted; the report is of what was simulated so far",
  ]],
  isHelpWhenEmpty: true,
};
