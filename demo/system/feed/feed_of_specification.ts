import type { FeedSpecification } from "../../../config/mod.ts";
import { SeededRandom } from "../../../control/mod.ts";
import type { ArrivalFeed } from "./arrival_feed.ts";
import { KeyedDraws } from "./draws/keyed_draws.ts";
import { ConstantTimes, OnOffTimes, StepTimes } from "./models/even_times.ts";
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
 * @param specification the model, or the file: checked, as that of a specification is
 * @param settings seed, step and duration
 * @param files opens and reads recordings. Default: there are no files
 * @throws {FeedError} if a file cannot be used; `read` throws it, too, for what comes later in the file
 */
export function feedOfSpecification(
  specification: FeedSpecification,
  settings: DrawSettings,
  files?: FileAccess,
): ArrivalFeed {
  if (specification.model !== "merged") return openOne(specification, settings, files, 0);
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
  const random = () => new SeededRandom(new KeyedDraws(settings.seed, "feed").seed(index));
  if (model === "steps") {
    const { perStep } = specification;
    return new ModelFeed(model, new StepTimes(perStep, settings.step), { duration, size });
  }
  if (model === "on-off") {
    const { burst, rate, every, bursts = every === undefined ? 1 : Infinity } = specification;
    return new ModelFeed(model, new OnOffTimes(burst, rate, every ?? 0, bursts), { duration, size });
  }
  const { events } = specification;
  const bounds = { duration, events, size };
  if (model === "constant") return new ModelFeed(model, new ConstantTimes(specification.rate), bounds);
  if (model === "poisson") return new ModelFeed(model, new PoissonTimes(specification.rate, random()), bounds);
  return new ModelFeed(model, new HawkesTimes(specification, random(), duration ?? Infinity), bounds);
}

function openRecording(
  specification: Extract<FeedSpecification, { readonly model: "recorded" }>,
  { duration }: DrawSettings,
  files: FileAccess | undefined,
): ArrivalFeed {
  if (files === undefined) throw new TypeError("Cannot open a feed: open must be a function, got undefined");
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
