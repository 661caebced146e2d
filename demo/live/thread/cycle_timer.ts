import { type LoopCycles, StallTracker } from "../../../control/mod.ts";
import type { IdleStrategyName, MonotonicClock } from "../../../mod.ts";
import { ThreadWord } from "../between/control_words.ts";

const { HEARTBEAT_US, LONGEST_CYCLE_US, STALLS } = ThreadWord;

/** How the cycles of a hot thread went, in two parts. */
export interface ThreadCycles {
  /** From the start of the run until the system was ready for the first time. */
  readonly warmup: LoopCycles;
  /** From then until the end. */
  readonly ready: LoopCycles;
}

/** How cycles went altogether. */
export function totalCycles({ warmup, ready }: ThreadCycles): LoopCycles {
  return { stalls: warmup.stalls + ready.stalls, longestNs: Math.max(warmup.longestNs, ready.longestNs) };
}

/** Parts of a cycle timer. */
export interface CycleTimerParts {
  /** The thread's clock. */
  readonly clock: MonotonicClock;
  /** The longest that a cycle may take without being a stall, in microseconds. */
  readonly stallUs: number;
  /** How the thread waits for work. */
  readonly idle: IdleStrategyName;
  /** How many looks in a row that find nothing make one cycle. Of several, none may be followed by a wait. */
  readonly looks: number;
  /** Where it is shown how the cycles went. */
  readonly progress: Int32Array;
}

/** Looks that make a cycle in a thread that spins and needs no time: together still less than a microsecond. */
export const SPINNING_LOOKS = 16;

/** The longest that a strategy means to wait at a time, in nanoseconds. That the system wakes it later is not meant. */
export const LONGEST_WAIT_NS: Readonly<Record<IdleStrategyName, number>> = { spin: 0, yield: 1_000, park: 1_000_000 };

/**
 * Times the duty cycle of a hot thread, and shows the control plane how that goes, and that it goes on at all.
 *
 * A cycle is the time from one look for work to the next. It is long if there was much work or it took long, if the
 * garbage collector ran, or if the thread was not given a core, with or without work: in each case the events that
 * arrived meanwhile had to wait. The intended wait of the idle strategy is not part of a cycle; the delay of the
 * wake-up is.
 *
 * It reads the clock once a cycle, and code that needs the time within a cycle can use that reading. A spinning thread
 * looks so often that a reading for each look would double the time between looks, so there several looks without work
 * are one cycle.
 */
export class CycleTimer implements Pick<MonotonicClock, "stamp"> {
  declare private readonly _clock: MonotonicClock;
  declare private readonly _warmup: StallTracker;
  declare private readonly _ready: StallTracker;
  /** That of the two which counts. */
  declare private _cycles: StallTracker;
  declare private readonly _progress: Int32Array;
  /** When the cycle began, and the longest wait that is meant. */
  declare private readonly _cells: Float64Array;
  declare private readonly _looks: number;
  private _looksLeft = 0;
  /** Stalls that another tracker has counted. */
  private _stallsBefore = 0;

  /** Makes a timer. No cycle has begun. */
  constructor({ clock, stallUs, idle, looks, progress }: CycleTimerParts) {
    this._clock = clock;
    const thresholdNs = NS_PER_US * stallUs;
    this._warmup = new StallTracker({ thresholdNs });
    this._ready = new StallTracker({ thresholdNs });
    this._cycles = this._warmup;
    this._progress = progress;
    this._looks = looks;
    this._cells = new Float64Array(2);
    this._cells[WAIT] = LONGEST_WAIT_NS[idle];
  }

  /** How the cycles went that are over. */
  get counts(): ThreadCycles {
    return { warmup: countsOf(this._warmup), ready: countsOf(this._ready) };
  }

  /**
   * Comes after a look for work, and after the wait if it found none. The cycle ends and the next begins, unless it takes
   * more looks without work.
   *
   * @param work how much work the look before found; 0 is none
   */
  // @hot
  turn(work: number): void {
    if (work === 0) {
      if (--this._looksLeft > 0) return;
      this._cycles.leaveOutFrom(this._cells, WAIT);
    }
    this.begin();
  }

  /** Ends a cycle, if there was one, and begins the next. */
  // @hot
  begin(): void {
    this._looksLeft = this._looks;
    const cells = this._cells;
    const cycles = this._cycles;
    const progress = this._progress;
    this._clock.stamp(cells, BEGUN);
    cycles.cycleFrom(cells, BEGUN);
    progress[HEARTBEAT_US] = cells[BEGUN] * US_PER_NS;
    progress[STALLS] = this._stallsBefore + cycles.stalls;
    const longestUs = cycles.longestNs * US_PER_NS;
    if (longestUs > progress[LONGEST_CYCLE_US]) progress[LONGEST_CYCLE_US] = longestUs;
  }

  /** Writes into `cells[index]` when the cycle began, in nanoseconds of the thread's clock. */
  // @hot
  stamp(cells: Float64Array, index: number): void {
    cells[index] = this._cells[BEGUN];
  }

  /** Counts for itself what comes from the next cycle on. This one is left out. */
  // @cold: once, when the system is ready
  endWarmup(): void {
    this._stallsBefore = this._warmup.stalls | 0;
    this._cycles = this._ready;
  }
}

/**
 * Makes a timer of which the compilers have seen all that it does. They compile what they have seen, and code that is not
 * compiled makes garbage of every number with a fraction. The first stall, and the end of the warm-up, would otherwise be new
 * to them, and make them throw away what they have, just when the system is ready.
 */
export function makeTrainedCycleTimer(parts: CycleTimerParts): CycleTimer {
  const { length } = parts.progress;
  const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * length));
  const cells = new Float64Array(1);
  for (let timers = 0; timers < TRAINING_TIMERS; timers++) {
    const timer = new CycleTimer({ ...parts, stallUs: 0, progress });
    for (let round = 0; round < TRAINING_ROUNDS; round++) {
      timer.begin();
      timer.turn(0);
      timer.turn(1);
      timer.stamp(cells, 0);
      if (2 * round === TRAINING_ROUNDS) timer.endWarmup();
    }
  }
  return new CycleTimer(parts);
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

const BEGUN = 0;
const WAIT = 1;
