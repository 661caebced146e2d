import { parseDuration, readSetting } from "../../config/mod.ts";
import type { MetricsLabels } from "../../control/mod.ts";
import type { ClockRequest, OverrunPolicy } from "../../mod.ts";
import { IDLE_STRATEGY_NAMES } from "../../runtime/mod.ts";
import { readChecks } from "../terminal/check_option.ts";
import { type ColorChoice, readColor } from "../terminal/color_option.ts";
import { type Command, parseCommand, renderCommandHelp } from "../terminal/command.ts";
import { readMetricsFile, readMetricsLabels } from "../terminal/files/metrics_file_option.ts";
import { readTimeline, type TimelineRequest } from "../terminal/files/timeline_option.ts";
import { readInjectionsOf } from "../terminal/inject_option.ts";
import { filesReadBy, systemOptionOf } from "../simulate/system_of_command.ts";
import { readChoice, readDecimal, readInteger, valueOf } from "../terminal/option_values.ts";
import { type ParsedOptions, quote } from "../terminal/options.ts";
import { refuseTwoReports } from "../terminal/printed_reports.ts";
import { UsageError } from "../terminal/usage_error.ts";
import {
  CLOCKS,
  CONSUMERS_MAX,
  GAP_US_MAX,
  HICCUPS_DEFAULTS,
  HICCUPS_ONLY,
  HICCUPS_OPTIONS,
  INJECT_FORM,
  LIVE_DEFAULTS,
  NS_PER_SECOND,
  OPTIONS,
  PORT_MAX,
  RATE_MAX,
  RATE_RULE,
  SECONDS_MAX,
  SECONDS_MIN,
  SETTING_OPTIONS,
  SLOW_US_MAX,
  STALL_US_MAX,
} from "./live_option_list.ts";
import {
  checksOf,
  hasFeed,
  injectionsOf,
  readLiveSystem,
  type ReadText,
  refuseFeedOptions,
  secondsOf,
} from "./live_system.ts";
import type { GapPlan } from "./plane/gap_run.ts";
import type { LiveInjection, LivePlan } from "./plane/live_plan.ts";

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
  /** The port at which a page shows it, 0 for one that is free; none, if no page does. */
  readonly page: number | undefined;
  /** Where the report as a page goes; none, if it is not asked for. */
  readonly html: string | undefined;
  /** The file that gets the distribution of the latencies; none, if it is not asked for. */
  readonly hgrm: string | undefined;
  /** The file that gets the numbers of the system while it runs; none, if it is not asked for. */
  readonly metricsFile: string | undefined;
  /** Labels that these numbers get. */
  readonly metricsLabels: MetricsLabels;
  /** The timeline that is asked for; none, if it is not. */
  readonly timeline: TimelineRequest | undefined;
  /** Paths of the files that are read. */
  readonly inputs: readonly string[];
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
  /** Where the report as a page goes; none, if it is not asked for. */
  readonly html: string | undefined;
}

const LIVE: Command = {
  usage: "deno task live [SPEC.json] [OPTION...]",
  operands: {
    title: "Operand",
    entries: [["SPEC.json", "A specification of a system with a feed, as of simulate; - is standard input."]],
  },
  summary:
    "Runs a producer and consumers in threads of their own and shows, while it runs and at the end, an account of every " +
    "event and how late decisions are. Ctrl-C ends the run with a report; a second one ends it at once.",
  options: OPTIONS,
  statuses: [
    ["0", "every event is accounted for, also after Ctrl-C, or when the output pipe is closed"],
    [
      "1",
      "an event is not accounted for, a thread failed, a feed broke, or a file of --html, --hgrm or --timeline could not be written",
    ],
    ["2", "wrong usage, or a missing permission or resource"],
    ["130", "ended by a second Ctrl-C, a third of a second after the first or later; 143, by a second SIGTERM"],
  ],
  optionOf: liveOptionOf,
};

/**
 * Reads the command line of a live run.
 *
 * @param args the arguments
 * @param readText reads a specification. Default: there is none
 * @throws {UsageError} or {ConfigError} if it cannot be carried out
 */
export function parseLiveCommand(args: readonly string[], readText: ReadText = noText): LiveCommand {
  const parsed = parseCommand(LIVE, args);
  if (parsed === undefined) return { kind: "help" };
  const { values, flags } = parsed;
  if (flags.has(HICCUPS_ONLY)) return readHiccups(parsed);
  if (values.has("gap-us")) throw new UsageError("--gap-us goes with --hiccups-only, which is not given");
  refuseTwoReports(parsed);
  const plan = readPlan(parsed, readText);
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
    page: valueOf(parsed, "page") === "" ? 0 : readInteger(parsed, "page", 1, PORT_MAX),
    html: valueOf(parsed, "html"),
    hgrm,
    metricsFile,
    metricsLabels: readMetricsLabels(parsed),
    timeline: readTimeline(parsed),
    inputs: filesReadBy(parsed, plan.system),
  };
}

/** The plan: of a system with a feed, or of a rate. */
function readPlan(parsed: ParsedOptions, readText: ReadText): LivePlan {
  const { values } = parsed;
  if (values.has("seconds") && values.has("duration")) {
    throw new UsageError("--seconds and --duration are the same: give one of them");
  }
  const isSystem = hasFeed(parsed);
  const seconds = readSeconds(parsed);
  const consumers = readInteger(parsed, "consumers", 1, CONSUMERS_MAX) ?? LIVE_DEFAULTS.consumers;
  const [capacity, payloadWords, onOverrun] = SETTING_OPTIONS.map(([name, key]) => {
    const given = valueOf(parsed, name);
    return given === undefined ? undefined : readSetting(key, given, `--${name}`);
  });
  const given: LivePlan = {
    seconds: seconds ?? (isSystem ? Infinity : LIVE_DEFAULTS.seconds),
    rate: readRate(parsed) ?? LIVE_DEFAULTS.rate,
    consumers,
    capacity: capacity as number | undefined ?? LIVE_DEFAULTS.capacity,
    payloadWords: payloadWords as number | undefined ?? LIVE_DEFAULTS.payloadWords,
    onOverrun: onOverrun as OverrunPolicy | undefined ?? LIVE_DEFAULTS.onOverrun,
    slowUs: readSlow(values.get("slow") ?? [], consumers),
    injections: [],
    clock: readChoice(parsed, "clock", CLOCKS) ?? LIVE_DEFAULTS.clock,
    idle: readChoice(parsed, "idle", IDLE_STRATEGY_NAMES) ?? LIVE_DEFAULTS.idle,
    stallUs: readInteger(parsed, "stall-us", 1, STALL_US_MAX) ?? LIVE_DEFAULTS.stallUs,
    checks: readChecks(values.get("check") ?? []),
  };
  if (!isSystem) refuseFeedOptions(parsed);
  const plan = isSystem ? systemPlan(given, parsed, readText, payloadWords !== undefined) : given;
  const injections = readInjections(values.get("inject") ?? [], Math.min(plan.seconds, SECONDS_MAX));
  return { ...plan, injections: [...plan.injections, ...injections].sort((one, other) => one.atMs - other.atMs) };
}

/** How long to run, by either option. */
function readSeconds(parsed: ParsedOptions): number | undefined {
  const seconds = readDecimal(parsed, "seconds", SECONDS_MIN, SECONDS_MAX);
  const text = valueOf(parsed, "duration");
  if (text === undefined) return seconds;
  const [min, max] = [NS_PER_SECOND * SECONDS_MIN, NS_PER_SECOND * SECONDS_MAX];
  return parseDuration(text, "--duration", { min, max }) / NS_PER_SECOND;
}

/** The plan of a system with a feed. */
function systemPlan(given: LivePlan, parsed: ParsedOptions, readText: ReadText, hasPayload: boolean): LivePlan {
  const read = readLiveSystem(parsed, readText, given);
  const system = hasPayload ? { ...read, ring: { ...read.ring, payloadWords: given.payloadWords } } : read;
  const { ring: { capacity, payloadWords }, consumers } = system;
  const hasChecks = Object.keys(given.checks).length > 0;
  return {
    ...given,
    seconds: secondsOf(system),
    rate: "feed",
    consumers: consumers.length,
    capacity,
    payloadWords,
    slowUs: new Map(),
    injections: injectionsOf(system),
    checks: hasChecks ? given.checks : checksOf(system),
    system,
  };
}

/** No file can be read. */
function noText(path: string): string {
  throw new UsageError(`cannot read ${quote(path)}: no files can be read here`);
}

function readHiccups(parsed: ParsedOptions): HiccupsCommand {
  const [operand] = parsed.positionals;
  if (operand !== undefined) {
    throw new UsageError(`${quote(operand)} does not go with --hiccups-only, which runs no system`);
  }
  const other = [...parsed.values.keys(), ...parsed.flags].find((name) => !HICCUPS_OPTIONS.includes(name));
  if (other !== undefined) throw new UsageError(`--${other} does not go with --hiccups-only, which runs no system`);
  refuseTwoReports(parsed);
  return {
    kind: "hiccups",
    plan: {
      seconds: readSeconds(parsed) ?? HICCUPS_DEFAULTS.seconds,
      gapUs: readInteger(parsed, "gap-us", 1, GAP_US_MAX) ?? HICCUPS_DEFAULTS.gapUs,
    },
    clock: readChoice(parsed, "clock", CLOCKS) ?? LIVE_DEFAULTS.clock,
    format: parsed.flags.has("json") ? "json" : "text",
    color: readColor(parsed),
    html: valueOf(parsed, "html"),
  };
}

/** The option that sets a setting, if there is one. */
export function liveOptionOf(setting: string): string | undefined {
  const found = SETTING_OPTIONS.find(([, key]) => key === setting);
  return found === undefined ? systemOptionOf(setting) : `--${found[0]}`;
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
