import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { ReadinessProbe } from "../../../runtime/readiness/readiness_probe.ts";
import { WarmupController } from "../../../runtime/warmup/warmup_controller.ts";
import { Fnv1a } from "../../../demo/system/fnv1a.ts";
import { ChaosClock } from "./chaos_clock.ts";
import type { ChaosCounts } from "../model/chaos_counts.ts";
import { ChaosDesk } from "./chaos_desk.ts";
import { ChaosLoop } from "./chaos_loop.ts";
import type { ChaosPlan } from "../plan/chaos_plan.ts";
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
  readonly lifecycle: Lifecycle = new Lifecycle();
  /** The system as it should be. */
  declare readonly models: SystemModel;
  /** Expected state of the system. */
  declare readonly model: LifecycleModel;
  /** Leads the system through its warm-up. */
  declare readonly warmup: WarmupController;
  /** Says whether the system is ready. */
  readonly readiness: ReadinessProbe = new ReadinessProbe({ lifecycle: this.lifecycle.reader });
  /** Where the events are. */
  declare readonly ring: ChaosRing;
  /** The events published. */
  declare readonly log: EventLog;
  /** The loop of the producer; undefined, if it is not timed. */
  declare readonly producerLoop: ChaosLoop | undefined;
  /** The consumers, by their number in the plan; undefined, until one joins. */
  declare private readonly _desks: (ChaosDesk | undefined)[];
  /** The consumers that have joined, in the same order. */
  joined: readonly ChaosDesk[] = [];
  /** Whether the feed waits, and nothing is taken in. */
  isPaused = false;
  /** Acts on the lifecycle while a decision is taken. */
  onInterrupt: (turn: number) => void = () => {};

  /**
   * Makes the system of a plan, in INIT and without a consumer.
   *
   * @param plan what to make
   */
  constructor(plan: ChaosPlan) {
    const { warmupTicks: ticks, producerCycleNsMax } = plan;
    this.plan = plan;
    this.clock = new ChaosClock(plan.readingNs);
    this.models = new SystemModel(plan, this.clock.trueNs);
    this.counts = this.models.counts;
    this.model = this.models.lifecycle;
    this.log = this.models.log;
    this.warmup = new WarmupController({ lifecycle: this.lifecycle, ticks });
    this.ring = makeRing(plan);
    const { producerCycles } = this.models;
    this.producerLoop = producerCycles && new ChaosLoop(producerCycleNsMax, producerCycles, this.clock, this.counts);
    this._desks = plan.consumers.map(() => undefined);
    if (plan.ring !== "local") this.counts.shared_rings++;
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

  /** A consumer joins, and says whether it had not done so before. */
  join(consumer: number): boolean {
    if (this._desks[consumer] !== undefined) return false;
    const { ring, plan, clock, log, model, models, counts, digest } = this;
    const { cycleNsMax } = plan.consumers[consumer];
    this._desks[consumer] = new ChaosDesk(
      `consumer-${consumer}`,
      plan.consumers[consumer],
      models.join(consumer, cycleNsMax),
      {
        ring,
        ringKind: plan.ring,
        batchMax: batchMaxOf(plan),
        lifecycle: this.lifecycle.reader,
        clock,
        log,
        model,
        counts,
        digest,
        interrupt: (turn) => this.onInterrupt(turn),
      },
    );
    this.joined = this._desks.filter((desk) => desk !== undefined);
    return true;
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
