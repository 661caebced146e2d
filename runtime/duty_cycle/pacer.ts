import { checkParts, shown } from "../../core/arguments.ts";
import type { MonotonicClock } from "../../core/time/monotonic_clock.ts";

/** Says how many events are due: the part of a producer that keeps a rate. For the hot path. */
export interface Pacer {
  /** How many events to publish now, from 0 to the most of a pass. They count as published from then on. */
  due(): number;
}

/** Most events of a pass, unless a pacer is told otherwise. */
const PASS_MAX = 64;

const NS_PER_SECOND = 1e9;

const NOW = 0;
const PUBLISHED = 1;

/** Parts of a {@linkcode RatePacer}. */
export interface RatePacerParts {
  /** The producer's clock, or a {@linkcode CycleTimer} that has read it in this cycle. */
  readonly clock: Pick<MonotonicClock, "stamp">;
  /** When the schedule starts, in nanoseconds of that clock: a finite number. */
  readonly startNs: number;
  /** Events per second: a finite number above 0. */
  readonly rate: number;
  /** Most events that are due at a time: an integer from 1 to 2³¹ - 1. Default 64. */
  readonly passMax?: number;
}

/**
 * Keeps a rate by the clock: event `n` is due `(n + 1) / rate` seconds after the start, independent of earlier events.
 * After a stall the producer publishes all events that have come due meanwhile, so no stall makes it publish less.
 *
 * Belongs to the producer's thread. Allocates nothing after it was made.
 *
 * @example Publish a million events per second
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { RatePacer } from "@low-latency/trading-sim/runtime";
 *
 * const clock = new ManualClock();
 * const ring = new RingBuffer({ capacity: 64 });
 * const pacer = new RatePacer({ clock, startNs: 0, rate: 1_000_000 });
 * for (let pass = 0; pass < 10; pass++) {
 *   clock.advance(2_500);
 *   for (let due = pacer.due(); due > 0; due--) {
 *     ring.claim();
 *     ring.publish();
 *   }
 * }
 * assertEquals(ring.head, 25);
 * ```
 */
export class RatePacer implements Pacer {
  declare private readonly _clock: Pick<MonotonicClock, "stamp">;
  /** The time now, and how many events have been published: doubles that the compiler need not box. */
  declare private readonly _cells: Float64Array;
  declare private readonly _startNs: number;
  declare private readonly _eventsPerNs: number;
  declare private readonly _passMax: number;

  /**
   * Makes a pacer of which nothing has been due.
   *
   * @param parts the clock, the start and the rate
   * @throws {TypeError} if the clock is none
   * @throws {RangeError} if a number is not allowed
   */
  constructor(parts: RatePacerParts) {
    checkParts("create RatePacer", "parts", parts, { clock: "stamp()" });
    const { clock, startNs, rate, passMax = PASS_MAX } = parts;
    if (!Number.isFinite(startNs)) refuse("RatePacer", "startNs", "a finite number", startNs);
    if (!(Number.isFinite(rate) && rate > 0)) refuse("RatePacer", "rate", "a finite number above 0", rate);
    checkPassMax("RatePacer", passMax);
    this._clock = clock;
    this._cells = new Float64Array(2);
    this._startNs = startNs;
    this._eventsPerNs = rate / NS_PER_SECOND;
    this._passMax = passMax;
  }

  /** How many events have become due since the last call, as far as there is room for them in a pass. */
  // @hot
  due(): number {
    const cells = this._cells;
    const passMax = this._passMax;
    this._clock.stamp(cells, NOW);
    const behind = Math.floor((cells[NOW] - this._startNs) * this._eventsPerNs) - cells[PUBLISHED];
    if (behind <= 0) return 0;
    const events = behind < passMax ? behind | 0 : passMax;
    cells[PUBLISHED] += events;
    return events;
  }
}

/** Keeps no rate: a whole pass is always due. For a producer that publishes as fast as it can. */
export class UnpacedPacer implements Pacer {
  declare private readonly _passMax: number;

  /**
   * Makes a pacer.
   *
   * @param passMax events of a pass: an integer from 1 to 2³¹ - 1. Default 64
   * @throws {RangeError} if it is not
   */
  constructor(passMax: number = PASS_MAX) {
    checkPassMax("UnpacedPacer", passMax);
    this._passMax = passMax;
  }

  /** A whole pass. */
  // @hot
  due(): number {
    return this._passMax;
  }
}

/**
 * How many events are due after so many nanoseconds, by the arithmetic of {@linkcode RatePacer}.
 *
 * @param elapsedNs nanoseconds since the start
 * @param rate events per second
 */
export function eventsDue(elapsedNs: number, rate: number): number {
  return Math.floor(elapsedNs * (rate / NS_PER_SECOND));
}

/**
 * When event `sequence` was due by the schedule of a {@linkcode RatePacer}, in nanoseconds by the clock of the start: the
 * time to measure from where a stall of the producer must not hide the delay that it causes.
 *
 * @param sequence the number of the event, from 0
 * @param startNs when the schedule started
 * @param rate events per second
 */
export function dueNs(sequence: number, startNs: number, rate: number): number {
  return startNs + (sequence + 1) * NS_PER_SECOND / rate;
}

function checkPassMax(pacer: string, passMax: number): void {
  if ((passMax | 0) !== passMax || passMax < 1) {
    refuse(pacer, "passMax", "an integer from 1 to 2147483647", passMax);
  }
}

function refuse(pacer: string, name: string, rule: string, got: unknown): never {
  throw new RangeError(`Cannot create ${pacer}: ${name} must be ${rule}, got ${shown(got)}`);
}
