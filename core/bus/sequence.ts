/**
 * How an exact, ever-growing sequence is kept in two small integers.
 *
 * A sequence is the number of an event, counted from 0. It must be exact far beyond 2³¹, and it must cost nothing on the
 * hot path, where a double in a field is slower than an integer and a wrapping integer alone is ambiguous: a consumer that
 * slept through exactly 2³² events would believe it had missed none. So a sequence is kept as two parts:
 *
 * ```text
 *   sequence   52 .................... 20 19 ............ 0
 *                       era                  within the era
 *   position   the low 32 bits, as Int32: wraps, and is subtracted with wrapping: (head - cursor) | 0
 *   era        sequence >> 20, a plain integer: grows by one every 1 048 576 events
 * ```
 *
 * As long as two positions are known to be less than 2³¹ apart their wrapping difference is exact. The era is how that is
 * known: a consumer compares its era with the ring's, and looks closer only when they differ.
 *
 * @module
 */

const BITS = 20;
const SIZE = 1 << BITS;
const MASK = SIZE - 1;

/** Bits of a sequence that lie within one era. */
export const ERA_BITS = BITS;

/** Events in an era: 2²⁰ = 1 048 576. */
export const ERA_SIZE = SIZE;

/** Selects the bits of a position that lie within its era. */
export const ERA_MASK = MASK;

/** Eras a consumer may be behind with its wrapping distance still known to be exact: 2³⁰ events. */
export const ERAS_WITHIN_REACH = (1 << 30) / SIZE - 1;

/** Selects the bits of an era that a 32-bit position repeats. */
const ERA_IN_POSITION_MASK = (1 << (32 - BITS)) - 1;

/** The position of a sequence: its low 32 bits as Int32. */
export function positionOf(sequence: number): number {
  return sequence | 0;
}

/** The era of a sequence. */
export function eraOf(sequence: number): number {
  return Math.floor(sequence / SIZE);
}

/**
 * The exact sequence of a position that is at most 2³² − 2²⁰ events older than the end of the given era.
 *
 * @param position low 32 bits of the sequence, as Int32
 * @param era an era at or after the position's own
 */
export function sequenceOf(position: number, era: number): number {
  return (era - ((era - (position >>> BITS)) & ERA_IN_POSITION_MASK)) * SIZE + (position & MASK);
}

/** Writes the sequence of a position into `cells[index]`: {@linkcode sequenceOf} by address. */
export function storeSequenceOf(position: number, era: number, cells: Float64Array, index: number): void {
  cells[index] = (era - ((era - (position >>> BITS)) & ERA_IN_POSITION_MASK)) * SIZE + (position & MASK);
}
