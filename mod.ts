/**
 * The hot path of a trading system, without the strategy: timestamped ingest, a ring that never blocks its producer and
 * tells slow consumers exactly what they lost, and an executor gated by an explicit lifecycle.
 *
 * In the order in which an event meets them:
 *
 * - **Time.** A {@linkcode MonotonicClock} stamps arrivals and decisions. {@linkcode createClock} opens the best one there
 *   is; {@linkcode ManualClock} is for simulations and tests.
 * - **Ingest.** {@linkcode MarketDataIngest} stamps the arrival of bytes and publishes them.
 * - **Ring.** {@linkcode RingBuffer} is for one thread, {@linkcode SharedRingBuffer} for several. Both implement
 *   {@linkcode EventRing}; their consumers implement {@linkcode EventConsumer}, and {@linkcode PollStatus} says what a poll
 *   found. {@linkcode Doorbell} wakes a thread that sleeps while its ring is empty.
 * - **Execution.** {@linkcode Executor} polls a consumer, runs your {@linkcode DecisionLogic} on each event, writes an
 *   {@linkcode Ack} and hands it to an {@linkcode ObservabilitySink}.
 * - **Authority.** {@linkcode Lifecycle} says whether a decision is live: only in READY. {@linkcode Degradation} lists what
 *   holds the system out of it.
 *
 * Claiming, publishing, polling and deciding take constant time and allocate nothing. Messages of errors name the action,
 * the rule and the value.
 *
 * No dependencies. Runs unchanged in Deno, Node and browsers.
 *
 * @example An event, from its arrival to the decision on it
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import {
 *   Executor,
 *   Lifecycle,
 *   LifecycleState,
 *   ManualClock,
 *   MarketDataIngest,
 *   PollStatus,
 *   RingBuffer,
 * } from "@low-latency/trading-sim";
 *
 * const lifecycle = new Lifecycle();
 * const clock = new ManualClock();
 * const ring = new RingBuffer({ capacity: 64, payloadWords: 4 });
 * const ingest = new MarketDataIngest({ lifecycle, ring, clock });
 * const executor = new Executor({ lifecycle, consumer: ring.createConsumer(), clock });
 * lifecycle.transition(LifecycleState.WARMUP);
 * lifecycle.transition(LifecycleState.READY);
 *
 * ingest.ingest(new TextEncoder().encode("AAPL 189.98"));
 * clock.advance(250);
 * assertEquals(executor.poll(), PollStatus.EVENT);
 * assertEquals([executor.ack.decisionNs, executor.ack.executed], [250, true]);
 * ```
 *
 * @example A consumer that is too slow learns what it lost
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PollStatus, RingBuffer } from "@low-latency/trading-sim";
 *
 * const ring = new RingBuffer({ capacity: 4 });
 * const consumer = ring.createConsumer();
 * for (let n = 0; n < 6; n++) {
 *   ring.claim();
 *   ring.publish();
 * }
 * assertEquals(consumer.poll(), PollStatus.OVERRUN);
 * assertEquals([consumer.resumeAtOldest(), consumer.lag], [2, 4]);
 * ```
 *
 * @module
 */
export * from "./core/mod.ts";
