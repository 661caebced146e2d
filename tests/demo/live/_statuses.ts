import { LIVE_DEFAULTS } from "../../../demo/live/live_option_list.ts";
import type { LivePlan } from "../../../demo/live/plane/live_plan.ts";
import type { ConsumerStatus, LiveStatus } from "../../../demo/live/plane/live_status.ts";

/** A plan like the default one. */
export function plan(changes: Partial<LivePlan> = {}): LivePlan {
  return { ...LIVE_DEFAULTS, ...changes };
}

/** A consumer that keeps up. */
export function consumerStatus(number: number, changes: Partial<ConsumerStatus> = {}): ConsumerStatus {
  return {
    number,
    lag: 17,
    lagMax: 64,
    lost: 0,
    undecidedNs: 14_200,
    heartbeatNs: 2_000,
    stalenessNs: { p50: 71_200, p99: 143_000, p999: 2_011_000, max: 2_300_000 },
    dropped: 0,
    stalls: 0,
    longestCycleNs: 412_345,
    failure: undefined,
    ...changes,
  };
}

/** A run after four seconds. */
export function status(changes: Partial<LiveStatus> = {}): LiveStatus {
  return {
    plan: plan(),
    surroundings: {
      clock: "clock_gettime(CLOCK_MONOTONIC)",
      clockNote: undefined,
      clockUncertaintyNs: 0,
      idle: "yield",
      cores: 2,
    },
    elapsedMs: 4_210,
    isStopping: false,
    state: "READY",
    causes: [],
    states: [],
    controlGapMs: 12.1,
    published: 421_337,
    ratePerSecond: 99_998.3,
    producer: { stalls: 0, longestNs: 99_100 },
    consumers: [consumerStatus(1), consumerStatus(2)],
    metricsFile: undefined,
    ...changes,
  };
}

/** One consumer of each kind there is. */
export const ONE_OF_EACH: readonly ConsumerStatus[] = [
  consumerStatus(1, { lag: 0, undecidedNs: 0 }),
  consumerStatus(2, { lag: 1 }),
  consumerStatus(3, {
    lag: 594,
    lost: 286_577,
    stalenessNs: { p50: 712, p99: 14_300, p999: 20_110_000, max: 22_400_000 },
    dropped: 12_345,
    stalls: 12,
    longestCycleNs: 88_300_000,
  }),
  consumerStatus(4, { lag: 1_024, lost: 999_999 }),
  consumerStatus(5, { lag: 1_025, lost: 1_000_000, stalls: 1_234_567, longestCycleNs: 2.5e9 }),
  consumerStatus(6, {
    lag: 123_456_789,
    lost: 81_233_345,
    undecidedNs: 12.3e9,
    heartbeatNs: 12.2e9,
    stalenessNs: undefined,
    dropped: 1_234_598,
  }),
  consumerStatus(7, { failure: "RangeError: no memory left" }),
];
