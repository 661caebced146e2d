import { allocateObservationRing, MetricsSink, ObservationSink } from "../../control/mod.ts";
import {
  createClock,
  type DecisionLogic,
  type EventConsumer,
  type EventRing,
  type EventView,
  Executor,
  Lifecycle,
  LifecycleState,
  ManualClock,
  MarketDataIngest,
  type MonotonicClock,
  NULL_LOGIC,
  NULL_SINK,
  type ObservabilitySink,
  PollStatus,
  RingBuffer,
  type SharedKernelName,
  SharedRingBuffer,
} from "../../mod.ts";

/** The clocks a case can have. `bigint` is `process.hrtime.bigint`, and belongs to `objects`. */
export type CaseClock = "manual" | "native" | "hrtime" | "bigint";

/**
 * Input of the pipeline in a case. `decisions` is `events` with a logic that works on each of them. `objects` is
 * another pipeline: an object per event, in an array. */
export type CaseInput = "events" | "decisions" | "empty polls" | "overruns" | "raw bytes" | "batches" | "objects";

/** The rings that events can go through: the one for one thread, or the shared one by one of its kernels. */
export type CaseRing = "local" | SharedKernelName;

/** One thing to measure. */
export interface GarbageCase {
  /** What the events go through. */
  readonly ring: CaseRing;
  /** Whether misuse of the ring is refused, as it is unless one asks for more speed. */
  readonly checked: boolean;
  /** What stamps. */
  readonly clock: CaseClock;
  /**
   * `null`; `metrics`; `ring`, the sending side of an observation ring; or the URL of a module whose default export is a sink.
   * `none` where there is no executor.
   */
  readonly sink: string;
  /** The input. */
  readonly input: CaseInput;
  /** Sequence of the first event. */
  readonly firstSequence: number;
  /** Events, or polls, in the measured part. */
  readonly events: number;
  /** Where the warm-up ends at the latest, in events: a pipeline that makes garbage never comes to rest. */
  readonly warmupEventsMax: number;
}

/** A pipeline at work. */
export interface Workload {
  /** Does the work for `count` events. This and nothing else is measured. */
  run(count: number): void;
  /** Lets simulated time pass. */
  pass(): void;
  /**
   * Checks that the work was really done.
   *
   * @throws {Error} if it was not
   */
  verify(): void;
}

/** Events that one overrun takes, in a ring of {@linkcode OVERRUN_CAPACITY}. */
const OVERRUN_EVENTS = 5;
const OVERRUN_CAPACITY = 4;
const CAPACITY = 1024;
const BATCH_EVENTS = 50;
const PAYLOAD_WORDS = 4;
const PAYLOAD_BYTES = 4 * PAYLOAD_WORDS;

/** Simulated time starts where a nanosecond count of an old process would be, far from what fits in a small integer. */
const MANUAL_START_NS = 2 ** 40;
const MANUAL_STEP_NS = 1_000_000;

/**
 * Puts a pipeline together.
 *
 * @param subject what to measure
 * @param sink where its observations go
 */
export function makeWorkload(subject: GarbageCase, sink: ObservabilitySink): Workload {
  switch (subject.input) {
    case "events":
      return new EventsWorkload(subject, sink);
    case "decisions":
      return new DecisionsWorkload(subject, sink);
    case "empty polls":
      return new EmptyPollsWorkload(subject, sink);
    case "overruns":
      return new OverrunsWorkload(subject, sink);
    case "raw bytes":
      return new RawBytesWorkload(subject, sink);
    case "batches":
      return new BatchesWorkload(subject, sink);
    case "objects":
      return new ObjectsWorkload();
  }
}

/** The module that was named gives no sink. */
export class BadSinkError extends Error {}

/**
 * The sink of a case: one of ours by its name, or the default export of a module.
 *
 * @throws {BadSinkError} if that is no sink
 */
export async function makeSink(name: string): Promise<ObservabilitySink> {
  if (name === "null" || name === "none") return NULL_SINK;
  if (name === "metrics") return new MetricsSink();
  if (name === "ring") return new ObservationSink(allocateObservationRing(CAPACITY));
  const sink = (await import(name)).default;
  if (typeof sink?.observe !== "function") {
    throw new BadSinkError(`the default export of ${name} must be a sink: an object with a method observe`);
  }
  return sink;
}

function makeRing({ ring, checked, firstSequence }: GarbageCase, capacity: number): EventRing {
  const settings = { capacity, payloadWords: PAYLOAD_WORDS, startSequence: firstSequence };
  if (ring === "local") return new RingBuffer(settings, { checked });
  return new SharedRingBuffer(settings, { kernel: ring, checked });
}

/** The pipeline of this package, in READY. */
abstract class PipelineWorkload implements Workload {
  declare protected readonly ring: EventRing;
  declare protected readonly ingest: MarketDataIngest;
  declare protected readonly executor: Executor;
  declare protected readonly consumer: EventConsumer;
  declare protected readonly clock: MonotonicClock;
  /** Where a caller keeps the sequence of the event published last. */
  declare protected readonly sequence: Float64Array;
  /** A double to be written into every event. */
  declare protected readonly price: Float64Array;
  declare private readonly _manual: ManualClock | undefined;
  declare private readonly _sink: ObservabilitySink;

  constructor(subject: GarbageCase, sink: ObservabilitySink, capacity: number, logic: DecisionLogic = NULL_LOGIC) {
    const { clock: kind } = subject;
    this._manual = kind === "manual" ? new ManualClock(MANUAL_START_NS) : undefined;
    this.clock = this._manual ?? createClock(kind === "hrtime" ? "hrtime" : "native").clock;
    const lifecycle = new Lifecycle();
    lifecycle.transition(LifecycleState.WARMUP);
    lifecycle.transition(LifecycleState.READY);
    this.ring = makeRing(subject, capacity);
    this.ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring: this.ring, clock: this.clock });
    this.consumer = this.ring.createConsumer();
    this.executor = new Executor({
      lifecycle: lifecycle.reader,
      consumer: this.consumer,
      clock: this.clock,
      logic,
      sink,
    });
    this.sequence = new Float64Array(1);
    this.price = Float64Array.of(101.25);
    this._sink = sink;
  }

  abstract run(count: number): void;

  pass(): void {
    this._manual?.advance(MANUAL_STEP_NS);
  }

  verify(): void {
    const { delivered, lost, lag, start } = this.consumer;
    const published = this.ring.head - start;
    expectEqual("delivered + lost + lag and published", delivered + lost + lag, published);
    if (this._sink instanceof MetricsSink) {
      expectEqual("observed and delivered", this._sink.snapshot().observed, delivered);
    }
    if (this._sink instanceof ObservationSink) expectEqual("sent and delivered", this._sink.sent, delivered);
  }

  /** Takes one event in, written in place. */
  protected publish(seed: number): void {
    const slot = this.ingest.claim();
    slot.setWord(0, seed);
    slot.setWord(1, -seed);
    slot.loadCell(1, this.price, 0);
    this.ingest.publishInto(this.sequence, 0);
  }
}

/** One event in, one event out. */
class EventsWorkload extends PipelineWorkload {
  private _expected = 0;

  constructor(subject: GarbageCase, sink: ObservabilitySink, logic?: DecisionLogic) {
    super(subject, sink, CAPACITY, logic);
  }

  run(count: number): void {
    for (let n = 0; n < count; n++) {
      this.publish(n);
      if (this.executor.poll() !== PollStatus.EVENT) throw new Error("an event was published and not delivered");
    }
    this._expected += count;
  }

  override verify(): void {
    super.verify();
    expectEqual("delivered and published", this.consumer.delivered, this._expected);
  }
}

/** A logic as a strategy might be: it reads words and a double, keeps state, and answers with all of 32 bits. */
class WorkingLogic implements DecisionLogic {
  /** Events decided on. */
  declare readonly decided: Float64Array;
  declare private readonly _price: Float64Array;
  private _hash = 0;

  constructor() {
    this.decided = new Float64Array(1);
    this._price = new Float64Array(1);
  }

  // @hot
  decide(event: EventView, live: boolean): number {
    event.storeCell(1, this._price, 0);
    this._hash = (Math.imul(this._hash, 31) + event.word(0) + (live ? 1 : 0)) | 0;
    this.decided[0] += 1;
    return (this._price[0]! * this._hash) | 0;
  }
}

/** One event in, one decision of a logic out. */
class DecisionsWorkload extends EventsWorkload {
  declare private readonly _logic: WorkingLogic;

  constructor(subject: GarbageCase, sink: ObservabilitySink) {
    const logic = new WorkingLogic();
    super(subject, sink, logic);
    this._logic = logic;
  }

  override verify(): void {
    super.verify();
    expectEqual("decided and delivered", this._logic.decided[0]!, this.consumer.delivered);
  }
}

/** Polls that find no event. One event precedes them, so that the consumer has a past. */
class EmptyPollsWorkload extends PipelineWorkload {
  constructor(subject: GarbageCase, sink: ObservabilitySink) {
    super(subject, sink, CAPACITY);
    this.publish(0);
    this.executor.poll();
  }

  run(count: number): void {
    for (let n = 0; n < count; n++) {
      if (this.executor.poll() !== PollStatus.EMPTY) throw new Error("nothing was published and something delivered");
    }
  }

  override verify(): void {
    super.verify();
    expectEqual("delivered and published", this.consumer.delivered, 1);
  }
}

/** Five events into a ring of four, the overrun that follows, and both ways to resume in turn. */
class OverrunsWorkload extends PipelineWorkload {
  private _atOldest = false;

  constructor(subject: GarbageCase, sink: ObservabilitySink) {
    super(subject, sink, OVERRUN_CAPACITY);
  }

  run(count: number): void {
    const { executor, consumer } = this;
    for (let n = 0; n < count; n += OVERRUN_EVENTS) {
      for (let k = 0; k < OVERRUN_EVENTS; k++) this.publish(n + k);
      if (executor.poll() !== PollStatus.OVERRUN) {
        throw new Error("five events went into four slots without an overrun");
      }
      if (this._atOldest) consumer.resumeAtOldest();
      else consumer.resumeAtHead();
      if (this._atOldest && executor.poll() !== PollStatus.EVENT) throw new Error("the oldest event was not delivered");
      this._atOldest = !this._atOldest;
    }
  }

  override verify(): void {
    super.verify();
    const { delivered, lost } = this.consumer;
    if (delivered === 0 || lost === 0) throw new Error(`there were no overruns: ${delivered} delivered, ${lost} lost`);
  }
}

/** Messages of every length that fits, copied in. */
class RawBytesWorkload extends PipelineWorkload {
  declare private readonly _messages: readonly Uint8Array[];
  private _next = 0;

  constructor(subject: GarbageCase, sink: ObservabilitySink) {
    super(subject, sink, CAPACITY);
    this._messages = Array.from({ length: PAYLOAD_BYTES + 1 }, (_, length) => new Uint8Array(length).fill(length));
  }

  run(count: number): void {
    for (let n = 0; n < count; n++) {
      this._next = this._next < PAYLOAD_BYTES ? this._next + 1 : 0;
      this.ingest.ingestInto(this._messages[this._next]!, this.sequence, 0);
      if (this.executor.poll() !== PollStatus.EVENT) throw new Error("an event was published and not delivered");
    }
  }

  override verify(): void {
    super.verify();
    expectEqual("the length of the last message and its content", this._next, this.consumer.event.word(0) & 0xff);
  }
}

/** Claims, publishes and polls of many events at once, stamped one by one. There is no executor in it. */
class BatchesWorkload extends PipelineWorkload {
  private _sum = 0;

  constructor(subject: GarbageCase, sink: ObservabilitySink) {
    super(subject, sink, CAPACITY);
  }

  run(count: number): void {
    const { ring, clock, consumer, sequence } = this;
    for (let done = 0; done < count; done += BATCH_EVENTS) {
      ring.claimBatch(BATCH_EVENTS);
      for (let n = 0; n < BATCH_EVENTS; n++) {
        const slot = ring.slotAt(n);
        clock.stamp(sequence, 0);
        slot.loadArrival(sequence, 0);
        slot.setWord(0, n);
      }
      ring.publishInto(sequence, 0);
      if (consumer.pollBatch(BATCH_EVENTS) !== BATCH_EVENTS) throw new Error("a batch was published and not delivered");
      for (let n = 0; n < BATCH_EVENTS; n++) {
        const event = consumer.eventAt(n);
        this._sum = (this._sum + event.word(0)) | 0;
        event.storeArrival(sequence, 0);
        event.storeSequence(sequence, 0);
      }
    }
  }

  override verify(): void {
    super.verify();
    const batches = this.consumer.delivered / BATCH_EVENTS;
    expectEqual("the sum read and the sum written", this._sum, (batches * BATCH_EVENTS * (BATCH_EVENTS - 1) / 2) | 0);
  }
}

/** An event as one would write it down without a second thought. */
interface NaiveEvent {
  readonly sequence: number;
  readonly arrivalNs: bigint;
  readonly payload: readonly number[];
}

/** A decision as one would write it down without a second thought. */
interface NaiveAck {
  readonly sequence: number;
  readonly decisionNs: bigint;
  readonly completionNs: bigint;
  readonly executed: boolean;
}

/** The same pipeline with an object per event in an array, an object per decision, and a callback for a sink. */
class ObjectsWorkload implements Workload {
  private readonly _queue: NaiveEvent[] = [];
  private readonly _now: () => bigint = findBigintClock();
  private readonly _state: string = "READY";
  private _published = 0;
  private _observed = 0;
  private _latest: { event: NaiveEvent; ack: NaiveAck } | null = null;
  private readonly _observe = (event: NaiveEvent, ack: NaiveAck): void => {
    this._observed++;
    this._latest = { event, ack };
  };

  run(count: number): void {
    for (let n = 0; n < count; n++) {
      const arrivalNs = this._now();
      this._queue.push({ sequence: this._published++, arrivalNs, payload: [n, -n, n + 0.5] });
      const event = this._queue.shift();
      if (event === undefined) throw new Error("an event was published and not delivered");
      const decisionNs = this._now();
      const executed = this._state === "READY";
      this._observe(event, { sequence: event.sequence, decisionNs, completionNs: this._now(), executed });
    }
  }

  pass(): void {}

  verify(): void {
    expectEqual("observed and published", this._observed, this._published);
    expectEqual("the latest and the last published", this._latest?.event.sequence ?? -1, this._published - 1);
  }
}

function findBigintClock(): () => bigint {
  return (globalThis as unknown as { process: { hrtime: { bigint(): bigint } } }).process.hrtime.bigint;
}

function expectEqual(what: string, actual: number, expected: number): void {
  if (actual !== expected) {
    throw new Error(`the work was not done: ${what} must be equal, got ${actual} and ${expected}`);
  }
}
