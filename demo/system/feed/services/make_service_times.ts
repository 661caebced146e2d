import type { ServiceTimeSpecification } from "../../../../config/mod.ts";
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
  return serviceTimesOf(specification, key, { open, formats: ALL_FORMATS });
}
