/**
 * Runs an action for every way in which its loads can fall between the stores of another thread.
 *
 * @module
 */
import { within, type World } from "./instrumented_atomics.ts";
import type { StoreLog } from "./store_log.ts";

/** Which placements are run. */
export type Placements =
  /** Every one. */
  | "every"
  /**
   * Every one of the first load, and then one for each combination of values that the others can see: each of them falls
   * at the first moment at which it sees what it sees. Any other placement with the same values ends later, and leaves
   * less time for what follows.
   */
  | "distinct";

/** Where a run began and ended, as positions in the log. */
export interface Span {
  readonly begin: number;
  readonly end: number;
}

/**
 * Runs `action` for every placement of its loads in the log, from a position on.
 *
 * An ordered load happens after the loads before it. A plain one may be satisfied later than that, and does not hold up
 * those after it; it is not satisfied before the ordered one that precedes it.
 *
 * @param log the stores of the other thread
 * @param from the earliest position at which the action may begin
 * @param action what to run; it has to do the same whenever its loads see the same
 * @param check is told what each run returned, and where it was
 * @returns the number of runs
 */
export function forEveryPlacement<Result>(
  log: StoreLog,
  from: number,
  placements: Placements,
  action: () => Result,
  check: (result: Result, span: Span) => void,
): number {
  const choices = new Choices();
  let runs = 0;
  do {
    const world = new PlacedWorld(log, from, placements, choices);
    const result = within(world, action);
    check(result, { begin: world.begin, end: world.position });
    runs++;
  } while (choices.next());
  return runs;
}

/** The memory as it stays when the other thread has stopped. */
export class StoppedWorld implements World {
  readonly #log: StoreLog;
  readonly #position: number;

  constructor(log: StoreLog, position: number) {
    this.#log = log;
    this.#position = position;
  }

  load(_words: Int32Array, index: number): number {
    return this.#log.valueAt(index, this.#position);
  }

  store(): never {
    throw new Error("a reader must not write");
  }
}

/** The memory as a thread sees it whose loads fall where it was chosen. */
class PlacedWorld implements World {
  readonly #log: StoreLog;
  readonly #placements: Placements;
  readonly #choices: Choices;
  /** The position of the latest ordered load. */
  position: number;
  /** The position of the first load. */
  begin = -1;

  constructor(log: StoreLog, from: number, placements: Placements, choices: Choices) {
    this.#log = log;
    this.#placements = placements;
    this.#choices = choices;
    this.position = from;
  }

  load(_words: Int32Array, index: number, ordered: boolean): number {
    const position = this.#choose(index);
    if (ordered) this.position = position;
    if (this.begin < 0) this.begin = position;
    return this.#log.valueAt(index, position);
  }

  store(): never {
    throw new Error("a reader must not write");
  }

  #choose(index: number): number {
    if (this.#placements === "every" || this.begin < 0) {
      return this.position + this.#choices.choose(this.#log.end - this.position + 1);
    }
    const positions = this.#log.distinctPositions(index, this.position);
    return positions[this.#choices.choose(positions.length)];
  }
}

/** A path through a tree of choices, and the way to the next one. */
class Choices {
  readonly #chosen: number[] = [];
  readonly #options: number[] = [];
  #depth = 0;

  /** The choice here, from 0 to `options - 1`. */
  choose(options: number): number {
    const depth = this.#depth++;
    if (depth === this.#chosen.length) {
      this.#chosen.push(0);
      this.#options.push(options);
    }
    return this.#chosen[depth];
  }

  /** Goes on to the next path; false if there is none. */
  next(): boolean {
    this.#depth = 0;
    while (this.#chosen.length > 0) {
      const last = this.#chosen.length - 1;
      if (++this.#chosen[last] < this.#options[last]) return true;
      this.#chosen.pop();
      this.#options.pop();
    }
    return false;
  }
}
