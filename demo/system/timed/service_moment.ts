import type { DecisionLogic, Lifecycle, LifecycleReader, LifecycleState, MonotonicClock } from "../../../mod.ts";

/**
 * The span of simulated time in which a consumer is busy with one event: what its executor is told about state and time.
 *
 * An executor decides within one call. In simulated time other things happen between a decision and its completion, so it is
 * called at the completion. This is its lifecycle, its clock and its logic meanwhile. The state that it reads before its logic is then the one of the decision, noted at that time;
 * after its logic it reads the present one. Its clock goes from the decision to the completion while the logic runs: the
 * logic is what a busy consumer spends its time on.
 */
export class ServiceMoment implements LifecycleReader, DecisionLogic, MonotonicClock {
  private _nowNs = 0;
  declare private readonly _lifecycle: LifecycleReader;
  private _decisionNs = 0;
  private _completionNs = 0;
  declare private _decisionState: LifecycleState;
  private _decided = true;

  /**
   * Makes a moment of nothing.
   *
   * @param lifecycle the authority on whether a decision is live
   */
  constructor(lifecycle: Lifecycle) {
    this._lifecycle = lifecycle.reader;
    this._decisionState = this._lifecycle.state;
  }

  /** A decision begins now, which will be complete at another time. */
  begin(decisionNs: number, completionNs: number): void {
    this._decisionNs = decisionNs;
    this._completionNs = completionNs;
    this._decisionState = this._lifecycle.state;
  }

  /** The consumer's loop comes round. */
  comeRound(nowNs: number): void {
    this._nowNs = nowNs;
  }

  /** The decision is complete. The executor is called next. */
  complete(): void {
    this._nowNs = this._decisionNs;
    this._decided = false;
  }

  /** The state at the decision until the logic has run, then the state now. */
  get state(): LifecycleState {
    return this._decided ? this._lifecycle.state : this._decisionState;
  }

  /** The consumer's time. */
  nowNs(): number {
    return this._nowNs;
  }

  /** Writes the consumer's time into `cells[index]`. */
  stamp(cells: Float64Array, index: number): void {
    cells[index] = this._nowNs;
  }

  /** Spends the time of the event. */
  decide(): number {
    this._decided = true;
    this._nowNs = this._completionNs;
    return 0;
  }
}
