import { type ManualClock, PollStatus } from "../../../mod.ts";
import type { StepMoments } from "../step_moments.ts";
import type { PauseCalendar } from "./pause_calendar.ts";
import { TimedConsumer, type TimedConsumerParts } from "./timed_consumer.ts";

/** Parts of a consumer that polls so many times in each step. */
export interface PolledConsumerParts extends TimedConsumerParts {
  /** Stamps its decisions. */
  readonly clock: ManualClock;
  /** When it polls. */
  readonly moments: StepMoments;
  /** When its polls wait. */
  readonly pauses: PauseCalendar;
}

/** A consumer that polls so many times in each step. A poll takes no time and at most one event; an overrun uses up its poll. */
export class PolledConsumer extends TimedConsumer {
  declare private readonly _clock: ManualClock;
  declare private readonly _moments: StepMoments;
  declare private readonly _pauses: PauseCalendar;

  /** Made by its system. */
  constructor(parts: PolledConsumerParts) {
    super(parts);
    this._clock = parts.clock;
    this._moments = parts.moments;
    this._pauses = parts.pauses;
    this._findNext();
  }

  /** It never is: a poll takes no time. */
  override get isBusy(): boolean {
    return false;
  }

  protected override get heldEvents(): number {
    return 0;
  }

  /** Changes nothing: it polls when it is due. */
  override arrived(): void {}

  /** Changes nothing: its polls are its signs of life. */
  override beat(): void {}

  /** Polls. */
  override act(): void {
    const { own, nextNs: nowNs } = this;
    this.latestNs = nowNs;
    this._clock.set(nowNs);
    this._moments.advance();
    this._findNext();
    if (own.isolation.isolated) return;
    own.comeRound();
    this.found(own.consumer.lag, nowNs);
    switch (own.poll()) {
      case PollStatus.EVENT:
        this.columns.decide(this.log.latestStalenessNs);
        break;
      case PollStatus.OVERRUN:
        this.answerOverrun(nowNs);
    }
  }

  private _findNext(): void {
    const { nextNs } = this._moments;
    this.nextNs = nextNs === Infinity ? Infinity : this._pauses.due(nextNs);
  }
}
