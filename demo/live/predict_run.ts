import type { SystemSpecification } from "../../config/mod.ts";
import { neededRing } from "../capacity/laws/needed_ring.ts";
import { type ArrivalFeed, makeChunk } from "../system/feed/arrival_feed.ts";
import { sourceOfBytes } from "../system/feed/recorded/byte_source.ts";
import { makeServiceTimes } from "../system/feed/services/make_service_times.ts";
import type { ServiceTimes } from "../system/timed/service_times.ts";
import type { LiveResult } from "./plane/live_result.ts";
import { measuredSystem } from "./plane/prediction/measured_system.ts";
import type { Prediction } from "./plane/prediction/prediction.ts";

/** Most events of a run that is predicted: what takes some ten seconds. */
export const PREDICTED_MAX = 50_000_000;

/** Chunks from one pause to the next, in which signals are heard. */
const PAUSE_CHUNKS = 64;

/**
 * Says what was to be expected of a run with a feed: the consumers that were measured, under the arrivals of its feed at the
 * times that were meant, by the law of the needed ring: without a ring and without the machine. It reads the feed again, after the run.
 *
 * @param result the run
 * @param openFeed opens its feed from the beginning; nothing, if it cannot be read twice
 * @returns the prediction; nothing, if there is no feed, it cannot be read again or is too long, or a consumer failed
 * @throws {FeedError} if a recording cannot be read to where the run ended
 */
export async function predictRun(
  result: LiveResult,
  openFeed: (specification: SystemSpecification) => ArrivalFeed | undefined,
): Promise<Prediction | undefined> {
  if ((result.producer?.published ?? 0) > PREDICTED_MAX) return undefined;
  const specification = measuredSystem(result);
  const feed = specification === undefined ? undefined : openFeed(specification);
  if (specification === undefined || feed === undefined) return undefined;
  const { consumers, seed } = specification;
  const laws = consumers.map((consumer) => {
    const times = timesOf(consumer.name, seed, consumer.service);
    return neededRing({ system: specification, consumer, times });
  });
  const chunk = makeChunk();
  try {
    let chunks = 0;
    for (let count = feed.read(chunk); count > 0; count = feed.read(chunk)) {
      for (const law of laws) law.take(chunk.timesNs, count);
      if (++chunks % PAUSE_CHUNKS === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } finally {
    feed.close();
  }
  return { specification, consumers: laws.map((law) => law.finish()) };
}

function timesOf(
  consumer: string,
  seed: number,
  service: SystemSpecification["consumers"][number]["service"],
): ServiceTimes | undefined {
  if (service === undefined) return undefined;
  return makeServiceTimes(service.perEvent, { seed, consumer }, (path) => sourceOfBytes(path, Deno.readFileSync(path)));
}
