/**
 * The arithmetic of a `struct timespec`, as 64-bit Linux and macOS lay it out, and of an origin kept beside it.
 *
 * ```text
 *   word   0         1         2         3         4         5
 *        +---------+---------+---------+---------+---------+---------+
 *        |       tv_sec      |      tv_nsec      |  origin | present |
 *        |   low       high  |   low       high  |  second |  second |     low words
 *        +---------+---------+---------+---------+---------+---------+
 *          written by clock_gettime                written here
 * ```
 *
 * The high words are not needed. Nanoseconds are below 2³⁰. Seconds are subtracted with wrapping, so that the difference of
 * the low words is the difference of the seconds while it is below 2³¹, which is 68 years, wherever the low word wraps.
 *
 * Seconds change once a second, so what comes of them is kept: `offset[0]` is where the origin lies, in nanoseconds from the
 * start of the present second. A reading is then one subtraction, of integers that a Float64 holds exactly for 104 days.
 *
 * @module
 */

import type { SourceOrigin } from "./_source_origin.ts";

/** Words of the memory: a timespec, the origin's second and the present one. */
export const TIMESPEC_WORDS = 6;

const SECOND_WORD = 0;
const NANOSECOND_WORD = 2;
const ORIGIN_WORD = 4;
const PRESENT_WORD = 5;

const NS_PER_SECOND = 1e9;

/** Rounds of {@linkcode trainTimespec}: enough for the compilers to keep what they see. */
const TRAINING_ROUNDS = 2_000;

/** A step in seconds with which the training rounds cover 104 days. */
const TRAINING_STEP_SECONDS = 4_500;

/** The timespec that is in memory, as far as it is needed to count from it. */
// @cold: once for a clock
export function timespecOf(words: Int32Array): SourceOrigin {
  return { high: words[SECOND_WORD], low: words[NANOSECOND_WORD] };
}

/** Puts a timespec into memory, as if it had just been read. */
// @cold: once for a clock
export function placeTimespec(words: Int32Array, { high, low }: SourceOrigin): void {
  words[SECOND_WORD] = high;
  words[NANOSECOND_WORD] = low;
}

/** Takes the timespec that is in memory as the origin. */
// @cold: once for a clock
export function setTimespecOrigin(words: Int32Array, offset: Float64Array): void {
  words[ORIGIN_WORD] = words[SECOND_WORD];
  words[PRESENT_WORD] = words[SECOND_WORD];
  offset[0] = words[NANOSECOND_WORD];
}

/**
 * Writes the nanoseconds from the origin to the timespec that is in memory into `cells[index]`.
 *
 * @param words the memory, {@linkcode TIMESPEC_WORDS} of them
 * @param offset one cell: where the origin lies, from the start of the present second
 * @param cells where to write
 * @param index the cell of it
 */
export function storeTimespec(words: Int32Array, offset: Float64Array, cells: Float64Array, index: number): void {
  if (words[SECOND_WORD] !== words[PRESENT_WORD]) enterSecond(words, offset);
  cells[index] = words[NANOSECOND_WORD] - offset[0];
}

/** Moves the offset of the origin to the second that is in memory: back by as many whole seconds as have passed. */
// @cold: once a second
function enterSecond(words: Int32Array, offset: Float64Array): void {
  const passed = (words[SECOND_WORD] - words[PRESENT_WORD]) | 0;
  words[PRESENT_WORD] = words[SECOND_WORD];
  offset[0] -= passed * NS_PER_SECOND;
}

/**
 * Lets the compilers see the path that is taken once a second, and offsets of every size. They compile what they have seen:
 * without this the first second to pass would throw the compiled hot path away.
 *
 * Overwrites the memory. To be called before the origin is set.
 */
// @cold: once for a clock
export function trainTimespec(words: Int32Array, offset: Float64Array): void {
  const cells = new Float64Array(1);
  setTimespecOrigin(words, offset);
  for (let round = 0; round < TRAINING_ROUNDS; round++) {
    words[SECOND_WORD] = (words[SECOND_WORD] + TRAINING_STEP_SECONDS) | 0;
    storeTimespec(words, offset, cells, 0);
  }
}
