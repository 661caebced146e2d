import { readSetting, type SettingKey, SETTINGS } from "../../config/mod.ts";
import type { ClockRequest, OverrunPolicy } from "../../mod.ts";
import { IDLE_STRATEGY_NAMES } from "../../runtime/mod.ts";
import type { MetricsLabels } from "../../control/mod.ts";
import { CHECK_OPTION, readChecks } from "../terminal/check_option.ts";
import { COLOR_OPTION, type ColorChoice, readColor } from "../terminal/color_option.ts";
import { type Command, parseCommand, renderCommandHelp } from "../terminal/command.ts";
import { type InjectForm, injectOptionOf, readInjectionsOf } from "../terminal/inject_option.ts";
import {
  METRICS_LABEL_OPTION,
  metricsFileOption,
  readMetricsFile,
  readMetricsLabels,
} from "../terminal/files/metrics_file_option.ts";
import {
  choiceRule,
  decimalRule,
  integerRule,
  readChoice,
  readDecimal,
  readInteger,
  ruleSentence as sentence,
  valueOf,
} from "../terminal/option_values.ts";
import { type Option, type ParsedOptions, quote } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";
import type { GapPlan } from "./plane/gap_run.ts";
import { LIVE_ACTIONS, type LiveAction, type LiveInjection, type LivePlan } from "./plane/live_plan.ts";

/** Parsed command line. */
export type LiveCommand = { readonly kind: "help" } | LiveRunCommand | HiccupsCommand;

/** Run, and show the result. */
export interface LiveRunCommand {
  /** Tells it from the other command. */
  readonly kind: "run";
  /** Plan of the run. */
  readonly plan: LivePlan;
  /** How the result is shown. */
  readonly format: "text" | "json";
  /** Whether it is in colour. */
  readonly color: ColorChoice;
  /** Whether how it stands is shown in lines, also on a terminal. */
  readonly hasLines: boolean;
  /** The file that gets the distribution of the latencies; none, if it is not asked for. */
  readonly hgrm: string | undefined;
  /** The file that gets the numbers of the system while it runs; none, if it is not asked for. */
  readonly metricsFile: string | undefined;
  /** Labels that these numbers get. */
  readonly metricsLabels: MetricsLabels;
}

/** Measure the machine without the system. */
export interface HiccupsCommand {
  /** Tells it from the other commands. */
  readonly kind: "hiccups";
  /** Plan of the measurement. */
  readonly plan: GapPlan;
  /** The clock to read. */
  readonly clock: ClockRequest;
  /** How the result is shown. */
  readonly format: "text" | "json";
  /** Whether it is in colour. */
  readonly color: ColorChoice;
}

/** Defaults of `--hiccups-only`. */
export const HICCUPS_DEFAULTS: GapPlan = { seconds: 3, gapUs: 10 };

/** Defaults of the command line. */
export const LIVE_DEFAULTS: LivePlan = {
  seconds: 10,
  rate: 100_000,
  consumers: 2,
  capacity: 1_024,
  payloadWords: SETTINGS.payloadWords.default,
  onOverrun: "skip-to-head",
  slowUs: new Map(),
  injections: [],
  clock: "auto",
  idle: "auto",
  stallUs: 1_000,
  checks: {},
};

const SECONDS_MIN = 0.1;
const SECONDS_MAX = 86_400;
const RATE_MAX = 1_000_000_000;
const CONSUMERS_MAX = 16;
const SLOW_US_MAX = 1_000_000;
const STALL_US_MAX = 10_000_000;
const GAP_US_MAX = 1_000_000;
const CLOCKS = ["native", "hrtime"] as const;

const SECONDS_RULE = decimalRule(SECONDS_MIN, SECONDS_MAX);
const RATE_RULE = `${integerRule(1, RATE_MAX)}, or max`;
const CONSUMERS_RULE = integerRule(1, CONSUMERS_MAX);
const GAP_RULE = integerRule(1, GAP_US_MAX);
const STALL_RULE = integerRule(1, STALL_US_MAX);
const SLOW_RULE = `CONSUMER:MICROSECONDS, with MICROSECONDS from 1 to ${SLOW_US_MAX}`;
const CLOCK_RULE = choiceRule(CLOCKS);
const IDLE_RULE = choiceRule(IDLE_STRATEGY_NAMES);

/** Measures the machine, and runs no system. */
const HICCUPS_ONLY = "hiccups-only";

/** What it may be combined with. */
const HICCUPS_OPTIONS = [HICCUPS_ONLY, "seconds", "gap-us", "clock", "json", "color"];

/** Options that set a number of the plan by the rule of a setting. */
const SETTING_OPTIONS: readonly (readonly [name: string, key: SettingKey])[] = [
  ["capacity", "ringCapacity"],
  ["payload-words", "payloadWords"],
  ["on-overrun", "onOverrun"],
];

/** An operator's halt, and an outage of the market data, do not contradict each other. */
const INJECT_FORM: InjectForm<LiveAction> = {
  unit: "SECONDS",
  actions: LIVE_ACTIONS,
  actorOf: (action) => action === "halt" || action === "release" ? "operator" : "market data",
};

const OPTIONS: readonly Option[] = [
  {
    name: "seconds",
    value: "SECONDS",
    rule: SECONDS_RULE,
    help: `How long to run. ${sentence(SECONDS_RULE)} Default ${LIVE_DEFAULTS.seconds}.`,
  },
  {
    name: "rate",
    value: "EVENTS",
    rule: RATE_RULE,
    help: `Events to publish per second, or max for as many as the producer can. ${sentence(RATE_RULE)} ` +
      `Default ${LIVE_DEFAULTS.rate}.`,
  },
  {
    name: "consumers",
    value: "NUMBER",
    rule: CONSUMERS_RULE,
    help: `Execution consumers, each in a thread of its own. ${sentence(CONSUMERS_RULE)} ` +
      `Default ${LIVE_DEFAULTS.consumers}.`,
  },
  {
    name: "capacity",
    value: "EVENTS",
    rule: SETTINGS.ringCapacity.rule,
    help: `${SETTINGS.ringCapacity.sentence} ${
      sentence(SETTINGS.ringCapacity.rule)
    } Default ${LIVE_DEFAULTS.capacity}.`,
  },
  {
    name: "payload-words",
    value: "WORDS",
    rule: SETTINGS.payloadWords.rule,
    help: `${SETTINGS.payloadWords.sentence} ${sentence(SETTINGS.payloadWords.rule)} ` +
      `Default ${LIVE_DEFAULTS.payloadWords}.`,
  },
  {
    name: "on-overrun",
    value: "POLICY",
    rule: SETTINGS.onOverrun.rule,
    help: `${SETTINGS.onOverrun.sentence} ${sentence(SETTINGS.onOverrun.rule)} Default ${LIVE_DEFAULTS.onOverrun}.`,
  },
  {
    name: "slow",
    value: "CONSUMER:MICROSECONDS",
    rule: SLOW_RULE,
    repeatable: true,
    help:
      "Makes a consumer slow: its logic takes so long for every event. Consumers are counted from 1. May be given for " +
      "several.",
  },
  injectOptionOf(
    INJECT_FORM,
    (rule) =>
      "Begins or ends a market data outage at a time (activate, deactivate), or an operator's halt, which nothing but " +
      `release ends: ${rule}. May be given more than once.`,
  ),
  CHECK_OPTION,
  {
    name: "clock",
    value: "CLOCK",
    rule: CLOCK_RULE,
    help: `The clock of the timestamps. ${sentence(CLOCK_RULE)} Default: native where FFI is permitted.`,
  },
  {
    name: "idle",
    value: "STRATEGY",
    rule: IDLE_RULE,
    help: `How threads wait for work. ${sentence(IDLE_RULE)} Default: spin if every thread has a core, else yield.`,
  },
  {
    name: "stall-us",
    value: "MICROSECONDS",
    rule: STALL_RULE,
    help: "The longest that a thread may take from one look for work to the next; what takes longer is counted as a " +
      `stall. ${sentence(STALL_RULE)} Default ${LIVE_DEFAULTS.stallUs}.`,
  },
  {
    name: HICCUPS_ONLY,
    help:
      `Runs no system. Measures the machine instead: a thread a core does nothing but read the clock, for --seconds ` +
      `(default ${HICCUPS_DEFAULTS.seconds}), and finds the gaps.`,
  },
  {
    name: "gap-us",
    value: "MICROSECONDS",
    rule: GAP_RULE,
    help: `With --hiccups-only: the longest time between two readings of the clock that is not a gap. ${
      sentence(GAP_RULE)
    } Default ${HICCUPS_DEFAULTS.gapUs}.`,
  },
  { name: "json", help: "Prints one JSON object instead of the panel and the report." },
  {
    name: "hgrm",
    value: "FILE",
    rule: "the name of a file",
    help:
      "Writes the distribution of the latencies, in microseconds, as HdrHistogram's plotter reads it. All consumers " +
      "together, against the schedule if there is one.",
  },
  metricsFileOption("Writes the numbers of the system once a second and at the end:"),
  METRICS_LABEL_OPTION,
  { name: "lines", help: "Prints a line a second instead of the panel, also on a terminal." },
  COLOR_OPTION,
];

const LIVE: Command = {
  usage: "deno task live [OPTION...]",
  summary:
    "Runs a producer and consumers in threads of their own and shows, while it runs and at the end, an account of every " +
    "event and how late decisions are. Ctrl-C ends the run with a report; a second one ends it at once.",
  options: OPTIONS,
  statuses: [
    ["0", "every event is accounted for, also after Ctrl-C, or when the output pipe is closed"],
    ["1", "an event is not accounted for, a thread failed, or the file of --hgrm could not be written"],
    ["2", "wrong usage, or a missing permission or resource"],
    ["130", "ended by a second Ctrl-C, a third of a second after the first or later; 143, by a second SIGTERM"],
  ],
  optionOf: liveOptionOf,
};

/**
 * Reads the command line of a live run.
 *
 * @param args the arguments
 * @throws {UsageError} or {ConfigError} if it cannot be carried out
 */
export function parseLiveCommand(args: readonly string[]): LiveCommand {
  const parsed = parseCommand(LIVE, args);
  if (parsed === undefined) return { kind: "help" };
  const { values, flags } = parsed;
  if (flags.has(HICCUPS_ONLY)) return readHiccups(parsed);
  if (values.has("gap-us")) throw new UsageError("--gap-us goes with --hiccups-only, which is not given");
  const seconds = readDecimal(parsed, "seconds", SECONDS_MIN, SECONDS_MAX) ?? LIVE_DEFAULTS.seconds;
  const consumers = readInteger(parsed, "consumers", 1, CONSUMERS_MAX) ?? LIVE_DEFAULTS.consumers;
  const [capacity, payloadWords, onOverrun] = SETTING_OPTIONS.map(([name, key]) => {
    const given = valueOf(parsed, name);
    return given === undefined ? undefined : readSetting(key, given, `--${name}`);
  });
  const plan: LivePlan = {
    seconds,
    rate: readRate(parsed) ?? LIVE_DEFAULTS.rate,
    consumers,
    capacity: capacity as number | undefined ?? LIVE_DEFAULTS.capacity,
    payloadWords: payloadWords as number | undefined ?? LIVE_DEFAULTS.payloadWords,
    onOverrun: onOverrun as OverrunPolicy | undefined ?? LIVE_DEFAULTS.onOverrun,
    slowUs: readSlow(values.get("slow") ?? [], consumers),
    injections: readInjections(values.get("inject") ?? [], seconds),
    clock: readChoice(parsed, "clock", CLOCKS) ?? LIVE_DEFAULTS.clock,
    idle: readChoice(parsed, "idle", IDLE_STRATEGY_NAMES) ?? LIVE_DEFAULTS.idle,
    stallUs: readInteger(parsed, "stall-us", 1, STALL_US_MAX) ?? LIVE_DEFAULTS.stallUs,
    checks: readChecks(values.get("check") ?? []),
  };
  const hgrm = valueOf(parsed, "hgrm");
  const metricsFile = readMetricsFile(parsed);
  if (hgrm !== undefined && hgrm === metricsFile) {
    throw new UsageError(`--hgrm and --metrics-file must name different files, got ${quote(hgrm)} twice`);
  }
  return {
    kind: "run",
    plan,
    format: flags.has("json") ? "json" : "text",
    color: readColor(parsed),
    hasLines: flags.has("lines"),
    hgrm,
    metricsFile,
    metricsLabels: readMetricsLabels(parsed),
  };
}

function readHiccups(parsed: ParsedOptions): HiccupsCommand {
  const other = [...parsed.values.keys(), ...parsed.flags].find((name) => !HICCUPS_OPTIONS.includes(name));
  if (other !== undefined) throw new UsageError(`--${other} does not go with --hiccups-only, which runs no system`);
  return {
    kind: "hiccups",
    plan: {
      seconds: readDecimal(parsed, "seconds", SECONDS_MIN, SECONDS_MAX) ?? HICCUPS_DEFAULTS.seconds,
      gapUs: readInteger(parsed, "gap-us", 1, GAP_US_MAX) ?? HICCUPS_DEFAULTS.gapUs,
    },
    clock: readChoice(parsed, "clock", CLOCKS) ?? LIVE_DEFAULTS.clock,
    format: parsed.flags.has("json") ? "json" : "text",
    color: readColor(parsed),
  };
}

/** The option that sets a setting, if there is one. */
export function liveOptionOf(setting: string): string | undefined {
  const found = SETTING_OPTIONS.find(([, key]) => key === setting);
  return found === undefined ? undefined : `--${found[0]}`;
}

/** The help of a live run. */
export function renderLiveHelp(): string {
  return renderCommandHelp(LIVE);
}

/** As many as the producer can, or an integer. */
function readRate(parsed: ParsedOptions): number | "max" | undefined {
  const text = valueOf(parsed, "rate");
  if (text === "max") return text;
  const isMistyped = text !== undefined && /^[a-z]+$/i.test(text);
  if (isMistyped) throw new UsageError(`--rate must be ${RATE_RULE}, got ${quote(text)}: did you mean max?`);
  return readInteger(parsed, "rate", 1, RATE_MAX, RATE_RULE);
}

function readSlow(texts: readonly string[], consumers: number): ReadonlyMap<number, number> {
  const slowUs = new Map<number, number>();
  for (const text of texts) {
    const [, consumer, microseconds] = /^(\d+):(\d+)$/.exec(text) ?? [];
    const number = Number(consumer);
    const us = Number(microseconds);
    if (!(number >= 1 && number <= consumers && us >= 1 && us <= SLOW_US_MAX)) {
      const limits = `CONSUMER from 1 to ${consumers} and MICROSECONDS from 1 to ${SLOW_US_MAX}`;
      throw new UsageError(`--slow must be CONSUMER:MICROSECONDS, with ${limits}, got ${quote(text)}`);
    }
    if (slowUs.has(number)) {
      throw new UsageError(`--slow is given twice for consumer ${number}: give it once`);
    }
    slowUs.set(number, us);
  }
  return slowUs;
}

function readInjections(texts: readonly string[], seconds: number): readonly LiveInjection[] {
  const injections: LiveInjection[] = [];
  for (const { at, action } of readInjectionsOf(INJECT_FORM, texts, seconds)) {
    // A product would be off by its rounding.
    const atMs = Number(`${at}e3`);
    if (!injections.some((other) => other.atMs === atMs && other.action === action)) injections.push({ atMs, action });
  }
  return injections.sort((one, other) => one.atMs - other.atMs);
}
