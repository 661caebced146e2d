import type { ServiceTimeSpecification } from "../../../../config/mod.ts";
import { checkFunction, checkInteger, checkObject, shown } from "../../../../core/arguments.ts";
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
 * @param specification the time, or its distribution, in nanoseconds
 * @param key what draws are keyed by
 * @param files opens and reads measured times
 * @throws {RangeError} if a time is out of range
 * @throws {FeedError} if the file of measured times cannot be used
 */
export function serviceTimesOf(
  specification: ServiceTimeSpecification,
  key: ServiceTimeKey,
  files: FileAccess,
): ServiceTimes {
  if (typeof specification === "number") {
    checkInteger(ACTION, "specification", specification, 0);
    return new FixedTimes(specification);
  }
  checkObject(ACTION, "specification", specification, "a number or an object");
  checkObject(ACTION, "key", key, "an object with seed and consumer");
  const draws = new KeyedDraws(key.seed, `service ${key.consumer}`);
  if ("mean" in specification) {
    checkTime("mean", specification.mean, 0);
    return new ExponentialTimes(specification.mean, draws);
  }
  if ("median" in specification) {
    checkTime("median", specification.median, Number.MIN_VALUE);
    checkTime("p99", specification.p99, specification.median);
    return new LogNormalTimes(specification.median, specification.p99, draws);
  }
  checkFunction(ACTION, "open", files.open);
  const source = files.open(specification.file);
  try {
    return files.formats.readServiceTimes(source, specification.unit, draws);
  } finally {
    source.close();
  }
}

const ACTION = "make service times";

function checkTime(name: string, value: unknown, min: number): void {
  if (typeof value === "number" && value >= min && value <= Number.MAX_SAFE_INTEGER) return;
  throw new RangeError(`Cannot ${ACTION}: ${name} must be a number from ${min} to 2^53 - 1, got ${shown(value)}`);
}
