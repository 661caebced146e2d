import { FailureInjector } from "../../control/failure/failure_injector.ts";
import { FailureSchedule } from "../../control/failure/failure_schedule.ts";
import { ObservationAggregator } from "../../control/metrics/observation_aggregator.ts";
import { allocateObservationRing } from "../../control/metrics/observation_ring.ts";
import { SharedRingBuffer } from "../../core/bus/shared_ring_buffer.ts";
import type { SharedRingDescription } from "../../core/bus/shared_ring_settings.ts";
import { Lifecycle } from "../../core/state/lifecycle.ts";
import { type LifecycleStateName, lifecycleStateName } from "../../core/state/lifecycle_state.ts";
import type { ClockSelection } from "../../core/time/create_clock.ts";
import type { MonotonicClock } from "../../core/time/monotonic_clock.ts";
import { NativeClock } from "../../core/time/native_clock.ts";
import { WarmupController } from "../../runtime/warmup/warmup_controller.ts";
import { alignThread } from "./aligned_clock.ts";
import {
  Command,
  giveCommand,
  LIFECYCLE_WORD,
  makeSharedControl,
  type SharedControl,
  START_CELL,
  threadLine,
  ThreadWord,
} from "./control_words.ts";
import { HotThread } from "./hot_thread.ts";
import { LatencyRecorder } from "./latency_recorder.ts";
import { chooseIdle, type LivePlan } from "./live_plan.ts";
import type { ConsumerResult, LiveResult, StateEntry } from "./live_result.ts";
import type { ConsumerStatus, LiveStatus, LiveSurroundings } from "./live_status.ts";
import type { ThreadClockPlan } from "./thread_clock.ts";
import type { ConsumerReport, ConsumerSetup, ProducerReport, ProducerSetup, ThreadSetup } from "./thread_messages.ts";
import { WrappingCounter } from "./wrapping_counter.ts";

/** What a live run is made from, besides its plan. */
export interface LiveRunParts {
  /** The ring, as {@linkcode allocateLiveRing} made it. */
  readonly ring: SharedRingDescription;
  /** The control plane's clock. */
  readonly clock: ClockSelection;
  /** Processor cores there are. */
  readonly cores: number;
  /** Aborted when the user wants the run to end. */
  readonly signal: AbortSignal;
  /** Milliseconds from one status to the next. */
  readonly statusMs: number;
  /** Is shown how the run stands. */
  readonly onStatus: (status: LiveStatus) => void;
}

/** The control plane looks after everything once in so many milliseconds. A tick of the warm-up is one such cycle. */
export const CYCLE_MS = 10;

/** Ticks that the warm-up takes: enough for the compilers to have seen the hot path, at any but the lowest rates. */
export const WARMUP_TICKS = 50;

/**
 * Observations that wait in a consumer's ring: more than come in a cycle from a consumer at full speed. Otherwise each cycle
 * would find the ring overrun, and none would find anything to observe.
 */
const OBSERVATIONS = 2 ** 18;

/** Observations that one cycle takes from one consumer at most: what takes a millisecond or two. The rest may be dropped. */
const DRAIN_MAX = 32_768;

/** How long consumers may take over what is left when the producer has stopped, in milliseconds. */
const STOP_MS = 2_000;

/** How long a thread may take to leave what is left, in milliseconds: long, where others want the cores. */
const LEAVE_MS = 10_000;

/**
 * Makes the ring of a live run.
 *
 * @throws {RangeError} if the memory cannot be had
 */
export function allocateLiveRing({ capacity, payloadWords }: LivePlan): SharedRingDescription {
  return SharedRingBuffer.allocate({ capacity, payloadWords });
}

/**
 * Carries out a live run: starts the threads, looks after the lifecycle and the observations while they work, shuts them
 * down, and says what they did.
 *
 * It ends when its time is over, when the signal is aborted, or when a thread fails; in each case the intake stops, the
 * system is degraded, consumers take what is left within a bound, and the result is complete.
 */
export async function runLive(plan: LivePlan, parts: LiveRunParts): Promise<LiveResult> {
  const run = new LiveRun(plan, parts);
  try {
    return await run.run();
  } finally {
    run.terminate();
  }
}

class LiveRun {
  private readonly _plan: LivePlan;
  private readonly _parts: LiveRunParts;
  private readonly _clock: MonotonicClock;
  private readonly _control: SharedControl;
  private readonly _lifecycle: Lifecycle;
  private readonly _head: { readonly head: number };
  private readonly _surroundings: { -readonly [Key in keyof LiveSurroundings]: LiveSurroundings[Key] };
  private readonly _producer: HotThread<ProducerReport>;
  private readonly _consumers: readonly LiveConsumer[];
  private readonly _states: StateEntry[] = [];
  private _startNs = 0;
  private _isStopping = false;
  private _lookedAtMs = 0;
  private _longestCycleMs = 0;
  private _statusAtMs = 0;
  private _publishedBefore = 0;

  constructor(plan: LivePlan, parts: LiveRunParts) {
    const { ring, clock: selection, cores } = parts;
    const clock = threadClockPlan(selection);
    const control = makeSharedControl(1 + plan.consumers);
    const idle = chooseIdle(plan, cores);
    this._plan = plan;
    this._parts = parts;
    this._clock = selection.clock;
    this._control = control;
    this._lifecycle = new Lifecycle(control.words.subarray(LIFECYCLE_WORD, LIFECYCLE_WORD + 1));
    this._head = SharedRingBuffer.attach(ring);
    this._surroundings = {
      clock: clock.kind === "native" ? clock.origin.source : "process.hrtime",
      clockNote: selection.note,
      clockUncertaintyNs: 0,
      idle,
      cores,
    };
    const setup = (thread: number): ThreadSetup => ({ thread, control, ring, clock, idle });
    const producer: ProducerSetup = { ...setup(0), rate: plan.rate };
    this._producer = new HotThread("producer", new URL("./producer_worker.ts", import.meta.url), producer);
    this._consumers = Array.from({ length: plan.consumers }, (_, n) => new LiveConsumer(plan, setup(n + 1)));
  }

  async run(): Promise<LiveResult> {
    await this._start();
    const endedBy = await this._work();
    await this._stop();
    for (const consumer of this._consumers) consumer.settle();
    return {
      plan: this._plan,
      surroundings: this._surroundings,
      endedBy,
      startNs: this._startNs,
      states: this._states,
      longestCycleMs: this._longestCycleMs,
      producer: this._producer.report,
      consumers: this._consumers.map((consumer) => consumer.result()),
      failures: this._threads.filter(({ failure }) => failure !== null).map(({ name, failure }) =>
        `${name}: ${failure}`
      ),
    };
  }

  terminate(): void {
    for (const thread of this._threads) thread.terminate();
  }

  private get _threads(): readonly HotThread<unknown>[] {
    return [this._producer, ...this._consumers.map(({ thread }) => thread)];
  }

  private get _hasFailed(): boolean {
    return this._threads.some(({ failure }) => failure !== null);
  }

  private get _elapsedMs(): number {
    return (this._clock.nowNs() - this._startNs) / 1e6;
  }

  /** Waits for the threads, sets their clocks, and lets them begin. */
  private async _start(): Promise<void> {
    await Promise.all(this._threads.map(({ whenReady }) => whenReady));
    if (this._surroundings.clock === "process.hrtime" && !this._hasFailed) this._alignClocks();
    this._startNs = this._clock.nowNs();
    this._control.cells[START_CELL] = this._startNs;
    for (const consumer of this._consumers) consumer.begin(this._startNs);
  }

  private _alignClocks(): void {
    const uncertainties = this._threads.map((_, thread) => alignThread(this._control, thread, this._clock));
    // Of two hot threads each may be off by its own.
    const [producer, ...consumers] = uncertainties;
    this._surroundings.clockUncertaintyNs = producer + Math.max(...consumers);
  }

  /** Looks after everything until there is a reason to stop. */
  private async _work(): Promise<LiveResult["endedBy"]> {
    const { seconds, injections } = this._plan;
    const { signal } = this._parts;
    const lifecycle = this._lifecycle;
    const warmup = new WarmupController({ lifecycle, ticks: WARMUP_TICKS });
    const schedule = new FailureSchedule({
      totalSteps: Math.ceil(1_000 * seconds),
      injections: injections.map(({ atMs, action }) => ({ step: atMs, failure: "market-data-outage", action })),
    });
    const injector = new FailureInjector({ lifecycle, schedule });
    warmup.start();
    giveCommand(this._control, Command.RUN);
    for (let injected = 0;;) {
      if (this._hasFailed) return "failure";
      if (signal.aborted) return "interrupt";
      const elapsedMs = this._elapsedMs;
      if (elapsedMs >= 1_000 * seconds) return "time";
      // One at a time, so that the state between two is noted even if both are late.
      for (; injected < injections.length && injections[injected].atMs <= elapsedMs; injected++) {
        injector.inject(injections[injected].atMs);
        this._noteState();
      }
      warmup.advance();
      this._lookAfter();
      await sleep(CYCLE_MS);
    }
  }

  /** Stops the intake, degrades, lets consumers take what is left, and then makes them leave it. */
  private async _stop(): Promise<void> {
    this._isStopping = true;
    giveCommand(this._control, Command.STOP);
    this._lifecycle.degradation.hold({ name: "shutdown" });
    if (await this._isDoneWithin(STOP_MS)) return;
    giveCommand(this._control, Command.LEAVE);
    await this._isDoneWithin(LEAVE_MS);
  }

  private async _isDoneWithin(ms: number): Promise<boolean> {
    let isDone = false;
    const whenDone = Promise.all(this._threads.map(({ whenDone }) => whenDone)).then(() => isDone = true);
    for (const untilMs = this._elapsedMs + ms; !isDone && this._elapsedMs < untilMs;) {
      this._lookAfter();
      await Promise.race([whenDone, sleep(CYCLE_MS)]);
    }
    return isDone;
  }

  /** Notes where the lifecycle is, takes observations, and shows the status if it is time. */
  private _lookAfter(): void {
    this._noteState();
    for (const consumer of this._consumers) consumer.drain();
    const elapsedMs = this._elapsedMs;
    this._longestCycleMs = Math.max(this._longestCycleMs, elapsedMs - this._lookedAtMs);
    this._lookedAtMs = elapsedMs;
    if (elapsedMs - this._statusAtMs < this._parts.statusMs) return;
    this._parts.onStatus(this._status(elapsedMs));
  }

  private _noteState(): void {
    const state = this._state;
    if (this._states.at(-1)?.state === state) return;
    this._states.push({ atMs: this._elapsedMs, state, causes: this._causes });
    if (state !== "READY") return;
    for (const consumer of this._consumers) consumer.measureFrom(this._clock.nowNs());
  }

  private get _state(): LifecycleStateName {
    return lifecycleStateName(this._lifecycle.state);
  }

  private get _causes(): readonly string[] {
    return this._lifecycle.degradation.causes.map(({ name }) => name);
  }

  private _status(elapsedMs: number): LiveStatus {
    // The counts of the consumers first: so none of them is ahead of the head.
    const progress = this._consumers.map((consumer) => consumer.progress());
    const published = this._head.head;
    const seconds = (elapsedMs - this._statusAtMs) / 1_000;
    const ratePerSecond = (published - this._publishedBefore) / seconds;
    this._statusAtMs = elapsedMs;
    this._publishedBefore = published;
    return {
      plan: this._plan,
      surroundings: this._surroundings,
      elapsedMs,
      isStopping: this._isStopping,
      state: this._state,
      causes: this._causes,
      published,
      ratePerSecond,
      consumers: this._consumers.map((consumer, n) => consumer.status(published, progress[n])),
    };
  }
}

/** Counts that a consumer has shown. */
interface ConsumerProgress {
  readonly delivered: number;
  readonly lost: number;
}

/** One consumer, as the control plane sees it. */
class LiveConsumer {
  readonly thread: HotThread<ConsumerReport>;
  private readonly _plan: LivePlan;
  private readonly _number: number;
  private readonly _delivered: WrappingCounter;
  private readonly _lost: WrappingCounter;
  private readonly _recorder: LatencyRecorder;
  private readonly _aggregator: ObservationAggregator;

  constructor(plan: LivePlan, setup: ThreadSetup) {
    const { thread, control } = setup;
    this._plan = plan;
    this._number = thread;
    const observations = allocateObservationRing(OBSERVATIONS);
    this._recorder = new LatencyRecorder(plan.rate);
    this._aggregator = new ObservationAggregator(observations, this._recorder);
    this._delivered = new WrappingCounter(control.words, threadLine(thread) + ThreadWord.DELIVERED);
    this._lost = new WrappingCounter(control.words, threadLine(thread) + ThreadWord.LOST);
    const module = new URL("./consumer_worker.ts", import.meta.url);
    const consumer: ConsumerSetup = {
      ...setup,
      observations,
      onOverrun: plan.onOverrun,
      slowUs: plan.slowUs.get(thread) ?? 0,
    };
    this.thread = new HotThread(`consumer ${thread}`, module, consumer);
  }

  begin(startNs: number): void {
    this._recorder.begin(startNs);
  }

  measureFrom(nowNs: number): void {
    this._recorder.measureFrom(nowNs);
  }

  drain(): void {
    this._aggregator.drain(DRAIN_MAX);
  }

  /** Takes all observations that are left. The thread sends no more. */
  settle(): void {
    while (this._aggregator.pending > 0) this._aggregator.drain(DRAIN_MAX);
  }

  progress(): ConsumerProgress {
    return { delivered: this._delivered.read(), lost: this._lost.read() };
  }

  status(published: number, { delivered, lost }: ConsumerProgress): ConsumerStatus {
    const { p50, p99, p999, count } = this._recorder.interval().stalenessNs;
    return {
      number: this._number,
      lag: published - delivered - lost,
      lost,
      stalenessNs: count === 0 ? null : { p50, p99, p999 },
      dropped: this._aggregator.dropped,
      failure: this.thread.failure,
    };
  }

  result(): ConsumerResult {
    const { beforeReady, measuredNs, scheduledNs } = this._recorder;
    const { observed, dropped } = this._aggregator;
    return {
      number: this._number,
      report: this.thread.report,
      observed,
      dropped,
      beforeReady,
      measuredNs,
      scheduledNs: this._plan.rate === "max" ? null : scheduledNs,
    };
  }
}

/** How the hot threads make clocks that agree with the one that was chosen. */
function threadClockPlan({ clock }: ClockSelection): ThreadClockPlan {
  return clock instanceof NativeClock ? { kind: "native", origin: clock.origin } : { kind: "hrtime" };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
