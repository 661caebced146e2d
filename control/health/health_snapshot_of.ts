import { checkParts } from "../../core/arguments.ts";
import type { ConsumerSnapshot, SystemSnapshot } from "../metrics/system_metrics.ts";
import type { HealthSnapshot } from "./health_check.ts";

/**
 * Makes the snapshot that health is judged by from the numbers of a system: the worst of its consumers where one is bad
 * enough, and all of them together where something is counted. A pure function.
 *
 * Stalls are those of all loops, also of the producer's. The staleness is the age of the oldest event that any consumer has
 * not decided on, as of the snapshot, and the heartbeat that of the consumer which has not polled for longest. What has been
 * overwritten counts as lost, whether its consumer has noticed or not.
 *
 * @param system the numbers of the system
 * @param latestArrivalNs when the latest event arrived, in nanoseconds of the probe's clock. If none has, when the system
 * was started
 *
 * @example Judge a whole system
 * ```ts
 * import { assert } from "@std/assert";
 * import { Lifecycle, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { HealthProbe, healthSnapshotOf, lagCheck, SystemMetrics } from "@low-latency/trading-sim/control";
 *
 * const ring = new RingBuffer({ capacity: 64 });
 * const metrics = new SystemMetrics({ lifecycle: new Lifecycle(), ring, clock: new ManualClock(), consumers: [] });
 * const probe = new HealthProbe({ checks: [lagCheck()] });
 * assert(probe.evaluate(healthSnapshotOf(metrics.snapshot(), 0), 5_000).ok); // nobody lags
 * ```
 */
export function healthSnapshotOf(system: SystemSnapshot, latestArrivalNs: number): HealthSnapshot {
  checkParts("take a health snapshot", "system", system, { consumers: "[]" });
  const { producer, consumers, capacity } = system;
  const worst = (read: (consumer: ConsumerSnapshot) => number) =>
    consumers.reduce((greatest, consumer) => Math.max(greatest, read(consumer)), 0);
  const all = (read: (consumer: ConsumerSnapshot) => number) => consumers.map(read).reduce((sum, one) => sum + one, 0);
  return {
    lag: worst(({ lag }) => lag),
    capacity,
    stalenessNs: worst(({ oldestUndecidedAgeNs }) => oldestUndecidedAgeNs),
    heartbeatAgeNs: worst(({ heartbeatAgeNs }) => heartbeatAgeNs),
    latestArrivalNs,
    lost: all(({ lost, overwritten }) => lost + overwritten),
    overruns: all(({ overruns }) => overruns),
    stalls: (producer?.stalls ?? 0) + all(({ stalls }) => stalls),
    dropped: all(({ metrics }) => metrics.dropped),
  };
}
