// @cold-file: settings are read when a ring is made
import { checkInteger, checkObject, shown } from "../arguments.ts";
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
 * @param action the action that needs them, for the message: `create RingBuffer`
 * @throws {RangeError} if a setting is not allowed; the message names the setting, the rule and the value
 */
export function checkRingSettings(action: string, settings: RingSettings): CheckedRingSettings {
  checkObject(action, "settings", settings, "an object with capacity");
  const { capacity, payloadWords = PAYLOAD_WORDS_DEFAULT, startSequence = 0 } = settings;
  const powerOfTwo = Number.isInteger(capacity) && capacity >= 1 && capacity <= CAPACITY_MAX &&
    (capacity & (capacity - 1)) === 0;
  if (!powerOfTwo) {
    throw new RangeError(
      `Cannot ${action}: capacity must be a power of two from 1 to ${CAPACITY_MAX}, got ${shown(capacity)}`,
    );
  }
  checkInteger(action, "payloadWords", payloadWords, 0, PAYLOAD_WORDS_MAX);
  checkInteger(action, "startSequence", startSequence, 0, START_SEQUENCE_MAX);
  return { capacity, payloadWords, startSequence };
}

/**
 * Returns whether access is checked, with the default filled in.
 *
 * @param action the action that needs it, for the message
 * @throws {TypeError} if `checked` is neither true nor false
 */
export function checkChecked(action: string, access: RingAccess): boolean {
  checkObject(action, "access", access);
  const { checked = true } = access;
  if (typeof checked !== "boolean") {
    throw new TypeError(`Cannot ${action}: checked must be true or false, got ${shown(checked)}`);
  }
  return checked;
}
