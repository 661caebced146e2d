import { shown } from "../../core/arguments.ts";

/**
 * Ends each pass of a duty cycle: returns at once if the pass found work, and otherwise waits for some in one of several ways.
 *
 * No other thread wakes one that waits here: it looks again when the time is over. To sleep until there is something, and be
 * woken, use a `Doorbell`.
 *
 * Belongs to the thread that made it. For the hot path: constant time, no allocation.
 *
 * @example Wait as long as a ring is empty
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PollStatus, RingBuffer } from "@low-latency/trading-sim";
 * import { createIdleStrategy } from "@low-latency/trading-sim/runtime";
 *
 * const ring = new RingBuffer({ capacity: 8 });
 * const consumer = ring.createConsumer();
 * const idle = createIdleStrategy("yield");
 * ring.claim();
 * ring.publish();
 * for (let pass = 0; pass < 3; pass++) {
 *   const work = consumer.poll() === PollStatus.EVENT ? 1 : 0; // an empty poll is no work
 *   idle.idle(work);
 * }
 * assertEquals(consumer.delivered, 1);
 * ```
 */
export interface IdleStrategy {
  /** Its name in reports. */
  readonly name: string;
  /** The longest that it means to wait at a time, in nanoseconds. That the system wakes the thread later is not meant. */
  readonly longestWaitNs: number;
  /**
   * Ends a pass. Returns at once if there was work.
   *
   * @param work how much work the pass found; 0 is none
   */
  idle(work: number): void;
}

/**
 * Names of the idle strategies, from the quickest to the one that costs least:
 *
 * - `spin`: looks again at once. It takes a whole core, and finds new work after tens of nanoseconds. Only for threads that
 *   have a core each: where they share one, the thread that waits keeps the thread that it waits for from running.
 * - `yield`: spins for a while, then gives up the core between looks, for as short a time as the system can. On Linux that
 *   is about 70 microseconds.
 * - `park`: the same, but the time doubles while there is nothing to do, up to a millisecond.
 */
export const IDLE_STRATEGY_NAMES: readonly ["spin", "yield", "park"] = ["spin", "yield", "park"];

/** One of {@linkcode IDLE_STRATEGY_NAMES}. */
export type IdleStrategyName = typeof IDLE_STRATEGY_NAMES[number];

/**
 * Makes an idle strategy for one thread.
 *
 * `yield` and `park` wait with `Atomics.wait`, which the main thread of a browser does not allow.
 *
 * @param name the name of the strategy
 * @throws {RangeError} if there is none of that name
 */
export function createIdleStrategy(name: IdleStrategyName): IdleStrategy {
  switch (name) {
    case "spin":
      return new SpinIdleStrategy();
    case "yield":
      return new WaitIdleStrategy(name, SHORTEST_WAIT_US);
    case "park":
      return new WaitIdleStrategy(name, LONGEST_WAIT_US);
    default:
      throw new RangeError(
        `Cannot create an idle strategy: name must be one of ${IDLE_STRATEGY_NAMES.join(", ")}, got ${shown(name)}`,
      );
  }
}

/** Passes without work before the core is given up: a few microseconds of them. */
const SPINS = 100;

/** The shortest wait that is one: with a timeout of 0 the thread goes on at once. */
const SHORTEST_WAIT_US = 1;
const SHORTEST_WAIT_MS = 0.001;

const LONGEST_WAIT_US = 1_000;

const NS_PER_US = 1_000;

class SpinIdleStrategy implements IdleStrategy {
  readonly name = "spin";
  readonly longestWaitNs = 0;

  /** Does nothing, so the next look follows at once. */
  // @hot
  idle(): void {}
}

/** Spins, then waits for times that double from the shortest to the longest. */
class WaitIdleStrategy implements IdleStrategy {
  declare readonly name: IdleStrategyName;
  declare readonly longestWaitNs: number;
  /** A word that no other thread knows or changes: waiting for it to change is waiting for the timeout. */
  declare private readonly _nobody: Int32Array;
  declare private readonly _longestUs: number;
  private _spinsLeft = SPINS;
  private _waitUs = SHORTEST_WAIT_US;

  constructor(name: IdleStrategyName, longestUs: number) {
    this.name = name;
    this.longestWaitNs = NS_PER_US * longestUs;
    this._nobody = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this._longestUs = longestUs;
  }

  // @hot
  idle(work: number): void {
    if (work > 0) {
      this._spinsLeft = SPINS;
      this._waitUs = SHORTEST_WAIT_US;
    } else if (this._spinsLeft > 0) {
      this._spinsLeft--;
    } else {
      this._wait();
    }
  }

  // @cold: there is nothing to do
  private _wait(): void {
    const waitUs = this._waitUs;
    // A timeout that stands here is no garbage. One that is computed is, but those are long.
    if (waitUs === SHORTEST_WAIT_US) Atomics.wait(this._nobody, 0, 0, SHORTEST_WAIT_MS);
    else Atomics.wait(this._nobody, 0, 0, waitUs / 1_000);
    this._waitUs = Math.min(2 * waitUs, this._longestUs);
  }
}
