import type { NativeClockOrigin } from "../../core/time/native_clock.ts";
import type { Channel } from "./carrier.ts";
import type { Carrier, Measure } from "./measures.ts";

/** Setup of a thread. */
export interface ThreadTask {
  /** Which of the two it is. */
  readonly role: "sender" | "receiver";
  /** The measure. */
  readonly measure: Measure["id"];
  /** With what. */
  readonly carrier: Carrier;
  /** Events that are measured. As many as a share of them come before, and are not. */
  readonly events: number;
  /** The way there, for carriers that share memory. */
  readonly there: Channel | null;
  /** The way back. */
  readonly back: Channel | null;
  /** The thread's end of a message channel, for the carrier that needs one. */
  readonly port: MessagePort | null;
  /** Further shared memory of both threads: see the constants of this file. */
  readonly words: Int32Array<SharedArrayBuffer>;
  /** From when clocks count. */
  readonly origin: NativeClockOrigin;
}

/** Final message of a thread: the sample, or a part of it. */
export interface ThreadAnswer {
  /** The numbers that this thread knows. */
  readonly values: readonly number[];
}

/** Shared word: events received so far, as the receiver shows it now and then. 128 bytes from the next. */
export const PROGRESS = 0;

/** Shared word: threads that are ready to begin. */
export const PRESENT = 32;

/** Shared word: what the sender is doing. */
export const PHASE = 64;

/** Words that both threads share. */
export const SHARED_WORDS = 96;
