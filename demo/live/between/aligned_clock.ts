import type { MonotonicClock } from "../../../mod.ts";
import { answerCell, offsetCell, type SharedControl, threadLine, ThreadWord } from "./control_words.ts";

/**
 * The clock of a thread, set by that of the control plane: for clocks whose origin differs from thread to thread and cannot
 * be chosen, as that of `process.hrtime`.
 */
export class AlignedClock implements MonotonicClock {
  declare private readonly _clock: MonotonicClock;
  /** Offset added to each reading. Shared, because the control plane determines it. */
  declare private readonly _cells: Float64Array;
  declare private readonly _offset: number;

  /**
   * Makes a clock that is right once {@linkcode answerAlignment} has returned.
   *
   * @param clock the thread's own clock
   * @param control what the threads share
   * @param thread the number of the thread
   */
  constructor(clock: MonotonicClock, { cells }: SharedControl, thread: number) {
    this._clock = clock;
    this._cells = cells;
    this._offset = offsetCell(thread);
  }

  /** The time now, in nanoseconds of the control plane's clock. */
  nowNs(): number {
    return this._clock.nowNs() + this._cells[this._offset];
  }

  /** Writes the time now, in nanoseconds of the control plane's clock, into `cells[index]`. */
  // @hot
  stamp(cells: Float64Array, index: number): void {
    this._clock.stamp(cells, index);
    cells[index] += this._cells[this._offset];
  }
}

/** Times that a thread is asked what time it is. The answer that took the least time counts. */
const ROUNDS = 200;

/** A thread that has not answered after so many nanoseconds never will. */
const PATIENCE_NS = 5e9;

/** Looks at the turn before the core is given up: the other thread may need it. */
const SPINS = 5_000;

/** Longest wait for the turn to change before the clock is looked at, in milliseconds. */
const WAIT_MS = 10;

/**
 * Finds out how far the clock of a thread is behind that of the control plane, and sets it: asks what time it is, and takes
 * the answer to have been given half way between question and answer. The control plane calls this once, while the thread is
 * in {@linkcode answerAlignment}.
 *
 * @param control what the threads share
 * @param thread the number of the thread
 * @param clock the control plane's clock
 * @returns by how much the offset may be wrong at most, in nanoseconds: half of the time that the quickest answer took
 * @throws {Error} if the thread does not answer
 */
export function alignThread(control: SharedControl, thread: number, clock: MonotonicClock): number {
  const { words, cells } = control;
  const turn = threadLine(thread) + ThreadWord.TURN;
  const giveUpNs = clock.nowNs() + PATIENCE_NS;
  let leastNs = Infinity;
  for (let round = 1; round <= ROUNDS; round++) {
    const askedNs = clock.nowNs();
    passTurn(words, turn, 2 * round - 1);
    while (!awaitTurn(words, turn, 2 * round)) {
      if (clock.nowNs() > giveUpNs) throw new Error(`thread ${thread} did not answer`);
    }
    const tookNs = clock.nowNs() - askedNs;
    if (tookNs >= leastNs) continue;
    leastNs = tookNs;
    cells[offsetCell(thread)] = Math.round(askedNs + tookNs / 2 - cells[answerCell(thread)]);
  }
  return leastNs / 2;
}

/**
 * Tells the control plane what time it is, as often as it asks.
 *
 * @param control what the threads share
 * @param thread the number of this thread
 * @param clock the thread's own clock
 */
export function answerAlignment(control: SharedControl, thread: number, clock: MonotonicClock): void {
  const { words, cells } = control;
  const turn = threadLine(thread) + ThreadWord.TURN;
  for (let round = 1; round <= ROUNDS; round++) {
    while (!awaitTurn(words, turn, 2 * round - 1));
    clock.stamp(cells, answerCell(thread));
    passTurn(words, turn, 2 * round);
  }
}

function passTurn(words: Int32Array, turn: number, value: number): void {
  Atomics.store(words, turn, value);
  Atomics.notify(words, turn);
}

/** Waits a while for a turn, and says whether it has come. */
function awaitTurn(words: Int32Array, turn: number, value: number): boolean {
  for (let n = 0; n < SPINS; n++) if (Atomics.load(words, turn) === value) return true;
  Atomics.wait(words, turn, value - 1, WAIT_MS);
  return Atomics.load(words, turn) === value;
}
