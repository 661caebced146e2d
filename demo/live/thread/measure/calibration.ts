import { allocateObservationRing, ObservationSink } from "../../../../control/mod.ts";
import {
  type DecisionLogic,
  Executor,
  type Lifecycle,
  MarketDataIngest,
  type MonotonicClock,
  SharedRingBuffer,
} from "../../../../mod.ts";
import type { CycleTimer, IdleStrategy } from "../../../../runtime/mod.ts";
import type { MeasuredService } from "../../between/thread_messages.ts";
import { privateWords, readyLifecycle } from "./_private_parts.ts";
import { ProducerDuty } from "../duty/producer_duty.ts";
import { ServiceDuty } from "../duty/service_duty.ts";

/** Events of one measurement, unless they would take too long. */
const EVENTS = 512;

/** The longest that one measurement is meant to take, in nanoseconds: less than a time slice. */
const MEASUREMENT_NS = 1e6;

/** Measurements of each kind. */
const MEASUREMENTS = 40;

/**
 * Of the measurements, the share that took no longer than the one that counts: those in which the thread lost its core tell of
 * the machine, not of the consumer.
 */
const MEASUREMENT_SHARE = 0.25;

/** Measurements that are thrown away: the compilers are at work. */
const TRAINING = 25;

/** Waits that are looked at. */
const WAITS = 60;

/** A call of the idle strategy that takes no longer than this, in nanoseconds, did not wait. */
const SPIN_NS = 2_000;

/** Parts of the measurement of a consumer. */
export interface CalibrationParts {
  /** The thread's clock. */
  readonly clock: MonotonicClock;
  /** How the thread waits for work. */
  readonly idle: IdleStrategy;
  /** Times the cycles of a loop. */
  readonly timer: Pick<CycleTimer, "begin" | "turn" | "stamp">;
  /** What the consumer does with each event. */
  readonly logic: DecisionLogic;
  /** How long that is meant to take on average, in nanoseconds. */
  readonly perEventNs: number;
  /** How long a pass is meant to take before its first event, in nanoseconds. */
  readonly perPassNs: number;
  /** Most events of a pass. */
  readonly maxBatch: number;
  /** 32-bit payload words of every event. */
  readonly payloadWords: number;
}

/**
 * Measures what a consumer takes on this machine for a pass, for an event and to wake up, on a ring of its own and before the
 * run, with the very parts and the loop of the run. The compilers get to see these on the way.
 */
export function measureConsumer(parts: CalibrationParts): MeasuredService {
  const { perEventNs, perPassNs, maxBatch } = parts;
  const afford = Math.floor(MEASUREMENT_NS / (perEventNs + perPassNs + 1));
  const events = Math.max(1, Math.min(EVENTS, afford));
  const batch = Math.min(maxBatch, events);
  const loop = new PrivateLoop(parts, events);
  const [singleNs, batchNs] = [1, batch].map((size) => {
    const passes = Math.max(1, Math.floor(events / size));
    for (let n = 0; n < Math.min(TRAINING, Math.ceil(TRAINING * afford / EVENTS)); n++) loop.drain(passes * size, size);
    const times = Array.from({ length: MEASUREMENTS }, () => loop.drain(passes * size, size) / passes);
    return quantile(times, MEASUREMENT_SHARE);
  });
  // A pass of n events takes perPass + n × perEvent. Where there are only passes of one, they cannot be told apart.
  const measuredNs = batch === 1 ? singleNs - perPassNs : (batchNs - singleNs) / (batch - 1);
  const perEvent = Math.max(0, Math.round(measuredNs));
  return {
    perEventNs: perEvent,
    overheadNs: perEvent - perEventNs,
    perPassNs: Math.max(0, Math.round(singleNs - perEvent)),
    wakeUpNs: measureWaits(parts.idle, parts.clock),
  };
}

/** The wait of an idle strategy that finds no work for long: the median of several. 0, if it does not wait. */
function measureWaits(idle: IdleStrategy, clock: MonotonicClock): number {
  const waits: number[] = [];
  // It spins for a while before it waits.
  for (let n = 0; n < 10 * WAITS && waits.length < WAITS; n++) {
    const beganNs = clock.nowNs();
    idle.idle(0);
    const tookNs = clock.nowNs() - beganNs;
    if (tookNs > SPIN_NS) waits.push(tookNs);
  }
  idle.idle(1);
  return waits.length < WAITS ? 0 : Math.round(quantile(waits, 0.5));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The loop of a consumer, over a ring that nobody else knows. */
class PrivateLoop {
  private readonly _parts: CalibrationParts;
  private readonly _producer: ProducerDuty;
  private readonly _duties = new Map<number, ServiceDuty>();
  private readonly _reader: ReturnType<typeof SharedRingBuffer.attachReader>;
  private readonly _lifecycle: Lifecycle;
  private readonly _consumer: ReturnType<ReturnType<typeof SharedRingBuffer.attachReader>["createConsumer"]>;
  private readonly _executor: Executor;
  private _due = 0;

  constructor(parts: CalibrationParts, events: number) {
    const { clock, logic, payloadWords } = parts;
    this._parts = parts;
    this._lifecycle = readyLifecycle();
    const description = SharedRingBuffer.allocate({ capacity: 2 ** Math.ceil(Math.log2(2 * events)), payloadWords });
    const ring = SharedRingBuffer.attachProducer(description, { checked: false });
    const ingest = new MarketDataIngest({ lifecycle: this._lifecycle.reader, ring, clock });
    this._producer = new ProducerDuty({ ingest, ring, pacer: { due: () => this._due } });
    this._reader = SharedRingBuffer.attachReader(description, { checked: false });
    this._consumer = this._reader.createConsumer();
    const sink = new ObservationSink(allocateObservationRing(2 * EVENTS));
    this._executor = new Executor({ lifecycle: this._lifecycle.reader, consumer: this._consumer, clock, logic, sink });
  }

  /** Has so many events consumed in passes of a size, and says how long that took, in nanoseconds. */
  drain(events: number, size: number): number {
    const { clock, idle, timer } = this._parts;
    const duty = this._dutyOf(size);
    this._due = events;
    this._producer.pass();
    timer.begin();
    const beganNs = clock.nowNs();
    for (let left = events; left > 0;) {
      const work = duty.pass();
      left -= work;
      idle.idle(work);
      timer.turn(work);
    }
    return clock.nowNs() - beganNs;
  }

  private _dutyOf(maxBatch: number): ServiceDuty {
    const found = this._duties.get(maxBatch);
    if (found !== undefined) return found;
    const duty = new ServiceDuty({
      executor: this._executor,
      consumer: this._consumer,
      reader: this._reader,
      clock: this._parts.clock,
      timer: this._parts.timer,
      perPassNs: this._parts.perPassNs,
      maxBatch,
      onOverrun: "skip-to-head",
      leaveAt: 0,
      progress: privateWords(),
    });
    this._duties.set(maxBatch, duty);
    return duty;
  }
}
