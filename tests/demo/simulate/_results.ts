import type { ConsumerSpecification, SystemSpecification } from "../../../config/mod.ts";
import { Histogram } from "../../../control/mod.ts";
import { LifecycleState } from "../../../mod.ts";
import type { ConsumerLaws, SimulationResult } from "../../../demo/simulate/simulation_result.ts";
import type { IntervalColumns, TimedConsumerRecord, TimedRecord } from "../../../demo/system/timed/timed_record.ts";

/** A specification of which the tests change what they are about. */
export const SPECIFICATION: SystemSpecification = {
  ring: { capacity: 4_096, payloadWords: 4 },
  feed: { model: "on-off", burst: 2_000, rate: 2_000_000, every: 100_000_000 },
  consumers: [consumer("execution")],
  pauses: [],
  failures: [],
  checks: {},
  recoveryTicks: 3,
  step: 1_000_000,
  duration: 10_000_000_000,
  seed: 1,
};

/** A consumer of 800 ns an event. */
export function consumer(name: string, changed: Partial<ConsumerSpecification> = {}): ConsumerSpecification {
  return {
    name,
    service: { perEvent: 800, perPass: 0, maxBatch: 1, wakeUp: 0 },
    onOverrun: "skip-to-head",
    pauses: [],
    ...changed,
  };
}

/** What arithmetic says of a consumer that needs 751 slots. */
export const LAWS: ConsumerLaws = {
  load: 0.016,
  isStable: true,
  growthPerSecond: 0,
  neededCapacity: 751,
  neededAtTwiceTheSpeed: 1_376,
  neededWithEveryEventTwice: 2_752,
  firstOverrunNs: undefined,
  isDrained: true,
  catchUpNs: 1_600_000,
};

/** Ages from 0 to just below a most, evenly. */
export function ages(count: number, mostNs: number): Histogram {
  const histogram = new Histogram();
  for (let n = 0; n < count; n++) histogram.record(Math.floor(n * mostNs / count));
  return histogram;
}

/** A hundred intervals in which nothing happened but what is given. */
export function intervals(changed: Partial<IntervalColumns>): IntervalColumns {
  const none = new Float64Array(100);
  return {
    intervalNs: 100_000_000,
    published: none,
    lag: none,
    lagMax: none,
    overruns: none,
    lost: none,
    undeliverable: none,
    live: none,
    provisional: none,
    stalenessNsMax: none,
    ...changed,
  };
}

/** A consumer that got all of 200,000 events. */
export function seen(name: string, changed: Partial<TimedConsumerRecord> = {}): TimedConsumerRecord {
  const lagMax = Float64Array.from({ length: 100 }, (_, n) => n % 10 === 0 ? 751 : 0);
  return {
    name,
    delivered: 200_000,
    live: 200_000,
    provisional: 0,
    lost: 0,
    backlog: 0,
    overruns: 0,
    firstOverrunNs: undefined,
    episodes: [],
    totalEpisodes: 0,
    lagMax: 751,
    busyNs: 160_000_000,
    blindNs: 0,
    stalenessNs: ages(200_000, 600_000),
    latencyNs: ages(200_000, 600_800),
    intervals: intervals({ lagMax }),
    stopped: false,
    spoiled: 0,
    misjudged: 0,
    witnessed: true,
    decisions: "0123456789abcdef",
    ...changed,
  };
}

/** What a run leaves behind in which all is well. */
export function result(changed: Partial<SimulationResult> = {}, record: Partial<TimedRecord> = {}): SimulationResult {
  return {
    specification: SPECIFICATION,
    feed: {
      model: "on-off",
      firstNs: "0",
      lastNs: "9900999500",
      spanNs: 9_900_999_500,
      isPackets: false,
      peaks: [
        [10_000, 20],
        [100_000, 200],
        [1_000_000, 2_000],
        [10_000_000, 2_000],
        [100_000_000, 2_000],
        [500_000_000, 10_000],
        [1_000_000_000, 20_000],
        [5_000_000_000, 100_000],
      ].map(([windowNs, events]) => ({ windowNs, events })),
    },
    record: {
      published: 200_000,
      bytes: 0,
      lastArrivalNs: 9_900_999_500,
      endNs: 10_000_000_000,
      lifecycle: [{ state: LifecycleState.READY, fromNs: 0, causes: [] }],
      consumers: [seen("execution")],
      ...record,
    },
    laws: [LAWS],
    interruptedNs: undefined,
    ...changed,
  };
}

/** A run of two consumers in which one loses events, the system is DEGRADED for a while, and law and run differ. */
export function eventful(): SimulationResult {
  const lagMax = Float64Array.from({ length: 100 }, (_, n) => Math.min(4_700, 60 * n));
  const lost = Float64Array.from({ length: 100 }, (_, n) => n === 75 || n === 90 ? 4_097 : 0);
  const pauses = [{ every: 1_000_000_000, for: 8_000_000 }];
  const service = { perEvent: { median: 2_000, p99: 40_000 }, perPass: 1_000, maxBatch: 64, wakeUp: 60_000 };
  const { READY, DEGRADED, WARMUP } = LifecycleState;
  return result({
    specification: {
      ...SPECIFICATION,
      consumers: [
        consumer("execution"),
        consumer("risk", { service, pauses, onOverrun: "skip-to-oldest", afterGap: { provisionalFor: 5_000_000 } }),
      ],
      failures: [{ kind: "market-data-outage", from: 2_000_000_000, to: 3_000_000_000 }],
      warmup: { ticks: 10, tick: 1_000_000 },
      checks: { lag: { limit: 0.75, recoveryLimit: 0.5 } },
    },
    laws: [LAWS, {
      ...LAWS,
      load: 1.18,
      isStable: false,
      growthPerSecond: 3_050.4,
      neededCapacity: 38_204,
      neededAtTwiceTheSpeed: 121_077,
      neededWithEveryEventTwice: 242_154,
      firstOverrunNs: 7_512_345_678,
      isDrained: false,
    }],
  }, {
    lifecycle: [
      { state: WARMUP, fromNs: 0, causes: [] },
      { state: READY, fromNs: 10_000_000, causes: [] },
      { state: DEGRADED, fromNs: 2_000_000_000, causes: ["market-data-outage"] },
      { state: READY, fromNs: 3_000_000_000, causes: [] },
      { state: DEGRADED, fromNs: 7_512_345_679, causes: ["gap of risk", "lag"] },
    ],
    consumers: [
      seen("execution", { live: 178_000, provisional: 22_000 }),
      seen("risk", {
        delivered: 188_000,
        live: 160_000,
        provisional: 28_000,
        lost: 8_194,
        backlog: 3_806,
        overruns: 2,
        totalEpisodes: 2,
        firstOverrunNs: 7_512_345_679,
        busyNs: 9_700_000_000,
        blindNs: 10_000_000,
        lagMax: 4_097,
        stalenessNs: ages(188_000, 1_234_567_890),
        latencyNs: ages(188_000, 1_234_570_000),
        intervals: intervals({ lagMax, lost }),
      }),
    ],
  });
}
