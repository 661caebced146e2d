import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { SharedRingBuffer } from "../../../core/bus/shared/shared_ring_buffer.ts";
import type { ChaosPlan } from "../plan/chaos_plan.ts";

/** A ring of a chaos run: for one thread, or a shared one that happens to be used by one thread only. */
export type ChaosRing = RingBuffer | SharedRingBuffer;

/** Makes the ring of a plan. */
export function makeRing(plan: ChaosPlan): ChaosRing {
  const { ring: kind, capacity, payloadWords, startSequence } = plan;
  const settings = { capacity, payloadWords, startSequence };
  if (kind === "local") return new RingBuffer(settings);
  return new SharedRingBuffer(settings, { kernel: kind, maxBatch: plan.batchMax });
}

/** Most events that a batch of a plan's consumers takes. */
export function batchMaxOf(plan: ChaosPlan): number {
  return plan.ring === "local" ? Infinity : plan.batchMax;
}
