import type { EventRing } from "../../../../core/bus/event_ring.ts";
import { SharedMemory } from "../../../../core/bus/shared/kernel/shared_kernel_memory.ts";
import { SharedRingBuffer } from "../../../../core/bus/shared/shared_ring_buffer.ts";
import { SHARED_EPOCH_WORD } from "../../../../core/bus/slot_layout.ts";

/** What a producer keeps of its place in the ring. */
const PLACE = ["_slot", "_stamp", "_epoch", "_position", "_era"] as const;

/**
 * Brings a ring to where it would be after `count` more events, whatever was in them: the stamps, the epoch and the
 * producer's own numbers are those of a ring that starts there. So a test can let a consumer sleep through 2⁵⁰ events.
 */
export function jump(ring: EventRing, count: number): void {
  const { capacity, payloadWords, head } = ring;
  const there = new SharedRingBuffer({ capacity, payloadWords, startSequence: head + count }, { kernel: "atomics" });
  const from = SharedMemory.open(there.describe());
  const to = SharedMemory.open((ring as SharedRingBuffer).describe());
  for (let slot = 0; slot < to.slots; slot++) {
    const word = to.stampWord(slot);
    Atomics.store(to.words, word, Atomics.load(from.words, word));
  }
  Atomics.store(to.words, SHARED_EPOCH_WORD, Atomics.load(from.words, SHARED_EPOCH_WORD));
  const [source, target] = [there, ring] as unknown as Record<typeof PLACE[number], number>[];
  for (const name of PLACE) target[name] = source[name];
}
