import { SharedRingBuffer } from "../../../../core/bus/shared_ring_buffer.ts";
import type { SharedKernelName } from "../../../../core/bus/shared_ring_settings.ts";
import { ringConformance } from "../../../conformance/ring_conformance.ts";

const KERNELS: readonly SharedKernelName[] = ["atomics", "wasm", "wasm-tso"];

for (const kernel of KERNELS) {
  ringConformance(`SharedRingBuffer (${kernel})`, (settings) => new SharedRingBuffer(settings, { kernel }));
}
