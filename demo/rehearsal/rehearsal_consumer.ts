import type { OverrunPolicy } from "../../config/overrun_policy.ts";
import { MetricsSink } from "../../control/metrics/metrics_sink.ts";
import { PollCounts } from "../../control/metrics/poll_counts.ts";
import { StallTracker } from "../../control/metrics/stall_tracker.ts";
import type { ConsumerParts, ConsumerSnapshot } from "../../control/metrics/system_metrics.ts";
import type { Consumer } from "../../core/bus/consumer.ts";
import { PollStatus } from "../../core/bus/poll_status.ts";
import type { RingBuffer } from "../../core/bus/ring_buffer.ts";
import { Executor } from "../../core/execution/executor.ts";
import type { Ack } from "../../core/execution/ack.ts";
import type { ObservabilitySink } from "../../core/execution/observability_sink.ts";
import type { EventView } from "../../core/bus/event_slot.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";
import type { ManualClock } from "../../core/time/manual_clock.ts";

/** What one consumer of a rehearsal is like. */
export interface RehearsalConsumerPlan {
  /** What it is called. */
  readonly name: string;
  /** Polls in each step. */
  readonly pollsPerStep: number;
  /** What it does about an overrun. */
  readonly onOverrun: OverrunPolicy;
}

/** What a consumer shares with the rest of its system. */
export interface ConsumerSurroundings {
  /** Where the events are. */
  readonly ring: RingBuffer;
  /** Says whether a decision is live. */
  readonly lifecycle: Lifecycle;
  /** Stamps decisions. */
  readonly clock: ManualClock;
  /** Simulated nanoseconds that a step takes. A cycle of more than two steps is a stall. */
  readonly stepNs: number;
}

/** Hands observations on, and knows when the latest live ack was completed. */
class LiveWitness implements ObservabilitySink {
  /** When that was, in simulated nanoseconds; -Infinity, before there was one. */
  lastLiveNs = -Infinity;
  declare private readonly _sink: ObservabilitySink;

  constructor(sink: ObservabilitySink) {
    this._sink = sink;
  }

  observe(event: EventView, ack: Ack): void {
    if (ack.executed) this.lastLiveNs = ack.completionNs;
    this._sink.observe(event, ack);
  }
}

/** One consumer of a rehearsal at work, with its executor and everything that counts for it. It can be taken out of service. */
export class RehearsalConsumer implements ConsumerParts {
  /** What it is called. */
  declare readonly name: string;
  /** What it is like. */
  declare readonly plan: RehearsalConsumerPlan;
  /** Its cursor. */
  declare readonly consumer: Consumer;
  /** Decides on its events. */
  declare readonly executor: Executor;
  /** What it has decided. */
  readonly metrics: MetricsSink = new MetricsSink();
  /** What its polls have found. */
  readonly polls: PollCounts = new PollCounts();
  /** How its loop comes round: once a step. */
  declare readonly cycles: StallTracker;
  declare private readonly _clock: ManualClock;
  private readonly _witness = new LiveWitness(this.metrics);
  private readonly _now = new Float64Array(1);
  private _isolated = false;
  /** Overwritten events of its lag when it was taken out of service. */
  private _overwritten = 0;

  /**
   * Joins the ring at its head.
   *
   * @param plan what it is like
   * @param surroundings what it works with
   */
  constructor(plan: RehearsalConsumerPlan, { ring, lifecycle, clock, stepNs }: ConsumerSurroundings) {
    this.name = plan.name;
    this.plan = plan;
    this.consumer = ring.createConsumer();
    this.executor = new Executor({ lifecycle: lifecycle.reader, consumer: this.consumer, clock, sink: this._witness });
    this.cycles = new StallTracker({ thresholdNs: 2 * stepNs });
    this._clock = clock;
  }

  /** Events published that it has neither read nor given up. */
  get lag(): number {
    return this.consumer.lag;
  }

  /** When its latest live ack was completed, in simulated nanoseconds; -Infinity, before there was one. */
  get lastLiveNs(): number {
    return this._witness.lastLiveNs;
  }

  /** Whether it is out of service. */
  get isolated(): boolean {
    return this._isolated;
  }

  /** Takes it out of service: it polls no more. */
  isolate(): void {
    this._isolated = true;
    this._overwritten = this.consumer.overwritten;
    this.cycles.pause();
  }

  /** Takes it back into service, where it stopped. */
  rejoin(): void {
    this._isolated = false;
  }

  /** Makes the polls of one step, if it is in service. An overrun uses up its poll, and then the policy is applied. */
  step(): void {
    if (this._isolated) return;
    this._clock.stamp(this._now, 0);
    this.cycles.cycleFrom(this._now, 0);
    for (let n = 0; n < this.plan.pollsPerStep; n++) {
      const status = this.executor.poll();
      this.polls.count(status);
      if (status === PollStatus.OVERRUN) this._applyPolicy();
    }
  }

  /**
   * What health is to judge of it: everything, while it is in service. Out of service neither its lag counts nor how long
   * events wait for it, nor that it does not poll, nor what is overwritten meanwhile; what it had lost before still does, so
   * that no count falls.
   */
  judged(snapshot: ConsumerSnapshot): ConsumerSnapshot {
    if (!this._isolated) return snapshot;
    return { ...snapshot, lag: 0, overwritten: this._overwritten, oldestUndecidedAgeNs: 0, heartbeatAgeNs: 0 };
  }

  private _applyPolicy(): void {
    if (this.plan.onOverrun === "skip-to-head") this.consumer.resumeAtHead();
    if (this.plan.onOverrun === "skip-to-oldest") this.consumer.resumeAtOldest();
  }
}
