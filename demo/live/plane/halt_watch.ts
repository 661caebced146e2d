/** The system left READY. */
export interface Halt {
  /** When, in milliseconds from the start. */
  readonly atMs: number;
  /** Why: what held it from then on. */
  readonly causes: readonly string[];
  /** How long the transition may have taken: its clock was read before and after it, in nanoseconds. */
  readonly tookNs: number;
  /** Live acks that were completed after it, and are known of: decisions that were under way. */
  liveAfter: number;
  /** From the reading of the clock before the transition to the last live ack, in nanoseconds; 0, if none came after it. */
  timeToHaltNs: number;
}

/** A halt, with what is needed to tell which acks belong to it. */
interface WatchedHalt extends Halt {
  readonly fromNs: number;
  /** When the system became READY again; Infinity, as long as it has not. */
  untilNs: number;
}

/**
 * Measures how long it takes from a transition out of READY until nothing is live any more.
 *
 * A live ack that was completed after the transition belongs to it, if its decision was taken before the system was READY
 * again. The transition is taken to be where the clock was read before it, so a time is never too short by how long it took.
 */
export class HaltWatch {
  private readonly _halts: WatchedHalt[] = [];

  /** Every time that the system left READY, in order. */
  get halts(): readonly Halt[] {
    return this._halts.map(({ atMs, causes, tookNs, liveAfter, timeToHaltNs }) => ({
      atMs,
      causes,
      tookNs,
      liveAfter,
      timeToHaltNs,
    }));
  }

  /**
   * The system has left READY.
   *
   * @param fromNs what the clock said before
   * @param tookNs how much later it was after, in nanoseconds
   * @param atMs when that was, in milliseconds from the start
   * @param causes why
   */
  leave(fromNs: number, tookNs: number, atMs: number, causes: readonly string[]): void {
    this._halts.push({ fromNs, untilNs: Infinity, tookNs, atMs, causes, liveAfter: 0, timeToHaltNs: 0 });
  }

  /** The system has become READY; before it did, the clock said this. */
  comeBack(fromNs: number): void {
    const last = this._halts.at(-1);
    if (last !== undefined && last.untilNs === Infinity) last.untilNs = fromNs;
  }

  /** Takes note of a live ack. Acks may come in any order, and long after the halt. */
  observe(decisionNs: number, completionNs: number): void {
    for (let n = this._halts.length - 1; n >= 0; n--) {
      const halt = this._halts[n];
      if (completionNs <= halt.fromNs) continue;
      if (decisionNs >= halt.untilNs) return;
      halt.liveAfter++;
      halt.timeToHaltNs = Math.max(halt.timeToHaltNs, completionNs - halt.fromNs);
      return;
    }
  }
}
