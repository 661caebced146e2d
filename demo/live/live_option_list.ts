import { durationRule, type SettingKey, SETTINGS } from "../../config/mod.ts";
import { IDLE_STRATEGY_NAMES } from "../../runtime/mod.ts";
import { CHECK_OPTION } from "../terminal/check_option.ts";
import { COLOR_OPTION } from "../terminal/color_option.ts";
import { HTML_FILE_OPTION } from "../terminal/files/html_file_option.ts";
import { METRICS_LABEL_OPTION, metricsFileOption } from "../terminal/files/metrics_file_option.ts";
import { TIMELINE_OPTIONS } from "../terminal/files/timeline_option.ts";
import { type InjectForm, injectOptionOf } from "../terminal/inject_option.ts";
import { choiceRule, decimalRule, integerRule, ruleSentence as sentence } from "../terminal/option_values.ts";
import type { Option } from "../terminal/options.ts";
import { SYSTEM_OPTIONS } from "./live_system.ts";
import type { GapPlan } from "./plane/gap_run.ts";
import { LIVE_ACTIONS, type LiveAction, type LivePlan } from "./plane/live_plan.ts";

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

/** Nanoseconds of a second. */
export const NS_PER_SECOND = 1e9;
/** Shortest run, in seconds. */
export const SECONDS_MIN = 0.1;
/** Longest run, in seconds. */
export const SECONDS_MAX = 86_400;
/** Most events per second. */
export const RATE_MAX = 1_000_000_000;
/** Most consumers. */
export const CONSUMERS_MAX = 16;
/** Slowest consumer, in microseconds an event. */
export const SLOW_US_MAX = 1_000_000;
/** Longest threshold of a stall, in microseconds. */
export const STALL_US_MAX = 10_000_000;
/** Longest threshold of a gap, in microseconds. */
export const GAP_US_MAX = 1_000_000;
/** Greatest number of a port. */
export const PORT_MAX = 65_535;
const DURATION_RULE = durationRule({ min: NS_PER_SECOND * SECONDS_MIN, max: NS_PER_SECOND * SECONDS_MAX });
/** Clocks to choose from. */
export const CLOCKS = ["native", "hrtime"] as const;

const SECONDS_RULE = decimalRule(SECONDS_MIN, SECONDS_MAX);
/** Rule for a rate. */
export const RATE_RULE = `${integerRule(1, RATE_MAX)}, or max`;
const CONSUMERS_RULE = integerRule(1, CONSUMERS_MAX);
const GAP_RULE = integerRule(1, GAP_US_MAX);
const STALL_RULE = integerRule(1, STALL_US_MAX);
const SLOW_RULE = `CONSUMER:MICROSECONDS, with MICROSECONDS from 1 to ${SLOW_US_MAX}`;
const PORT_RULE = integerRule(1, PORT_MAX);
const CLOCK_RULE = choiceRule(CLOCKS);
const IDLE_RULE = choiceRule(IDLE_STRATEGY_NAMES);

/** Measures the machine, and runs no system. */
export const HICCUPS_ONLY = "hiccups-only";

/** What it may be combined with. */
export const HICCUPS_OPTIONS = [HICCUPS_ONLY, "seconds", "duration", "gap-us", "clock", "json", "html", "color"];

/** Options that set a number of the plan by the rule of a setting. */
export const SETTING_OPTIONS: readonly (readonly [name: string, key: SettingKey])[] = [
  ["capacity", "ringCapacity"],
  ["payload-words", "payloadWords"],
  ["on-overrun", "onOverrun"],
];

/** An operator's halt, and an outage of the market data, do not contradict each other. */
export const INJECT_FORM: InjectForm<LiveAction> = {
  unit: "SECONDS",
  actions: LIVE_ACTIONS,
  actorOf: (action) => action === "halt" || action === "release" ? "operator" : "market data",
};

/** The options of a live run. */
export const OPTIONS: readonly Option[] = [
  {
    name: "seconds",
    value: "SECONDS",
    rule: SECONDS_RULE,
    help: `How long to run. ${sentence(SECONDS_RULE)} Default ${LIVE_DEFAULTS.seconds}.`,
  },
  {
    name: "duration",
    value: "DURATION",
    rule: DURATION_RULE,
    help: "The same as a duration: 800ms, 10s.",
  },
  {
    name: "rate",
    value: "EVENTS",
    rule: RATE_RULE,
    help: `Events to publish per second, or max for as many as the producer can. ${sentence(RATE_RULE)} ` +
      `Default ${LIVE_DEFAULTS.rate}.`,
  },
  ...SYSTEM_OPTIONS,
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
  HTML_FILE_OPTION,
  {
    name: "hgrm",
    value: "FILE",
    rule: "the name of a file",
    help:
      "Writes the distribution of the latencies, in microseconds, as HdrHistogram's plotter reads it. All consumers " +
      "together, against the schedule if there is one.",
  },
  ...TIMELINE_OPTIONS,
  metricsFileOption("Writes the numbers of the system once a second and at the end:"),
  METRICS_LABEL_OPTION,
  {
    name: "page",
    value: "PORT",
    rule: PORT_RULE,
    optionalValue: /^\d+$/,
    help: "Shows the run in a browser as well, to look at only: prints the address of a page of this machine, with a " +
      `secret in it, on standard error. PORT is ${PORT_RULE}. Default: one that is free.`,
  },
  { name: "lines", help: "Prints a line a second instead of the panel, also on a terminal." },
  COLOR_OPTION,
];
