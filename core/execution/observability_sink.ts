import type { EventView } from "../bus/event_slot.ts";
import type { Ack } from "./ack.ts";

/**
 * Receiver of observations. The executor calls it once for every event, after the decision, without asking whether
 * there is a listener.
 *
 * An implementation is on the hot path: constant time, no allocation, no lock, no I/O, and it never throws. It must not keep
 * the event or the ack, which are written over at the next event; it copies what it needs.
 */
export interface ObservabilitySink {
  /**
   * Takes one observation.
   *
   * @param event the event, valid during the call
   * @param ack the decision on it, valid during the call
   */
  observe(event: EventView, ack: Ack): void;
}
