import type { SharedKernelName } from "../../../../core/bus/shared/shared_ring_settings.ts";

/** The kernels that are right on the processor the tests run on. */
export const KERNELS: readonly SharedKernelName[] = Deno.build.arch === "x86_64"
  ? ["atomics", "wasm", "wasm-tso"]
  : ["atomics", "wasm"];
