import * as numbering from "../sequence.ts";

const HALF = numbering.HALF;

/** Value of {@linkcode Era.newest} when the era is over: no position is within reach of it. */
const OVER = -(2 ** 31);

/**
 * The numbers that a ring and its consumers share for 2³⁰ events.
 *
 * The ring and every consumer that keeps up hold the same object. When the era is over, the ring begins another, which is
 * a new object, and puts {@linkcode Era.newest} of this one out of reach. A consumer that still holds this one finds
 * nothing to read in it, by the very comparison that it makes on every poll, and only then looks closer. So a consumer can
 * sleep for as long as it likes and be told exactly what it missed, and one that is awake pays nothing for that.
 *
 * Objects are never used again: that is what makes it exact. It costs 64 bytes for every 1 073 741 824 events.
 */
export class Era {
  /** Sequence of position 0, and {@linkcode HALF}. */
  declare readonly origin: number;
  /** Position of the newest event; of the one before the first, if there is none. */
  declare newest: number;
  /** Position of the last claimed slot; that of the newest event, if nothing is claimed. */
  declare claimed: number;

  /**
   * Makes an era.
   *
   * @param first sequence of position 0
   * @param newest position of the newest event
   */
  constructor(first: number, newest: number) {
    this.origin = first + HALF;
    this.newest = newest | 0;
    this.claimed = newest | 0;
  }

  /** Ends the era: nothing can be read in it any more. */
  // @cold: once in 2³⁰ events
  end(): void {
    this.newest = OVER;
  }
}

/** Makes an era in which nothing can be read. */
// @cold: once, when the module is loaded
export function makeEndedEra(): Era {
  const era = new Era(0, 0);
  era.end();
  return era;
}
