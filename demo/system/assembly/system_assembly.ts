import {
  FailureInjector,
  type FailureSchedule,
  type HealthCheckLimits,
  type HealthSnapshot,
  healthSnapshotOf,
  type LoopCycles,
  SystemMetrics,
} from "../../../control/mod.ts";
import {
  Lifecycle,
  MarketDataIngest,
  type MonotonicClock,
  type RingBuffer,
  type SharedRingBuffer,
} from "../../../mod.ts";
import { ReadinessProbe, WarmupController } from "../../../runtime/mod.ts";
import { AssemblyConsumer, type AssemblyConsumerSettings } from "./assembly_consumer.ts";
import { SimulatedFeed } from "./simulated_feed.ts";
import { HealthControl } from "./health_control.ts";

/** Settings of a {@linkcode SystemAssembly}. */
export interface SystemAssemblySettings {
  /** The ring with the events. */
  readonly ring: RingBuffer | SharedRingBuffer;
  /** Stamps arrivals and decisions. */
  readonly clock: MonotonicClock;
  /** Tells the control plane the time, in nanoseconds since the origin of `clock`. */
  readonly controlClock: Pick<MonotonicClock, "nowNs">;
  /** Ticks of the warm-up. */
  readonly warmupTicks: number;
  /** The failures, and when they begin and end. */
  readonly failures: FailureSchedule;
  /** Limits of the health checks. Without one, health decides nothing. */
  readonly checks: HealthCheckLimits;
  /** Ticks in a row that a check must be well before it lets go. */
  readonly recoveryTicks: number;
  /** Cycles of the producer's loop, if it has one that is timed. */
  readonly producer?: LoopCycles;
}

/**
 * A whole system of the real parts, connected: ring, ingest, feed, consumers, warm-up, failures, health and metrics.
 *
 * It knows no schedule: what drives it decides when an event arrives, a consumer polls and the control plane has its turn.
 * {@linkcode SimulatedSystem} is driven by a plan in simulated time.
 */
export class SystemAssembly {
  /** The authority on whether the system may act. */
  readonly lifecycle: Lifecycle = new Lifecycle();
  /** Whether it is ready, for those who ask. */
  readonly readiness: ReadinessProbe = new ReadinessProbe({ lifecycle: this.lifecycle });
  /** Leads it through its warm-up. */
  declare readonly warmup: WarmupController;
  /** The ring with the events. */
  declare readonly ring: RingBuffer | SharedRingBuffer;
  /** Stamps arrivals and decisions. */
  declare readonly clock: MonotonicClock;
  /** Stamps events and publishes them. */
  declare readonly ingest: MarketDataIngest;
  /** The source of its events, as far as an operator can act on it. */
  readonly feed: SimulatedFeed = new SimulatedFeed();
  /** Injects the failures that are due. */
  declare readonly injector: FailureInjector;
  /** Judges its health; undefined, if there are no checks. */
  readonly health: HealthControl | undefined = undefined;
  /** The consumers that have joined, in that order. */
  consumers: readonly AssemblyConsumer[] = [];
  /** All its numbers, counted by the consumers that have joined. Made anew when one joins. */
  declare metrics: SystemMetrics;
  declare private readonly _settings: SystemAssemblySettings;
  declare private readonly _madeNs: number;

  /**
   * Connects the parts of a system, in INIT and without a consumer.
   *
   * @param settings the ring, the clocks and the numbers
   */
  constructor(settings: SystemAssemblySettings) {
    const { lifecycle } = this;
    const { warmupTicks: ticks, failures: schedule } = settings;
    this._settings = settings;
    this._madeNs = settings.controlClock.nowNs();
    this.ring = settings.ring;
    this.clock = settings.clock;
    this.ingest = new MarketDataIngest({ ...settings, lifecycle: lifecycle.reader });
    this.injector = new FailureInjector({ lifecycle, schedule });
    this.warmup = new WarmupController({ lifecycle, ticks });
    if (Object.keys(settings.checks).length > 0) this.health = new HealthControl({ ...settings, lifecycle });
    this._measure();
  }

  /** Lets a consumer join at the head. */
  join(settings: AssemblyConsumerSettings): AssemblyConsumer {
    const consumer = new AssemblyConsumer(settings, this);
    this.consumers = [...this.consumers, consumer];
    this._measure();
    return consumer;
  }

  /** The numbers that health judges now: those of consumers out of service are left out. */
  judged(): HealthSnapshot {
    const { ring } = this;
    const system = this.metrics.snapshot();
    const consumers = system.consumers.map((consumer, n) => this.consumers[n].isolation.judged(consumer));
    const { head } = ring;
    const latestArrivalNs = head === ring.first ? this._madeNs : ring.get(head - 1).arrivalNs;
    return healthSnapshotOf({ ...system, consumers }, latestArrivalNs);
  }

  /** Makes metrics of all that have joined. They count nothing themselves. */
  private _measure(): void {
    const { lifecycle, consumers, _settings: settings } = this;
    this.metrics = new SystemMetrics({ ...settings, lifecycle, clock: settings.controlClock, consumers });
  }
}
