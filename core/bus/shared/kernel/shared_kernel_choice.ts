// @cold-file: kernels are made when a thread attaches
import { shown } from "../../../arguments.ts";
import { storeOrder } from "../../../time/_host_processor.ts";
import { AtomicsKernel, type SharedKernel } from "./shared_kernel.ts";
import type { SharedMemory } from "./shared_kernel_memory.ts";
import { WasmKernel } from "./shared_kernel_wasm.ts";
import type { SharedKernelName } from "../shared_ring_settings.ts";
import { RING_WORDS_MAX, WORD_BYTES } from "../../slot_layout.ts";

/**
 * Makes a kernel for one producer or one consumer.
 *
 * @param memory the ring's memory
 * @param records how many records the kernel keeps in private memory
 * @param name which kernel; default: the fastest that is known to be right here
 * @throws {TypeError} if there is no kernel of that name
 * @throws {Error} if the kernel asked for cannot work here
 * @throws {RangeError} if the private memory cannot be addressed, or cannot be had
 */
export function makeKernel(memory: SharedMemory, records: number, name?: SharedKernelName): SharedKernel {
  const words = records * memory.recordWords;
  if (!(words <= RING_WORDS_MAX)) {
    const size = `${records} records of ${WORD_BYTES * memory.recordWords} bytes`;
    const limit = WORD_BYTES * RING_WORDS_MAX;
    throw new RangeError(`Cannot attach to the ring: private memory must be at most ${limit} bytes, got ${size}`);
  }
  switch (name) {
    case undefined:
      return tryWasm(memory, words, storeOrder().order === "kept") ?? new AtomicsKernel(memory, allocate(words));
    case "atomics":
      return new AtomicsKernel(memory, allocate(words));
    case "wasm":
    case "wasm-tso": {
      if (name === "wasm-tso") checkStoreOrder();
      const kernel = tryWasm(memory, words, name === "wasm-tso");
      if (kernel !== undefined) return kernel;
      throw new Error(
        `Cannot use kernel ${name}: it needs WebAssembly with threads and several memories, and a ring allocated with it; ` +
          'Node has them from version 22 on, and "atomics" works wherever memory can be shared',
      );
    }
    default:
      throw new TypeError(
        `Cannot attach to the ring: kernel must be "atomics", "wasm" or "wasm-tso", got ${shown(name)}`,
      );
  }
}

/**
 * Refuses plain stores where something speaks against them. Where nothing is known, the caller who names the kernel answers for it.
 *
 * @throws {Error} if the processor is another, the engine is another, or the processor is emulated
 */
function checkStoreOrder(): void {
  const found = storeOrder();
  if (found.order === "refuted") throw new Error(`Cannot use kernel wasm-tso: ${found.reason}`);
}

/** A WebAssembly kernel; undefined where the module is not supported. */
function tryWasm(memory: SharedMemory, words: number, tso: boolean): SharedKernel | undefined {
  if (typeof WebAssembly === "undefined" || !(memory.memory instanceof WebAssembly.Memory)) return undefined;
  try {
    return new WasmKernel(memory, words, tso);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}

function allocate(words: number): ArrayBuffer {
  try {
    return new ArrayBuffer(WORD_BYTES * words);
  } catch (cause) {
    const bytes = WORD_BYTES * words;
    throw new RangeError(`Cannot attach to the ring: private memory of ${bytes} bytes cannot be allocated`, { cause });
  }
}
