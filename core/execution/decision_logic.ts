import type { EventView } from "../bus/event_slot.ts";

/**
 * The logic of an executor, which it runs between its two stamps: the place for a strategy, of which this package has
 * none.
 *
 * It is called exactly once for every event that is delivered, in every state but INIT, whether the decision can be live or
 * not: a logic that keeps state sees every event, and what it costs is measured during the warm-up too.
 *
 * An implementation is on the hot path: constant time, no allocation, no lock, no I/O. It must not keep the event, which is
 * written over later; it copies what it needs. It must not throw. If it does, the event is not lost in silence:
 * {@linkcode Executor.poll} says what happens.
 *
 * @example Buy below 100
 * ```ts
 * import {
 *   type DecisionLogic,
 *   type EventView,
 *   Executor,
 *   Lifecycle,
 *   LifecycleState,
 *   ManualClock,
 *   RingBuffer,
 * } from "@low-latency/trading-sim";
 * import { assertEquals } from "@std/assert";
 *
 * class Threshold implements DecisionLogic {
 *   sent = 0;
 *
 *   // @hot
 *   decide(event: EventView, live: boolean): number {
 *     const isCheap = event.word(0) < 100;
 *     if (isCheap && live) this.sent = (this.sent + 1) | 0; // where an order would be made ready
 *     return isCheap ? 1 : 0;
 *   }
 * }
 *
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8, payloadWords: 1 });
 * const logic = new Threshold();
 * const clock = new ManualClock();
 * const executor = new Executor({ lifecycle: lifecycle.reader, consumer: ring.createConsumer(), clock, logic });
 * lifecycle.transition(LifecycleState.WARMUP);
 * for (const price of [99, 101, 98]) {
 *   ring.claim().setWord(0, price);
 *   ring.publish();
 * }
 *
 * executor.poll(); // 99, in WARMUP
 * assertEquals([executor.ack.result, executor.ack.executed, logic.sent], [1, false, 0]);
 * lifecycle.transition(LifecycleState.READY);
 * executor.poll(); // 101
 * assertEquals([executor.ack.result, executor.ack.executed, logic.sent], [0, true, 0]);
 * executor.poll(); // 98
 * assertEquals([executor.ack.result, executor.ack.executed, logic.sent], [1, true, 1]);
 * ```
 */
export interface DecisionLogic {
  /**
   * Decides on one event.
   *
   * @param event the event, valid during the call
   * @param live whether the decision may be live: the system was in READY when the event was polled. The state is read again
   *     after the call, so a decision that may be live can still turn out provisional, never the other way round. What acts
   *     outside the process waits for the ack: {@linkcode Ack.executed}
   * @returns the decision, an integer from -2³¹ to 2³¹ - 1, for {@linkcode Ack.result}. Any other number is taken modulo 2³²
   *     as by `| 0`: fractions are cut off, and NaN and the infinities are 0. Write the `| 0` in the logic: an engine may put
   *     a returned double on the heap, which is garbage
   */
  decide(event: EventView, live: boolean): number;
}
