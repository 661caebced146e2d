/** The source of a system's events, as far as an operator can act on it. */
export class SimulatedFeed {
  private _paused = false;

  /** Whether no events arrive. */
  get paused(): boolean {
    return this._paused;
  }

  /** Stops it. What would have arrived meanwhile never does. */
  pause(): void {
    this._paused = true;
  }

  /** Lets events arrive again. */
  resume(): void {
    this._paused = false;
  }
}
