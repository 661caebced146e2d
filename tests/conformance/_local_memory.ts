import type { Consumer } from "../../core/bus/local/consumer.ts";
import type { RingBuffer } from "../../core/bus/local/ring_buffer.ts";
import type { RingMemory } from "../../core/bus/local/ring_memory.ts";

/** The memory that a local ring shares with its consumers, for tests that look at it or spoil it. */
export function memoryOf(owner: RingBuffer | Consumer): RingMemory {
  return (owner as unknown as { _memory: RingMemory })._memory;
}

/** Puts other values into the fields of a ring's memory, and into the copies that the ring keeps of them. */
export function withMemory(ring: RingBuffer, fields: Partial<RingMemory>): RingBuffer {
  Object.assign(memoryOf(ring), fields);
  for (const [name, value] of Object.entries(fields)) {
    if (`_${name}` in ring) Object.assign(ring, { [`_${name}`]: value });
  }
  return ring;
}
