/**
 * How an exact, ever-growing sequence is kept where it costs next to nothing.
 *
 * A sequence is the number of an event, counted from 0, and must be exact far beyond 2³¹. A double holds it, but a double
 * has to be converted before it can select a record, and a 32-bit integer alone is ambiguous: a consumer that slept
 * through exactly 2³² events would believe it had missed none. So a sequence is kept as two parts:
 *
 * ```text
 *   sequence   52 ................... 30 29 .................. 0
 *                        era                    position
 *   position   a small integer, which is counted and subtracted
 *   era        a plain integer: grows by one every 1 073 741 824 events
 * ```
 *
 * Positions of one era are less than 2³¹ apart, so their difference is a distance, always. A position may also lie a ring's
 * capacity outside its era, on either side: the sum of the two parts is what counts.
 *
 * @module
 */

const BITS = 30;
const SIZE = 2 ** BITS;
const MASK = SIZE - 1;

/** Bits of a sequence that are its position. */
export const ERA_BITS: number = BITS;

/** Events in an era: 2³⁰. */
export const ERA_SIZE: number = SIZE;

/** Selects the bits of a sequence that are its position. */
export const ERA_MASK: number = MASK;

/**
 * Bias added to each stored era origin, and removed on reading.
 *
 * V8 guards the sum of two doubles that have so far been integers, to keep it exact up to 2⁵³, and the guard stays where
 * the sum is not used. Numbers with a fraction it just adds, or leaves out where the sum is not used. Up to 2⁵² that is exact too.
 */
export const HALF = 0.5;

/** The position of a sequence in its era. */
export function positionOf(sequence: number): number {
  return sequence & MASK;
}

/** The era of a sequence. */
export function eraOf(sequence: number): number {
  return Math.floor(sequence / SIZE);
}

/** The sequence of a position in an era. */
export function sequenceOf(position: number, era: number): number {
  return era * SIZE + position;
}
