// @cold-file: settings and descriptions are read when a ring is made or attached to
import { checkInteger } from "./ring_settings.ts";

/**
 * Which code moves events to and from shared memory. All of them keep one protocol over the same bytes, so threads that
 * share a ring need not use the same one.
 *
 * - `"atomics"`: TypeScript, `Int32Array` and `Atomics`. Works wherever memory can be shared.
 * - `"wasm"`: WebAssembly, every access atomic. Right on every processor.
 * - `"wasm-tso"`: WebAssembly with plain stores. Right only on processors that keep the order of stores and the order of
 *   loads, as x86-64 does.
 */
export type SharedKernelName = "atomics" | "wasm" | "wasm-tso";

/** How one thread reads and writes a shared ring. */
export interface SharedAccess {
  /**
   * Which code to use. Default: the fastest that is right here, which is `"wasm-tso"` where the processor is known to be
   * an x86-64, then `"wasm"`, then `"atomics"`. A browser does not say what its processor is.
   */
  readonly kernel?: SharedKernelName;
  /** Most events that one `pollBatch` of a consumer takes, 1 to 65 536. Default 64. They are copied into private memory. */
  readonly maxBatch?: number;
}

/**
 * What a thread needs to attach to a shared ring. It can be sent to a Worker with `postMessage`; the memory is shared by
 * that, not copied.
 */
export interface SharedRingDescription {
  /** Version of the protocol and of the layout of the memory. */
  readonly version: number;
  /** Events that stay readable. */
  readonly capacity: number;
  /** 32-bit payload words in every event. */
  readonly payloadWords: number;
  /** Sequence of the first event. */
  readonly startSequence: number;
  /** The memory: that of WebAssembly where there is such a thing. */
  readonly memory: WebAssembly.Memory | SharedArrayBuffer;
}

/** Default number of events in a batch. */
export const MAX_BATCH_DEFAULT = 64;

/** Largest `maxBatch`. */
export const MAX_BATCH_LIMIT: number = 2 ** 16;

/**
 * Checks `maxBatch` and fills in the default.
 *
 * @throws {RangeError} if it is not allowed
 */
export function checkMaxBatch(access: SharedAccess): number {
  const { maxBatch = MAX_BATCH_DEFAULT } = access;
  checkInteger("maxBatch", maxBatch, 1, MAX_BATCH_LIMIT);
  return maxBatch;
}
