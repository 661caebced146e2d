import type { Lifecycle } from "../../../mod.ts";
import { ConfigError, type OnOverrunSpecification } from "../../../config/mod.ts";
import type { AssemblyConsumer } from "../assembly/assembly_consumer.ts";
import type { RunTrace } from "../run_trace.ts";
import { GapHold } from "./gap_hold.ts";
import { GrowingColumns, type IntervalEnd } from "./interval_columns.ts";
import type { LifecycleTrace } from "./lifecycle_trace.ts";
import type { TimedLog } from "./timed_log.ts";
import { EPISODES_MAX, type TimedConsumerRecord, type TimedEpisode } from "./timed_record.ts";

/** Parts of a consumer of a timed run that its system gives it. */
export interface TimedConsumerParts {
  /** When each consumer of the system acts next, in simulated nanoseconds. */
  readonly agenda: Float64Array;
  /** Its place there. */
  readonly place: number;
  /** Its real parts. */
  readonly own: AssemblyConsumer;
  /** What it does about overruns. */
  readonly onOverrun: OnOverrunSpecification;
  /** How long the system is held in DEGRADED after a gap; undefined, if it is not. */
  readonly provisionalForNs: number | undefined;
  /** The time before which the run counts, in nanoseconds; Infinity, if none is set. */
  readonly durationNs: number;
  /** Sees its decisions. */
  readonly log: TimedLog;
  /** The authority on whether a decision is live. */
  readonly lifecycle: Lifecycle;
  /** Is told when a gap moves that. */
  readonly trace: LifecycleTrace;
  /** Is shown what happens. */
  readonly shown: RunTrace;
}

/** In the place of a time: not of its own accord. */
export const NEVER = Infinity;

/**
 * One consumer of a timed run: what those paced by services and by polls have in common. They differ in when they act, and in
 * what an act is.
 */
export abstract class TimedConsumer {
  /** When it acted last, in simulated nanoseconds. */
  latestNs = 0;
  /** Whether it stopped polling for good. */
  stopped = false;
  /** What happened over time. */
  declare readonly columns: GrowingColumns;
  /** How its gaps hold the system, if they do. */
  declare readonly gap: GapHold | undefined;
  /** Its real parts. */
  declare protected readonly own: AssemblyConsumer;
  /** Sees its decisions. */
  declare protected readonly log: TimedLog;
  /** The greatest lag that a poll found. */
  protected lagMax = 0;
  /** Time that it was busy. */
  protected busyNs = 0;
  declare private readonly _trace: LifecycleTrace;
  declare private readonly _shown: RunTrace;
  /** The overrun from which on it is out of service. */
  declare private readonly _leaveAt: number;
  private readonly _episodes: TimedEpisode[] = [];
  private _totalEpisodes = 0;
  private _firstOverrunNs: number | undefined = undefined;
  /** When an overrun was found that no resume has ended; -1, if there is none. */
  private _openNs = -1;

  /** When every consumer acts next: its own is at its place. */
  declare private readonly _agenda: Float64Array;
  declare private readonly _place: number;

  /** Made by its system. */
  constructor(
    { agenda, place, own, onOverrun, provisionalForNs, durationNs, log, lifecycle, trace, shown }: TimedConsumerParts,
  ) {
    this.columns = new GrowingColumns(durationNs);
    this._agenda = agenda;
    this._place = place;
    this.own = own;
    this.log = log;
    this._trace = trace;
    this._shown = shown;
    this._leaveAt = typeof onOverrun === "string" ? NEVER : onOverrun.leave;
    this.gap = provisionalForNs === undefined ? undefined : new GapHold(lifecycle, own.name, provisionalForNs);
  }

  /** When it acts next, in simulated nanoseconds; Infinity, if nothing but an arrival brings it to. */
  get nextNs(): number {
    return this._agenda[this._place];
  }

  protected set nextNs(ns: number) {
    // Beyond, times are not exact, and a nanosecond later may be the same number.
    if (ns >= Number.MAX_SAFE_INTEGER && ns < NEVER) this._refuseTime(ns);
    this._agenda[this._place] = ns;
  }

  /** Does what is due at {@linkcode TimedConsumer.nextNs}. */
  abstract act(): void;

  /** An event has arrived. */
  abstract arrived(nowNs: number): void;

  /** Whether it has taken events that it has not decided on. */
  abstract get isBusy(): boolean;

  /** The control plane has its turn: a consumer that only waits for work is known to be alive. */
  abstract beat(nowNs: number): void;

  private _refuseTime(ns: number): never {
    throw new ConfigError(
      `consumers[${this._place}]`,
      `must have done everything before 2^53 - 1 ns, some 104 days, got ${ns} ns: shorten what it is busy with, or the run`,
    );
  }

  /** A poll finds so many events. */
  protected found(lag: number, nowNs: number): void {
    if (lag > this.lagMax) this.lagMax = lag;
    if (nowNs >= this.columns.endNs) this.moveTo(nowNs);
    this.columns.seeLag(lag);
  }

  /** A decision is complete, which the log has not seen yet. */
  protected completed(nowNs: number): void {
    if (nowNs >= this.columns.endNs) this.moveTo(nowNs);
  }

  /** Answers an overrun that a poll has found, as planned. Says whether the consumer has resumed. */
  protected answerOverrun(nowNs: number): boolean {
    const { own: { overruns, isolation, consumer } } = this;
    const first = consumer.cursor;
    this._firstOverrunNs ??= nowNs;
    if (overruns.overruns + 1 >= this._leaveAt) {
      isolation.isolate();
      this.stopped = true;
    } else {
      const lost = overruns.answer();
      this.columns.lose(lost);
      if (!overruns.stalled) {
        this._resume(nowNs, lost);
        this._shown.overrun(this._place, { timeNs: nowNs, first, lost, hasResumed: true });
        return true;
      }
    }
    if (this._openNs < 0) {
      this._openNs = nowNs;
      this._totalEpisodes++;
      this._shown.overrun(this._place, { timeNs: nowNs, first, lost: consumer.overwritten, hasResumed: false });
    }
    return false;
  }

  private _resume(nowNs: number, lost: number): void {
    this._totalEpisodes++;
    if (this._episodes.length < EPISODES_MAX) this._episodes.push({ fromNs: nowNs, toNs: nowNs, lost });
    if (this.gap === undefined) return;
    this.gap.hold(nowNs);
    this._trace.look(nowNs);
  }

  /** Its record up to a time. */
  record(endNs: number): TimedConsumerRecord {
    const { own: { name, consumer, polls }, log, _openNs: openNs } = this;
    const { lag, overwritten, delivered } = consumer;
    const open = openNs < 0 ? [] : [{ fromNs: openNs, toNs: undefined, lost: overwritten }];
    return {
      name,
      delivered,
      live: log.live,
      provisional: log.observed - log.live,
      lost: consumer.lost + overwritten,
      backlog: lag - overwritten,
      overruns: polls.overruns,
      firstOverrunNs: this._firstOverrunNs,
      episodes: [...this._episodes, ...open],
      totalEpisodes: this._totalEpisodes,
      lagMax: this.lagMax,
      busyNs: this.busyNs,
      blindNs: (this.gap?.blindNs(endNs) ?? 0) + (openNs < 0 ? 0 : Math.max(0, endNs - openNs)),
      stalenessNs: log.stalenessNs.clone(),
      latencyNs: log.latencyNs.clone(),
      intervals: this.columns.columns(this._counts),
      stopped: this.stopped,
      spoiled: log.spoiled,
      misjudged: log.misjudged,
      witnessed: log.observed === delivered - this.heldEvents,
      decisions: log.digest,
    };
  }

  /** Events that it has taken and not decided on. */
  protected abstract get heldEvents(): number;

  /** Goes on to the interval of a time. */
  moveTo(nowNs: number): void {
    this.columns.moveTo(nowNs, this._counts);
  }

  /** Its counts now, of which the columns keep those at the end of an interval. */
  private get _counts(): IntervalEnd {
    const { own: { consumer, polls }, log } = this;
    const { lag, delivered, lost, overwritten } = consumer;
    return {
      published: delivered + lost + lag,
      lag,
      undeliverable: lost + overwritten,
      overruns: polls.overruns,
      live: log.live,
      provisional: log.observed - log.live,
    };
  }
}
