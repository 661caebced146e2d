import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import { slowConsumerConformance } from "../../../conformance/ring/slow_consumer.ts";
import { ringConformance } from "../../../conformance/ring_conformance.ts";
import { jump } from "./_jump.ts";
import { KERNELS } from "./_kernels.ts";

for (const kernel of KERNELS) {
  const name = `SharedRingBuffer (${kernel})`;
  ringConformance(name, (settings) => new SharedRingBuffer(settings, { kernel }));
  ringConformance(
    `SharedRingBuffer (${kernel}, unchecked)`,
    (settings) => new SharedRingBuffer(settings, { kernel, checked: false }),
  );
  slowConsumerConformance(
    name,
    (settings) => new SharedRingBuffer(settings, { kernel, maxBatch: settings.capacity }),
    jump,
  );
}
