import type { HealthSnapshot } from "../../../control/health/health_check.ts";
import { type ChaosCounts, emptyCounts } from "./chaos_counts.ts";
import { ConsumerModel } from "./consumer_model.ts";
import { CycleModel } from "./cycle_model.ts";
import { EventLog } from "./event_log.ts";
import { LifecycleModel } from "./lifecycle_model.ts";

/** Settings of a system, as far as its model needs them. */
export interface SystemModelSettings {
  /** Seed of the bytes of events. */
  readonly seed: number;
  /** Events that stay readable. */
  readonly capacity: number;
  /** Payload words of an event. */
  readonly payloadWords: number;
  /** Sequence of the first event. */
  readonly startSequence: number;
  /** Ticks of a warm-up. */
  readonly warmupTicks: number;
  /** Nanoseconds that a cycle of the producer's loop may take; 0 if its loop is not timed. */
  readonly producerCycleNsMax: number;
}

/** A whole system as it should be: the models of its parts, without a part of the product. */
export class SystemModel {
  /** Counts of the run. */
  readonly counts: ChaosCounts = emptyCounts();
  /** The lifecycle, its causes and the warm-up. */
  declare readonly lifecycle: LifecycleModel;
  /** The events published. */
  declare readonly log: EventLog;
  /** The cycles of the producer's loop; undefined, if it is not timed. */
  declare readonly producerCycles: CycleModel | undefined;
  /** Whether the feed is paused. */
  isPaused = false;
  /** Whether the system has been shut down, or that has begun. */
  isClosed = false;
  /** When its metrics were made, in nanoseconds of true time. */
  measuredNs = 0;
  /** When the latest event arrived; before there is one, when the system was made. */
  latestArrivalNs = 0;
  declare private readonly _capacity: number;
  /** By the numbers of the plan, in the order in which they joined. */
  private readonly _consumers: Map<number, ConsumerModel> = new Map();

  /**
   * Makes a model in INIT, without a consumer.
   *
   * @param settings of the system
   * @param nowNs true time, in nanoseconds
   */
  constructor(settings: SystemModelSettings, nowNs: number) {
    const { seed, capacity, payloadWords, startSequence, warmupTicks, producerCycleNsMax } = settings;
    this.lifecycle = new LifecycleModel(warmupTicks);
    this.log = new EventLog(startSequence, seed, payloadWords);
    this.producerCycles = producerCycleNsMax === 0 ? undefined : new CycleModel(producerCycleNsMax);
    this.latestArrivalNs = nowNs;
    this._capacity = capacity;
  }

  /** The consumers that have joined, in that order. */
  get consumers(): ConsumerModel[] {
    return [...this._consumers.values()];
  }

  /** A consumer, if it has joined. */
  consumer(number: number): ConsumerModel | undefined {
    return this._consumers.get(number);
  }

  /** A consumer joins at the head. */
  join(number: number, cycleNsMax: number): ConsumerModel {
    const consumer = new ConsumerModel(this.log, this._capacity, cycleNsMax);
    this._consumers.set(number, consumer);
    return consumer;
  }

  /** How long ago a consumer polled; before it has, since when it is measured. */
  heartbeatAgeNs({ cycles }: ConsumerModel, nowNs: number): number {
    return Math.max(0, nowNs - (cycles.latestNs ?? this.measuredNs));
  }

  /** Expected input of health: the worst of the consumers, and the sum of all for counts. */
  health(nowNs: number): HealthSnapshot {
    const due = {
      lag: 0,
      capacity: this._capacity,
      stalenessNs: 0,
      heartbeatAgeNs: 0,
      latestArrivalNs: this.latestArrivalNs,
      lost: 0,
      overruns: 0,
      stalls: this.producerCycles?.stalls ?? 0,
      dropped: 0,
    };
    for (const consumer of this.consumers) {
      const { judged, isIsolated, polls, cycles, witness } = consumer;
      due.lag = Math.max(due.lag, judged.lag);
      due.stalenessNs = Math.max(due.stalenessNs, judged.stalenessNs);
      if (!isIsolated) due.heartbeatAgeNs = Math.max(due.heartbeatAgeNs, this.heartbeatAgeNs(consumer, nowNs));
      due.lost += judged.lost;
      due.overruns += polls.overruns;
      due.stalls += cycles.stalls;
      due.dropped += witness.total.dropped;
    }
    return due;
  }
}
