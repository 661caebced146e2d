import { type MeasuredTimes, type ServiceTimeSpecification, TIME_UNITS } from "../../../../config/mod.ts";
import { checkFunction, checkInteger, checkObject, shown } from "../../../../core/arguments.ts";
import type { ServiceTimes } from "../../timed/service_times.ts";
import { ALL_FORMATS } from "../recorded/all_formats.ts";
import type { ByteSource } from "../recorded/byte_source.ts";
import { type ServiceTimeKey, serviceTimesOf } from "./service_times_of.ts";

/**
 * Makes the service times of a consumer: fixed, drawn, or measured.
 *
 * @param specification the time, or its distribution, in nanoseconds
 * @param key what draws are keyed by
 * @param open opens the file of measured times; it is read at once and closed
 * @throws {RangeError} if a time is out of range
 * @throws {FeedError} if the file of measured times cannot be used
 *
 * @example A mean is not a median
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { makeServiceTimes, sourceOfBytes } from "@low-latency/trading-sim/simulation";
 *
 * const open = (path: string) => sourceOfBytes(path, new TextEncoder().encode("us\n2\n2\n5\n"));
 * const key = { seed: 1, consumer: "risk" };
 * assertEquals(makeServiceTimes({ file: "risk.csv", unit: "ns" }, key, open).meanNs, 3_000);
 * const drawn = makeServiceTimes({ median: 2_000, p99: 40_000 }, key, open);
 * assert(drawn.meanNs > 4_500 && drawn.of(7) === drawn.of(7));
 * ```
 *
 * @experimental
 */
export function makeServiceTimes(
  specification: ServiceTimeSpecification,
  key: ServiceTimeKey,
  open: (path: string) => ByteSource,
): ServiceTimes {
  checkTimes(specification);
  if (typeof specification !== "number") {
    checkObject(ACTION, "key", key, "an object with seed and consumer");
    if ("file" in specification) checkFile(specification, open);
  }
  return serviceTimesOf(specification, key, { open, formats: ALL_FORMATS });
}

const ACTION = "make service times";

function checkTimes(specification: ServiceTimeSpecification): void {
  if (typeof specification === "number") return checkInteger(ACTION, "specification", specification, 0);
  checkObject(ACTION, "specification", specification, "a number or an object");
  if ("mean" in specification) {
    checkTime("mean", specification.mean, 0);
  } else if ("median" in specification) {
    checkTime("median", specification.median, Number.MIN_VALUE);
    checkTime("p99", specification.p99, specification.median);
  } else if (!("file" in specification)) {
    throw new TypeError(`Cannot ${ACTION}: specification must be an object with mean, median or file, got an object`);
  }
}

function checkFile({ file, unit }: MeasuredTimes, open: unknown): void {
  checkFunction(ACTION, "open", open);
  if (typeof file !== "string") throw new TypeError(`Cannot ${ACTION}: file must be a path, got ${shown(file)}`);
  if (!TIME_UNITS.includes(unit)) {
    throw new RangeError(`Cannot ${ACTION}: unit must be one of ${TIME_UNITS.join(", ")}, got ${shown(unit)}`);
  }
}

function checkTime(name: string, value: unknown, min: number): void {
  if (typeof value === "number" && value >= min && value <= Number.MAX_SAFE_INTEGER) return;
  throw new RangeError(`Cannot ${ACTION}: ${name} must be a number from ${min} to 2^53 - 1, got ${shown(value)}`);
}
