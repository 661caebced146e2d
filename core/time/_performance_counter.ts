/**
 * The arithmetic of the performance counter of Windows: a 64-bit count of ticks, and a frequency fixed at boot.
 *
 * ```text
 *   word   0         1         2         3
 *        +---------+---------+---------+---------+
 *        |       count       |       origin      |
 *        |   low       high  |   low       high  |
 *        +---------+---------+---------+---------+
 *          written by the system  written here
 * ```
 *
 * A tick is `numerator / denominator` nanoseconds, 10⁹ / frequency in lowest terms: 100 / 1 at the usual 10 MHz. Ticks are
 * scaled in two steps, whole denominators first and then the rest, each exact, so that the result is the exact quotient
 * rounded down, and does not go backwards.
 *
 * @module
 */

import type { SourceOrigin } from "./_source_origin.ts";

/** Words of the memory: a count and the origin. */
export const COUNTER_WORDS = 4;

const LOW_WORD = 0;
const HIGH_WORD = 1;
const ORIGIN_LOW_WORD = 2;
const ORIGIN_HIGH_WORD = 3;

const WORD_SIZE = 2 ** 32;
const NS_PER_SECOND = 1e9;

/** Highest frequency, in hertz, at which 104 days of ticks are below 2⁵³. */
const FREQUENCY_MAX = 1e9;

/** A tick in nanoseconds, as a fraction in lowest terms. */
export interface TickRatio {
  /** Nanoseconds in `denominator` ticks. */
  readonly numerator: number;
  /** Ticks in `numerator` nanoseconds. */
  readonly denominator: number;
}

/** The count that is in memory. Exact up to 2⁵³. */
// @cold: once for a clock
export function counterOf(words: Int32Array): number {
  return words[HIGH_WORD] * WORD_SIZE + (words[LOW_WORD] >>> 0);
}

/** The count that is in memory, as its words. */
// @cold: once for a clock
export function countOf(words: Int32Array): SourceOrigin {
  return { high: words[HIGH_WORD], low: words[LOW_WORD] };
}

/** Puts a count into memory, as if it had just been read. */
// @cold: once for a clock
export function placeCount(words: Int32Array, { high, low }: SourceOrigin): void {
  words[HIGH_WORD] = high;
  words[LOW_WORD] = low;
}

/** Takes the count that is in memory as the origin. */
// @cold: once for a clock
export function setCounterOrigin(words: Int32Array): void {
  words[ORIGIN_LOW_WORD] = words[LOW_WORD];
  words[ORIGIN_HIGH_WORD] = words[HIGH_WORD];
}

/**
 * The length of a tick.
 *
 * @param frequency ticks in a second
 * @returns the ratio, or `undefined` if readings at this frequency would not be exact for 100 days
 */
// @cold: once for a clock
export function tickRatio(frequency: number): TickRatio | undefined {
  if (!Number.isInteger(frequency) || frequency < 1 || frequency > FREQUENCY_MAX) return undefined;
  const divisor = greatestCommonDivisor(NS_PER_SECOND, frequency);
  const numerator = NS_PER_SECOND / divisor;
  const denominator = frequency / divisor;
  return Number.isSafeInteger(numerator * denominator) ? { numerator, denominator } : undefined;
}

/**
 * Writes the nanoseconds from the origin to the count that is in memory into `cells[index]`.
 *
 * @param words the memory, {@linkcode COUNTER_WORDS} of them
 * @param ratio the length of a tick
 * @param cells where to write
 * @param index the cell of it
 */
export function storeCounter(words: Int32Array, ratio: TickRatio, cells: Float64Array, index: number): void {
  const ticks = ((words[HIGH_WORD] - words[ORIGIN_HIGH_WORD]) | 0) * WORD_SIZE +
    ((words[LOW_WORD] >>> 0) - (words[ORIGIN_LOW_WORD] >>> 0));
  const whole = Math.floor(ticks / ratio.denominator);
  const rest = ticks - whole * ratio.denominator;
  cells[index] = whole * ratio.numerator + Math.floor((rest * ratio.numerator) / ratio.denominator);
}

// @cold: once for a clock
function greatestCommonDivisor(a: number, b: number): number {
  let larger = a;
  let smaller = b;
  while (smaller !== 0) {
    const rest = larger % smaller;
    larger = smaller;
    smaller = rest;
  }
  return larger;
}
