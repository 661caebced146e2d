import { checkParts } from "../../../core/arguments.ts";
import { ConfigError, type SystemSpecification } from "../../../config/mod.ts";
import { type EventConsumer, type Lifecycle, ManualClock, RingBuffer } from "../../../mod.ts";
import { SystemAssembly } from "../assembly/system_assembly.ts";
import { ByteHash, WordHash } from "../decision_hash.ts";
import { EventBytes } from "../event_bytes.ts";
import type { ArrivalChunk } from "../feed/arrival_feed.ts";
import { checkTrace, NULL_TRACE, type RunTrace, tracedSink } from "../run_trace.ts";
import { StepMoments } from "../step_moments.ts";
import { ControlTurns, scheduleOf } from "./control_turns.ts";
import { Inbox } from "./inbox.ts";
import { LifecycleTrace } from "./lifecycle_trace.ts";
import { PauseCalendar } from "./pause_calendar.ts";
import { PolledConsumer } from "./polled_consumer.ts";
import { ServedConsumer } from "./served_consumer.ts";
import { ServiceMoment } from "./service_moment.ts";
import type { ServiceTimes } from "./service_times.ts";
import type { TimedConsumer } from "./timed_consumer.ts";
import { TimedLog } from "./timed_log.ts";
import type { TimedRecord } from "./timed_record.ts";

/** Everything that decides how a timed run goes, but for its arrivals. */
export interface TimedPlan {
  /** The system. Its feed is not looked at: arrivals are pushed. */
  readonly specification: SystemSpecification;
  /** Service times of each consumer; undefined for one that is paced by polls. */
  readonly services: readonly (ServiceTimes | undefined)[];
}

/**
 * A system of the real parts in simulated time, driven by arrivals at any time and consumers that are busy for any time.
 *
 * Time goes from moment to moment, in whole nanoseconds. At one moment, this is the order:
 *
 * 1. the control plane: injections, ends of holds after gaps, the warm-up's tick, the health checks;
 * 2. arrivals;
 * 3. the consumers, in the order of the specification: an earlier one acts as long as it has something to do at this moment.
 *
 * Arrivals are pushed, chunk by chunk, so that a run needs no more memory than its ring, whatever its length.
 */
export class TimedSystem {
  /** The system. */
  declare readonly specification: SystemSpecification;
  /** The authority on whether it may act. */
  declare readonly lifecycle: Lifecycle;
  declare private readonly _parts: SystemAssembly;
  declare private readonly _bytes: EventBytes;
  declare private readonly _consumers: readonly TimedConsumer[];
  /** When each of them acts next. */
  declare private readonly _agenda: Float64Array;
  declare private readonly _control: ControlTurns;
  declare private readonly _trace: LifecycleTrace;
  declare private readonly _shown: RunTrace;
  /** Whether a consumer's act can move the lifecycle, so that the control plane's next turn has to be looked for after it. */
  declare private readonly _actsMove: boolean;
  /** Arrivals, polls and turns of the control plane before this count. */
  declare private readonly _durationNs: number;
  private readonly _clock = new ManualClock();
  private _intervalEndNs = 0;
  private _published = 0;
  private _sizes = 0;
  private _lastArrivalNs: number | undefined = undefined;
  private _finished = false;
  private _isCut = false;

  /**
   * Makes the system and starts it. Nothing has arrived yet.
   *
   * @param plan the system and its service times
   * @param trace is shown what happens, event by event. Default: nobody is
   * @throws {TypeError} if a part of the plan is missing, or the trace is none
   * @throws {RangeError} if a consumer has not the service times that its pace asks for
   * @throws {ConfigError} if the ring cannot be had
   */
  constructor(plan: TimedPlan, trace: RunTrace = NULL_TRACE) {
    checkParts("simulate", "plan", plan, { specification: "consumers", services: "[]" });
    checkTrace(trace);
    const { specification, services } = plan;
    const { warmup, step, duration, seed, ring: { payloadWords } } = specification;
    const ring = makeRing(specification);
    const failures = scheduleOf(specification.failures);
    const parts = new SystemAssembly({
      ring,
      clock: this._clock,
      controlClock: this._clock,
      warmupTicks: warmup?.ticks ?? 0,
      failures,
      checks: specification.checks,
      recoveryTicks: specification.recoveryTicks,
    });
    this.specification = specification;
    this.lifecycle = parts.lifecycle;
    this._parts = parts;
    this._bytes = new EventBytes(seed, payloadWords);
    this._durationNs = duration ?? Infinity;
    this._trace = new LifecycleTrace(parts.lifecycle);
    this._shown = trace;
    parts.warmup.start();
    this._agenda = new Float64Array(specification.consumers.length);
    this._consumers = specification.consumers.map((_, place) => this._join(place, ring, services[place]));
    this._actsMove = this._consumers.some(({ gap }) => gap !== undefined);
    this._control = new ControlTurns({
      parts,
      clock: this._clock,
      failures,
      consumers: this._consumers,
      tickNs: warmup?.tick ?? step,
      stepNs: step,
      trace: this._trace,
    });
  }

  /**
   * Takes the first `count` arrivals of a chunk, and lets everything happen that comes before the last of them.
   *
   * @param chunk the arrivals, none before one that was taken already
   * @param count how many
   * @returns whether more may come: false, once one lies at the duration or after it
   * @throws {RangeError} if times are out of order or not whole nanoseconds
   */
  take(chunk: ArrivalChunk, count: number): boolean {
    const before = this._published;
    const isOpen = this._takeAll(chunk, count);
    this._shown.arrived(chunk.timesNs, this._published - before, before);
    return isOpen;
  }

  /** Takes arrivals up to the duration. Says whether more may come. */
  private _takeAll({ timesNs, sizes }: ArrivalChunk, count: number): boolean {
    const { _parts: { ingest }, _bytes: bytes, _consumers: consumers, _clock: clock } = this;
    for (let n = 0; n < count; n++) {
      const timeNs = timesNs[n];
      if (!(timeNs >= (this._lastArrivalNs ?? 0))) refuseTime(timeNs, this._lastArrivalNs ?? 0);
      if (timeNs >= this._durationNs) return false;
      this._passUntil(timeNs, timeNs);
      if (timeNs >= this._intervalEndNs) this._moveTo(timeNs);
      clock.set(timeNs);
      bytes.write(ingest.claim(), this._published, sizes[n]);
      ingest.publish();
      this._published++;
      if (sizes[n] > 0) this._sizes += sizes[n];
      this._lastArrivalNs = timeNs;
      for (let at = 0; at < consumers.length; at++) consumers[at].arrived(timeNs);
    }
    return true;
  }

  /**
   * Ends the run: with a duration there, else when every consumer has drained the ring or stopped.
   *
   * @returns its record
   * @throws {ConfigError} if a consumer would be busy until 2⁵³ - 1 ns or longer, some 104 days
   */
  finish(): TimedRecord {
    this.settle(Infinity);
    return this.record();
  }

  /**
   * Goes on with the end of the run, by up to so many moments: draining may take long, and a program can look for other things
   * in between. No arrival may be taken any more.
   *
   * @param moments most moments
   * @returns whether the end is reached, and {@linkcode TimedSystem.finish} has nothing left to do
   * @throws {ConfigError} as `finish` does
   */
  settle(moments: number): boolean {
    const { _durationNs: durationNs, _control: control } = this;
    for (let left = moments; left > 0 && !this._finished; left--) {
      const actNs = this._nextActNs();
      const nextNs = Math.min(actNs, control.nextNs);
      // Without a duration the control plane has turns only for as long as a consumer has something to do.
      if ((durationNs < Infinity ? nextNs : actNs) >= durationNs) {
        this._finished = true;
        if (durationNs < Infinity) this._completeBegun();
      } else {
        this._passUntil(nextNs + 1, nextNs);
      }
    }
    return this._finished;
  }

  /**
   * Ends the run at its last arrival, whatever its duration: what has been begun by then is completed, as at a duration.
   *
   * @returns its record
   */
  cut(): TimedRecord {
    if (!this._finished) {
      this._finished = true;
      this._isCut = true;
      this._completeBegun();
    }
    return this.record();
  }

  /** The record up to now. Of an event that is being decided on only a part may have been counted. */
  record(): TimedRecord {
    const { _parts: { ring }, _published: published } = this;
    const endNs = this._finished && !this._isCut && this._durationNs < Infinity
      ? this._durationNs
      : Math.max(this._control.latestNs, this._lastArrivalNs ?? 0, ...this._consumers.map(({ latestNs }) => latestNs));
    this._moveTo(endNs);
    const consumers = this._consumers.map((consumer) => consumer.record(endNs));
    return {
      published: ring.head,
      bytes: this._sizes,
      lastArrivalNs: this._lastArrivalNs,
      endNs,
      lifecycle: this._trace.spans,
      consumers: consumers.map((consumer) => ({
        ...consumer,
        witnessed: consumer.witnessed && ring.head === published &&
          consumer.delivered + consumer.lost + consumer.backlog === published,
      })),
    };
  }

  /** Lets a consumer join. */
  private _join(place: number, ring: RingBuffer, times: ServiceTimes | undefined): TimedConsumer {
    const consumer = this.specification.consumers[place];
    const { name, polls, service, onOverrun, afterGap } = consumer;
    const { _parts: parts, lifecycle, specification: { pauses: systemPauses, step } } = this;
    if ((service === undefined) !== (times === undefined)) {
      throw new RangeError(
        `Cannot simulate: services must have times for a consumer with a service and for no other, got ${times} for ${name}`,
      );
    }
    const log = new TimedLog(this._bytes, service === undefined ? new ByteHash() : new WordHash(), this._trace);
    const pauses = new PauseCalendar([...systemPauses, ...consumer.pauses]);
    const policy = typeof onOverrun === "string" ? onOverrun : "skip-to-head";
    const settings = {
      name,
      onOverrun: policy,
      cycleNsMax: 2 * step,
      sink: tracedSink(log, this._shown, place),
      metrics: log,
    };
    const shared = {
      agenda: this._agenda,
      place,
      onOverrun,
      provisionalForNs: afterGap?.provisionalFor,
      durationNs: this._durationNs,
      log,
      lifecycle,
      trace: this._trace,
      shown: this._shown,
    };
    if (service === undefined || times === undefined) {
      const clock = new ManualClock();
      const own = parts.join({ ...settings, clock });
      return new PolledConsumer({ ...shared, own, clock, pauses, moments: this._momentsOf(polls ?? 0) });
    }
    const moment = new ServiceMoment(lifecycle);
    let inbox: Inbox | undefined;
    const own = parts.join({
      ...settings,
      inbox: (cursor: EventConsumer) => (inbox = new Inbox(ring, cursor)),
      clock: moment,
      state: moment,
      logic: moment,
    });
    return new ServedConsumer({
      ...shared,
      own,
      moment,
      times,
      service,
      pauses,
      inbox: inbox ?? new Inbox(ring, own.consumer),
    });
  }

  /** When a consumer polls that is paced by polls. */
  private _momentsOf(polls: number | readonly number[]): StepMoments {
    const { step, duration } = this.specification;
    if (duration === undefined) {
      throw new RangeError(
        "Cannot simulate: duration must be given for a consumer that is paced by polls, got undefined",
      );
    }
    const steps = Math.ceil(duration / step);
    const halfNs = Math.floor(step / 2);
    const counts = new Int32Array(steps);
    if (typeof polls === "number") counts.fill(polls);
    else counts.set(polls.slice(0, steps));
    return new StepMoments(counts, { stepNs: step, fromNs: halfNs, spanNs: step - halfNs });
  }

  /** Lets the consumers act that are due before a time, and the control plane have its turns up to another. */
  private _passUntil(beforeNs: number, controlNs: number): void {
    const { _control: control } = this;
    for (;;) {
      // The control plane comes first at its moment. Until then only a consumer whose gaps count can move the lifecycle.
      const horizonNs = Math.min(beforeNs, control.nextNs);
      if (this._actsMove) {
        if (this._actOnce(horizonNs)) continue;
      } else {
        this._actUntil(horizonNs);
      }
      if (control.nextNs > controlNs) return;
      control.take();
    }
  }

  /** Lets each consumer act up to a time. None sees what another does, so that no order is to be kept between them. */
  private _actUntil(horizonNs: number): void {
    const { _consumers: consumers, _agenda: agenda } = this;
    for (let place = 0; place < agenda.length; place++) {
      while (agenda[place] < horizonNs) consumers[place].act();
    }
  }

  /** Lets that consumer act which is due first, if one is before a time. Its gap may have brought on a turn. */
  private _actOnce(horizonNs: number): boolean {
    const { _consumers: consumers, _agenda: agenda } = this;
    let next = -1;
    let nextNs = horizonNs;
    for (let place = 0; place < agenda.length; place++) {
      if (agenda[place] >= nextNs) continue;
      next = place;
      nextNs = agenda[place];
    }
    if (next < 0) return false;
    consumers[next].act();
    this._control.find();
    return true;
  }

  /** When a consumer acts next; Infinity, if every one waits for an arrival. */
  private _nextActNs(): number {
    const { _agenda: agenda } = this;
    let nextNs = Infinity;
    for (let place = 0; place < agenda.length; place++) if (agenda[place] < nextNs) nextNs = agenda[place];
    return nextNs;
  }

  /** Has consumers complete the events that they have taken. */
  private _completeBegun(): void {
    for (const consumer of this._consumers) {
      while (consumer.isBusy) consumer.act();
    }
  }

  /** Goes on to the interval of a time. */
  private _moveTo(nowNs: number): void {
    for (const consumer of this._consumers) {
      consumer.moveTo(nowNs);
      this._intervalEndNs = consumer.columns.endNs;
    }
  }
}

function refuseTime(timeNs: number, leastNs: number): never {
  throw new RangeError(`Cannot take an arrival: its time must be whole nanoseconds from ${leastNs}, got ${timeNs}`);
}

/** The ring, or the reason why there can be none, in terms of the specification. */
function makeRing({ ring: { capacity, payloadWords } }: SystemSpecification): RingBuffer {
  try {
    return new RingBuffer({ capacity, payloadWords }, { checked: false });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ConfigError(
      "ring.capacity",
      `cannot be ${capacity}: ${cause.message.replace("Cannot create RingBuffer: ", "")}`,
    );
  }
}
