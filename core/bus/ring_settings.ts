// @cold-file: settings are read when a ring is made
import { checkObject } from "../arguments.ts";
import { CAPACITY_MAX, PAYLOAD_WORDS_MAX } from "./slot_layout.ts";

/** Settings of a ring. */
export interface RingSettings {
  /** Events that stay readable: a power of two from 1 to 2²⁶. */
  readonly capacity: number;
  /** 32-bit payload words in every event, 0 to 16 384. Default 4: with the arrival timestamp a record of 24 bytes. */
  readonly payloadWords?: number;
  /** Sequence of the first event, 0 to 2⁵⁰. Default 0. Tests use it to begin just below a place where numbers wrap. */
  readonly startSequence?: number;
}

/** Options of one thread's access to a ring. */
export interface RingAccess {
  /**
   * Whether misuse of a slot or an event is refused: an index beyond the payload or the batch, and writing without a claim.
   * Default true.
   *
   * Unchecked access is for code that was tested checked and that counts nanoseconds: in the ring for one thread it spares
   * one to four for each event. An index beyond the payload then reads or overwrites other events in silence.
   */
  readonly checked?: boolean;
}

/** Settings with the defaults filled in. */
export type CheckedRingSettings = Required<RingSettings>;

/** Default number of payload words. */
const PAYLOAD_WORDS_DEFAULT = 4;

/** Largest first sequence. */
const START_SEQUENCE_MAX = 2 ** 50;

/**
 * Checks ring settings and fills in the defaults.
 *
 * @throws {RangeError} naming the setting, the rule and the value, when one is not allowed
 */
export function checkRingSettings(settings: RingSettings): CheckedRingSettings {
  checkObject("make a ring", "settings", settings, "an object with capacity");
  const { capacity, payloadWords = PAYLOAD_WORDS_DEFAULT, startSequence = 0 } = settings;
  const powerOfTwo = Number.isInteger(capacity) && capacity >= 1 && capacity <= CAPACITY_MAX &&
    (capacity & (capacity - 1)) === 0;
  if (!powerOfTwo) {
    throw new RangeError(`capacity must be a power of two from 1 to ${CAPACITY_MAX}, got ${capacity}`);
  }
  checkInteger("payloadWords", payloadWords, 0, PAYLOAD_WORDS_MAX);
  checkInteger("startSequence", startSequence, 0, START_SEQUENCE_MAX);
  return { capacity, payloadWords, startSequence };
}

/**
 * Whether access is checked, with the default filled in.
 *
 * @throws {TypeError} if it is neither true nor false
 */
export function checkChecked(access: RingAccess): boolean {
  checkObject("make a ring", "access", access);
  const { checked = true } = access;
  if (typeof checked !== "boolean") throw new TypeError(`checked must be true or false, got ${String(checked)}`);
  return checked;
}

/** Throws a `RangeError` unless `value` is an integer from `min` to `max`. */
export function checkInteger(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} must be an integer from ${min} to ${max}, got ${value}`);
  }
}
