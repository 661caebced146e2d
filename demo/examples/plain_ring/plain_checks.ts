/**
 * What a plain ring refuses, in the words of the real ones.
 *
 * @module
 */
import { checkInteger, shown } from "../../../core/arguments.ts";
import { type EventRing, OverrunError, type RingSettings } from "../../../mod.ts";

const ACTION = "create PlainRingBuffer";
const CAPACITY_MAX = 2 ** 26;
const PAYLOAD_WORDS_MAX = 2 ** 14;
const RECORDS_BYTES_MAX = 2 ** 31;
const BATCH_MAX = 2 ** 31 - 1;

/** Refuses settings that are not allowed, and fills in the defaults. */
export function checkSettings(settings: RingSettings): Required<RingSettings> {
  const { capacity, payloadWords = 4, startSequence = 0 } = settings;
  if (!(Number.isInteger(capacity) && capacity <= CAPACITY_MAX && Number.isInteger(Math.log2(capacity)))) {
    const rule = `capacity must be a power of two from 1 to ${CAPACITY_MAX}`;
    throw new RangeError(`Cannot ${ACTION}: ${rule}, got ${shown(capacity)}`);
  }
  checkInteger(ACTION, "payloadWords", payloadWords, 0, PAYLOAD_WORDS_MAX);
  checkInteger(ACTION, "startSequence", startSequence, 0, 2 ** 50);
  const bytes = 2 * capacity * (8 + 4 * payloadWords);
  if (bytes > RECORDS_BYTES_MAX) {
    throw new RangeError(`Cannot ${ACTION}: its records must be at most ${RECORDS_BYTES_MAX} bytes, got ${bytes}`);
  }
  return { capacity, payloadWords, startSequence };
}

/** Refuses a batch that cannot be claimed. */
export function checkCount(count: number, capacity: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= capacity) return;
  const rule = `count must be an integer from 1 to the capacity, ${capacity}`;
  throw new RangeError(`Cannot claim a batch: ${rule}, got ${count}`);
}

/** Refuses a batch that cannot be polled. */
export function checkMax(max: number): void {
  if (Number.isInteger(max) && max >= 1 && max <= BATCH_MAX) return;
  throw new RangeError(`Cannot poll a batch: max must be an integer from 1 to ${BATCH_MAX}, got ${max}`);
}

/** Refuses a sequence that the ring never had, has not yet, or has no more. */
export function checkReadable(sequence: number, { first, oldest, head }: EventRing): void {
  if (!Number.isInteger(sequence) || sequence < first) {
    const rule = `sequence must be an integer from ${first}, the first of this ring`;
    throw new RangeError(`Cannot get an event: ${rule}, got ${sequence}`);
  }
  if (sequence >= head) {
    throw new RangeError(`Cannot get an event: sequence must be below the head, ${head}, got ${sequence}`);
  }
  if (sequence < oldest) throw new OverrunError(sequence, oldest, head);
}
