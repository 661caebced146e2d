import { ConfigError } from "../../config/mod.ts";
import type { SystemSnapshot } from "../../control/mod.ts";
import { type Lifecycle, LifecycleState, ManualClock, RingBuffer } from "../../mod.ts";
import type { ReadinessProbe, WarmupController } from "../../runtime/mod.ts";
import { EventBytes } from "./event_bytes.ts";
import type { RunPlan } from "./run_plan.ts";
import type { RunRecord } from "./run_record.ts";
import { NULL_TRACE, type RunTrace } from "./run_trace.ts";
import { SimulatedConsumer } from "./simulated_consumer.ts";
import type { SimulatedFeed } from "./assembly/simulated_feed.ts";
import { StepMoments } from "./step_moments.ts";
import { SystemAssembly } from "./assembly/system_assembly.ts";

/**
 * A system of the real parts that goes step by step, by a plan that is known to be possible. {@linkcode SimulatedSystem} is the same
 * for whoever makes plans of their own, or acts on it in between.
 *
 * @experimental
 */
export class SteppedSystem {
  /** Everything that decides how it goes. */
  declare readonly plan: RunPlan;
  /** The authority on whether the system may act. */
  declare readonly lifecycle: Lifecycle;
  /** Whether it is ready, for those who ask. */
  declare readonly readiness: ReadinessProbe;
  /** Leads it through its warm-up. */
  declare readonly warmup: WarmupController;
  /** Its consumers, in the order of the plan. */
  declare readonly consumers: readonly SimulatedConsumer[];
  /** The source of its events. While it is paused, none arrive. */
  declare readonly feed: SimulatedFeed;
  /** The state at the end of each step so far. */
  readonly states: LifecycleState[] = [];
  private readonly _causes: (readonly string[])[] = [];
  /** Events ingested in each step. */
  declare readonly ingested: Int32Array;
  /** The longest of the halts that a later READY has ended, and when the one that lasts began, in nanoseconds. */
  private _longestHaltNs: number | undefined = undefined;
  private _haltedNs: number | undefined = undefined;
  private _wasReady = false;
  /**
   * Its real parts.
   *
   * @ignore
   */
  declare protected readonly parts: SystemAssembly;
  /**
   * Its time.
   *
   * @ignore
   */
  protected readonly clock: ManualClock = new ManualClock();
  declare private readonly _bytes: EventBytes;
  declare private readonly _arrivals: StepMoments;
  declare private readonly _trace: RunTrace;
  /** When the event arrived that arrived last, as the trace is shown it. */
  private readonly _arrivedNs = new Float64Array(1);

  /**
   * Makes the system and starts it. It has taken no step yet.
   *
   * @param plan everything that decides how it goes: one that is known to be possible
   * @param trace is shown what happens, event by event
   * @throws {ConfigError} if the plan's ring cannot be had
   * @ignore
   */
  constructor(plan: RunPlan, trace: RunTrace) {
    const { clock } = this;
    const { stepNs, checks = {}, recoveryTicks = RECOVERY_TICKS } = plan;
    const totalSteps = plan.ingest.length;
    const ring = makeRing(plan);
    const bytes = new EventBytes(plan.seed, plan.payloadWords);
    const parts = new SystemAssembly({ ...plan, ring, clock, controlClock: clock, checks, recoveryTicks });
    this.plan = plan;
    this.lifecycle = parts.lifecycle;
    this.readiness = parts.readiness;
    this.warmup = parts.warmup;
    this.feed = parts.feed;
    this.ingested = new Int32Array(totalSteps);
    this.parts = parts;
    this._bytes = bytes;
    this._arrivals = new StepMoments(plan.ingest, { stepNs, fromNs: 0, spanNs: Math.floor(stepNs / 2) });
    this._trace = trace;
    const surroundings = { parts, bytes, stepNs, totalSteps, trace };
    this.consumers = plan.consumers.map((consumer, place) => new SimulatedConsumer(consumer, place, surroundings));
    this.warmup.start();
    parts.health?.begin(parts.judged(), 0);
  }

  /**
   * When the latest live decision of any consumer was completed, in nanoseconds; -Infinity, before there was one.
   *
   * @ignore
   */
  protected lastLiveNs(): number {
    return Math.max(...this.consumers.map((consumer) => consumer.lastLiveNs));
  }

  /** The longest time from a transition out of READY to the last live decision before the next READY, if there was one. */
  private get _haltNs(): number | undefined {
    if (this._haltedNs === undefined) return this._longestHaltNs;
    return Math.max(this._longestHaltNs ?? 0, this.lastLiveNs() - this._haltedNs);
  }

  /** Takes note of a state that has changed, before anything is decided in it. */
  private _watchHalts(): void {
    const isReady = this.lifecycle.state === LifecycleState.READY;
    if (isReady === this._wasReady) return;
    if (isReady) {
      this._longestHaltNs = this._haltNs;
      this._haltedNs = undefined;
    } else {
      this._haltedNs = this.clock.nowNs();
    }
    this._wasReady = isReady;
  }

  /** All numbers now. */
  snapshot(): SystemSnapshot {
    return this.parts.metrics.snapshot();
  }

  /**
   * Takes one step.
   *
   * @throws {RangeError} if the plan has no more
   */
  step(): void {
    const { plan: { stepNs, ingest }, states, parts } = this;
    const step = states.length;
    if (step >= ingest.length) {
      throw new RangeError(`Cannot take a step: the plan must have another one, got ${ingest.length} in all`);
    }
    this.clock.set(step * stepNs);
    parts.injector.inject(step);
    this.warmup.advance();
    parts.health?.tick(parts.judged(), step * stepNs);
    this._watchHalts();
    this._trace.looked(this.lifecycle, step * stepNs);
    this._passUntil((step + 1) * stepNs);
    for (const consumer of this.consumers) consumer.endStep();
    states.push(this.lifecycle.state);
    const { causes } = this.lifecycle.degradation;
    this._causes.push(causes.length === 0 ? NONE : causes.map(({ name }) => name));
    parts.metrics.look();
  }

  /** The record of all steps so far, with the numbers at the end of the last. */
  record(): RunRecord {
    this.clock.set(this.states.length * this.plan.stepNs);
    return {
      plan: this.plan,
      state: this.states,
      causes: this._causes,
      ingested: this.ingested,
      published: this.parts.ring.head,
      consumers: this.consumers.map((consumer) => consumer.record()),
      metrics: this.snapshot(),
      timeToHaltNs: this._haltNs,
    };
  }

  /** Lets time pass, from moment to moment, up to the end of a step. */
  private _passUntil(endNs: number): void {
    const { consumers, _arrivals: arrivals, clock } = this;
    for (;;) {
      let next: SimulatedConsumer | undefined;
      let nextNs = endNs;
      for (const consumer of consumers) {
        if (consumer.nextNs >= nextNs) continue;
        next = consumer;
        nextNs = consumer.nextNs;
      }
      if (arrivals.nextNs <= nextNs && arrivals.nextNs < endNs) {
        clock.set(arrivals.nextNs);
        arrivals.advance();
        this._arrive();
      } else if (next !== undefined) {
        clock.set(nextNs);
        next.poll();
      } else {
        return;
      }
    }
  }

  /** An event arrives, unless the feed is paused. */
  private _arrive(): void {
    if (this.feed.paused) return;
    const { ring, ingest } = this.parts;
    const { head } = ring;
    this._bytes.make(head);
    ingest.ingest(this._bytes.bytes);
    this.clock.stamp(this._arrivedNs, 0);
    this._trace.arrived(this._arrivedNs, 1, head);
    this.ingested[this.states.length]++;
  }
}

/** Takes all steps that are left of a system, and returns its record. */
export function runToEnd(system: SteppedSystem): RunRecord {
  while (system.states.length < system.plan.ingest.length) system.step();
  return system.record();
}

/**
 * Runs a plan to its end, as `simulate` does: one that is known to be possible, such as that of a scenario with a checked
 * configuration.
 *
 * @param plan the system, its feed, consumers and failures
 * @param trace is shown what happens, event by event. Default: nobody is
 * @throws {ConfigError} if the plan's ring cannot be had
 */
export function runPlan(plan: RunPlan, trace: RunTrace = NULL_TRACE): RunRecord {
  return runToEnd(new SteppedSystem(plan, trace));
}

/** Ticks in a row that a health check must be well before it lets go, unless the plan says otherwise. */
export const RECOVERY_TICKS = 3;

/** The causes of most steps. */
const NONE: readonly string[] = [];

/** The ring, or the reason why there can be none, in terms of the setting. */
function makeRing({ capacity, payloadWords }: RunPlan): RingBuffer {
  try {
    return new RingBuffer({ capacity, payloadWords });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const reason = cause.message.replace("Cannot create RingBuffer: ", "");
    throw new ConfigError("ringCapacity", `cannot be ${capacity}: ${reason}`);
  }
}
