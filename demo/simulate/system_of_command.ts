import {
  checkSpecification,
  type ConsumerSpecification,
  type FeedSpecification,
  parseConsumerText,
  parseDuration,
  parseFeedText,
  parseSpecifications,
  readSetting,
  type ServiceTimeSpecification,
  SPEED_MAX,
  SPEED_MIN,
  type SystemSpecification,
  TIME_UNITS,
} from "../../config/mod.ts";
import { folderOf } from "../terminal/files/file_access.ts";
import { STANDARD_INPUT } from "../terminal/files/input_file.ts";
import { readChoice, readDecimal, readInteger, valueOf } from "../terminal/option_values.ts";
import { type ParsedOptions, quote } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";

/** Most bytes of the file of a specification. */
export const SPECIFICATION_BYTES_MAX = 2 ** 25;

/** A specification as it is written: values by key, not checked yet. */
type Written = Readonly<Record<string, unknown>>;

/** The options and operands of a command line, as far as a system is described by them. */
export type SystemOptions = Pick<ParsedOptions, "positionals" | "values">;

/**
 * The system that a command line describes: the file of its operand, and options that replace what the file says.
 *
 * Paths in a file are relative to it. In what is returned they are relative to the working directory, as those of options.
 *
 * @param parsed the options, and the path of the file as the only operand
 * @param readText reads a file
 * @throws {UsageError} or {ConfigError} if it describes none
 */
export function systemOfCommand(parsed: SystemOptions, readText: (path: string) => string): SystemSpecification {
  const { positionals, values } = parsed;
  if (positionals.length > 1) {
    throw new UsageError(`one specification at a time, got ${positionals.map(quote).join(" and ")}`);
  }
  const [path] = positionals;
  if ([path, ...values.get("arrivals") ?? []].filter((name) => name === STANDARD_INPUT).length > 1) {
    throw new UsageError("- is standard input, which can be read once: give it once");
  }
  const written = path === undefined ? {} : readWritten(path, parsed, readText);
  const feeds = values.get("arrivals")?.map((text) => parseFeedText(text));
  const consumers = values.get("consumer")?.map((text) => parseConsumerText(text));
  if (path === undefined) refuseMissing(parsed);
  const capacity = valueOf(parsed, "capacity");
  const seed = valueOf(parsed, "seed");
  const duration = valueOf(parsed, "duration");
  const system = checkSpecification({
    ...written,
    ...(feeds === undefined ? {} : { feed: feeds.length === 1 ? feeds[0] : feeds }),
    ...(consumers === undefined ? {} : { consumers }),
    ...(capacity === undefined
      ? {}
      : { ring: { ...ringOf(written), capacity: readSetting("ringCapacity", capacity, "--capacity") } }),
    ...(seed === undefined ? {} : { seed: readSetting("seed", seed, "--seed") }),
    ...(duration === undefined ? {} : { duration: parseDuration(duration, "--duration", { min: 1 }) }),
  }, { file: path === undefined ? undefined : nameOfSpecification(path) });
  const folder = path === undefined || path === STANDARD_INPUT ? "." : folderOf(path);
  return {
    ...system,
    feed: withRecordingOptions(feeds === undefined ? feedFrom(system.feed, folder) : system.feed, parsed),
    consumers: consumers === undefined ? system.consumers.map((one) => consumerFrom(one, folder)) : system.consumers,
  };
}

/**
 * The paths that a command line has read: of its specification, of recordings and of service times.
 *
 * @param parsed the path of the specification as the only operand
 * @param system what it describes. Default: nothing that has files
 */
export function filesReadBy(
  { positionals }: Pick<ParsedOptions, "positionals">,
  system: SystemSpecification | undefined,
): readonly string[] {
  if (system === undefined) return positionals;
  const { feed, consumers } = system;
  const feeds = feed.model === "merged" ? feed.feeds : [feed];
  const recordings = feeds.flatMap((one) => one.model === "recorded" ? [one.file] : []);
  const times = consumers.flatMap(({ service }) =>
    typeof service?.perEvent === "object" && "file" in service.perEvent ? [service.perEvent.file] : []
  );
  return [...positionals, ...recordings, ...times];
}

/** The option that gives what a message is about, where no file is read: `--capacity` for `ring.capacity`. */
export function systemOptionOf(setting: string): string | undefined {
  if (setting === "duration" || setting === "seed") return `--${setting}`;
  if (setting === "ring.capacity" || setting === "ringCapacity") return "--capacity";
  if (/^consumers(\[|$)/.test(setting)) return "--consumer";
  return setting === "feed" ? "--arrivals" : undefined;
}

function nameOfSpecification(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

function refuseMissing({ values }: SystemOptions): void {
  if (values.has("run")) throw new UsageError("--run picks a specification of a file: name the file");
  if (!values.has("arrivals")) throw new UsageError("nothing arrives: give --arrivals, or a specification with a feed");
  if (!values.has("consumer")) {
    throw new UsageError("nobody consumes: give --consumer, or a specification with consumers");
  }
}

/** The specification in a file, or that of several which `--run` picks. */
function readWritten(path: string, parsed: SystemOptions, readText: (path: string) => string): Written {
  const name = nameOfSpecification(path);
  const all = parseSpecifications(readText(path), { file: name });
  const run = readInteger(parsed, "run", 1, Number.MAX_SAFE_INTEGER);
  if (run === undefined && all.length === 1) return all[0];
  if (run === undefined) {
    throw new UsageError(`${name} has ${all.length} specifications: pick one with --run, 1 to ${all.length}`);
  }
  if (run <= all.length) return all[run - 1];
  throw new UsageError(`--run must be an integer from 1 to ${all.length}, which is as many as ${name} has, got ${run}`);
}

/** The ring as the file has it. What is no ring is refused by the check of the whole. */
function ringOf({ ring }: Written): object {
  return typeof ring === "object" && ring !== null && !Array.isArray(ring) ? ring : {};
}

/** A path of a file, from where the command runs. */
function pathFrom(folder: string, path: string): string {
  const isAbsolute = Deno.build.os === "windows" ? /^([a-z]:|[/\\])/i.test(path) : path.startsWith("/");
  if (folder === "." || isAbsolute || path === STANDARD_INPUT) return path;
  return folder.endsWith("/") ? folder + path : `${folder}/${path}`;
}

function feedFrom(feed: FeedSpecification, folder: string): FeedSpecification {
  if (feed.model === "merged") {
    return { ...feed, feeds: feed.feeds.map((one) => feedFrom(one, folder) as typeof one) };
  }
  return feed.model === "recorded" ? { ...feed, file: pathFrom(folder, feed.file) } : feed;
}

function consumerFrom(consumer: ConsumerSpecification, folder: string): ConsumerSpecification {
  const { service } = consumer;
  if (service === undefined) return consumer;
  return { ...consumer, service: { ...service, perEvent: timesFrom(service.perEvent, folder) } };
}

function timesFrom(times: ServiceTimeSpecification, folder: string): ServiceTimeSpecification {
  return typeof times === "object" && "file" in times ? { ...times, file: pathFrom(folder, times.file) } : times;
}

const RECORDING_OPTIONS = ["speed", "time-unit", "from", "to"] as const;

/** Has the options of recordings replace what the recorded feeds say. */
function withRecordingOptions(feed: FeedSpecification, parsed: SystemOptions): FeedSpecification {
  const given = RECORDING_OPTIONS.find((name) => parsed.values.has(name));
  if (given === undefined) return feed;
  const feeds = feed.model === "merged" ? feed.feeds : [feed];
  if (!feeds.some(({ model }) => model === "recorded")) {
    throw new UsageError(`--${given} is for recorded arrivals: this feed is of the model ${feeds[0].model}`);
  }
  const changed = feeds.map((one) => one.model === "recorded" ? withOptions(one, parsed) : one);
  return feed.model === "merged" ? { ...feed, feeds: changed } : changed[0];
}

function withOptions(feed: Extract<FeedSpecification, { model: "recorded" }>, parsed: SystemOptions): typeof feed {
  const [fromText, toText] = [valueOf(parsed, "from"), valueOf(parsed, "to")];
  const speed = readDecimal(parsed, "speed", SPEED_MIN, SPEED_MAX) ?? feed.speed;
  const from = fromText === undefined ? feed.from : parseDuration(fromText, "--from");
  const to = toText === undefined ? feed.to : parseDuration(toText, "--to");
  if (to !== undefined && to <= (from ?? 0)) {
    const got = toText ?? `to ${to} ns of ${quote(feed.file)}`;
    throw new UsageError(`--to must be later than --from, got ${fromText ?? `${from ?? 0} ns`} and ${got}`);
  }
  return {
    ...feed,
    speed,
    timeUnit: readChoice(parsed, "time-unit", TIME_UNITS) ?? feed.timeUnit,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
