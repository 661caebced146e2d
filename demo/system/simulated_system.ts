import { ConfigError } from "../../config/mod.ts";
import type { DrillTiming, SystemSnapshot } from "../../control/mod.ts";
import { type Lifecycle, LifecycleState, ManualClock, RingBuffer } from "../../mod.ts";
import type { ReadinessProbe, ShutdownController, WarmupController } from "../../runtime/mod.ts";
import { EventBytes } from "./event_bytes.ts";
import type { RunPlan } from "./run_plan.ts";
import type { RunRecord } from "./run_record.ts";
import { checkTrace, NULL_TRACE, type RunTrace } from "./run_trace.ts";
import { checkPlan } from "./check_plan.ts";
import { SimulatedConsumer } from "./simulated_consumer.ts";
import type { SimulatedFeed } from "./assembly/simulated_feed.ts";
import { StepMoments } from "./step_moments.ts";
import { SystemAssembly } from "./assembly/system_assembly.ts";

/**
 * The simulated system: ring, feed, consumers, warm-up, failures, health, degradation and shutdown, put together from the
 * real parts, in one thread and in simulated time. The same plan, and the same acts between its steps, give the same run on
 * every machine.
 *
 * It is started, INIT to WARMUP, when it is made. Time goes on in steps, and within a step from moment to moment. At one
 * moment, this is the order:
 *
 * 1. the injections that are due, at the beginning of a step;
 * 2. the warm-up's part, there too: a tick, or completion;
 * 3. the verdict of the health checks there, if there are any, and what follows from it;
 * 4. arrivals: N in a step, spread evenly over its first half, unless the feed is paused;
 * 5. polls: M in a step for each consumer in service, spread evenly over its second half; of two at one moment, that of the
 *    consumer planned first. An overrun uses up its poll, and is then answered as planned.
 *
 * So an event that is read in its own step is about half a step old, and one that waits for k steps is about k steps
 * older. Parts of a nanosecond are cut off.
 *
 * @example Act on a system between two steps
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FailureSchedule } from "@low-latency/trading-sim/control";
 * import { constantRate, SimulatedSystem } from "@low-latency/trading-sim/simulation";
 *
 * const system = new SimulatedSystem({
 *   capacity: 64,
 *   payloadWords: 4,
 *   warmupTicks: 10,
 *   stepNs: 1_000,
 *   seed: 1,
 *   ingest: constantRate(5, 20),
 *   consumers: [{ name: "executor", polls: constantRate(5, 20), onOverrun: "stall" }],
 *   failures: new FailureSchedule({ totalSteps: 20, injections: [] }),
 * });
 * for (let n = 0; n < 15; n++) system.step();
 * system.feed.pause();
 * for (let n = 0; n < 5; n++) system.step();
 * const [{ delivered, metrics }] = system.snapshot().consumers;
 * assertEquals([delivered, metrics.provisional, metrics.executed], [75, 50, 25]);
 * ```
 */
export class SimulatedSystem {
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
  /** Brings it to an end. */
  declare readonly shutdown: ShutdownController<SystemSnapshot>;
  /** The state at the end of each step so far. */
  readonly states: LifecycleState[] = [];
  private readonly _causes: (readonly string[])[] = [];
  /** Events ingested in each step. */
  declare readonly ingested: Int32Array;
  /** The time to halt, in simulated nanoseconds, if a runbook has measured it. */
  timeToHaltNs: number | undefined = undefined;
  /** The longest of the halts that a later READY has ended, and when the one that lasts began, in nanoseconds. */
  private _longestHaltNs: number | undefined = undefined;
  private _haltedNs: number | undefined = undefined;
  private _wasReady = false;
  declare private readonly _parts: SystemAssembly;
  private readonly _clock = new ManualClock();
  declare private readonly _bytes: EventBytes;
  declare private readonly _arrivals: StepMoments;
  declare private readonly _trace: RunTrace;
  /** When the event arrived that arrived last, as the trace is shown it. */
  private readonly _arrivedNs = new Float64Array(1);

  /**
   * Makes the system and starts it. It has taken no step yet.
   *
   * @param plan everything that decides how it goes
   * @param trace is shown what happens, event by event. Default: nobody is
   * @throws {TypeError} if a part of the plan is missing or of another kind, or the trace is none
   * @throws {RangeError} if a number is not allowed, or two consumers have one name
   * @throws {ConfigError} if the plan's ring cannot be had
   */
  constructor(plan: RunPlan, trace: RunTrace = NULL_TRACE) {
    checkPlan(plan);
    checkTrace(trace);
    const { _clock: clock } = this;
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
    this._parts = parts;
    this._bytes = bytes;
    this._arrivals = new StepMoments(plan.ingest, { stepNs, fromNs: 0, spanNs: Math.floor(stepNs / 2) });
    this._trace = trace;
    const surroundings = { parts, bytes, stepNs, totalSteps, trace };
    this.consumers = plan.consumers.map((consumer, place) => new SimulatedConsumer(consumer, place, surroundings));
    this.shutdown = parts.shutdownOf(this.consumers[0].executor, plan.capacity);
    this.warmup.start();
    parts.health?.begin(parts.judged(), 0);
  }

  /** Times a halt, by the latest live decision of any consumer, for a runbook that measures it. */
  get timing(): DrillTiming {
    return {
      clock: this._clock,
      lastLiveNs: () => Math.max(...this.consumers.map((consumer) => consumer.lastLiveNs)),
      report: (timeToHaltNs) => {
        this.timeToHaltNs = timeToHaltNs;
      },
    };
  }

  /** The longest time from a transition out of READY to the last live decision before the next READY, if there was one. */
  private get _haltNs(): number | undefined {
    if (this._haltedNs === undefined) return this._longestHaltNs;
    return Math.max(this._longestHaltNs ?? 0, this.timing.lastLiveNs() - this._haltedNs);
  }

  /** Takes note of a state that has changed, before anything is decided in it. */
  private _watchHalts(): void {
    const isReady = this.lifecycle.state === LifecycleState.READY;
    if (isReady === this._wasReady) return;
    if (isReady) {
      this._longestHaltNs = this._haltNs;
      this._haltedNs = undefined;
    } else {
      this._haltedNs = this._clock.nowNs();
    }
    this._wasReady = isReady;
  }

  /** All numbers now. */
  snapshot(): SystemSnapshot {
    return this._parts.metrics.snapshot();
  }

  /**
   * Takes one step.
   *
   * @throws {RangeError} if the plan has no more
   */
  step(): void {
    const { plan: { stepNs, ingest }, states, _parts: parts } = this;
    const step = states.length;
    if (step >= ingest.length) {
      throw new RangeError(`Cannot take a step: the plan must have another one, got ${ingest.length} in all`);
    }
    this._clock.set(step * stepNs);
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
    this._clock.set(this.states.length * this.plan.stepNs);
    return {
      plan: this.plan,
      state: this.states,
      causes: this._causes,
      ingested: this.ingested,
      published: this._parts.ring.head,
      consumers: this.consumers.map((consumer) => consumer.record()),
      metrics: this.snapshot(),
      timeToHaltNs: this._haltNs,
    };
  }

  /** Lets time pass, from moment to moment, up to the end of a step. */
  private _passUntil(endNs: number): void {
    const { consumers, _arrivals: arrivals, _clock: clock } = this;
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
    const { ring, ingest } = this._parts;
    const { head } = ring;
    this._bytes.make(head);
    ingest.ingest(this._bytes.bytes);
    this._clock.stamp(this._arrivedNs, 0);
    this._trace.arrived(this._arrivedNs, 1, head);
    this.ingested[this.states.length]++;
  }
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
