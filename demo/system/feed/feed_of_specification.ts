import type { FeedSpecification } from "../../../config/mod.ts";
import { SeededRandom } from "../../../control/mod.ts";
import { checkInteger, checkParts, shown } from "../../../core/arguments.ts";
import type { ArrivalFeed } from "./arrival_feed.ts";
import { KeyedDraws } from "./draws/keyed_draws.ts";
import { burstNs, ConstantTimes, OnOffTimes, StepTimes } from "./models/even_times.ts";
import { HawkesTimes } from "./models/hawkes_times.ts";
import { MergedFeed } from "./models/merged_feed.ts";
import { ModelFeed } from "./models/model_feed.ts";
import { PoissonTimes } from "./models/poisson_times.ts";
import type { FileAccess } from "./recorded/file_access.ts";
import { RecordedFeed } from "./recorded/recorded_feed.ts";

/** What a feed depends on beside its specification and its files. */
export interface DrawSettings {
  /** Seed of everything drawn: a whole number from 0 to 2⁵³ - 1. */
  readonly seed: number;
  /** Nanoseconds of a step, by which the model `steps` counts: 1 or more. */
  readonly step: number;
  /** Arrivals before this, in nanoseconds. Default: no bound; then some models never end. */
  readonly duration?: number;
}

/**
 * Opens a feed, as `openFeed` does, with the files and formats that there are.
 *
 * @param specification the model, or the file
 * @param settings seed, step and duration
 * @param files opens and reads recordings. Default: there are no files
 * @throws {RangeError} if a value is out of range
 * @throws {FeedError} if a file cannot be used; `read` throws it, too, for what comes later in the file
 */
export function feedOfSpecification(
  specification: FeedSpecification,
  settings: DrawSettings,
  files?: FileAccess,
): ArrivalFeed {
  checkParts(ACTION, "arguments", { specification, settings }, { specification: "model", settings: "seed" });
  checkInteger(ACTION, "seed", settings.seed, 0);
  checkInteger(ACTION, "step", settings.step, 1);
  if (settings.duration !== undefined) checkInteger(ACTION, "duration", settings.duration, 0);
  if (specification.model !== "merged") return openOne(specification, settings, files, 0);
  if (specification.feeds.length === 0) refuse("feeds", "an array of at least 1 feed", 0);
  const feeds: ArrivalFeed[] = [];
  try {
    specification.feeds.forEach((feed, index) => feeds.push(openOne(feed, settings, files, index)));
    alignRecordings(feeds);
  } catch (error) {
    for (const feed of feeds) feed.close();
    throw error;
  }
  return new MergedFeed(feeds);
}

const ACTION = "open a feed";

/** Models whose arrivals are worked out. */
const MODELS: readonly string[] = ["steps", "constant", "poisson", "on-off", "hawkes"];

type SingleFeed = Exclude<FeedSpecification, { readonly model: "merged" }>;

/** @param index place among the feeds that are merged: each has draws of its own */
function openOne(
  specification: SingleFeed,
  settings: DrawSettings,
  files: FileAccess | undefined,
  index: number,
): ArrivalFeed {
  const { duration } = settings;
  if (specification.model === "recorded") return openRecording(specification, settings, files);
  const { model, size } = specification;
  if (!MODELS.includes(model)) refuse("model", `one of ${MODELS.join(", ")}, recorded, merged`, model);
  if (size !== undefined) checkInteger(ACTION, "size", size, 0);
  const random = () => new SeededRandom(new KeyedDraws(settings.seed, "feed").seed(index));
  if (model === "steps") {
    const { perStep } = specification;
    for (const count of typeof perStep === "number" ? [perStep] : perStep) checkInteger(ACTION, "perStep", count, 0);
    return new ModelFeed(model, new StepTimes(perStep, settings.step), { duration, size });
  }
  checkPositive("rate", specification.rate);
  if (model === "on-off") {
    const { burst, rate, every, bursts = every === undefined ? 1 : Infinity } = specification;
    checkInteger(ACTION, "burst", burst, 1);
    if (every !== undefined) checkInteger(ACTION, "every", every, Math.max(1, burstNs(burst, rate)));
    if (bursts !== Infinity) checkInteger(ACTION, "bursts", bursts, 0, every === undefined ? 1 : undefined);
    return new ModelFeed(model, new OnOffTimes(burst, rate, every ?? 0, bursts), { duration, size });
  }
  const { events } = specification;
  if (events !== undefined) checkInteger(ACTION, "events", events, 0);
  const bounds = { duration, events, size };
  if (model === "constant") return new ModelFeed(model, new ConstantTimes(specification.rate), bounds);
  if (model === "poisson") return new ModelFeed(model, new PoissonTimes(specification.rate, random()), bounds);
  const { branching, decay, slowDecay, slowShare } = specification;
  if (!(branching >= 0 && branching < 1)) refuse("branching", "a number from 0 to below 1", branching);
  if (!(slowShare >= 0 && slowShare <= 1)) refuse("slowShare", "a number from 0 to 1", slowShare);
  checkPositive("decay", decay);
  checkPositive("slowDecay", slowDecay);
  return new ModelFeed(model, new HawkesTimes(specification, random(), duration ?? Infinity), bounds);
}

function openRecording(
  specification: Extract<FeedSpecification, { readonly model: "recorded" }>,
  { duration }: DrawSettings,
  files: FileAccess | undefined,
): ArrivalFeed {
  if (files === undefined) throw new TypeError(`Cannot ${ACTION}: open must be a function, got undefined`);
  const { speed, from = 0, to } = specification;
  checkPositive("speed", speed);
  checkInteger(ACTION, "from", from, 0);
  if (to !== undefined) checkInteger(ACTION, "to", to, from + 1);
  const source = files.open(specification.file);
  try {
    return new RecordedFeed(source, files.formats, specification, duration);
  } catch (error) {
    source.close();
    throw error;
  }
}

/** Has all recordings count from the earliest first arrival of any. */
function alignRecordings(feeds: readonly ArrivalFeed[]): void {
  const recordings = feeds.filter((feed) => feed instanceof RecordedFeed);
  if (recordings.length < 2) return;
  const originNs = recordings.map(({ beginNs }) => beginNs).reduce((a, b) => a < b ? a : b);
  for (const recording of recordings) recording.countFrom(originNs);
}

function checkPositive(name: string, value: unknown): void {
  if (!(typeof value === "number" && value > 0 && value < Infinity)) refuse(name, "a number above 0", value);
}

function refuse(name: string, rule: string, value: unknown): never {
  throw new RangeError(`Cannot ${ACTION}: ${name} must be ${rule}, got ${shown(value)}`);
}
