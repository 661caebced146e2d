/**
 * How the sequence of an event becomes its place in a shared ring, and a number small enough to be stored there.
 *
 * A ring of capacity C has C + 1 slots, and event `n` lies in slot `n mod (C + 1)`. Its lap says how often that slot had
 * been used before. The stamp of a slot is the lap of the event in it, plus one, in 32 bits; 0 is a slot never used.
 *
 * ```text
 *   sequence   =  lap * (C + 1) + slot
 *   stamp      =  lap + 1, modulo 2³², as Int32
 *   epoch      =  the high bits of the lap: one epoch is 2²⁸ laps
 * ```
 *
 * A stamp means the same again after 2³² laps. So that a consumer that slept for so long is not deceived, the ring also
 * shows the epoch that its producer has reached: while that is within {@linkcode EPOCHS_WITHIN_REACH} of the consumer's
 * own, no two laps in question are 2³¹ or more apart, and stamps that are equal are of the same lap. The epoch changes
 * so rarely that looking at it costs nothing: its cache line stays where it is read.
 *
 * @module
 */

/** Bits of a lap that lie within one epoch. */
export const EPOCH_BITS = 28;

/** Laps in an epoch. */
const EPOCH_LAPS = 2 ** EPOCH_BITS;

/** Epochs that the producer may be ahead of a cursor with stamps still being unambiguous: 2³⁰ laps. */
export const EPOCHS_WITHIN_REACH = 4;

/** The slot of a sequence. Exact for every sequence. */
export function slotOf(sequence: number, slots: number): number {
  return sequence % slots;
}

/** The lap of a sequence. Exact for every sequence: the remainder is, and a multiple divides without rounding. */
export function lapOf(sequence: number, slots: number): number {
  return (sequence - sequence % slots) / slots;
}

/** The stamp of a lap, as Int32. */
export function stampOf(lap: number): number {
  return (lap + 1) | 0;
}

/** The epoch of a lap. */
export function epochOf(lap: number): number {
  return Math.floor(lap / EPOCH_LAPS);
}

/** Whether a lap with this stamp is the first of an epoch. */
export function startsEpoch(stamp: number): boolean {
  return ((stamp - 1) & (EPOCH_LAPS - 1)) === 0;
}

/**
 * The lap of a stamp.
 *
 * @param stamp a stamp, as Int32
 * @param epoch an epoch whose first lap is less than 2³¹ laps away
 */
// @cold: a look at the head, which is no part of a poll
export function lapNear(stamp: number, epoch: number): number {
  const first = epoch * EPOCH_LAPS;
  return first + ((stamp - stampOf(first)) | 0);
}
