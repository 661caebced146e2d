import type { FeedSpecification } from "../../../config/mod.ts";
import { checkFunction, checkInteger, checkParts } from "../../../core/arguments.ts";
import type { ArrivalFeed } from "./arrival_feed.ts";
import { checkFeed } from "./check_feed.ts";
import { feedOfSpecification } from "./feed_of_specification.ts";
import { ALL_FORMATS } from "./recorded/all_formats.ts";
import type { ByteSource } from "./recorded/byte_source.ts";

/** What a feed depends on beside its specification. */
export interface FeedSettings {
  /** Seed of everything drawn: a whole number from 0 to 2⁵³ - 1. */
  readonly seed: number;
  /** Nanoseconds of a step, by which the model `steps` counts: 1 or more. */
  readonly step: number;
  /** Arrivals before this, in nanoseconds. Default: no bound; then some models never end. */
  readonly duration?: number;
  /** Opens the file of a recording; the feed closes it. Default: there are no files. */
  readonly open?: (path: string) => ByteSource;
}

/**
 * Opens a feed: arrivals of a model, or of a recorded file, one after the other and in bounded memory. The same specification,
 * seed and step give the same arrivals on every machine, in chunks of any size.
 *
 * A recording is read to its first arrival here, so that most files that cannot be used are refused before anything runs.
 *
 * @param specification the model, or the file
 * @param settings seed, step and duration, and how to open a file
 * @throws {RangeError} if a value is out of range
 * @throws {FeedError} if a file cannot be used; `read` throws it, too, for what comes later in the file
 *
 * @example Read the arrivals of a model, and of a recording
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { makeChunk, openFeed, sourceOfBytes } from "@low-latency/trading-sim/simulation";
 *
 * const chunk = makeChunk();
 * const burst = openFeed({ model: "on-off", burst: 3, rate: 2e6 }, { seed: 1, step: 1_000 });
 * assertEquals(Array.from(chunk.timesNs.subarray(0, burst.read(chunk))), [0, 500, 1_000]);
 *
 * const open = (path: string) => sourceOfBytes(path, new TextEncoder().encode("time_us,bytes\n7.5,64\n9,28\n"));
 * const feed = openFeed({ model: "recorded", file: "feed.csv", speed: 1, timeUnit: "ns" }, { seed: 1, step: 1_000, open });
 * assertEquals([feed.read(chunk), chunk.timesNs[1], chunk.sizes[1], feed.firstNs], [2, 1_500, 28, "7500"]);
 * ```
 *
 * @experimental
 */
export function openFeed(specification: FeedSpecification, settings: FeedSettings): ArrivalFeed {
  checkParts(ACTION, "arguments", { specification, settings }, { specification: "model", settings: "seed" });
  const { seed, step, duration, open } = settings;
  checkInteger(ACTION, "seed", seed, 0);
  checkInteger(ACTION, "step", step, 1);
  if (duration !== undefined) checkInteger(ACTION, "duration", duration, 0);
  if (open !== undefined) checkFunction(ACTION, "open", open);
  checkFeed(specification);
  return feedOfSpecification(specification, settings, open && { open, formats: ALL_FORMATS });
}

const ACTION = "open a feed";
