/**
 * The only file that knows where a field of an event lies in memory.
 *
 * A local ring is one `ArrayBuffer`, seen as 32-bit words and as 64-bit cells. A record is a power of two words long:
 *
 * ```text
 *   word   0         1         2         3         4         5      ...
 *        +---------+---------+---------+---------+---------+---------+
 *        |     arrival, ns   | payload | payload | payload | payload |  ...  padding to a power of two
 *        |     Float64       |  word 0 |  word 1 |  word 2 |  word 3 |
 *        +---------+---------+---------+---------+---------+---------+
 *   cell   0                   1                   2
 * ```
 *
 * The sequence is not stored: a consumer knows which event it asked for.
 *
 * @module
 */

/** Cell of a record that holds the arrival timestamp, in nanoseconds. */
export const ARRIVAL_CELL = 0;

/** First word of a record that holds payload. */
export const PAYLOAD_WORD = 2;

/** First cell of a record that holds payload. */
export const PAYLOAD_CELL = 1;

/** Bytes of a payload word. */
export const WORD_BYTES = 4;

/** Most payload words an event may have: 64 KiB of payload. */
export const PAYLOAD_WORDS_MAX = 1 << 14;

/** Largest capacity a ring may have, in events. */
export const CAPACITY_MAX = 1 << 26;

/**
 * Every word offset is below 2²⁹. Masking an offset with this tells the compiler so, which spares it a sign extension at
 * each access; the mask never changes a value.
 */
export const OFFSET_MASK = 0x3fff_ffff;

/** Largest number of words that the memory of one ring may have: 2 GiB, so that offsets in bytes stay below 2³¹ too. */
export const RING_WORDS_MAX = 1 << 29;

/**
 * log₂ of the words in a record: the smallest power of two that holds the arrival timestamp and the payload.
 *
 * @param payloadWords payload words of an event, 0 to {@linkcode PAYLOAD_WORDS_MAX}
 */
export function recordShift(payloadWords: number): number {
  return 32 - Math.clz32(PAYLOAD_WORD + payloadWords - 1);
}
