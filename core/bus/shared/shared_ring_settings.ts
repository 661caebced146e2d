// @cold-file: settings and descriptions are read when a ring is made or attached to
import { checkInteger } from "../../arguments.ts";
import type { RingAccess } from "../ring_settings.ts";
import { consumerRecords, maxBatchWithinReach, RING_WORDS_MAX, WORD_BYTES } from "../slot_layout.ts";

/**
 * Names of the kernels, which move events to and from shared memory. All of them keep one protocol over the same bytes,
 * so threads that share a ring need not use the same one. They promise the same: publishing is a release, taking an
 * acquire. That the stores of the first two are sequentially consistent, and so order more than that, is not part of
 * the promise.
 *
 * - `"atomics"`: TypeScript, `Int32Array` and `Atomics`. Works wherever memory can be shared.
 * - `"wasm"`: WebAssembly, every access atomic. Right on every processor.
 * - `"wasm-tso"`: WebAssembly with plain stores. Right only with V8 on a processor that keeps the order of stores and the
 *   order of loads, as x86-64 does where it is not emulated without it.
 */
export type SharedKernelName = "atomics" | "wasm" | "wasm-tso";

/** Options of one thread's access to a shared ring. */
export interface SharedAccess extends RingAccess {
  /**
   * The kernel to use. Default: the fastest that is known to be right here: `"wasm-tso"` where the host says that it is
   * V8 on an x86-64, then `"wasm"`, then `"atomics"`. What was chosen is the `kernel` of the ring and of the consumer.
   * A browser does not say what its processor is. `"wasm-tso"` by name is refused where something speaks against it,
   * and otherwise is on your word. `docs/memory-ordering.md` has the table, with the versions of Deno, Node and
   * browsers that each needs.
   */
  readonly kernel?: SharedKernelName;
  /**
   * Most events that one `pollBatch` of a consumer takes, 1 to 65 536. Default 64. They are copied into private memory, which
   * holds `2 + 2 * maxBatch` records and may not exceed 2 GiB: with records of 32 bytes every `maxBatch` fits, with the
   * largest payload 8 191 is the most.
   */
  readonly maxBatch?: number;
}

/**
 * Description of a shared ring, with which a thread attaches to it. It can be sent to a Worker with `postMessage`; the
 * memory is shared by that, not copied.
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

/** Action named in the messages of a thread that attaches. */
export const ATTACH = "attach to the ring";

/** Default number of events in a batch. */
export const MAX_BATCH_DEFAULT = 64;

/** Largest `maxBatch`. */
export const MAX_BATCH_LIMIT: number = 2 ** 16;

/**
 * Checks `maxBatch` and fills in the default.
 *
 * @param recordWords words of a record in private memory
 * @throws {RangeError} if it is not allowed, or so many records cannot be addressed
 */
export function checkMaxBatch(access: SharedAccess, recordWords: number): number {
  const { maxBatch = MAX_BATCH_DEFAULT } = access;
  checkInteger(ATTACH, "maxBatch", maxBatch, 1, MAX_BATCH_LIMIT);
  const most = maxBatchWithinReach(recordWords);
  if (maxBatch > most) {
    const records = `${consumerRecords(maxBatch)} records of ${WORD_BYTES * recordWords} bytes`;
    const rule = `at most ${most} with this payload, since ${records} exceed ${WORD_BYTES * RING_WORDS_MAX} bytes`;
    throw new RangeError(`Cannot ${ATTACH}: maxBatch must be ${rule}, got ${maxBatch}`);
  }
  return maxBatch;
}
