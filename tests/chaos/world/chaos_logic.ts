import type { EventView } from "../../../core/bus/event_slot.ts";
import type { DecisionLogic } from "../../../core/execution/decision_logic.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import type { ChaosClock } from "./chaos_clock.ts";
import type { LifecycleModel } from "../model/lifecycle_model.ts";
import { demandSame } from "../model/violation.ts";

/** Parts of the run that a logic needs. */
export interface LogicSurroundings {
  /** Clock of the decisions. */
  readonly clock: ChaosClock;
  /** Expected state of the lifecycle. */
  readonly model: LifecycleModel;
  /** Acts on the lifecycle while a decision is taken. */
  readonly interrupt: (turn: number) => void;
}

/**
 * The logic of a consumer: it notes what it was asked and when, answers by a rule that is written down twice, and lets others
 * act on the lifecycle in the midst of a decision.
 */
export class ChaosLogic implements DecisionLogic {
  /** Events that it was asked about. */
  asked = 0;
  /** The time shown when it was asked last. */
  askedNs = NaN;
  /** Whether the latest decision should be live: the system was READY when the event was polled. */
  isReadyBefore = false;
  declare private readonly _around: LogicSurroundings;
  /** Every so many decisions are interrupted; 0 for none. */
  declare private readonly _every: number;

  /**
   * Makes a logic that has been asked about nothing.
   *
   * @param every every so many decisions are interrupted; 0 for none
   * @param around what it decides in
   */
  constructor(every: number, around: LogicSurroundings) {
    this._every = every;
    this._around = around;
  }

  /** Decides on an event. */
  decide(event: EventView, live: boolean): number {
    const { clock, model, interrupt } = this._around;
    this.asked++;
    this.askedNs = clock.latestNs;
    this.isReadyBefore = model.state === LifecycleState.READY;
    demandSame("authority", "whether a logic is told that it may be live", live, this.isReadyBefore);
    const answer = answerOf(event.sequence);
    if (this._every > 0 && this.asked % this._every === 0) interrupt(this.asked / this._every);
    return answer;
  }

  /** Expected result in the ack of an event: the answer as an integer of 32 bits. */
  static dueOf(sequence: number): number {
    const answer = answerOf(sequence);
    return Number.isFinite(answer) ? Number(BigInt.asIntN(32, BigInt(Math.trunc(answer)))) : 0;
  }
}

/** Answers of all kinds: integers of 32 bits and beyond, fractions, and what is no number. */
function answerOf(sequence: number): number {
  const spread = sequence * 2_654_435_761 % 2 ** 34 - 2 ** 33;
  switch (sequence % 5) {
    case 0:
      return NaN;
    case 1:
      return spread / 4;
    case 2:
      return -Infinity;
    default:
      return spread;
  }
}
