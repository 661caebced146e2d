import { checkParts } from "../../core/arguments.ts";
import type { EventConsumer } from "../../core/bus/event_ring.ts";
import type { RingBuffer } from "../../core/bus/local/ring_buffer.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";
import { LifecycleState } from "../../core/state/lifecycle_state.ts";
import type { MonotonicClock } from "../../core/time/monotonic_clock.ts";
import type { MetricsSnapshot } from "./metrics_sink.ts";
import { type ArrivalSource, OldestUndecided } from "./oldest_undecided.ts";

/** The parts of one consumer that know its numbers. */
export interface ConsumerParts {
  /** Its name. No two consumers of a system have the same name. */
  readonly name: string;
  /** Knows what was delivered and lost, and which event is next. */
  readonly consumer: Pick<EventConsumer, "cursor" | "delivered" | "lost" | "lag" | "overwritten">;
  /** Knows when the events arrived that it has taken and not decided on. Default: the ring, which may have lost them. */
  readonly arrivals?: ArrivalSource;
  /** Knows what was decided, and how long it took. A metrics sink is one. */
  readonly metrics: { snapshot(): MetricsSnapshot };
  /** Knows what polls found. */
  readonly polls: { readonly empty: number; readonly overruns: number };
  /** Knows how the loop comes round that polls, and when it last did. A stall tracker is one. */
  readonly cycles: LoopCycles & LoopHeartbeat;
}

/** Counts of a loop's cycles. A stall tracker is one. */
export interface LoopCycles {
  /** Cycles that took longer than they may. */
  readonly stalls: number;
  /** How long the longest cycle took, in nanoseconds. */
  readonly longestNs: number;
}

/** Time of a loop's latest cycle. A stall tracker is one. */
export interface LoopHeartbeat {
  /** When that was, in nanoseconds of the system's clock. NaN if it never has. */
  readonly latestNs: number;
}

/** The parts of a system that know its numbers. */
export interface SystemParts {
  /** Knows the state. */
  readonly lifecycle: Pick<Lifecycle, "state" | "transitions">;
  /** Knows what was published, and when that arrived. */
  readonly ring: Pick<RingBuffer, "head" | "first" | "capacity"> & ArrivalSource;
  /** Tells the time that arrivals are stamped with: how old what waits is, and since when a consumer has not polled. */
  readonly clock: Pick<MonotonicClock, "nowNs">;
  /** Knows how the loop comes round that produces, where there is one. */
  readonly producer?: LoopCycles;
  /** The consumers, in the order in which reports list them. */
  readonly consumers: readonly ConsumerParts[];
}

/** Signs of life of a consumer: two ages that grow when it does not. */
export interface ConsumerAges {
  /**
   * Age of the oldest event that it has not decided on, in nanoseconds. 0 if none waits. If that was overwritten before
   * the metrics looked, the age of the oldest that could be read then: it is at least so old.
   */
  readonly oldestUndecidedAgeNs: number;
  /** How long ago its loop came round to poll, in nanoseconds. If it never has, since the metrics were made. */
  readonly heartbeatAgeNs: number;
}

/** The numbers of one consumer: a frozen record. For every consumer, delivered + lost + lag = published since it joined. */
export interface ConsumerSnapshot extends ConsumerAges {
  /** Its name. */
  readonly name: string;
  /** Events delivered to it. */
  readonly delivered: number;
  /** Events that it gave up by resuming after an overrun. */
  readonly lost: number;
  /** Events published that it has neither read nor given up: head - cursor. */
  readonly lag: number;
  /** Events among the lag that are overwritten already. They are lost, and it has not given them up yet. */
  readonly overwritten: number;
  /** Its polls that found an overrun. */
  readonly overruns: number;
  /** Its polls that found nothing. */
  readonly emptyPolls: number;
  /** Cycles of its loop that were stalls. */
  readonly stalls: number;
  /** The longest cycle of its loop, in nanoseconds. */
  readonly longestCycleNs: number;
  /** Snapshot of its metrics sink. */
  readonly metrics: MetricsSnapshot;
}

/** The numbers of a producer that has a loop of its own: a frozen record. */
export interface ProducerSnapshot {
  /** Cycles of its loop that were stalls. */
  readonly stalls: number;
  /** The longest cycle of its loop, in nanoseconds. */
  readonly longestCycleNs: number;
}

/** The numbers of a system at one moment: a frozen record. Counts are since the system was made. */
export interface SystemSnapshot {
  /** Events published. */
  readonly published: number;
  /** Events that stay readable in the ring. */
  readonly capacity: number;
  /** Transitions of the lifecycle, modulo 2²⁸. */
  readonly transitions: number;
  /** Whether the system is in READY. */
  readonly ready: boolean;
  /** Its producer, if that has a loop of its own. */
  readonly producer?: ProducerSnapshot;
  /** Its consumers. Frozen. */
  readonly consumers: readonly ConsumerSnapshot[];
}

/**
 * Collects the numbers of a whole system from the parts that know them.
 *
 * It counts nothing itself and is not on the path of an event: each number is asked for when a snapshot is taken. Of parts
 * that other threads move, the numbers are those of slightly different moments.
 *
 * All that it remembers is when the event arrived that each consumer decides on next, from the first look that found it
 * waiting: see {@linkcode ConsumerSnapshot.oldestUndecidedAgeNs}. Every snapshot looks; where snapshots are rare,
 * {@linkcode SystemMetrics.look} in between costs little, and sees an event before it is overwritten.
 *
 * @example Take a snapshot of a system
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { MetricsSink, PollCounts, StallTracker, SystemMetrics } from "@low-latency/trading-sim/control";
 *
 * const clock = new ManualClock();
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8 });
 * const consumer = ring.createConsumer();
 * const metrics = new MetricsSink();
 * const polls = new PollCounts();
 * const cycles = new StallTracker({ thresholdNs: 1_000_000 });
 * const executor = new Executor({ lifecycle: lifecycle.reader, consumer, clock, sink: metrics });
 * const system = new SystemMetrics({
 *   lifecycle,
 *   ring,
 *   clock,
 *   consumers: [{ name: "executor", consumer, metrics, polls, cycles }],
 * });
 *
 * lifecycle.transition(LifecycleState.WARMUP);
 * ring.claim();
 * ring.publish();
 * polls.count(executor.poll());
 * polls.count(executor.poll());
 * const { published, consumers: [{ delivered, emptyPolls, metrics: { provisional } }] } = system.snapshot();
 * assertEquals(published, 1);
 * assertEquals(delivered, 1);
 * assertEquals(emptyPolls, 1);
 * assertEquals(provisional, 1);
 * ```
 */
export class SystemMetrics {
  declare private readonly _parts: SystemParts;
  /** When it was made. */
  declare private readonly _madeNs: number;
  /** Since when each consumer waits, in their order. */
  declare private readonly _undecided: readonly OldestUndecided[];

  /**
   * Makes the metrics of a system.
   *
   * @param parts what knows the numbers
   * @throws {RangeError} if two consumers have the same name, or one is not well-formed Unicode
   */
  constructor(parts: SystemParts) {
    checkParts("create SystemMetrics", "parts", parts, {
      lifecycle: "state",
      ring: "head",
      clock: "nowNs",
      consumers: "[]",
    });
    const { lifecycle, ring, clock, producer } = parts;
    const consumers = [...parts.consumers];
    const names = new Set<string>();
    for (const { name } of consumers) {
      // Written as UTF-8, halves of characters are all the same, and so two names could be.
      if (!name.isWellFormed()) {
        throw new RangeError(
          `Cannot create SystemMetrics: the name of a consumer must be well-formed Unicode, got ${
            JSON.stringify(name)
          }`,
        );
      }
      if (names.has(name)) {
        throw new RangeError(
          `Cannot create SystemMetrics: consumers must have different names, got ${JSON.stringify(name)} twice`,
        );
      }
      names.add(name);
    }
    this._parts = { lifecycle, ring, clock, producer, consumers };
    this._madeNs = clock.nowNs();
    this._undecided = consumers.map(({ arrivals }) => new OldestUndecided(arrivals ?? ring));
  }

  /**
   * Looks at what waits for each consumer, and remembers since when: one read of an event for each, if at all.
   *
   * @returns the ages, in the order of the consumers
   */
  look(): readonly ConsumerAges[] {
    const { ring, clock, consumers } = this._parts;
    // First of all: what is found waiting has waited at least until now, whatever other threads do while this one looks.
    const nowNs = clock.nowNs();
    const { head } = ring;
    return consumers.map(({ consumer: { cursor }, cycles }, n) => ({
      oldestUndecidedAgeNs: this._undecided[n].ageNs(cursor, head, nowNs),
      heartbeatAgeNs: this._heartbeatAgeNs(cycles, nowNs),
    }));
  }

  /** All numbers now. */
  snapshot(): SystemSnapshot {
    const { lifecycle, ring, producer, consumers } = this._parts;
    const ages = this.look();
    return Object.freeze({
      published: ring.head - ring.first,
      capacity: ring.capacity,
      transitions: lifecycle.transitions,
      ready: lifecycle.state === LifecycleState.READY,
      ...(producer === undefined ? {} : { producer: producerSnapshotOf(producer) }),
      consumers: Object.freeze(consumers.map((parts, n) => snapshotOf(parts, ages[n]))),
    });
  }

  /** How long ago a loop came round; if it never has, how long it has been waited for. */
  private _heartbeatAgeNs({ latestNs }: LoopHeartbeat, nowNs: number): number {
    return Math.max(0, nowNs - (Number.isNaN(latestNs) ? this._madeNs : latestNs));
  }
}

function producerSnapshotOf({ stalls, longestNs }: LoopCycles): ProducerSnapshot {
  return Object.freeze({ stalls, longestCycleNs: longestNs });
}

function snapshotOf(
  { name, consumer, metrics, polls, cycles }: ConsumerParts,
  { oldestUndecidedAgeNs, heartbeatAgeNs }: ConsumerAges,
): ConsumerSnapshot {
  return Object.freeze({
    name,
    delivered: consumer.delivered,
    lost: consumer.lost,
    lag: consumer.lag,
    overwritten: consumer.overwritten,
    overruns: polls.overruns,
    emptyPolls: polls.empty,
    stalls: cycles.stalls,
    longestCycleNs: cycles.longestNs,
    oldestUndecidedAgeNs,
    heartbeatAgeNs,
    metrics: metrics.snapshot(),
  });
}
