/** The rules of a stall tracker, written down a second time. */
export class CycleModel {
  /** The longest cycle so far, in nanoseconds. */
  longestNs = 0;
  /** Cycles that took too long. */
  stalls = 0;
  declare private readonly _cycleNsMax: number;
  private _begunNs: number | undefined = undefined;
  /** When the loop came round last; nothing, if it never has. */
  latestNs: number | undefined = undefined;

  /**
   * Makes a model of a loop that has not come round yet.
   *
   * @param cycleNsMax nanoseconds that a cycle may take
   */
  constructor(cycleNsMax: number) {
    this._cycleNsMax = cycleNsMax;
  }

  /** The loop comes round. */
  comeRound(nowNs: number): void {
    if (this._begunNs !== undefined) {
      const tookNs = nowNs - this._begunNs;
      this.longestNs = Math.max(this.longestNs, tookNs);
      if (tookNs > this._cycleNsMax) this.stalls++;
    }
    this._begunNs = nowNs;
    this.latestNs = nowNs;
  }

  /** The loop does not run until it comes round again. */
  pause(): void {
    this._begunNs = undefined;
  }
}
