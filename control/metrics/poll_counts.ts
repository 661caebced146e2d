import { PollStatus } from "../../core/bus/poll_status.ts";

const { EMPTY, EVENT, OVERRUN } = PollStatus;

/**
 * Counts what polls found.
 *
 * A consumer knows what it delivered and what it lost, but not how often it was asked in vain; the loop that polls it does. It
 * counts here, once a poll: one addition, no branch, no garbage. Exact to 2⁵³ polls of each kind.
 *
 * Belongs to the thread that polls.
 *
 * @example Count an empty poll
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RingBuffer } from "@low-latency/trading-sim";
 * import { PollCounts } from "@low-latency/trading-sim/control";
 *
 * const ring = new RingBuffer({ capacity: 8 });
 * const consumer = ring.createConsumer();
 * const polls = new PollCounts();
 * ring.claim();
 * ring.publish();
 * for (let n = 0; n < 3; n++) polls.count(consumer.poll());
 * assertEquals(polls.events, 1);
 * assertEquals(polls.empty, 2);
 * assertEquals(polls.overruns, 0);
 * ```
 */
export class PollCounts {
  /** Polls by their status, from the lowest. */
  declare private readonly _counts: Float64Array;

  /** Makes counts of no polls. */
  constructor() {
    this._counts = new Float64Array(3);
  }

  /** Counts one poll. */
  // @hot
  count(status: PollStatus): void {
    this._counts[status - OVERRUN] += 1;
  }

  /** Polls that found an event. */
  get events(): number {
    return this._counts[EVENT - OVERRUN];
  }

  /** Polls that found nothing. */
  get empty(): number {
    return this._counts[EMPTY - OVERRUN];
  }

  /** Polls that found an overrun. */
  get overruns(): number {
    return this._counts[OVERRUN - OVERRUN];
  }
}
