import type { DegradationCause, Lifecycle } from "../../../mod.ts";

/**
 * What a gap costs: who goes on after one is fresh and has lost state, so the system is held in DEGRADED for a while, with the
 * gap as its cause. Another gap begins the while anew.
 */
export class GapHold {
  /** When it lets go; Infinity, if it does not hold. */
  untilNs = Infinity;
  declare private readonly _lifecycle: Lifecycle;
  declare private readonly _cause: DegradationCause;
  declare private readonly _forNs: number;
  private _sinceNs = 0;
  private _blindNs = 0;

  /**
   * Makes a hold that does not hold.
   *
   * @param lifecycle the lifecycle that is held
   * @param name name of the consumer
   * @param forNs how long a gap holds it, in nanoseconds
   */
  constructor(lifecycle: Lifecycle, name: string, forNs: number) {
    this._lifecycle = lifecycle;
    this._cause = Object.freeze({ name: `gap of ${name}` });
    this._forNs = forNs;
  }

  /** A gap is over, and the consumer goes on blind. */
  hold(nowNs: number): void {
    if (this.untilNs === Infinity) this._sinceNs = nowNs;
    this.untilNs = nowNs + this._forNs;
    this._lifecycle.degradation.hold(this._cause);
  }

  /** Lets go. */
  release(): void {
    this._blindNs += this.untilNs - this._sinceNs;
    this.untilNs = Infinity;
    this._lifecycle.degradation.release(this._cause);
  }

  /** Time for which it has held, up to a time. */
  blindNs(endNs: number): number {
    if (this.untilNs === Infinity) return this._blindNs;
    return this._blindNs + Math.max(0, Math.min(endNs, this.untilNs) - this._sinceNs);
  }
}
