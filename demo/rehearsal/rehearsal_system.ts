import { createConfig } from "../../config/simulation_config.ts";
import type { DrillTiming } from "../../control/automation/failover_drill.ts";
import { FailureInjector } from "../../control/failure/failure_injector.ts";
import type { FailureSchedule } from "../../control/failure/failure_schedule.ts";
import { createHealthChecks, type HealthCheckLimits } from "../../control/health/create_health_checks.ts";
import type { HealthSnapshot } from "../../control/health/health_check.ts";
import { HealthProbe } from "../../control/health/health_probe.ts";
import { healthSnapshotOf } from "../../control/health/health_snapshot_of.ts";
import { SystemMetrics, type SystemSnapshot } from "../../control/metrics/system_metrics.ts";
import { RingBuffer } from "../../core/bus/ring_buffer.ts";
import { MarketDataIngest } from "../../core/ingest/market_data_ingest.ts";
import { Lifecycle } from "../../core/state/lifecycle.ts";
import type { LifecycleState } from "../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../core/time/manual_clock.ts";
import { DegradationController } from "../../runtime/degradation/degradation_controller.ts";
import { ReadinessProbe } from "../../runtime/readiness/readiness_probe.ts";
import { ShutdownController } from "../../runtime/shutdown/shutdown_controller.ts";
import { WarmupController } from "../../runtime/warmup/warmup_controller.ts";
import { EventBytes } from "../event_bytes.ts";
import { RehearsalConsumer, type RehearsalConsumerPlan } from "./rehearsal_consumer.ts";

/** What a rehearsal's system is like. */
export interface RehearsalSystemPlan {
  /** Its consumers, at least one. Of the first it is expected that it executes. */
  readonly consumers: readonly RehearsalConsumerPlan[];
  /** The limits of its health checks. Without any, health decides nothing. */
  readonly checks: HealthCheckLimits;
  /** The failures, and when they begin and end. */
  readonly failures: FailureSchedule;
}

/** Ticks in a row that a health check has to be well before its failure is over. */
export const RECOVERY_TICKS = 3;

/** The numbers that all rehearsals have in common: those of the default configuration. */
export const REHEARSAL_CONFIG = createConfig();

/**
 * A whole system in simulated time that an operator can act on between two steps: ring, ingest, consumers, warm-up,
 * failures, health, degradation and shutdown. The same plan and the same acts give the same run, on every machine.
 *
 * It is started, INIT to WARMUP, when it is made. Then every step does, in this order: the injections that are due; the
 * warm-up's part; the ingest, arrivals spread evenly over the first half of the step, unless the feed is paused; the polls
 * of each consumer in service, at half the step; and if there are health checks, their verdict and what follows from it.
 */
export class RehearsalSystem {
  /** The authority on whether the system may act. */
  readonly lifecycle: Lifecycle = new Lifecycle();
  /** Says whether it is ready. */
  readonly readiness: ReadinessProbe = new ReadinessProbe({ lifecycle: this.lifecycle });
  /** Leads it through its warm-up. */
  declare readonly warmup: WarmupController;
  /** Its consumers, in the order of the plan. */
  declare readonly consumers: readonly RehearsalConsumer[];
  /** What sends its events. */
  readonly feed: { paused: boolean; pause(): void; resume(): void } = makeFeed();
  /** Brings it to an end. */
  declare readonly shutdown: ShutdownController<SystemSnapshot>;
  /** The time to halt, in simulated nanoseconds, if a runbook has measured it. */
  timeToHaltNs: number | undefined = undefined;
  /** The state at the end of each step so far. */
  readonly states: LifecycleState[] = [];
  declare private readonly _ring: RingBuffer;
  private readonly _clock = new ManualClock();
  declare private readonly _ingest: MarketDataIngest;
  declare private readonly _bytes: EventBytes;
  declare private readonly _injector: FailureInjector;
  declare private readonly _metrics: SystemMetrics;
  declare private readonly _health: HealthControl | undefined;

  /**
   * Makes the system and starts it. It has taken no step yet.
   *
   * @param plan what it is like
   */
  constructor(plan: RehearsalSystemPlan) {
    const { ringCapacity, payloadWords, seed, warmupTicks, stepNs } = REHEARSAL_CONFIG;
    const { lifecycle, _clock: clock } = this;
    const ring = new RingBuffer({ capacity: ringCapacity, payloadWords });
    this._ring = ring;
    this._ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
    this._bytes = new EventBytes(seed, payloadWords);
    this._injector = new FailureInjector({ lifecycle, schedule: plan.failures });
    this.warmup = new WarmupController({ lifecycle, ticks: warmupTicks });
    this.consumers = plan.consumers.map((consumer) =>
      new RehearsalConsumer(consumer, { ring, lifecycle, clock, stepNs })
    );
    this._metrics = new SystemMetrics({ lifecycle, ring, clock, consumers: this.consumers });
    this.shutdown = new ShutdownController({
      lifecycle,
      intake: ring,
      executor: this.consumers[0].executor,
      pollsMax: ringCapacity,
      snapshot: () => this._metrics.snapshot(),
    });
    const checks = createHealthChecks(plan.checks);
    this._health = checks.length === 0 ? undefined : {
      probe: new HealthProbe({ checks }),
      controller: new DegradationController({ lifecycle, recoveryTicks: RECOVERY_TICKS }),
    };
    this.warmup.start();
    // What growth is counted from: whatever happens from the first step on is seen.
    this._health?.probe.evaluate(this._healthSnapshot(), this._clock.nowNs());
  }

  /** What times a halt: the latest live ack of any consumer. */
  get timing(): DrillTiming {
    return {
      clock: this._clock,
      lastLiveNs: () => Math.max(...this.consumers.map((consumer) => consumer.lastLiveNs)),
      report: (timeToHaltNs) => {
        this.timeToHaltNs = timeToHaltNs;
      },
    };
  }

  /** All numbers now. */
  snapshot(): SystemSnapshot {
    return this._metrics.snapshot();
  }

  /** Takes one step. */
  step(): void {
    const { ingestPerStep, stepNs } = REHEARSAL_CONFIG;
    const step = this.states.length;
    const startNs = step * stepNs;
    const halfNs = Math.floor(stepNs / 2);
    this._injector.inject(step);
    this.warmup.advance();
    for (let n = 0; n < ingestPerStep && !this.feed.paused; n++) {
      this._clock.set(startNs + Math.floor(n * halfNs / ingestPerStep));
      this._bytes.make(this._ring.head);
      this._ingest.ingest(this._bytes.bytes);
    }
    this._clock.set(startNs + halfNs);
    for (const consumer of this.consumers) consumer.step();
    this._judge();
    this.states.push(this.lifecycle.state);
  }

  /** Lets the health checks look, and acts on what they say. */
  private _judge(): void {
    if (this._health === undefined) return;
    const { probe, controller } = this._health;
    controller.tick(probe.evaluate(this._healthSnapshot(), this._clock.nowNs()));
  }

  /** What health is judged by. */
  private _healthSnapshot(): HealthSnapshot {
    const system = this.snapshot();
    const consumers = system.consumers.map((consumer, n) => this.consumers[n].judged(consumer));
    const { head } = this._ring;
    const latestArrivalNs = head === 0 ? 0 : this._ring.get(head - 1).arrivalNs;
    return healthSnapshotOf({ ...system, consumers }, latestArrivalNs);
  }
}

interface HealthControl {
  readonly probe: HealthProbe;
  readonly controller: DegradationController;
}

function makeFeed() {
  const feed = {
    paused: false,
    pause: () => {
      feed.paused = true;
    },
    resume: () => {
      feed.paused = false;
    },
  };
  return feed;
}
