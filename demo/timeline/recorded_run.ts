import { type Ack, type EventView, type Lifecycle, type LifecycleStateName, lifecycleStateName } from "../../mod.ts";
import type { OverrunSeen, RunTrace } from "../system/run_trace.ts";
import type { Fate, TimelineLife } from "./timeline_process.ts";
import type { TimelineShares } from "./timeline_shares.ts";

/** A state that a run entered, or was held in for other causes than before. */
export interface RecordedState {
  /** The state. */
  readonly state: LifecycleStateName;
  /** When, in nanoseconds. */
  readonly fromNs: number;
  /** Names of the causes that hold the system. */
  readonly causes: readonly string[];
}

/** What is kept of one consumer. */
export class RecordedConsumer {
  /** The first overruns. */
  readonly overruns: OverrunSeen[] = [];
  /** How many there were. */
  totalOverruns = 0;
  declare private readonly _decisionNs: Float64Array;
  declare private readonly _completionNs: Float64Array;
  declare private readonly _fates: Uint8Array;
  declare private readonly _instants: number;

  /**
   * Keeps nothing yet.
   *
   * @param shares how much may be kept
   */
  constructor({ events, instants }: Pick<TimelineShares, "events" | "instants">) {
    this._decisionNs = new Float64Array(events);
    this._completionNs = new Float64Array(events);
    this._fates = new Uint8Array(events);
    this._instants = instants;
  }

  /** Keeps a decision, if its event is one of those that are shown. */
  decided({ executed, decisionNs, completionNs }: Ack, sequence: number): void {
    if (sequence >= this._fates.length) return;
    this._decisionNs[sequence] = decisionNs;
    this._completionNs[sequence] = completionNs;
    this._fates[sequence] = executed ? LIVE : PROVISIONAL;
  }

  /** Keeps an overrun, and what it cost. */
  overrun(seen: OverrunSeen): void {
    this.totalOverruns++;
    if (this.overruns.length < this._instants) this.overruns.push(seen);
    this.lose(seen.first, seen.lost, seen.timeNs);
  }

  /** Takes events for lost. */
  lose(first: number, count: number, timeNs: number): void {
    const end = Math.min(first + count, this._fates.length);
    for (let sequence = first; sequence < end; sequence++) {
      if (this._fates[sequence] !== UNREAD) continue;
      this._fates[sequence] = LOST;
      this._decisionNs[sequence] = timeNs;
      this._completionNs[sequence] = timeNs;
    }
  }

  /**
   * The events that are shown, one after the other.
   *
   * @param arrivalsNs when they arrived
   * @param count how many
   * @param endNs when the run ended
   */
  *lives(arrivalsNs: Float64Array, count: number, endNs: number): Generator<TimelineLife> {
    for (let sequence = 0; sequence < count; sequence++) {
      const fate = this._fates[sequence];
      yield {
        sequence,
        arrivalNs: arrivalsNs[sequence],
        decisionNs: fate === UNREAD ? endNs : this._decisionNs[sequence],
        completionNs: fate === UNREAD ? endNs : this._completionNs[sequence],
        fate: FATES[fate],
      };
    }
  }
}

const UNREAD = 0;
const LIVE = 1;
const PROVISIONAL = 2;
const LOST = 3;
const FATES: readonly Fate[] = ["unread", "live", "provisional", "lost"];

/**
 * Keeps what a timeline shows of a run, in bounded memory: the first events in full, the first overruns and states. What comes
 * later is counted.
 */
export class RecordedRun implements RunTrace {
  /** When the events that are shown arrived. */
  declare readonly arrivalsNs: Float64Array;
  /** The consumers, in the order of the plan. */
  declare readonly consumers: readonly RecordedConsumer[];
  /** The first states, and one more where there were more: the last that is shown ends there. */
  readonly states: RecordedState[] = [];
  /** How many there were. */
  totalStates = 0;
  /** Events that arrived. */
  arrivals = 0;
  /** How much may be kept. */
  declare readonly shares: TimelineShares;
  private _lifecycle: Lifecycle | undefined = undefined;
  private _transitions = -1;
  private _causes = "";

  /**
   * Keeps nothing yet.
   *
   * @param consumers how many consumers the run has
   * @param shares how much may be kept
   */
  constructor(consumers: number, shares: TimelineShares) {
    this.shares = shares;
    this.arrivalsNs = new Float64Array(shares.events);
    this.consumers = Array.from({ length: consumers }, () => new RecordedConsumer(shares));
  }

  /** Events that are shown. */
  get shown(): number {
    return Math.min(this.arrivals, this.arrivalsNs.length);
  }

  /** Keeps arrivals. */
  arrived(timesNs: Float64Array, count: number, first: number): void {
    const end = Math.min(count, this.arrivalsNs.length - first);
    for (let n = 0; n < end; n++) this.arrivalsNs[first + n] = timesNs[n];
    this.arrivals = first + count;
  }

  /** Keeps a decision. */
  decided(consumer: number, event: EventView, ack: Ack): void {
    this._look(ack.decisionNs);
    this.consumers[consumer].decided(ack, event.sequence);
  }

  /** Keeps an overrun. */
  overrun(consumer: number, seen: OverrunSeen): void {
    this.consumers[consumer].overrun(seen);
  }

  /** Keeps the state, if it has changed. */
  looked(lifecycle: Lifecycle, timeNs: number): void {
    this._lifecycle = lifecycle;
    this._look(timeNs);
    const causes = lifecycle.degradation.causes.map(({ name }) => name);
    if (causes.join() !== this._causes) this._keep(lifecycle, causes, timeNs);
  }

  /** An operator may have acted since the step began: every decision is drawn in the state that it was taken in. */
  private _look(timeNs: number): void {
    const lifecycle = this._lifecycle;
    if (lifecycle === undefined || lifecycle.transitions === this._transitions) return;
    this._keep(lifecycle, lifecycle.degradation.causes.map(({ name }) => name), timeNs);
  }

  private _keep(lifecycle: Lifecycle, causes: readonly string[], fromNs: number): void {
    const { states } = this;
    this._transitions = lifecycle.transitions;
    this._causes = causes.join();
    if (states.at(-1)?.fromNs === fromNs) {
      states.pop();
      this.totalStates--;
    }
    this.totalStates++;
    if (this.totalStates > this.shares.spans + 1) return;
    states.push({ state: lifecycleStateName(lifecycle.state), fromNs, causes });
  }
}
