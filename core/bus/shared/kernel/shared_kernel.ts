import { PollStatus } from "../../poll_status.ts";
import type { SharedMemory } from "./shared_kernel_memory.ts";
import type { SharedKernelName } from "../shared_ring_settings.ts";
import * as numbering from "../shared_stamp.ts";
import * as layout from "../../slot_layout.ts";

const { EMPTY, OVERRUN } = PollStatus;
const EPOCHS_WITHIN_REACH = numbering.EPOCHS_WITHIN_REACH;
const SHARED_EPOCH_WORD = layout.SHARED_EPOCH_WORD;
const SHARED_FENCE_WORD = layout.SHARED_FENCE_WORD;
const SHARED_SLOTS_WORD = layout.SHARED_SLOTS_WORD;
const SLOT_RECORD_WORD = layout.SLOT_RECORD_WORD;
const SLOT_STAMP_WORD = layout.SLOT_STAMP_WORD;

/**
 * The protocol of the shared ring: how events get into its slots and out of them.
 *
 * A kernel has no state. Who calls it keeps the place of the next slot and that slot's stamp, and stays within one lap.
 * Records are in private memory, which belongs to the caller's thread alone.
 */
export interface SharedKernel {
  /** Which kernel it is. */
  readonly name: SharedKernelName;
  /** The private memory that holds the caller's records. */
  readonly records: ArrayBuffer;
  /**
   * Copies records into consecutive slots of one lap, and publishes each of them when it is whole. The producer alone may
   * call this.
   *
   * @param slot first word of the first slot
   * @param stamp stamp of the lap
   * @param record first word of the first record, in private memory
   * @param count number of events, at least 1
   */
  publish(slot: number, stamp: number, record: number, count: number): void;
  /**
   * Copies what has been published out of consecutive slots of one lap, as much as there is.
   *
   * @param slot first word of the slot of the next event
   * @param stamp stamp of its lap
   * @param epoch epoch of its lap
   * @param record where to put the first record, in private memory
   * @param max most events to take, at least 1
   * @returns how many events were taken, or {@linkcode PollStatus.EMPTY} if the next one has not been published, or
   * {@linkcode PollStatus.OVERRUN} if it is readable no longer; then the records hold nothing of meaning
   */
  take(slot: number, stamp: number, epoch: number, record: number, max: number): number;
  /**
   * A full fence among the threads that share the ring: of two fences, one is first, and what its thread did before it is
   * seen by what the other's thread does after its own.
   *
   * It is a read-modify-write of one word of the ring. Those of one word come in one order, each reads what the one before
   * wrote, and so the first synchronizes with the second, in the model of the language and with every kernel.
   */
  fence(): void;
}

/**
 * The kernel in TypeScript, which is also the specification of the protocol: the others do the same.
 *
 * Publishing is a release: a thread that has seen the stamp sees what the producer did before. It is no more than that in the
 * contract, since `"wasm-tso"` stores plainly, and its loads may then be satisfied before the stamp is visible. Taking is
 * an acquire. Where more is needed, there is {@linkcode SharedKernel.fence}.
 *
 * Publishing event `n` stores its record, then its stamp. One slot more than the capacity C makes that enough: the slot
 * that is written holds event `n - C - 1`, which has been unreadable since event `n - 1` was published.
 *
 * Taking event `c` loads its stamp, then its record, and then looks whether event `c + C` has been published, whose stamp
 * is in the slot before. If not, the producer had not begun to overwrite the record while it was loaded.
 *
 * Every access of shared memory is an `Atomics` operation on one aligned 32-bit word. That is what makes the argument hold
 * on every processor: a load that saw any word of a later record comes after the store of that word, hence after the
 * store of the stamp before it, and the look that follows has to see that stamp. It does not hold with plain loads or
 * stores of the record. `docs/memory-ordering.md` has the whole of it.
 */
export class AtomicsKernel implements SharedKernel {
  /** Which kernel it is. */
  declare readonly name: SharedKernelName;
  /** The private memory that holds the caller's records. */
  declare readonly records: ArrayBuffer;
  declare private readonly _words: Int32Array;
  declare private readonly _own: Int32Array;
  declare private readonly _slotWords: number;
  declare private readonly _end: number;
  declare private readonly _copiedWords: number;
  declare private readonly _recordWords: number;

  /**
   * Makes a kernel for one producer or one consumer.
   *
   * @param memory the ring's memory
   * @param records private memory for its records
   */
  constructor(memory: SharedMemory, records: ArrayBuffer) {
    this.name = "atomics";
    this.records = records;
    this._words = memory.words;
    this._own = new Int32Array(records);
    this._slotWords = memory.slotWords;
    this._end = memory.end;
    this._copiedWords = memory.copiedWords;
    this._recordWords = memory.recordWords;
  }

  /** Publishes consecutive events. */
  publish(slot: number, stamp: number, record: number, count: number): void {
    const words = this._words;
    const own = this._own;
    for (let n = 0; n < count; n++) {
      const to = slot + n * this._slotWords;
      const from = record + n * this._recordWords;
      for (let k = 0; k < this._copiedWords; k++) Atomics.store(words, to + SLOT_RECORD_WORD + k, own[from + k]);
      Atomics.store(words, to + SLOT_STAMP_WORD, stamp);
    }
  }

  /** Takes consecutive events. */
  take(slot: number, stamp: number, epoch: number, record: number, max: number): number {
    const words = this._words;
    const own = this._own;
    let taken = 0;
    let from = slot;
    let to = record;
    while (taken < max && from < this._end) {
      const seen = Atomics.load(words, from + SLOT_STAMP_WORD);
      if (seen !== stamp) {
        if (taken === 0 && seen !== ((stamp - 1) | 0)) return OVERRUN;
        break;
      }
      for (let k = 0; k < this._copiedWords; k++) own[to + k] = Atomics.load(words, from + SLOT_RECORD_WORD + k);
      taken++;
      from += this._slotWords;
      to += this._recordWords;
    }
    if (taken > 0) {
      // Events are overwritten in order: while the first of them is readable, so are those after it.
      const isFirst = slot === SHARED_SLOTS_WORD;
      const before = (isFirst ? this._end : slot) - this._slotWords;
      const unchanged = isFirst ? (stamp - 1) | 0 : stamp;
      if (Atomics.load(words, before + SLOT_STAMP_WORD) !== unchanged) return OVERRUN;
    }
    // The stamps above were of the lap meant, and not of one 2³² laps later, if the producer is near even now.
    if (Atomics.load(words, SHARED_EPOCH_WORD) - epoch > EPOCHS_WITHIN_REACH) return OVERRUN;
    return taken > 0 ? taken : EMPTY;
  }

  /** A full fence. */
  fence(): void {
    Atomics.add(this._words, SHARED_FENCE_WORD, 0);
  }
}
