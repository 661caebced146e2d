import { MarketDataOutage, SystemMetrics, type SystemParts } from "../../../control/mod.ts";
import {
  type ClockSelection,
  Lifecycle,
  type LifecycleStateName,
  lifecycleStateName,
  type MonotonicClock,
  SharedRingBuffer,
  type SharedRingDescription,
  type SharedRingReader,
} from "../../../mod.ts";
import { WarmupController } from "../../../runtime/mod.ts";
import type { MetricsFile } from "../../terminal/files/metrics_file.ts";
import { alignThread } from "../between/aligned_clock.ts";
import {
  Command,
  giveCommand,
  LIFECYCLE_WORD,
  makeSharedControl,
  type SharedControl,
  START_CELL,
} from "../between/control_words.ts";
import { HaltWatch } from "./halt_watch.ts";
import { type HotThread, NO_ANSWER } from "./hot_thread.ts";
import { LiveConsumer } from "./live_consumer.ts";
import { HEALTH_MS, LiveHealth } from "./live_health.ts";
import type { LiveFeed } from "./live_feed.ts";
import { startHiccupMeter } from "./live_hiccups.ts";
import { LiveProducer } from "./live_producer.ts";
import { chooseIdle, type LiveAction, type LivePlan } from "./live_plan.ts";
import type { LiveResult } from "./live_result.ts";
import type { LiveStatus, LiveSurroundings, StateEntry } from "./live_status.ts";
import { type LiveTrace, NO_LIVE_TRACE } from "./live_trace.ts";
import { clockNameOf, threadClockPlan } from "./live_clock.ts";
import { PATIENCE, type Patience, settledWithin } from "./patience.ts";
import type { HiccupReport, ProducerSetup, ThreadSetup } from "../between/thread_messages.ts";
import { lookAtAll, type SeenRing } from "../between/thread_progress.ts";

/** Parts of a live run besides its plan. */
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
  /** Receives the status of the run. */
  readonly onStatus: (status: LiveStatus) => void;
  /** The feed, open; nothing, if the plan has none. It is closed at the end. */
  readonly feed?: LiveFeed;
  /** Where the numbers of the system are written to once a second and at the end; nothing, if nowhere. */
  readonly metricsFile: MetricsFile | undefined;
  /** How long to wait for threads. Default: {@linkcode PATIENCE} */
  readonly patience?: Patience;
  /** Is shown what the control plane sees. Default: nobody is. */
  readonly trace?: LiveTrace;
}

/** The control plane looks after everything once in so many milliseconds. A tick of the warm-up is one such cycle. */
export const CYCLE_MS = 10;

/** Ticks that the warm-up takes: enough for the compilers to have seen the hot path, at any but the lowest rates. */
export const WARMUP_TICKS = 50;

/** Milliseconds that a feed begins later than the threads: what waking them takes, on a busy machine. */
const FEED_LEAD_MS = 20;

/** Milliseconds from one writing of the metrics file to the next. */
const METRICS_MS = 1_000;

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
 *
 * A thread that never returns cannot make it wait for longer than its patience, and counts as failed. Such a thread cannot be
 * stopped either, so a program that has called this ends by `Deno.exit`.
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
  private readonly _reader: SharedRingReader;
  /** The ring, as it was when the control plane looked last. */
  private readonly _ring: SeenRing & SystemParts["ring"];
  private readonly _metrics: SystemMetrics;
  private readonly _health: LiveHealth | undefined;
  private readonly _surroundings: { -readonly [Key in keyof LiveSurroundings]: LiveSurroundings[Key] };
  private readonly _producer: LiveProducer;
  private readonly _consumers: readonly LiveConsumer[];
  private readonly _meter: HotThread<HiccupReport>;
  private readonly _states: StateEntry[] = [];
  private readonly _halts: HaltWatch = new HaltWatch();
  private _startNs = 0;
  private _isStopping = false;
  private _feedOverAtMs: number | undefined = undefined;
  private _lookedAtMs = 0;
  private _longestCycleMs = 0;
  /** The longest cycle since the last status. */
  private _controlGapMs = 0;
  private _statusAtMs = 0;
  private _metricsAtMs = 0;
  private _judgedAtMs = 0;
  private _publishedBefore = 0;

  constructor(plan: LivePlan, parts: LiveRunParts) {
    const { ring, clock: selection, cores } = parts;
    const clock = threadClockPlan(selection);
    const meter = 1 + plan.consumers;
    const control = makeSharedControl(meter + 1);
    const idle = chooseIdle(plan, cores);
    this._plan = plan;
    this._parts = parts;
    this._clock = selection.clock;
    this._control = control;
    this._lifecycle = new Lifecycle(control.words.subarray(LIFECYCLE_WORD, LIFECYCLE_WORD + 1));
    this._reader = SharedRingBuffer.attachReader(ring);
    const reader = this._reader;
    const { head, first, capacity } = reader;
    this._ring = { nowNs: NaN, head, first, capacity, get: (sequence) => reader.get(sequence) };
    this._surroundings = {
      clock: clockNameOf(clock),
      clockNote: selection.note,
      clockUncertaintyNs: 0,
      idle,
      cores,
    };
    const setup = (thread: number): ThreadSetup => ({ thread, control, ring, clock, idle, stallUs: plan.stallUs });
    this._producer = new LiveProducer(setup(0), paceOf(plan, parts.feed));
    this._consumers = Array.from(
      { length: plan.consumers },
      (_, n) => new LiveConsumer(plan, setup(n + 1), this._ring, this._halts, parts.feed, this._trace),
    );
    this._meter = startHiccupMeter({ thread: meter, control, clock });
    const { _lifecycle: lifecycle, _ring: seen, _producer: producer, _consumers: consumers } = this;
    // Ages are as of the look that found what waits.
    this._metrics = new SystemMetrics({
      lifecycle,
      ring: seen,
      clock: { nowNs: () => seen.nowNs },
      producer,
      consumers,
    });
    const { checks } = plan;
    this._health = Object.keys(checks).length === 0
      ? undefined
      : new LiveHealth({ lifecycle, checks, reader: this._reader });
  }

  async run(): Promise<LiveResult> {
    await this._start();
    const endedBy = await this._work();
    await this._stop();
    for (const consumer of this._consumers) consumer.settle();
    this._look();
    this._trace.looked(this._ring.nowNs, this._consumers);
    this._writeMetrics();
    return {
      plan: this._plan,
      surroundings: this._surroundings,
      endedBy,
      startNs: this._startNs,
      states: this._states,
      halts: this._halts.halts,
      longestCycleMs: this._longestCycleMs,
      producer: this._producer.thread.report,
      consumers: this._consumers.map((consumer) => consumer.result()),
      hiccups: this._meter.report,
      feed: this._feed?.read,
      metricsFile: this._parts.metricsFile,
      failures: this._failures(),
    };
  }

  private _failures(): string[] {
    const failed = this._threads.filter(({ failure }) => failure !== undefined);
    const lines = failed.map(({ name, failure }) => `${name}: ${failure}`);
    const failure = this._feed?.failure;
    return failure === undefined ? lines : [...lines, failure];
  }

  terminate(): void {
    this._feed?.close();
    for (const thread of this._threads) thread.terminate();
  }

  private get _threads(): readonly HotThread<unknown>[] {
    return [...this._hotThreads, this._meter];
  }

  private get _hotThreads(): readonly HotThread<unknown>[] {
    return [this._producer, ...this._consumers].map(({ thread }) => thread);
  }

  /** Ticks of the warm-up: those of the system that is specified. Without one, each is a cycle of the control plane. */
  private get _warmup(): { readonly ticks: number; readonly tickMs: number } {
    const { system } = this._plan;
    if (system === undefined) return { ticks: WARMUP_TICKS, tickMs: 0 };
    const { ticks, tick } = system.warmup ?? { ticks: 0, tick: 0 };
    return { ticks, tickMs: tick / 1e6 };
  }

  private get _trace(): LiveTrace {
    return this._parts.trace ?? NO_LIVE_TRACE;
  }

  private get _feed(): LiveFeed | undefined {
    return this._parts.feed;
  }

  private get _patience(): Patience {
    return this._parts.patience ?? PATIENCE;
  }

  private get _hasFailed(): boolean {
    return this._threads.some(({ failure }) => failure !== undefined);
  }

  private get _elapsedMs(): number {
    return (this._clock.nowNs() - this._startNs) / 1e6;
  }

  /** Waits for the threads, sets their clocks, and lets them begin. */
  private async _start(): Promise<void> {
    await this._areReady();
    if (this._surroundings.clock === "process.hrtime" && !this._hasFailed) this._alignClocks();
    // The first events of a feed may all be due at once: the threads have to be awake by then.
    const leadMs = this._feed === undefined ? 0 : FEED_LEAD_MS;
    this._startNs = this._clock.nowNs() + 1e6 * leadMs;
    this._control.cells[START_CELL] = this._startNs;
    for (const consumer of this._consumers) consumer.begin(this._startNs);
    this._trace.begun(this._startNs);
    this._look();
    this._health?.begin(this._metrics.snapshot(), this._startNs);
  }

  /** Waits until all threads have started or failed. A thread that has done neither in time has failed. */
  private async _areReady(): Promise<void> {
    const { readyMs } = this._patience;
    // No patience is no turn of the event loop, in which a thread could say that it has started.
    if (readyMs > 0) await settledWithin(Promise.all(this._threads.map(({ whenReady }) => whenReady)), readyMs);
    for (const thread of this._threads) if (!thread.isReady) thread.giveUp(`did not start within ${readyMs} ms`);
  }

  private _alignClocks(): void {
    const uncertainties = this._hotThreads.map((thread, n) => {
      try {
        return alignThread(this._control, n, this._clock);
      } catch {
        thread.giveUp(NO_ANSWER);
        return 0;
      }
    });
    // Of two hot threads each may be off by its own.
    const [producer, ...consumers] = uncertainties;
    this._surroundings.clockUncertaintyNs = producer + Math.max(...consumers);
  }

  /** Looks after everything until there is a reason to stop. */
  private async _work(): Promise<LiveResult["endedBy"]> {
    const { seconds, injections } = this._plan;
    const { signal } = this._parts;
    const lifecycle = this._lifecycle;
    // The threads that have a feed have been trained before.
    const { ticks, tickMs } = this._warmup;
    const warmup = new WarmupController({ lifecycle, ticks });
    const outage = new MarketDataOutage(lifecycle);
    warmup.start();
    // Without ticks it is over before the feed begins.
    if (warmup.ticks === 0) {
      this._act(() => warmup.advance());
      this._noteState();
    }
    giveCommand(this._control, Command.RUN);
    if (this._elapsedMs < 0) await sleep(-this._elapsedMs);
    for (let injected = 0;;) {
      if (this._hasFailed) return "failure";
      if (signal.aborted) return "interrupt";
      const elapsedMs = this._elapsedMs;
      // Carries out all that are due, even at the end; one at a time, so that the state in between is noted.
      for (; injected < injections.length && injections[injected].atMs <= elapsedMs; injected++) {
        const { action } = injections[injected];
        this._act(() => this._inject(action, outage));
        this._trace.injected(action, this._clock.nowNs());
        this._noteState();
      }
      if (elapsedMs >= 1_000 * seconds) return "time";
      if (this._isFeedDone(elapsedMs)) return this._feed?.failure === undefined ? "feed" : "failure";
      this._feed?.readOn();
      if (elapsedMs >= tickMs * warmup.done) this._act(() => warmup.advance());
      this._act(() => this._judge(elapsedMs));
      this._lookAfter();
      await sleep(CYCLE_MS);
    }
  }

  /** Whether all of the feed is published, and everybody has taken it, or takes no more, or takes too long. */
  private _isFeedDone(elapsedMs: number): boolean {
    if (!this._producer.isFeedOver) return false;
    this._feedOverAtMs ??= elapsedMs;
    if (elapsedMs - this._feedOverAtMs > this._patience.stopMs) return true;
    this._look();
    return this._consumers.every(({ hasStopped, consumer }) => hasStopped || consumer.lag === 0);
  }

  /** Does what was planned for this moment. */
  private _inject(action: LiveAction, outage: MarketDataOutage): void {
    const { degradation } = this._lifecycle;
    switch (action) {
      case "activate":
        outage.activate();
        break;
      case "deactivate":
        outage.deactivate();
        break;
      case "halt":
        degradation.halt();
        break;
      case "release":
        degradation.endHalt();
    }
  }

  /** Does what may move the lifecycle, between two readings of the clock. */
  private _act(action: () => void): void {
    const wasReady = this._state === "READY";
    const beforeNs = this._clock.nowNs();
    action();
    const isReady = this._state === "READY";
    if (wasReady === isReady) return;
    if (isReady) return this._halts.comeBack(beforeNs);
    const tookNs = this._clock.nowNs() - beforeNs;
    this._halts.leave(beforeNs, tookNs, (beforeNs - this._startNs) / 1e6, this._causes);
  }

  /** Stops the intake, degrades, lets consumers take what is left, and then makes them leave it. */
  private async _stop(): Promise<void> {
    this._isStopping = true;
    giveCommand(this._control, Command.STOP);
    this._act(() => this._lifecycle.terminate());
    if (await this._isDoneWithin(this._patience.stopMs)) return;
    giveCommand(this._control, Command.LEAVE);
    if (await this._isDoneWithin(this._patience.leaveMs)) return;
    for (const thread of this._threads) thread.giveUp(NO_ANSWER);
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
    this._look();
    this._trace.looked(this._ring.nowNs, this._consumers);
    this._metrics.look();
    const elapsedMs = this._elapsedMs;
    this._controlGapMs = Math.max(this._controlGapMs, elapsedMs - this._lookedAtMs);
    this._longestCycleMs = Math.max(this._longestCycleMs, this._controlGapMs);
    this._lookedAtMs = elapsedMs;
    // A feed begins a moment after the threads.
    for (const consumer of this._consumers) consumer.note(Math.max(0, 1e6 * elapsedMs));
    if (elapsedMs - this._metricsAtMs >= METRICS_MS) {
      this._metricsAtMs = elapsedMs;
      this._writeMetrics();
    }
    if (elapsedMs - this._statusAtMs >= this._parts.statusMs) this._parts.onStatus(this._status(elapsedMs));
  }

  /** Lets health decide, if it is to, and it is time. */
  private _judge(elapsedMs: number): void {
    if (this._health === undefined || elapsedMs - this._judgedAtMs < HEALTH_MS) return;
    this._judgedAtMs = elapsedMs;
    this._look();
    this._health.tick(this._metrics.snapshot(), this._startNs, this._ring.nowNs);
  }

  private _look(): void {
    lookAtAll([this._producer, ...this._consumers], this._reader, this._clock.nowNs(), this._ring);
  }

  /** Writes the numbers of the system, if they are wanted. That this fails is counted by the file. */
  private _writeMetrics(): void {
    const file = this._parts.metricsFile;
    if (file === undefined) return;
    this._look();
    file.write(this._metrics.snapshot());
  }

  /** Notes where the lifecycle is, and why, if either has changed. */
  private _noteState(): void {
    const state = this._state;
    const causes = this._causes;
    const last = this._states.at(-1);
    if (last?.state === state && last.causes.join() === causes.join()) return;
    this._states.push({ atMs: Math.max(0, this._elapsedMs), state, causes });
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
    this._look();
    const ages = this._metrics.look();
    const published = this._ring.head;
    const seconds = (elapsedMs - this._statusAtMs) / 1_000;
    const ratePerSecond = (published - this._publishedBefore) / seconds;
    this._statusAtMs = elapsedMs;
    this._publishedBefore = published;
    const controlGapMs = this._controlGapMs;
    this._controlGapMs = 0;
    return {
      plan: this._plan,
      surroundings: this._surroundings,
      elapsedMs,
      isStopping: this._isStopping,
      state: this._state,
      causes: this._causes,
      states: this._states,
      controlGapMs,
      published,
      ratePerSecond,
      producer: this._producer.cycles,
      consumers: this._consumers.map((consumer, n) => consumer.status(ages[n])),
      metricsFile: this._parts.metricsFile,
    };
  }
}

/** What the producer publishes. */
function paceOf({ rate }: LivePlan, feed: LiveFeed | undefined): ProducerSetup["pace"] {
  if (rate !== "feed") return rate;
  if (feed === undefined) {
    throw new TypeError("Cannot run live: feed must be a LiveFeed for such a plan, got undefined");
  }
  return feed.pace;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
