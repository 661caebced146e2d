import {
  allocateObservationRing,
  type ConsumerAges,
  type ConsumerParts,
  type DueTimes,
  LatencyRecorder,
  type LoopCycles,
  type LoopHeartbeat,
  ObservationAggregator,
} from "../../../control/mod.ts";
import { GrowingColumns, type IntervalEnd } from "../../system/timed/interval_columns.ts";
import { totalCycles } from "../between/thread_cycles.ts";
import { dueNs } from "../../../runtime/mod.ts";
import type { LiveFeed } from "./live_feed.ts";
import type { HaltWatch } from "./halt_watch.ts";
import { HotThread } from "./hot_thread.ts";
import { consumerPlanOf, type LivePlan } from "./live_plan.ts";
import type { ConsumerResult } from "./live_result.ts";
import type { ConsumerStatus } from "./live_status.ts";
import { type LiveTrace, NO_LIVE_TRACE } from "./live_trace.ts";
import type { ConsumerReport, ConsumerSetup, ThreadSetup } from "../between/thread_messages.ts";
import { ThreadProgress } from "../between/thread_progress.ts";

/**
 * Observations that wait in a consumer's ring: more than come in a cycle from a consumer at full speed. Otherwise each cycle
 * would find the ring overrun, and none would find anything to observe.
 */
const OBSERVATIONS = 2 ** 18;

/** Observations that one cycle takes from one consumer at most: what takes a millisecond or two. The rest may be dropped. */
const DRAIN_MAX = 32_768;

/** One consumer, as the control plane sees it: what its thread has shown, as of the last look at it. */
export class LiveConsumer implements ConsumerParts {
  /** Its number, as a name. */
  readonly name: string;
  /** Its thread. */
  readonly thread: HotThread<ConsumerReport>;
  private readonly _plan: LivePlan;
  private readonly _number: number;
  private readonly _progress: ThreadProgress;
  private readonly _recorder: LatencyRecorder;
  private readonly _aggregator: ObservationAggregator;
  private readonly _ring: { readonly head: number };
  private readonly _headBefore: number;
  /** The overrun at which it stops, counted from 1; 0, if it never does. */
  private readonly _stopsAt: number;
  private _startNs = NaN;
  /** Events that it had decided on at the last look. */
  private _decided = 0;
  /** Events that it has lost for certain, whether it has given them up or not. */
  private _lost = 0;
  /** The greatest lag at a look since the last status. */
  private _lagMax = 0;
  /** What was seen over time. */
  private readonly _columns = new GrowingColumns();
  /** Live decisions that were observed. */
  private _observedLive = 0;

  /**
   * Starts its thread.
   *
   * @param plan what is to be done
   * @param setup what every thread is told
   * @param ring has the head as it was seen after the last look
   * @param halts is told of every live ack
   * @param feed knows when the events of a feed were due. Default: there is no feed
   * @param trace is shown every observation. Default: nobody is
   */
  constructor(
    plan: LivePlan,
    setup: ThreadSetup,
    ring: { readonly head: number },
    halts: HaltWatch,
    feed: Pick<LiveFeed, "dueNs"> | undefined = undefined,
    trace: LiveTrace = NO_LIVE_TRACE,
  ) {
    const { thread, control } = setup;
    this.name = String(thread);
    this._plan = plan;
    this._number = thread;
    this._ring = ring;
    this._headBefore = ring.head;
    const observations = allocateObservationRing(OBSERVATIONS);
    const recorder = new LatencyRecorder({ schedule: this._scheduleOf(plan.rate, feed) });
    this._recorder = recorder;
    this._aggregator = new ObservationAggregator(observations, {
      observe: (event, ack) => {
        recorder.observe(event, ack);
        this._columns.decide(ack.decisionNs - event.arrivalNs);
        if (ack.executed) {
          this._observedLive++;
          halts.observe(ack.decisionNs, ack.completionNs);
        }
        trace.observed(thread - 1, event, ack);
      },
      recordDropped: (count) => recorder.recordDropped(count),
    });
    this._progress = new ThreadProgress(control, thread);
    const module = new URL("../thread/consumer_worker.ts", import.meta.url);
    const consumer: ConsumerSetup = {
      ...setup,
      observations,
      ...consumerPlanOf(plan, thread),
    };
    this._stopsAt = consumer.onOverrun === "stall" ? 1 : consumer.service?.leaveAt ?? 0;
    this.thread = new HotThread(`consumer ${thread}`, module, consumer);
  }

  /** Events delivered, lost and waiting. */
  get consumer(): ConsumerParts["consumer"] {
    const { report } = this.thread;
    const delivered = report?.delivered ?? this._decided;
    const lost = report?.lost ?? this._progress.lost;
    const overwritten = report?.overwritten ?? this._lost - lost;
    const cursor = this._start + delivered + lost;
    return { cursor, delivered, lost, lag: this._ring.head - cursor, overwritten };
  }

  /** Whether it takes no more, as of the last look: it was overrun, and its answer to that is to stop. */
  get hasStopped(): boolean {
    const { overruns } = this._progress;
    return this._stopsAt > 0 && overruns >= this._stopsAt;
  }

  /** Results of its polls. */
  get polls(): ConsumerParts["polls"] {
    const { emptyPolls, overruns } = this._progress;
    return { empty: emptyPolls, overruns };
  }

  /** How its cycles went: to the nanosecond, when it has reported. And when the last began, or could have. */
  get cycles(): LoopCycles & LoopHeartbeat {
    const { report } = this.thread;
    const { heartbeatNs } = this._progress;
    const cycles = report === undefined ? this._progress.cycles : totalCycles(report.cycles);
    return { ...cycles, latestNs: Number.isNaN(heartbeatNs) ? this._startNs : heartbeatNs };
  }

  /** Where it joined: at the head, before the producer was told to begin. */
  private get _start(): number {
    return this.thread.report?.start ?? this._headBefore;
  }

  /** Observed decisions. */
  get metrics(): ConsumerParts["metrics"] {
    return this._recorder;
  }

  /** Knows when each event was due; nothing, if there is no schedule. */
  private _scheduleOf(
    rate: LivePlan["rate"],
    feed: Pick<LiveFeed, "dueNs"> | undefined,
  ): DueTimes | undefined {
    if (rate === "max") return undefined;
    if (rate !== "feed") return { dueNs: (n) => dueNs(n, this._startNs, rate) };
    return { dueNs: (n) => this._startNs + (feed?.dueNs(n - this._headBefore) ?? NaN) };
  }

  /** Observations that the control plane knows it did not get. */
  get dropped(): number {
    return this._aggregator.dropped;
  }

  /** Sets the start of the schedule. */
  begin(startNs: number): void {
    this._startNs = startNs;
  }

  /** Records the latencies of events that arrive from now on. */
  measureFrom(nowNs: number): void {
    this._recorder.measureFrom(nowNs);
  }

  /** Takes observations, as many as a cycle has time for. */
  drain(): void {
    this._aggregator.drain(DRAIN_MAX);
  }

  /** Takes all observations that have been sent by now: a thread that did not answer may go on sending. */
  settle(): void {
    const aggregator = this._aggregator;
    const sent = aggregator.observed + aggregator.dropped + aggregator.pending;
    while (aggregator.observed + aggregator.dropped < sent) aggregator.drain(DRAIN_MAX);
  }

  /**
   * Looks at what the thread has shown. It shows what was delivered after every pass; each decision is seen at once, by the
   * observation that it sends. So of what has been observed, or dropped, by now, every event counts as delivered.
   */
  look(nowNs: number): void {
    this._progress.look(nowNs);
    this._decided = Math.max(this._progress.delivered, this._aggregator.sent);
  }

  /**
   * Updates the count of events that are certainly lost, now that the head is known. An event that the ring has
   * overwritten at this head, and that has not been delivered by now, can never be delivered. One event is exempt,
   * which the thread may be processing; a thread that is overrun, and stays so, has none. A certain loss stays certain,
   * so the count never falls.
   */
  settleFor(head: number): void {
    const { lost } = this._progress;
    const readableFrom = head - this._plan.capacity;
    const inHand = this.hasStopped ? 0 : 1;
    this._lost = Math.max(this._lost, lost, readableFrom - this._start - this._aggregator.sent - inHand);
    this._lagMax = Math.max(this._lagMax, head - this._start - this._decided - lost);
  }

  /**
   * Notes how it stands, for a report over time. A decision counts as of the look that took its observation.
   *
   * @param elapsedNs time since the start
   */
  note(elapsedNs: number): void {
    this._columns.moveTo(elapsedNs, this._counts);
  }

  private get _counts(): IntervalEnd {
    const { lag, lost, overwritten } = this.consumer;
    return {
      published: this._ring.head - this._start,
      lag,
      undeliverable: lost + overwritten,
      overruns: this._progress.overruns,
      live: this._observedLive,
      provisional: this._aggregator.observed - this._observedLive,
    };
  }

  /**
   * How it stands.
   *
   * @param ages how long its next event has waited, and ago it polled
   */
  status({ oldestUndecidedAgeNs, heartbeatAgeNs }: ConsumerAges): ConsumerStatus {
    const { p50, p99, p999, max, count } = this._recorder.interval().stalenessNs;
    const { lag, lost, overwritten } = this.consumer;
    const { stalls, longestNs } = this.cycles;
    const lagMax = Math.max(this._lagMax, lag);
    this._lagMax = 0;
    return {
      number: this._number,
      lag,
      lagMax,
      lost: lost + overwritten,
      undecidedNs: oldestUndecidedAgeNs,
      heartbeatNs: heartbeatAgeNs,
      stalenessNs: count === 0 ? undefined : { p50, p99, p999, max },
      dropped: this._aggregator.dropped,
      stalls,
      longestCycleNs: longestNs,
      failure: this.thread.failure,
    };
  }

  /** Account of its events. */
  result(): ConsumerResult {
    const { beforeMeasured: beforeReady, measuredNs, processingNs, scheduledNs } = this._recorder;
    const { observed, dropped } = this._aggregator;
    return {
      number: this._number,
      report: this.thread.report,
      observed,
      dropped,
      beforeReady,
      measuredNs,
      processingNs,
      scheduledNs: this._plan.rate === "max" ? undefined : scheduledNs,
      columns: this._columns.columns(this._counts),
    };
  }
}
