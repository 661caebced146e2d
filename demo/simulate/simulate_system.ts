import { checkObject, checkParts } from "../../core/arguments.ts";
import { checkSpecification, type SystemSpecification } from "../../config/mod.ts";
import type { ArrivalFeed } from "../system/feed/arrival_feed.ts";
import { feedBefore } from "../system/feed/feed_before.ts";
import { feedOfSpecification } from "../system/feed/feed_of_specification.ts";
import { ALL_FORMATS } from "../system/feed/recorded/all_formats.ts";
import type { ByteSource } from "../system/feed/recorded/byte_source.ts";
import type { FileAccess } from "../system/feed/recorded/file_access.ts";
import { serviceTimesOf } from "../system/feed/services/service_times_of.ts";
import type { ServiceTimes } from "../system/timed/service_times.ts";
import { makeLaws } from "./make_laws.ts";
import { RememberedTimes } from "./remembered_times.ts";
import { simulateAtOnce, type SimulationPlan } from "./simulation_pass.ts";
import type { SimulationResult } from "./simulation_result.ts";

/** Where the arrivals of a simulation come from, if not from the feed that its specification names. */
export interface SimulationSource {
  /** The arrivals. Default: the feed of the specification, which may be left out of it where this is given. */
  readonly feed?: ArrivalFeed;
  /** Opens a file that the specification names. Default: none can be opened. */
  readonly open?: (path: string) => ByteSource;
}

/**
 * Simulates a system under a load: the real parts in simulated time, and the laws beside them, in one pass over the arrivals.
 *
 * @param system the system, as a specification file has it
 * @param source its arrivals, and what opens files. Default: a model that the specification names
 * @returns what came in, what happened, and what should have by arithmetic
 * @throws {ConfigError} if the specification breaks a rule
 * @throws {FeedError} if a file cannot be used
 *
 * @example Replay one's own times
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { feedOfTimes, simulateSystem } from "@low-latency/trading-sim/simulation";
 *
 * const times = [0, 100, 200, 300, 5_000, 5_100]; // nanoseconds
 * const { record, laws } = simulateSystem({
 *   ring: { capacity: 2 },
 *   consumers: [{ name: "risk", service: "1us", onOverrun: "skip-to-head" }],
 * }, { feed: feedOfTimes(times) });
 * assertEquals(record.consumers[0].lost, 3); // of the first burst; one was being decided on
 * assertEquals(laws[0].neededCapacity, 3); // and a ring of 4 would have lost none
 * ```
 *
 * @experimental
 */
export function simulateSystem(
  system: Readonly<Record<string, unknown>>,
  source: SimulationSource = {},
): SimulationResult {
  checkObject("simulate a system", "system", system, "an object with ring, feed and consumers");
  checkParts("simulate a system", "source", source, { "feed?": "read()", "open?": "()" });
  const own = source.feed === undefined ? {} : { feed: { model: "recorded", file: source.feed.model } };
  return simulateAtOnce(planWith(checkSpecification({ ...system, ...own }), source));
}

/** Arrivals and files of a plan. */
export interface PlanSource {
  /** The arrivals, none at the duration or later. Default: the feed of the specification. */
  readonly feed?: ArrivalFeed;
  /** Opens and reads the files that the specification names. Default: none can be opened. */
  readonly files?: FileAccess;
}

/**
 * Puts a simulation together, for a program: files of every format are read, and a feed may go on after the duration.
 *
 * @param specification the system
 * @param source its arrivals, and what opens files
 * @throws {FeedError} if a file cannot be used
 */
export function planWith(specification: SystemSpecification, { feed, open }: SimulationSource): SimulationPlan {
  return planSystem(specification, {
    feed: feed && feedBefore(feed, specification.duration ?? Infinity),
    files: open && { open, formats: ALL_FORMATS },
  });
}

/**
 * Puts a simulation together.
 *
 * @param specification the system
 * @param source its arrivals, and what opens and reads files
 * @throws {FeedError} if a file cannot be used
 */
export function planSystem(specification: SystemSpecification, source: PlanSource = {}): SimulationPlan {
  const { files = NO_FILES } = source;
  const services = servicesOf(specification, files);
  return {
    specification,
    services,
    laws: makeLaws(specification, services),
    feed: source.feed ?? feedOfSpecification(specification.feed, specification, files),
    isPackets: () => false,
    share: () => undefined,
  };
}

/** Service times of each consumer; undefined for one that is paced by polls. */
export function servicesOf(
  { consumers, seed }: SystemSpecification,
  files: FileAccess,
): (ServiceTimes | undefined)[] {
  return consumers.map(({ name, service }) => {
    if (service === undefined) return undefined;
    const times = serviceTimesOf(service.perEvent, { seed, consumer: name }, files);
    return times.drawn ? new RememberedTimes(times) : times;
  });
}

const NO_FILES: FileAccess = { open: refuseFile, formats: { openRows: refuseFile, readServiceTimes: refuseFile } };

function refuseFile(path: unknown): never {
  throw new TypeError(`Cannot simulate a system: open must be given to read ${JSON.stringify(path)}, got undefined`);
}
