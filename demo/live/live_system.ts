import { ConfigError, type SystemSpecification } from "../../config/mod.ts";
import type { HealthCheckLimits } from "../../control/mod.ts";
import { RECORDING_OPTIONS } from "../simulate/simulate_command.ts";
import { systemOfCommand, type SystemOptions } from "../simulate/system_of_command.ts";
import { type Option, type ParsedOptions, quote } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";
import type { LiveInjection, LivePlan } from "./plane/live_plan.ts";
import { PASS_EVENTS } from "./between/pass_events.ts";

/** Options that describe a system with a feed. */
export const SYSTEM_OPTIONS: readonly Option[] = [
  {
    name: "arrivals",
    value: "FILE|MODEL",
    rule: "a file, or MODEL:KEY=VALUE,... as in hawkes:rate=10/s,branching=0.9",
    repeatable: true,
    help: "Publishes at the times of a feed instead of --rate, in real time: recorded in a CSV or pcap file, or of a " +
      "model: constant, poisson, on-off, hawkes. May be given more than once; the feeds are merged. The run ends with " +
      "the feed; one without an end lasts for --seconds.",
  },
  {
    name: "consumer",
    value: "NAME:SERVICE[:POLICY]",
    rule: "NAME:SERVICE or NAME:SERVICE:POLICY, as in execution:800ns:skip-to-head",
    repeatable: true,
    help: "With a feed: a consumer that is busy so long with each event, instead of --consumers and --slow.",
  },
  ...RECORDING_OPTIONS,
  {
    name: "seed",
    value: "NUMBER",
    rule: "an integer from 0 to 9007199254740991",
    help: "Seed of everything that a feed or a service draws. Default 1.",
  },
  {
    name: "run",
    value: "N",
    rule: "an integer from 1",
    help: "Which specification to run, of a file that has several; the first is 1.",
  },
];

/** Options that need a feed. */
const NEED_FEED = SYSTEM_OPTIONS.map(({ name }) => name).filter((name) => name !== "arrivals");

/** Options that a feed leaves nothing to. */
const NO_FEED = ["rate"];

/** Options that a specification's consumers leave nothing to. */
const OWN_CONSUMERS = ["consumers", "slow", "on-overrun"];

/** Most consumers of a live run. */
const CONSUMERS_MAX = 16;

/** How long a feed without an end lasts, unless it is said. */
const ENDLESS_DURATION = "10s";

/** Reads a file as text. */
export type ReadText = (path: string) => string;

/** Whether a command line describes a system with a feed. */
export function hasFeed({ positionals, values }: SystemOptions): boolean {
  return positionals.length > 0 || values.has("arrivals");
}

/**
 * Refuses options that go only with a feed, where there is none.
 *
 * @throws {UsageError} if one was given
 */
export function refuseFeedOptions({ values }: SystemOptions): void {
  const given = NEED_FEED.find((name) => values.has(name));
  if (given === undefined) return;
  throw new UsageError(`--${given} goes with a feed: give --arrivals, or a specification`);
}

/** Consumers as the options of a live run describe them. */
export type OptionConsumers = Pick<LivePlan, "consumers" | "slowUs" | "onOverrun" | "capacity">;

/**
 * The system that a command line describes, if it can be run live.
 *
 * @param parsed the options, and the path of a specification as the only operand
 * @param readText reads that
 * @param consumers what the other options say of consumers
 * @throws {UsageError} or {ConfigError} if it describes none, or one that cannot be run live
 */
export function readLiveSystem(
  parsed: ParsedOptions,
  readText: ReadText,
  consumers: OptionConsumers,
): SystemSpecification {
  const { positionals, values } = parsed;
  const hasFile = positionals.length > 0;
  for (const name of NO_FEED) if (values.has(name)) throw new UsageError(`--${name} and a feed exclude each other`);
  const own = hasFile ? "a specification" : "--consumer";
  if (hasFile || values.has("consumer")) {
    const given = OWN_CONSUMERS.find((name) => values.has(name));
    if (given !== undefined) throw new UsageError(`--${given} does not go with the consumers of ${own}`);
  }
  const given = new Map(values);
  if (values.has("seconds")) given.set("duration", [`${values.get("seconds")![0]}s`]);
  if (!hasFile && !values.has("capacity")) given.set("capacity", [String(consumers.capacity)]);
  if (!hasFile && !values.has("consumer")) given.set("consumer", consumerTexts(consumers));
  const system = withEnd({ positionals, values: given }, readText, !hasFile && !given.has("duration"));
  refuseUnlively(system, hasFile ? `${quote(positionals[0])}: ` : "");
  return system;
}

/** The system; a feed that does not end by itself gets an end, if it may. */
function withEnd(parsed: SystemOptions, readText: ReadText, mayEnd: boolean): SystemSpecification {
  try {
    return systemOfCommand(parsed, readText);
  } catch (error) {
    const isEndless = error instanceof ConfigError && /duration$/.test(error.setting);
    if (!(isEndless && mayEnd)) throw error;
    const values = new Map(parsed.values).set("duration", [ENDLESS_DURATION]);
    return systemOfCommand({ ...parsed, values }, readText);
  }
}

/** Consumers that are counted, in the form of `--consumer`. */
function consumerTexts({ consumers, slowUs, onOverrun }: OptionConsumers): string[] {
  return Array.from({ length: consumers }, (_, n) => {
    const us = slowUs.get(n + 1) ?? 0;
    return `${n + 1}:perEvent=${us}us,maxBatch=${us === 0 ? PASS_EVENTS : 1}:${onOverrun}`;
  });
}

/** Refuses what threads of a real machine cannot be made to do. */
function refuseUnlively({ consumers, pauses, failures }: SystemSpecification, file: string): void {
  const refuse = (path: string, problem: string): never => {
    throw new ConfigError(`${file}${path}`, problem);
  };
  if (consumers.length > CONSUMERS_MAX) {
    refuse("consumers", `must be at most ${CONSUMERS_MAX} for a live run, got ${consumers.length}`);
  }
  if (pauses.length > 0) refuse("pauses", "must be none for a live run: the machine has its own");
  consumers.forEach((consumer, n) => {
    const { polls, pauses, afterGap } = consumer;
    const at = `consumers[${n}]`;
    if (polls !== undefined) refuse(`${at}.polls`, "must be a service for a live run, which has no steps");
    if (pauses.length > 0) refuse(`${at}.pauses`, "must be none for a live run: the machine has its own");
    if (afterGap !== undefined) {
      refuse(`${at}.afterGap`, "must be missing for a live run, which holds nothing after a gap");
    }
  });
  failures.forEach(({ kind }, n) => {
    if (kind === OUTAGE) return;
    refuse(`failures[${n}].kind`, `must be ${OUTAGE} for a live run, got ${quote(kind)}`);
  });
}

const OUTAGE = "market-data-outage";

/** The failures of a system, as beginnings and ends of outages. */
export function injectionsOf({ failures }: SystemSpecification): LiveInjection[] {
  return failures.flatMap(({ from, to }): LiveInjection[] => [
    { atMs: from / NS_PER_MS, action: "activate" },
    ...(to === undefined ? [] : [{ atMs: to / NS_PER_MS, action: "deactivate" as const }]),
  ]);
}

/** The checks of a system, as limits. */
export function checksOf({ checks }: SystemSpecification): HealthCheckLimits {
  return checks as HealthCheckLimits;
}

/** Seconds that a system runs; Infinity, if it ends with its feed. */
export function secondsOf({ duration }: SystemSpecification): number {
  return duration === undefined ? Infinity : duration / NS_PER_SECOND;
}

const NS_PER_MS = 1e6;
const NS_PER_SECOND = 1e9;
