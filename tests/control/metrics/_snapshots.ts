import { Histogram, type HistogramSnapshot } from "../../../control/metrics/histogram.ts";
import type { ConsumerSnapshot, SystemSnapshot } from "../../../control/metrics/system_metrics.ts";

function distribution(...values: number[]): HistogramSnapshot {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram.snapshot();
}

/** A snapshot in which every number is another one. */
export const BUSY: ConsumerSnapshot = {
  name: "executor",
  delivered: 107,
  lost: 11,
  lag: 5,
  overwritten: 1,
  overruns: 2,
  emptyPolls: 41,
  stalls: 3,
  longestCycleNs: 2_500,
  oldestUndecidedAgeNs: 3_700,
  heartbeatAgeNs: 800,
  metrics: {
    observed: 107,
    executed: 71,
    provisional: 36,
    dropped: 13,
    stalenessNs: distribution(1_000, 2_000, 4_000, -1, NaN, 2 ** 53),
    processingNs: distribution(50, 250, -7),
    latestArrivalNs: 9_000,
    latestDecisionNs: 9_300,
  },
};

/** A consumer that has done nothing yet. */
export const IDLE: ConsumerSnapshot = {
  name: 'a "quoted"\\\nname',
  delivered: 0,
  lost: 0,
  lag: 0,
  overwritten: 0,
  overruns: 0,
  emptyPolls: 0,
  stalls: 0,
  longestCycleNs: 0,
  oldestUndecidedAgeNs: 0,
  heartbeatAgeNs: 0,
  metrics: {
    observed: 0,
    executed: 0,
    provisional: 0,
    dropped: 0,
    stalenessNs: distribution(),
    processingNs: distribution(),
    latestArrivalNs: NaN,
    latestDecisionNs: NaN,
  },
};

/** A system of these consumers. */
export function systemOf(...consumers: ConsumerSnapshot[]): SystemSnapshot {
  return { published: 123, capacity: 64, transitions: 4, ready: true, consumers };
}

/** The same with a producer that has a loop of its own. */
export function producedSystemOf(...consumers: ConsumerSnapshot[]): SystemSnapshot {
  return { ...systemOf(...consumers), producer: { stalls: 6, longestCycleNs: 1_500 } };
}
