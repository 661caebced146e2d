import type { ServiceTimeSpecification } from "../../../../config/mod.ts";
import type { ServiceTimes } from "../../timed/service_times.ts";
import { KeyedDraws } from "../draws/keyed_draws.ts";
import type { FileAccess } from "../recorded/file_access.ts";
import { ExponentialTimes, FixedTimes, LogNormalTimes } from "./drawn_times.ts";

/** What the draws of service times are keyed by. */
export interface ServiceTimeKey {
  /** Seed of everything drawn: a whole number from 0 to 2⁵³ - 1. */
  readonly seed: number;
  /** Name of the consumer. Other names have other draws; its place among the consumers means nothing. */
  readonly consumer: string;
}

/**
 * Makes the service times of a consumer, as `makeServiceTimes` does, with the files and formats that there are.
 *
 * @param specification the time, or its distribution, in nanoseconds: checked, as that of a specification is
 * @param key what draws are keyed by
 * @param files opens and reads measured times
 * @throws {FeedError} if the file of measured times cannot be used
 */
export function serviceTimesOf(
  specification: ServiceTimeSpecification,
  key: ServiceTimeKey,
  files: FileAccess,
): ServiceTimes {
  if (typeof specification === "number") return new FixedTimes(specification);
  const draws = new KeyedDraws(key.seed, `service ${key.consumer}`);
  if ("mean" in specification) return new ExponentialTimes(specification.mean, draws);
  if ("median" in specification) return new LogNormalTimes(specification.median, specification.p99, draws);
  const source = files.open(specification.file);
  try {
    return files.formats.readServiceTimes(source, specification.unit, draws);
  } finally {
    source.close();
  }
}
