import { readSpecification, type SystemSpecification } from "../../../config/mod.ts";
import { Histogram } from "../../../control/metrics/histogram.ts";
import type { ConsumerResult, LiveResult } from "../../../demo/live/plane/live_result.ts";
import type { IntervalColumns } from "../../../demo/system/timed/timed_record.ts";
import type { ConsumerReport, HiccupReport } from "../../../demo/live/between/thread_messages.ts";
import { plan, status } from "./_statuses.ts";

/** A histogram of these values, each as often as it says. */
export function histogramOf(...values: readonly (readonly [value: number, times: number])[]): Histogram {
  const histogram = new Histogram();
  for (const [value, times] of values) for (let n = 0; n < times; n++) histogram.record(value);
  return histogram;
}

/** A system with a feed. */
export const SYSTEM: SystemSpecification = readSpecification(JSON.stringify({
  ring: { capacity: 512 },
  feed: { model: "on-off", burst: 2_000, rate: "400k/s", every: "100ms", bursts: 20 },
  consumers: [{ name: "execution", service: "5us", onOverrun: "skip-to-head" }],
}));

/** A run of a feed that came late, and of a consumer with a service. */
export function feedResult(changes: Partial<LiveResult> = {}): LiveResult {
  const measured = { perEventNs: 5_400, overheadNs: 400, perPassNs: 70, wakeUpNs: 61_000 };
  const fullPassNs = histogramOf([5_620, 39_000], [2_000_000, 1_000]).snapshot();
  const served = { measured, fullPassNs, lagMax: 417, firstOverrunNs: undefined };
  const base = result();
  return result({
    plan: plan({ rate: "feed", seconds: Infinity, consumers: 1, capacity: 512, system: SYSTEM }),
    endedBy: "feed",
    states: [{ atMs: 0, state: "READY", causes: [] }, { atMs: 1_907, state: "DEGRADED", causes: ["shutdown"] }],
    producer: {
      ...base.producer!,
      published: 40_000,
      stoppedNs: 6.905e9,
      feed: {
        isOver: true,
        behind: 0,
        latenessNs: histogramOf([75, 36_000], [840_000, 3_900], [31_000_000, 100]).snapshot(),
        lastLateNs: 31e6,
        starvings: 2,
        starvedNs: 1_234_567,
      },
    },
    consumers: [consumerResult(1, {
      report: consumerReport({ delivered: 40_000, live: 40_000, observationsSent: 40_000, served }),
      observed: 40_000,
      beforeReady: 0,
    })],
    feed: { model: "on-off", bytes: 1_120_000, events: 40_000, isOver: true, failure: undefined },
    prediction: { specification: SYSTEM, consumers: [{ neededCapacity: 402, firstOverrunNs: undefined }] },
    ...changes,
  });
}

/** What the hiccup meter says that had these hiccups since the system was ready, each as often as it says. */
export function hiccups(...values: readonly (readonly [value: number, times: number])[]): HiccupReport {
  return {
    shortestSleepNs: 1_058_000,
    warmup: histogramOf([5_000, 500]).snapshot(),
    ready: histogramOf(...values).snapshot(),
  };
}

/** What a consumer that lost nothing says. */
export function consumerReport(changes: Partial<ConsumerReport> = {}): ConsumerReport {
  return {
    start: 0,
    delivered: 1_000_000,
    lost: 0,
    overwritten: 0,
    left: 0,
    overruns: 0,
    episodes: 0,
    live: 950_000,
    observationsSent: 1_000_000,
    served: undefined,
    cycles: { warmup: { stalls: 2, longestNs: 8_765_432 }, ready: { stalls: 0, longestNs: 412_345 } },
    collections: { warmup: {}, ready: {} },
    ...changes,
  };
}

/** What became of its events. */
export function consumerResult(number: number, changes: Partial<ConsumerResult> = {}): ConsumerResult {
  return {
    number,
    report: consumerReport(),
    observed: 1_000_000,
    dropped: 0,
    beforeReady: 50_000,
    measuredNs: histogramOf([71_200, 900], [143_000, 90], [2_011_000, 10]),
    scheduledNs: histogramOf([92_000, 900], [243_000, 90], [20_110_000, 10]),
    processingNs: histogramOf([310, 990], [4_200, 10]),
    columns: columnsOf(100, 10_000),
    ...changes,
  };
}

/** What the control plane saw of a consumer that takes so many events in each tenth of a second, for so many of these. */
export function columnsOf(count: number, events: number): IntervalColumns {
  const column = (value: (n: number) => number) => Float64Array.from({ length: count }, (_, n) => value(n));
  return {
    intervalNs: 1e8,
    published: column((n) => events * (n + 1)),
    lag: column(() => 2),
    lagMax: column((n) => 7 + n % 5),
    overruns: column(() => 0),
    lost: column(() => 0),
    undeliverable: column(() => 0),
    live: column((n) => n < 5 ? 0 : events),
    provisional: column((n) => n < 5 ? events : 0),
    stalenessNsMax: column((n) => n === 50 ? 2_011_000 : 143_000),
  };
}

/** A run of ten seconds in which all went well. */
export function result(changes: Partial<LiveResult> = {}): LiveResult {
  return {
    plan: plan(),
    surroundings: { ...status().surroundings, cores: 8, idle: "spin" },
    endedBy: "time",
    startNs: 5e9,
    states: [
      { atMs: 0, state: "WARMUP", causes: [] },
      { atMs: 510, state: "READY", causes: [] },
      { atMs: 10_001, state: "DEGRADED", causes: ["shutdown"] },
    ],
    halts: [{ atMs: 10_001, causes: ["shutdown"], tookNs: 450, liveAfter: 0, timeToHaltNs: 0 }],
    longestCycleMs: 12.3456,
    producer: {
      published: 1_000_000,
      stoppedNs: 15e9,
      feed: undefined,
      cycles: { warmup: { stalls: 0, longestNs: 99_100 }, ready: { stalls: 3, longestNs: 1_234_567 } },
      collections: { warmup: {}, ready: {} },
    },
    consumers: [consumerResult(1), consumerResult(2)],
    hiccups: hiccups([9_000, 9_800], [81_000, 190], [10_055_000, 10]),
    feed: undefined,
    metricsFile: undefined,
    failures: [],
    ...changes,
  };
}

/** A run in which all sorts of things happened. */
export function eventfulResult(): LiveResult {
  return result({
    plan: plan({
      rate: 20_000_000,
      consumers: 3,
      slowUs: new Map([[2, 50]]),
      onOverrun: "stall",
      injections: [{ atMs: 2_000, action: "activate" }],
      stallUs: 250,
      checks: { lag: { limit: 0.75, recoveryLimit: 0.5 }, stall: { limit: 3 } },
    }),
    surroundings: {
      clock: "process.hrtime",
      clockNote: "Cannot use the native clock: it calls the operating system by FFI, which is not permitted; run " +
        "with --allow-ffi; using process.hrtime, which makes garbage on every reading",
      clockUncertaintyNs: 1_234,
      idle: "yield",
      cores: 2,
    },
    endedBy: "failure",
    states: [
      { atMs: 0.4, state: "WARMUP", causes: [] },
      { atMs: 712, state: "READY", causes: [] },
      { atMs: 2_003, state: "DEGRADED", causes: ["market data outage"] },
    ],
    halts: [{ atMs: 2_002, causes: ["market data outage"], tookNs: 610, liveAfter: 2, timeToHaltNs: 1_480 }],
    producer: {
      published: 61_234_567,
      stoppedNs: 12.5e9,
      feed: undefined,
      cycles: { warmup: { stalls: 123, longestNs: 2.5e9 }, ready: { stalls: 1_234_567, longestNs: 88_300_000 } },
      collections: { warmup: { Scavenge: 63 }, ready: { Scavenge: 1_301, MarkSweepCompact: 2 } },
    },
    consumers: [
      consumerResult(1, {
        report: consumerReport({
          delivered: 3_244_899,
          lost: 57_989_668,
          overruns: 1_419,
          episodes: 1_419,
          live: 2_650_924,
          observationsSent: 3_244_899,
          collections: { warmup: {}, ready: { Scavenge: 1 } },
        }),
        observed: 1_127_933,
        dropped: 2_116_966,
        measuredNs: histogramOf([-5, 3], [71_200, 900], [143_000, 90], [2_011_000, 10]),
        scheduledNs: histogramOf([92_000_000, 900], [3_243_000_000, 93]),
      }),
      consumerResult(2, {
        // One event is missing, and one observation.
        report: consumerReport({
          delivered: 208_072,
          overwritten: 61_018_302,
          left: 8_192,
          overruns: 41_003_217,
          episodes: 1,
          live: 0,
          observationsSent: 208_071,
          // It never saw the system ready.
          cycles: { warmup: { stalls: 1, longestNs: 50_000_123 }, ready: { stalls: 0, longestNs: 0 } },
        }),
        observed: 208_071,
        beforeReady: 208_071,
        measuredNs: new Histogram(),
        scheduledNs: new Histogram(),
        processingNs: new Histogram(),
      }),
      consumerResult(3, {
        report: undefined,
        observed: 12,
        beforeReady: 0,
        measuredNs: histogramOf([400, 12]),
        scheduledNs: histogramOf([500, 12]),
      }),
    ],
    hiccups: undefined,
    metricsFile: {
      path: "metrics/live.prom",
      written: 5,
      dropped: 3,
      reason: "No space left on device (os error 28): rename 'metrics/live.prom.tmp' -> 'metrics/live.prom'",
    },
    failures: ["consumer 3: Uncaught RangeError: no memory left", "hiccup meter: did not answer"],
  });
}
