import type { Ack, EventView } from "../../mod.ts";
import { ordinal } from "../terminal/layout/number_format.ts";
import { causesOf } from "../timeline/run_process.ts";
import { ThinnedValues } from "../timeline/thinned_values.ts";
import type { TimelineConsumer, TimelineInstant, TimelineLife, TimelineProcess } from "../timeline/timeline_process.ts";
import { timelineShares } from "../timeline/timeline_shares.ts";
import type { Timeline } from "../timeline/timeline_text.ts";
import type { LiveAction, LivePlan } from "./plane/live_plan.ts";
import type { LiveResult } from "./plane/live_result.ts";
import type { LiveTrace, LookedAtConsumer } from "./plane/live_trace.ts";

/** What is kept of one consumer. */
class RecordedThread {
  /** Observed decisions, by rising sequence. */
  lives: TimelineLife[] = [];
  /** What was seen at a look. */
  readonly instants: TimelineInstant[] = [];
  /** How much of that there was. */
  totalInstants = 0;
  /** Its lag at each look. */
  declare readonly lag: ThinnedValues;
  /** Observations that came. */
  observed = 0;
  /** Counts at the look before. */
  before = { overruns: 0, lost: 0, dropped: 0 };

  constructor(lagValues: number) {
    this.lag = new ThinnedValues(lagValues);
  }
}

/**
 * Keeps what the control plane of a live run sees, in bounded memory: lag, overruns and drops at each look, and a part of the
 * decisions that it was shown. The longer the run, the smaller the part: every second event, every fourth. All consumers keep the
 * same events, so that one can be followed from its arrival to each of them.
 */
export class LiveRecording implements LiveTrace {
  declare private readonly _plan: Pick<LivePlan, "consumers" | "system">;
  declare private readonly _limit: number;
  declare private readonly _events: number;
  declare private readonly _instants: number;
  declare private readonly _threads: readonly RecordedThread[];
  private readonly _injections: TimelineInstant[] = [];
  private _totalInjections = 0;
  private _startNs = 0;
  private _latestNs = 0;
  /** Which events are kept: those whose sequence this divides. */
  private _stride = 1;

  /**
   * Keeps nothing yet.
   *
   * @param plan the plan of the run
   * @param limit most events of each kind in the timeline
   */
  constructor(plan: Pick<LivePlan, "consumers" | "system">, limit: number) {
    const shares = timelineShares(limit, [plan.consumers]);
    this._plan = plan;
    this._limit = limit;
    // Where observations are dropped, an event that one consumer keeps may be none of another's.
    this._events = Math.floor(shares.events * (plan.consumers + 1) / (2 * plan.consumers));
    this._instants = shares.instants;
    this._threads = Array.from({ length: plan.consumers }, () => new RecordedThread(shares.lag));
  }

  /** Takes the start of the run. */
  begun(startNs: number): void {
    this._startNs = startNs;
  }

  /** Keeps an observation, or not. */
  observed(consumer: number, event: EventView, ack: Ack): void {
    const thread = this._threads[consumer];
    thread.observed++;
    const { sequence } = event;
    if (sequence % this._stride !== 0) return;
    if (thread.lives.length >= this._events) {
      this._thin();
      if (sequence % this._stride !== 0) return;
    }
    const arrivalNs = this._sinceStart(event.arrivalNs);
    const decisionNs = this._sinceStart(ack.decisionNs);
    thread.lives.push({
      sequence,
      arrivalNs,
      // Clocks of two threads agree within a bound only.
      decisionNs: Math.max(arrivalNs, decisionNs),
      completionNs: Math.max(arrivalNs, decisionNs, this._sinceStart(ack.completionNs)),
      fate: ack.executed ? "live" : "provisional",
    });
  }

  /** Keeps the lag of each consumer, and what has been overrun, lost or dropped since the look before. */
  looked(nowNs: number, consumers: readonly LookedAtConsumer[]): void {
    const atNs = this._sinceStart(nowNs);
    this._latestNs = Math.max(this._latestNs, atNs);
    consumers.forEach(({ consumer, polls, dropped }, n) => {
      const thread = this._threads[n];
      thread.lag.add(atNs, consumer.lag);
      const seen = { overruns: polls.overruns, lost: consumer.lost + consumer.overwritten, dropped };
      const { before } = thread;
      const overruns = seen.overruns - before.overruns;
      const lost = seen.lost - before.lost;
      if (overruns > 0 || lost > 0) this._note(thread, { name: "overrun", atNs, args: { overruns, lost } });
      if (seen.dropped > before.dropped) {
        const args = { dropped: seen.dropped - before.dropped };
        this._note(thread, { name: "observations dropped", atNs, args });
      }
      thread.before = seen;
    });
  }

  /** Keeps an injection. */
  injected(action: LiveAction, nowNs: number): void {
    this._totalInjections++;
    if (this._injections.length >= this._instants) return;
    this._injections.push({ name: LIVE_INJECTIONS[action], atNs: this._sinceStart(nowNs), args: { action } });
  }

  /** The run as a timeline. */
  timeline({ states }: Pick<LiveResult, "states">, source: string): Timeline {
    const { spans } = timelineShares(this._limit, [this._plan.consumers]);
    const kept = states.map(({ atMs, state, causes }) => ({ ns: Math.round(1e6 * atMs), state, causes }));
    const latest = this._threads.map(({ lives }) => lives.at(-1)?.completionNs ?? 0);
    const endNs = Math.max(this._latestNs, ...kept.map(({ ns }) => ns), ...latest);
    const process: TimelineProcess = {
      name: "live",
      states: kept.slice(0, spans).map(({ ns, state, causes }, n) => ({
        name: state,
        fromNs: ns,
        toNs: Math.max(ns, kept[n + 1]?.ns ?? endNs),
        args: causesOf(causes),
      })),
      injections: this._injections,
      steps: [],
      arrivals: () => this._arrivals(),
      consumers: this._threads.map((thread, n) => this._consumer(thread, n)),
      cuts: this._cuts(states.length, spans),
      cutNs: 0,
    };
    return { source, limit: this._limit, processes: [process] };
  }

  private _sinceStart(ns: number): number {
    return Math.max(0, Math.round(ns - this._startNs));
  }

  private _note(thread: RecordedThread, instant: TimelineInstant): void {
    thread.totalInstants++;
    if (thread.instants.length < this._instants) thread.instants.push(instant);
  }

  /** Keeps every second of the events that were kept. */
  private _thin(): void {
    this._stride *= 2;
    for (const thread of this._threads) {
      thread.lives = thread.lives.filter(({ sequence }) => sequence % this._stride === 0);
    }
  }

  private _arrivals(): readonly (readonly [sequence: number, atNs: number])[] {
    const arrivals = new Map<number, number>();
    for (const { lives } of this._threads) {
      for (const { sequence, arrivalNs } of lives) arrivals.set(sequence, arrivalNs);
    }
    return [...arrivals].sort(([one], [other]) => one - other);
  }

  private _consumer({ lives, instants, lag }: RecordedThread, n: number): TimelineConsumer {
    return { name: this._nameOf(n), lives: () => lives, instants, lag: lag.values };
  }

  private _nameOf(n: number): string {
    return this._plan.system?.consumers[n].name ?? `consumer ${n + 1}`;
  }

  private _cuts(states: number, spans: number): string[] {
    const { _stride: stride, _injections: { length: injections }, _totalInjections: totalInjections } = this;
    const first = (what: string, shown: number, total: number) =>
      shown < total ? [`the first ${shown} of ${total} ${what} are shown`] : [];
    return [
      ...(stride > 1 ? [`of the decisions that were observed, those on every ${ordinal(stride)} event are shown`] : []),
      ...this._threads.flatMap(({ before: { dropped }, observed }, n) =>
        dropped > 0
          ? [
            `of ${this._nameOf(n)}, ${dropped} of ${
              observed + dropped
            } decisions were not observed: the control plane fell behind`,
          ]
          : []
      ),
      ...first("states", Math.min(spans, states), states),
      ...first("injections", injections, totalInjections),
      ...this._threads.flatMap(({ instants, totalInstants }, n) =>
        first(`overruns and drops of ${this._nameOf(n)}`, instants.length, totalInstants)
      ),
      ...this._threads.flatMap(({ lag: { group } }, n) =>
        n === 0 && group > 1 ? [`lag is the greatest of every ${group} looks of the control plane`] : []
      ),
    ];
  }
}

/** What an injection is called. */
const LIVE_INJECTIONS: Readonly<Record<LiveAction, string>> = {
  activate: "market-data-outage: activate",
  deactivate: "market-data-outage: deactivate",
  halt: "operator: halt",
  release: "operator: release",
};
