import {
  type ArrivalSource,
  ConsumerIsolation,
  type ConsumerParts,
  PollCounts,
  StallTracker,
} from "../../../control/mod.ts";
import {
  type DecisionLogic,
  type EventConsumer,
  Executor,
  type Lifecycle,
  type LifecycleReader,
  type MonotonicClock,
  type ObservabilitySink,
  OverrunAnswer,
  type OverrunPolicy,
  type PollStatus,
  type RingBuffer,
  type SharedRingBuffer,
} from "../../../mod.ts";

/** Settings of an {@linkcode AssemblyConsumer}. */
export interface AssemblyConsumerSettings {
  /** Its name in reports. No two consumers of a system have the same. */
  readonly name: string;
  /** Its answer to an overrun. */
  readonly onOverrun: OverrunPolicy;
  /** Nanoseconds that a cycle of its loop may take without being a stall. */
  readonly cycleNsMax: number;
  /** Decides on its events. Default: a logic that does nothing. */
  readonly logic?: DecisionLogic;
  /** Is shown its decisions. */
  readonly sink: ObservabilitySink;
  /** Counts of its decisions. */
  readonly metrics: ConsumerParts["metrics"];
  /** Where it keeps events that it has taken and not decided on, made of its cursor. Default: it takes one at a time. */
  readonly inbox?: (consumer: EventConsumer) => EventConsumer & ArrivalSource;
  /** Stamps its decisions and times its loop, where that is not the clock of its system. */
  readonly clock?: MonotonicClock;
  /** Tells it the state, where that is not the lifecycle of its system. */
  readonly state?: LifecycleReader;
}

/** The parts of a system that its consumers share. */
export interface AssemblySurroundings {
  /** The ring with the events. */
  readonly ring: RingBuffer | SharedRingBuffer;
  /** The authority on whether a decision is live. */
  readonly lifecycle: Lifecycle;
  /** Stamps decisions, and times the loop. */
  readonly clock: MonotonicClock;
}

/** One consumer of a system: its cursor, its executor, its counts, and its isolation. */
export class AssemblyConsumer implements ConsumerParts {
  /** Its name in reports. */
  declare readonly name: string;
  /** Its cursor. */
  declare readonly consumer: EventConsumer;
  /** Knows when the events arrived that it has taken and not decided on, if it takes several at a time. */
  declare readonly arrivals: ArrivalSource | undefined;
  /** Decides on its events. */
  declare readonly executor: Executor;
  /** Counts of its decisions. */
  declare readonly metrics: ConsumerParts["metrics"];
  /** Counts of its polls. */
  readonly polls: PollCounts = new PollCounts();
  /** Times the cycles of its loop. */
  declare readonly cycles: StallTracker;
  /** Takes it out of service and back. */
  declare readonly isolation: ConsumerIsolation;
  /** Answers its overruns. */
  declare readonly overruns: OverrunAnswer;
  declare private readonly _clock: MonotonicClock;
  private readonly _now = new Float64Array(1);

  /**
   * Joins the ring at its head.
   *
   * @param settings its name, limits, logic and sinks
   * @param surroundings the system that it joins
   */
  constructor(settings: AssemblyConsumerSettings, { ring, lifecycle, ...surroundings }: AssemblySurroundings) {
    const { clock = surroundings.clock, state = lifecycle.reader } = settings;
    const cursor = ring.createConsumer();
    const inbox = settings.inbox?.(cursor);
    const consumer = inbox ?? cursor;
    this.name = settings.name;
    this.consumer = consumer;
    this.arrivals = inbox;
    this.metrics = settings.metrics;
    this.executor = new Executor({ ...settings, lifecycle: state, consumer, clock });
    this.cycles = new StallTracker({ thresholdNs: settings.cycleNsMax });
    this.isolation = new ConsumerIsolation(consumer);
    this.overruns = new OverrunAnswer(consumer, settings.onOverrun);
    this._clock = clock;
  }

  /** Takes it out of service: what is between its cycles now is no stall. */
  isolate(): void {
    this.isolation.isolate();
    this.cycles.pause();
  }

  /** Its loop comes round, to poll. */
  comeRound(): void {
    this._clock.stamp(this._now, 0);
    this.cycles.cycleFrom(this._now, 0);
  }

  /** Polls for one event, decides on it, and counts what the poll found. */
  poll(): PollStatus {
    const status = this.executor.poll();
    this.polls.count(status);
    return status;
  }
}
