import type { EventConsumer, EventRing } from "../../../core/bus/event_ring.ts";
import type { RingSettings } from "../../../core/bus/ring_settings.ts";

/** Makes the ring under test. */
export type MakeRing = (settings: RingSettings) => EventRing;

/** Capacities that every test of a size tries. */
export const CAPACITIES = [1, 2, 64];

/** Every number that a consumer answers. */
export function consumerNumbers(consumer: EventConsumer): Record<string, number> {
  const { start, cursor, lag, delivered, lost, overwritten } = consumer;
  return { start, cursor, lag, delivered, lost, overwritten };
}
