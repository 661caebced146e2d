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
 * A shared ring is one `SharedArrayBuffer`, seen as 32-bit words: a header, then one slot more than the capacity. What
 * different threads write lies at least 128 bytes apart, since processors fetch lines of 64 bytes in pairs.
 *
 * ```text
 *   word   0        1          2         3       4       5         32        64        96       128
 *        +--------+----------+---------+-------+-------+-------+- -+-------+-+-------+-+-------+-+--------+--------+- -
 *        | format | capacity | payload | start sequence| claim |   | epoch | | fence | | beats | | slot 0 | slot 1 |
 *        |        |          |  words  |  low  | high  |       |   |       | |       | |       | |        |        |
 *        +--------+----------+---------+-------+-------+-------+- -+-------+-+-------+-+-------+-+--------+--------+- -
 *          written when the ring is made                 once        rarely    asked     asked
 *
 *   word   0       1        2 ...                         a multiple of 16 words, which is 64 bytes
 *        +-------+--------+------------------------------+- - - - - - -+
 *   slot | stamp | unused |  record, as in a local ring  |   padding   |
 *        +-------+--------+------------------------------+- - - - - - -+
 * ```
 *
 * A thread writes and reads records in memory of its own, laid out as in a local ring; a kernel copies them to and from
 * the slots.
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
 * Largest number of words that one memory of records may have, be it that of a ring or the private one of a producer or a
 * consumer: 2 GiB, so that offsets in bytes stay below 2³¹ and offsets in cells under {@linkcode OFFSET_MASK}.
 */
export const RING_WORDS_MAX = 1 << 29;

/**
 * Every offset in cells is below 2²⁸. Masking an offset with this tells the compiler so, which spares it a sign extension
 * at each access. The mask never changes a value, because no memory of records is larger than {@linkcode RING_WORDS_MAX}:
 * each place that allocates records refuses more, and so does each flyweight over them.
 */
export const OFFSET_MASK = 0x0fff_ffff;

/**
 * log₂ of the words in a record: the smallest power of two that holds the arrival timestamp and the payload.
 *
 * @param payloadWords payload words of an event, 0 to {@linkcode PAYLOAD_WORDS_MAX}
 */
// @cold: constructors only
export function recordShift(payloadWords: number): number {
  return 32 - Math.clz32(PAYLOAD_WORD + payloadWords - 1);
}

/**
 * Words of a record that hold anything: the arrival timestamp and the payload, rounded up to whole cells so that a kernel
 * may copy either words or cells.
 *
 * @param payloadWords payload words of an event, 0 to {@linkcode PAYLOAD_WORDS_MAX}
 */
// @cold: constructors only
export function copiedWords(payloadWords: number): number {
  return (PAYLOAD_WORD + payloadWords + 1) & ~1;
}

/** Records that the private memory of a consumer holds for events that are polled one by one. */
const SINGLE_RECORDS = 2;

/**
 * Records that the private memory of a consumer holds: two for single events and two areas for batches, so that what was
 * delivered last stays whole while the next is copied.
 *
 * @param maxBatch most events in a batch
 */
// @cold: constructors only
export function consumerRecords(maxBatch: number): number {
  return SINGLE_RECORDS + 2 * maxBatch;
}

/**
 * The largest batch for which the private memory of a consumer can be addressed.
 *
 * @param recordWords words of a record in private memory
 */
// @cold: constructors only
export function maxBatchWithinReach(recordWords: number): number {
  return Math.floor((RING_WORDS_MAX / recordWords - SINGLE_RECORDS) / 2);
}

/** Version of the layout of a shared ring. Version 1 had neither a word for fences nor one for beats. */
export const SHARED_VERSION = 2;

/** Header word that tells a shared ring of this layout from other memory. */
export const SHARED_FORMAT_WORD = 0;

/** Value of the format word: "RB" and the version. */
export const SHARED_FORMAT: number = 0x5242_0000 | SHARED_VERSION;

/** Header word that holds the capacity. */
export const SHARED_CAPACITY_WORD = 1;

/** Header word that holds the payload words of an event. */
export const SHARED_PAYLOAD_WORDS_WORD = 2;

/** Header word that holds the low 32 bits of the first sequence. */
export const SHARED_START_LOW_WORD = 3;

/** Header word that holds the high bits of the first sequence. */
export const SHARED_START_HIGH_WORD = 4;

/** Header word that says whether there is, or was, a producer. */
export const SHARED_CLAIM_WORD = 5;

/** Header word that holds the epoch: written by the producer, once in 2²⁸ laps. */
export const SHARED_EPOCH_WORD = 32;

/** Header word that fences read, modify and write. Its value means nothing: it is always 0. */
export const SHARED_FENCE_WORD = 64;

/** Header word that counts the beats of the producer, modulo 2³²; 0 before there was one. Written by the producer alone. */
export const SHARED_BEATS_WORD = 96;

/** First word of the first slot. */
export const SHARED_SLOTS_WORD = 128;

/** Word of a slot that holds its stamp. */
export const SLOT_STAMP_WORD = 0;

/** First word of a slot that holds its record. */
export const SLOT_RECORD_WORD = 2;

/** Words of a cache line. */
const LINE_WORDS = 16;

/** Words of a page: the memory of a shared ring is a whole number of them, as WebAssembly wants. */
const PAGE_WORDS = 1 << 14;

/**
 * Words of a slot: a whole number of cache lines.
 *
 * @param payloadWords payload words of an event, 0 to {@linkcode PAYLOAD_WORDS_MAX}
 */
// @cold: constructors only
export function slotWords(payloadWords: number): number {
  return Math.ceil((SLOT_RECORD_WORD + copiedWords(payloadWords)) / LINE_WORDS) * LINE_WORDS;
}

/** Words of the memory of a shared ring with that many slots. */
// @cold: constructors only
export function sharedRingWords(slots: number, payloadWords: number): number {
  return Math.ceil((SHARED_SLOTS_WORD + slots * slotWords(payloadWords)) / PAGE_WORDS) * PAGE_WORDS;
}

/** Pages of WebAssembly memory that hold so many words. */
export function pagesOf(words: number): number {
  return Math.ceil(words / PAGE_WORDS);
}
