import { ConfigError } from "../config/config_error.ts";
import { FailureInjector } from "../control/failure/failure_injector.ts";
import { MetricsSink, type MetricsSnapshot } from "../control/metrics/metrics_sink.ts";
import { StallTracker } from "../control/metrics/stall_tracker.ts";
import { type ConsumerParts, SystemMetrics } from "../control/metrics/system_metrics.ts";
import type { Consumer } from "../core/bus/consumer.ts";
import { PollStatus } from "../core/bus/poll_status.ts";
import { RingBuffer } from "../core/bus/ring_buffer.ts";
import { Executor } from "../core/execution/executor.ts";
import { MarketDataIngest } from "../core/ingest/market_data_ingest.ts";
import { Lifecycle } from "../core/state/lifecycle.ts";
import type { LifecycleState } from "../core/state/lifecycle_state.ts";
import { ManualClock } from "../core/time/manual_clock.ts";
import { WarmupController } from "../runtime/warmup/warmup_controller.ts";
import { DecisionLog } from "./decision_log.ts";
import { EventBytes } from "./event_bytes.ts";
import type { ConsumerPlan, RunPlan } from "./run_plan.ts";
import {
  type ConsumerRecord,
  type ConsumerSteps,
  emptySteps,
  type Episode,
  type RunRecord,
  type Staleness,
} from "./run_record.ts";
import { sum } from "./summary.ts";

/** Whatever turns a plan into a record: {@linkcode simulate}, or in a test something that is wrong on purpose. */
export type Simulate = (plan: RunPlan) => RunRecord;

/**
 * Runs a plan, in one thread and in simulated time: the same plan gives the same record, on every machine.
 *
 * The system is started, INIT to WARMUP. Then every step does, in this order:
 *
 * 1. the injections that are due;
 * 2. the warm-up's part: a tick, or completion;
 * 3. the ingest: N events, their arrivals spread evenly over the first half of the step;
 * 4. the polls: M for each consumer, spread evenly over the second half; where two consumers poll at one moment, the one
 *    planned first comes first. An overrun uses up its poll, and then the consumer's policy is applied;
 * 5. the record.
 *
 * So an event that is read in its own step is about half a step old, and one that waits for k steps is about k steps
 * older. Parts of a nanosecond are cut off.
 *
 * @param plan what to run
 * @throws {ConfigError} if the plan's ring cannot be had
 */
export function simulate(plan: RunPlan): RunRecord {
  const totalSteps = plan.ingest.length;
  const clock = new ManualClock();
  const lifecycle = new Lifecycle();
  const ring = makeRing(plan);
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const bytes = new EventBytes(plan.seed, plan.payloadWords);
  const warmup = new WarmupController({ lifecycle, ticks: plan.warmupTicks });
  const injector = new FailureInjector({ lifecycle, schedule: plan.failures });
  const desks = plan.consumers.map((consumer) => new Desk(consumer, plan, ring, lifecycle, clock, bytes));
  const metrics = new SystemMetrics({ lifecycle, ring, clock, consumers: desks.map((desk) => desk.parts()) });
  const state: LifecycleState[] = [];
  const ingested = new Int32Array(totalSteps);
  const halfNs = Math.floor(plan.stepNs / 2);

  warmup.start();
  for (let step = 0; step < totalSteps; step++) {
    const startNs = step * plan.stepNs;
    injector.inject(step);
    warmup.advance();
    const count = plan.ingest[step];
    for (let n = 0; n < count; n++) {
      clock.set(startNs + Math.floor(n * halfNs / count));
      bytes.make(ring.head);
      ingest.ingest(bytes.bytes);
      ingested[step]++;
    }
    pollAll(desks, step, startNs + halfNs, plan.stepNs - halfNs, clock);
    for (const desk of desks) desk.end();
    state.push(lifecycle.state);
    metrics.look();
  }
  clock.set(totalSteps * plan.stepNs);
  return {
    plan,
    state,
    ingested,
    published: ring.head,
    consumers: desks.map((desk) => desk.record()),
    metrics: metrics.snapshot(),
  };
}

/** The ring, or the reason why there can be none, in terms of the setting. */
function makeRing({ capacity, payloadWords }: RunPlan): RingBuffer {
  try {
    return new RingBuffer({ capacity, payloadWords });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ConfigError("ringCapacity", `of ${capacity} cannot be had: ${cause.message}`);
  }
}

/** Lets every consumer make its polls of a step, all in order of time. */
function pollAll(desks: readonly Desk[], step: number, fromNs: number, spanNs: number, clock: ManualClock): void {
  for (const desk of desks) desk.begin(step);
  for (;;) {
    let next: Desk | undefined;
    let nextNs = Infinity;
    for (const desk of desks) {
      const dueNs = desk.dueNs(spanNs);
      if (dueNs >= nextNs) continue;
      next = desk;
      nextNs = dueNs;
    }
    if (next === undefined) return;
    clock.set(fromNs + nextNs);
    next.poll();
  }
}

/** One consumer at work: its executor, and the columns it fills. */
class Desk {
  declare readonly plan: ConsumerPlan;
  declare readonly consumer: Consumer;
  declare readonly steps: ConsumerSteps;
  declare private readonly _executor: Executor;
  declare private readonly _metrics: MetricsSink;
  declare private readonly _log: DecisionLog;
  declare private readonly _clock: ManualClock;
  /** Times what is between one poll and the next. More than two steps is a stall. */
  declare private readonly _cycles: StallTracker;
  private readonly _now = new Float64Array(1);
  private _step = 0;
  private _polls = 0;
  private _polled = 0;
  /** Overwritten events that a stalled consumer has been told about. */
  private _toldLost = 0;
  private readonly _episodes: Episode[] = [];
  /** The step in which a stalled consumer was first told; -1, if it was not. */
  private _stalledIn = -1;

  constructor(
    plan: ConsumerPlan,
    run: RunPlan,
    ring: RingBuffer,
    lifecycle: Lifecycle,
    clock: ManualClock,
    bytes: EventBytes,
  ) {
    this.plan = plan;
    this.consumer = ring.createConsumer();
    this.steps = emptySteps(run.ingest.length);
    this._clock = clock;
    this._cycles = new StallTracker({ thresholdNs: 2 * run.stepNs });
    this._metrics = new MetricsSink();
    this._log = new DecisionLog(this._metrics, bytes);
    this._executor = new Executor({
      lifecycle: lifecycle.reader,
      consumer: this.consumer,
      clock,
      sink: this._log,
    });
  }

  /** Begins a step: all its polls are still to be made. */
  begin(step: number): void {
    this._step = step;
    this._polls = this.plan.polls[step];
    this._polled = 0;
  }

  /** When the next poll is due, counted from the first, if a step's polls are spread over `spanNs`; Infinity after the last. */
  dueNs(spanNs: number): number {
    return this._polled < this._polls ? Math.floor(this._polled * spanNs / this._polls) : Infinity;
  }

  /** Makes one poll, and applies the policy if it finds an overrun. */
  poll(): void {
    const { steps, _step: step } = this;
    this._polled++;
    this._clock.stamp(this._now, 0);
    this._cycles.cycleFrom(this._now, 0);
    switch (this._executor.poll()) {
      case PollStatus.EVENT:
        steps.acks[step]++;
        if (this._executor.ack.executed) steps.executedAcks[step]++;
        break;
      case PollStatus.EMPTY:
        steps.emptyPolls[step]++;
        break;
      case PollStatus.OVERRUN:
        steps.overruns[step]++;
        steps.lost[step] += this._applyPolicy();
    }
  }

  /** Ends a step: what is unread now is what it leaves to the next one. */
  end(): void {
    this.steps.backlog[this._step] = this.consumer.lag;
    this.steps.overwritten[this._step] = this.consumer.overwritten;
  }

  /** Answers an overrun as planned, and returns how many events are now known to be lost that were not before. */
  private _applyPolicy(): number {
    const { consumer, _step: step } = this;
    if (this.plan.onOverrun === "stall") {
      if (this._stalledIn < 0) this._stalledIn = step;
      const newlyLost = consumer.overwritten - this._toldLost;
      this._toldLost += newlyLost;
      return newlyLost;
    }
    const lost = this.plan.onOverrun === "skip-to-head" ? consumer.resumeAtHead() : consumer.resumeAtOldest();
    this._episodes.push({ step, endStep: step, lost });
    return lost;
  }

  /** The overruns, with the one that has no end. */
  private _allEpisodes(): Episode[] {
    if (this._stalledIn < 0) return this._episodes;
    return [...this._episodes, { step: this._stalledIn, endStep: null, lost: this.consumer.overwritten }];
  }

  /** What knows the numbers of this consumer. */
  parts(): ConsumerParts {
    const { plan, consumer, steps, _metrics: metrics, _cycles: cycles } = this;
    const polls = {
      get empty(): number {
        return sum(steps.emptyPolls);
      },
      get overruns(): number {
        return sum(steps.overruns);
      },
    };
    return { name: plan.name, consumer, metrics, polls, cycles };
  }

  /** What is left at the end. */
  record(): ConsumerRecord {
    const { consumer, _log: log } = this;
    const metrics = this._metrics.snapshot();
    return {
      plan: this.plan,
      steps: this.steps,
      episodes: this._allEpisodes(),
      staleness: stalenessOf(metrics),
      witness: {
        delivered: consumer.delivered,
        lost: consumer.lost,
        lag: consumer.lag,
        overwritten: consumer.overwritten,
        observed: log.observed,
        measured: metrics.observed,
        executed: metrics.executed,
        spoiled: log.spoiled,
      },
      decisions: log.digest,
    };
  }
}

function stalenessOf({ observed, stalenessNs }: MetricsSnapshot): Staleness | null {
  if (observed === 0) return null;
  return { p50Ns: stalenessNs.p50, p90Ns: stalenessNs.p90, p99Ns: stalenessNs.p99, maxNs: stalenessNs.max };
}
