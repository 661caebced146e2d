import { type LoopCycles, StallTracker } from "../../../../control/mod.ts";
import type { MonotonicClock } from "../../../../mod.ts";
import { CycleTimer, type CycleTracker, type IdleStrategy } from "../../../../runtime/mod.ts";
import { ThreadWord } from "../../between/control_words.ts";
import type { ThreadCycles } from "../../between/thread_cycles.ts";

const { HEARTBEAT_US, LONGEST_CYCLE_US, STALLS } = ThreadWord;

/**
 * Tracks the cycles of a hot thread, those before the system was ready apart from the others, and shows the control plane how
 * they go, and that they go on at all.
 */
export class ShownCycles implements CycleTracker {
  declare private readonly _warmup: StallTracker;
  declare private readonly _ready: StallTracker;
  /** The one of the two that tracks. */
  declare private _cycles: StallTracker;
  declare private readonly _progress: Int32Array;
  /** Stalls that the other tracker has counted. */
  private _stallsBefore = 0;

  /**
   * Makes a tracker of no cycles.
   *
   * @param stallUs the longest that a cycle may take without being a stall, in microseconds
   * @param progress the thread's line of shared words
   */
  constructor(stallUs: number, progress: Int32Array) {
    const thresholdNs = NS_PER_US * stallUs;
    this._warmup = new StallTracker({ thresholdNs });
    this._ready = new StallTracker({ thresholdNs });
    this._cycles = this._warmup;
    this._progress = progress;
  }

  /** The cycles that are over. */
  get counts(): ThreadCycles {
    return { warmup: countsOf(this._warmup), ready: countsOf(this._ready) };
  }

  /** Takes the time in `cells[index]`, in nanoseconds, and shows it: a cycle ends, and the next begins. */
  // @hot
  cycleFrom(cells: Float64Array, index: number): void {
    const cycles = this._cycles;
    const progress = this._progress;
    cycles.cycleFrom(cells, index);
    progress[HEARTBEAT_US] = cells[index] * US_PER_NS;
    progress[STALLS] = this._stallsBefore + cycles.stalls;
    const longestUs = cycles.longestNs * US_PER_NS;
    if (longestUs > progress[LONGEST_CYCLE_US]) progress[LONGEST_CYCLE_US] = longestUs;
  }

  /** Leaves `cells[index]` nanoseconds out of the cycle that is going on. */
  // @hot
  leaveOutFrom(cells: Float64Array, index: number): void {
    this._cycles.leaveOutFrom(cells, index);
  }

  /** Counts for itself what comes from the next cycle on. This one is left out. */
  // @cold: once, when the system is ready
  endWarmup(): void {
    this._stallsBefore = this._warmup.stalls | 0;
    this._cycles = this._ready;
  }
}

/** Parts of the timer of a hot thread. */
export interface ThreadTimerParts {
  /** The thread's clock. */
  readonly clock: MonotonicClock;
  /** The longest that a cycle may take without being a stall, in microseconds. */
  readonly stallUs: number;
  /** How the thread waits for work. */
  readonly idle: IdleStrategy;
  /** Looks in a row without work that make one cycle. */
  readonly looks: number;
  /** The thread's line of shared words. */
  readonly progress: Int32Array;
}

/** The timer of a hot thread, and the cycles that it tracks. */
export interface ThreadTimer {
  /** Times the cycles. */
  readonly timer: CycleTimer;
  /** Tracks them. */
  readonly cycles: ShownCycles;
}

/**
 * Makes a timer of which the compilers have seen all that it does. They compile what they have seen, and code that is not
 * compiled makes garbage of every number with a fraction. The first stall, and the end of the warm-up, would otherwise be new
 * to them, and make them throw away what they have, just when the system is ready.
 */
export function makeTrainedTimer(parts: ThreadTimerParts): ThreadTimer {
  const { length } = parts.progress;
  const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * length));
  const cells = new Float64Array(1);
  for (let timers = 0; timers < TRAINING_TIMERS; timers++) {
    const { timer, cycles } = makeTimer({ ...parts, stallUs: 0, progress });
    for (let round = 0; round < TRAINING_ROUNDS; round++) {
      timer.begin();
      timer.turn(0);
      timer.turn(1);
      timer.stamp(cells, 0);
      if (2 * round === TRAINING_ROUNDS) cycles.endWarmup();
    }
  }
  return makeTimer(parts);
}

function makeTimer({ clock, stallUs, idle, looks, progress }: ThreadTimerParts): ThreadTimer {
  const cycles = new ShownCycles(stallUs, progress);
  return { timer: new CycleTimer({ clock, tracker: cycles, idle, looks }), cycles };
}

/** Timers that are made for training: V8 takes the only one of its kind for one that never changes. */
const TRAINING_TIMERS = 4;

/** Rounds of each of them: enough for the compilers to see everything, and so few that what they leave is little garbage. */
const TRAINING_ROUNDS = 100;

function countsOf({ stalls, longestNs }: StallTracker): LoopCycles {
  return { stalls, longestNs };
}

const NS_PER_US = 1_000;
const US_PER_NS = 1e-3;
