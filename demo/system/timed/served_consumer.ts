import { PollStatus } from "../../../mod.ts";
import type { ServiceSpecification } from "../../../config/mod.ts";
import type { Inbox } from "./inbox.ts";
import type { PauseCalendar } from "./pause_calendar.ts";
import type { ServiceMoment } from "./service_moment.ts";
import type { ServiceTimes } from "./service_times.ts";
import { NEVER, TimedConsumer, type TimedConsumerParts } from "./timed_consumer.ts";

const { EVENT, EMPTY, OVERRUN } = PollStatus;

/** Parts of a consumer that is busy for a time with each event. */
export interface ServedConsumerParts extends TimedConsumerParts {
  /** Keeps the events of a batch. */
  readonly inbox: Inbox;
  /** The span in which it is busy. */
  readonly moment: ServiceMoment;
  /** How long it is busy with each event. */
  readonly times: ServiceTimes;
  /** Time of a pass, size of a batch, and how long it takes to wake up. */
  readonly service: Pick<ServiceSpecification, "perPass" | "maxBatch" | "wakeUp">;
  /** When its work is suspended. */
  readonly pauses: PauseCalendar;
}

/**
 * A consumer that is busy for a time with each event.
 *
 * While it is free it polls. A poll that finds nothing puts it to sleep, and the next arrival wakes it `wakeUp` later. A poll
 * that finds events takes up to `maxBatch` of them, copied out. `perPass` later it decides on the first; each decision takes as
 * long as its event does, and the next one follows. In a pause all work is suspended, and what is due in one comes at its end.
 */
export class ServedConsumer extends TimedConsumer {
  declare private readonly _inbox: Inbox;
  declare private readonly _moment: ServiceMoment;
  declare private readonly _times: ServiceTimes;
  declare private readonly _pauses: PauseCalendar;
  declare private readonly _perPass: number;
  declare private readonly _maxBatch: number;
  declare private readonly _wakeUp: number;
  /** When the next pause begins, counted from the latest time that was found to lie in none. */
  private _openUntilNs = -1;
  private _phase = POLL;
  private _decisionNs = 0;

  /** Made by its system, free at the beginning. */
  constructor(parts: ServedConsumerParts) {
    super(parts);
    const { service: { perPass, maxBatch, wakeUp } } = parts;
    this._inbox = parts.inbox;
    this._moment = parts.moment;
    this._times = parts.times;
    this._pauses = parts.pauses;
    this._perPass = perPass;
    this._maxBatch = maxBatch;
    this._wakeUp = wakeUp;
    this.nextNs = this._due(0);
  }

  /** Whether it has taken events that it has not decided on. */
  override get isBusy(): boolean {
    return this._inbox.held > 0;
  }

  protected override get heldEvents(): number {
    return this._inbox.held;
  }

  /** An event has arrived, and wakes it if it is asleep. */
  override arrived(nowNs: number): void {
    if (this._phase !== ASLEEP) return;
    this._phase = POLL;
    this.nextNs = this._due(this._work(nowNs, this._wakeUp));
  }

  /** Does what is due. */
  override act(): void {
    const nowNs = this.nextNs;
    this.latestNs = nowNs;
    if (this._phase === POLL) return this._poll(nowNs);
    if (this._phase === COMPLETE) this._complete(nowNs);
    this._decide(nowNs);
  }

  /** While it sleeps and is not paused, it is alive. */
  override beat(nowNs: number): void {
    if (this._phase === ASLEEP && this._pauses.due(nowNs) === nowNs) this._comeRound(nowNs);
  }

  private _comeRound(nowNs: number): void {
    this._moment.comeRound(nowNs);
    this.own.comeRound();
  }

  private _poll(nowNs: number): void {
    const { _inbox: inbox, own } = this;
    this._comeRound(nowNs);
    this.found(inbox.lag, nowNs);
    let count = inbox.pollBatch(this._maxBatch);
    if (count === OVERRUN) {
      own.polls.count(OVERRUN);
      if (!this.answerOverrun(nowNs)) return this._stop();
      count = inbox.pollBatch(this._maxBatch); // at the oldest: what is left; at the head: nothing
    }
    if (count === EMPTY) {
      own.polls.count(EMPTY);
      this._phase = ASLEEP;
      this.nextNs = NEVER;
      own.cycles.pause();
      return;
    }
    own.polls.count(EVENT);
    this.busyNs += this._perPass;
    this._phase = DECIDE;
    this.nextNs = this._due(this._work(nowNs, this._perPass));
    // With no time in between it decides now. At one moment it comes before those that were declared later.
    if (this.nextNs === nowNs) this._decide(nowNs);
  }

  /** Decides on the next event, or polls again if none is left. */
  private _decide(nowNs: number): void {
    const inbox = this._inbox;
    if (inbox.held === 0) {
      this._phase = POLL;
      this.nextNs = this._due(nowNs);
      return;
    }
    const dueNs = this._due(nowNs);
    if (dueNs > nowNs) {
      this._phase = DECIDE;
      this.nextNs = dueNs;
      return;
    }
    const serviceNs = this._times.of(inbox.cursor);
    this.busyNs += serviceNs;
    this._decisionNs = nowNs;
    this._phase = COMPLETE;
    this.nextNs = this._work(nowNs, serviceNs);
    this._moment.begin(nowNs, this.nextNs);
  }

  /** When something is done that is due at a time. Between pauses that is then. */
  private _due(timeNs: number): number {
    if (timeNs < this._openUntilNs) return timeNs;
    const dueNs = this._pauses.due(timeNs);
    this._openUntilNs = this._pauses.nextAfter(dueNs);
    return dueNs;
  }

  /** When work is done that begins at a time. It is not looked for in the calendar if no pause begins before. */
  private _work(timeNs: number, workNs: number): number {
    return timeNs + workNs <= this._openUntilNs ? timeNs + workNs : this._pauses.work(timeNs, workNs);
  }

  private _complete(nowNs: number): void {
    this.completed(nowNs);
    this._moment.complete();
    this.own.executor.poll();
    this.columns.decide(this.log.latestStalenessNs);
  }

  private _stop(): void {
    this.stopped = true;
    this._phase = STOPPED;
    this.nextNs = NEVER;
    this.own.cycles.pause();
  }
}

const POLL = 0;
const DECIDE = 1;
const COMPLETE = 2;
const ASLEEP = 3;
const STOPPED = 4;
