import type { MonotonicClock } from "../../../mod.ts";

/** Says how many events are due: what makes the producer keep a rate. */
export interface Pacer {
  /** How many events to publish now, 0 to {@linkcode PASS_EVENTS}. They count as published from then on. */
  due(): number;
}

/** Most events of one pass, between two looks at the command. */
export const PASS_EVENTS = 64;

const NS_PER_SECOND = 1e9;

const NOW = 0;
const PUBLISHED = 1;

/**
 * Keeps a rate by the clock: event `n` is due `(n + 1) / rate` seconds after the start, independent of earlier events.
 * After a stall the producer publishes all events that have come due meanwhile, so no stall makes it publish less.
 */
export class RatePacer implements Pacer {
  declare private readonly _clock: Pick<MonotonicClock, "stamp">;
  /** The time now, and how many events have been published: doubles that the compiler need not box. */
  declare private readonly _cells: Float64Array;
  declare private readonly _startNs: number;
  declare private readonly _eventsPerNs: number;

  /**
   * Makes a pacer.
   *
   * @param clock the producer's clock, or what has the time by it
   * @param startNs when the run starts, by that clock
   * @param rate events per second
   */
  constructor(clock: Pick<MonotonicClock, "stamp">, startNs: number, rate: number) {
    this._clock = clock;
    this._cells = new Float64Array(2);
    this._startNs = startNs;
    this._eventsPerNs = rate / NS_PER_SECOND;
  }

  /** How many events have become due since the last call, as far as there is room for them in a pass. */
  // @hot
  due(): number {
    const cells = this._cells;
    this._clock.stamp(cells, NOW);
    const behind = Math.floor((cells[NOW] - this._startNs) * this._eventsPerNs) - cells[PUBLISHED];
    if (behind <= 0) return 0;
    const events = behind < MOST ? behind | 0 : MOST;
    cells[PUBLISHED] += events;
    return events;
  }
}

/** Keeps no rate: there is always a whole pass due. */
export class UnpacedPacer implements Pacer {
  /** A whole pass. */
  // @hot
  due(): number {
    return MOST;
  }
}

/** How many events are due after so many nanoseconds, by the arithmetic of {@linkcode RatePacer}. */
export function eventsDue(elapsedNs: number, rate: number): number {
  return Math.floor(elapsedNs * (rate / NS_PER_SECOND));
}

/** When event `sequence` was due, in nanoseconds by the clock of the start. */
export function dueNs(sequence: number, startNs: number, rate: number): number {
  return startNs + (sequence + 1) * NS_PER_SECOND / rate;
}

const MOST = PASS_EVENTS;
