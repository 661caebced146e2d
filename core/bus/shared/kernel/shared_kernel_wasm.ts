// @cold-file: compiles and instantiates; what runs per event is the WebAssembly itself
import type { SharedKernel } from "./shared_kernel.ts";
import { SHARED_KERNEL_BYTES } from "./shared_kernel_bytes.ts";
import type { SharedMemory } from "./shared_kernel_memory.ts";
import type { SharedKernelName } from "../shared_ring_settings.ts";
import { EPOCHS_WITHIN_REACH } from "../shared_stamp.ts";
import { pagesOf, SHARED_EPOCH_WORD, SHARED_FENCE_WORD, SHARED_SLOTS_WORD, WORD_BYTES } from "../../slot_layout.ts";

/** The module, compiled when a thread first needs it. It is small enough to be compiled at once on any thread. */
let compiled: WebAssembly.Module | undefined;

/**
 * The kernel in WebAssembly: what {@linkcode AtomicsKernel} does, a whole publish or take in one call.
 *
 * The module works on two memories: the ring's, and one of its own for the records of one producer or consumer.
 */
export class WasmKernel implements SharedKernel {
  /** Which kernel it is. */
  declare readonly name: SharedKernelName;
  /** The private memory that holds the caller's records. */
  declare readonly records: ArrayBuffer;
  /** Publishes consecutive events. */
  declare readonly publish: SharedKernel["publish"];
  /** Takes consecutive events. */
  declare readonly take: SharedKernel["take"];
  /** A full fence. */
  declare readonly fence: SharedKernel["fence"];

  /**
   * Makes a kernel for one producer or one consumer.
   *
   * @param memory the ring's memory, which has to be of WebAssembly
   * @param recordWords words of private memory to have for records
   * @param tso whether to store plainly, which the processor has to allow
   * @throws {WebAssembly.CompileError} where two memories in a module, or shared ones, are not supported
   * @throws {RangeError} if the private memory cannot be had
   */
  constructor(memory: SharedMemory, recordWords: number, tso: boolean) {
    compiled ??= new WebAssembly.Module(SHARED_KERNEL_BYTES);
    const own = new WebAssembly.Memory({ initial: pagesOf(recordWords) });
    const { exports } = new WebAssembly.Instance(compiled, {
      own: { memory: own },
      ring: {
        memory: memory.memory as WebAssembly.Memory,
        first: WORD_BYTES * SHARED_SLOTS_WORD,
        end: WORD_BYTES * memory.end,
        slotBytes: WORD_BYTES * memory.slotWords,
        copiedBytes: WORD_BYTES * memory.copiedWords,
        recordBytes: WORD_BYTES * memory.recordWords,
        epoch: WORD_BYTES * SHARED_EPOCH_WORD,
        epochsWithinReach: EPOCHS_WITHIN_REACH,
        fence: WORD_BYTES * SHARED_FENCE_WORD,
      },
    });
    this.name = tso ? "wasm-tso" : "wasm";
    this.records = own.buffer as ArrayBuffer;
    this.publish = exports[tso ? "publish_tso" : "publish"] as SharedKernel["publish"];
    this.take = exports[tso ? "take_tso" : "take"] as SharedKernel["take"];
    this.fence = exports.fence as SharedKernel["fence"];
  }
}
