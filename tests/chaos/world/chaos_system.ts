import type { HealthCheckLimits } from "../../../control/health/create_health_checks.ts";
import type { Lifecycle } from "../../../core/state/lifecycle.ts";
import type { ReadinessProbe } from "../../../runtime/readiness/readiness_probe.ts";
import type { WarmupController } from "../../../runtime/warmup/warmup_controller.ts";
import { Fnv1a } from "../../../demo/system/fnv1a.ts";
import { SystemAssembly } from "../../../demo/system/assembly/system_assembly.ts";
import { ChaosClock } from "./chaos_clock.ts";
import type { ChaosCounts } from "../model/chaos_counts.ts";
import { ChaosDesk } from "./chaos_desk.ts";
import { ChaosLoop } from "./chaos_loop.ts";
import { type ChaosHealth, type ChaosPlan, scheduleOf } from "../plan/chaos_plan.ts";
import { batchMaxOf, type ChaosRing, makeRing } from "./chaos_ring.ts";
import type { EventLog } from "../model/event_log.ts";
import type { LifecycleModel } from "../model/lifecycle_model.ts";
import { SystemModel } from "../model/system_model.ts";
import { demandRefused } from "../model/violation.ts";

/**
 * The real parts of a system, each beside its model: everything in a chaos run acts on them. An action on a part is an
 * action on its model as well.
 */
export class ChaosSystem {
  /** Plan of the run. */
  declare readonly plan: ChaosPlan;
  /** Counts of the run. */
  declare readonly counts: ChaosCounts;
  /** A hash of what happened. */
  readonly digest: Fnv1a = new Fnv1a();
  /** The time, as the system sees it. */
  declare readonly clock: ChaosClock;
  /** The authority on whether the system may act. */
  declare readonly lifecycle: Lifecycle;
  /** The real system. */
  declare readonly parts: SystemAssembly;
  /** The system as it should be. */
  declare readonly models: SystemModel;
  /** Expected state of the system. */
  declare readonly model: LifecycleModel;
  /** Leads the system through its warm-up. */
  declare readonly warmup: WarmupController;
  /** Says whether the system is ready. */
  declare readonly readiness: ReadinessProbe;
  /** Where the events are. */
  declare readonly ring: ChaosRing;
  /** The events published. */
  declare readonly log: EventLog;
  /** The loop of the producer; undefined, if it is not timed. */
  declare readonly producerLoop: ChaosLoop | undefined;
  /** The consumers, by their number in the plan; undefined, until one joins. */
  declare private readonly _desks: (ChaosDesk | undefined)[];
  /** The consumers that have joined, in that order. */
  joined: readonly ChaosDesk[] = [];
  /** Acts on the lifecycle while a decision is taken. */
  onInterrupt: (turn: number) => void = () => {};

  /**
   * Makes the system of a plan, in INIT and without a consumer.
   *
   * @param plan what to make
   */
  constructor(plan: ChaosPlan) {
    const { warmupTicks, producerCycleNsMax, health } = plan;
    const clock = new ChaosClock(plan.readingNs);
    const models = new SystemModel(plan, clock.trueNs);
    const { counts, producerCycles } = models;
    this.plan = plan;
    this.clock = clock;
    this.models = models;
    this.counts = counts;
    this.model = models.lifecycle;
    this.log = models.log;
    this.ring = makeRing(plan);
    this.producerLoop = producerCycles && new ChaosLoop(producerCycleNsMax, producerCycles, clock, counts);
    this.parts = new SystemAssembly({
      ring: this.ring,
      clock,
      // True time, by which health is judged, and without taking a reading.
      controlClock: { nowNs: () => clock.trueNs },
      warmupTicks,
      failures: scheduleOf(plan),
      checks: limitsOf(health),
      recoveryTicks: Math.max(1, health.recoveryTicks),
      producer: this.producerLoop?.cycles,
    });
    this.lifecycle = this.parts.lifecycle;
    this.readiness = this.parts.readiness;
    this.warmup = this.parts.warmup;
    this._desks = plan.consumers.map(() => undefined);
    if (plan.ring !== "local") counts.shared_rings++;
  }

  /** Pauses the feed, or lets it go on. */
  pause(isPaused: boolean): void {
    const { parts: { feed }, models } = this;
    if (isPaused) feed.pause();
    else feed.resume();
    models.isPaused = isPaused;
  }

  /** The consumers that have joined, in the order of the plan. */
  get desks(): readonly ChaosDesk[] {
    return this._desks.filter((desk) => desk !== undefined);
  }

  /** Whether the system has been shut down, or that has begun. */
  get isClosed(): boolean {
    return this.models.isClosed;
  }

  /** A consumer, if it has joined. */
  desk(consumer: number): ChaosDesk | undefined {
    return this._desks[consumer];
  }

  /** The first consumer. It is an executor, and there from the beginning. */
  get executor(): ChaosDesk {
    const desk = this._desks[0];
    if (desk === undefined) throw new RangeError("the first consumer has not joined");
    return desk;
  }

  /** A consumer joins, unless it has. */
  join(consumer: number): void {
    if (this._desks[consumer] !== undefined) return;
    const { parts, plan, clock, log, model, models, counts, digest } = this;
    const settings = plan.consumers[consumer];
    const desk = new ChaosDesk(`consumer-${consumer}`, settings, models.join(consumer, settings.cycleNsMax), {
      parts,
      ringKind: plan.ring,
      batchMax: batchMaxOf(plan),
      clock,
      log,
      model,
      counts,
      digest,
      interrupt: (turn) => this.onInterrupt(turn),
    });
    this._desks[consumer] = desk;
    this.joined = [...this.joined, desk];
    // Metrics are made anew for every consumer that joins, and have not looked at anything yet.
    models.measuredNs = clock.trueNs;
    for (const { waiting } of models.consumers) waiting.forget();
  }

  /** Demands that an action is refused with an error of this class, and returns the error. */
  refused<Refusal extends Error>(
    what: string,
    // deno-lint-ignore no-explicit-any -- a class is known by what its constructor makes, whatever that takes
    refusal: new (...args: any[]) => Refusal,
    action: () => unknown,
  ): Refusal {
    this.counts.refusals++;
    return demandRefused(what, refusal, action);
  }
}

/** The limits of the checks that a plan draws. */
function limitsOf({ lag, stalenessNs, ...limits }: ChaosHealth): HealthCheckLimits {
  return {
    lag: { limit: lag[0], recoveryLimit: lag[1] },
    staleness: { limit: stalenessNs[0], recoveryLimit: stalenessNs[1] },
    heartbeat: { limit: limits.heartbeatNs },
    quiet: { limit: limits.quietNs },
    loss: { limit: limits.loss },
    overrun: { limit: limits.overruns },
    stall: { limit: limits.stalls },
    drop: { limit: limits.dropped },
  };
}
