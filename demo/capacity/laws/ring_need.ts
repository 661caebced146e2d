/** What a consumer needs of its ring, by arithmetic. */
export interface RingNeed {
  /**
   * The least capacity with which this feed never overruns the consumer: the greatest lag that a poll finds, in a ring that
   * forgets nothing. At least 1, for there is no smaller ring.
   */
  readonly neededCapacity: number;
  /** When a poll first finds more unread than the ring in question holds; undefined for never. */
  readonly firstOverrunNs: number | undefined;
  /** Time spent on events and passes, pauses not counted. */
  readonly busyNs: number;
  /** Events that are unread at the end. */
  readonly left: number;
  /** The longest time from an arrival that finds nothing unread to the poll that leaves nothing unread again. */
  readonly catchUpNs: number;
}

/**
 * The law of the needed ring, for one consumer: arithmetic over arrivals that never touches a ring.
 *
 * The consumer is thought to run over a ring that forgets nothing. For one that spins and takes single events that is Lindley's
 * recursion, t(k) = max(a(k), t(k-1) + s(k-1)) (D. V. Lindley, 1952); passes, batches, wake-ups and pauses are added in
 * the same manner. Up to the first poll that finds more than C unread, a ring of C does the same. So a ring of C is never
 * overrun if and only if C is at least the greatest lag, and else is first overrun at that poll.
 *
 * Only counts are kept, so that memory does not grow with the backlog. Belongs to one thread.
 */
export interface NeededRing {
  /**
   * Takes the next arrivals: all times before the last of them are settled.
   *
   * @param timesNs their times, in whole nanoseconds, none before the one in front of it, and all before the duration
   * @param count how many of them
   */
  take(timesNs: Float64Array, count: number): void;
  /**
   * The needed capacity alone, of all that {@linkcode NeededRing.finish} would find out. After the last arrival the lag only
   * falls, so that it is settled by one more poll, however much is unread.
   */
  neededCapacity(): number;
  /** Lets the consumer go on to the duration or, without one, until nothing is unread. */
  finish(): RingNeed;
}
