/**
 * The hot path of a trading system, without the strategy: timestamped ingest, a ring that never blocks its producer and
 * tells slow consumers exactly what they lost, and an executor gated by an explicit lifecycle.
 *
 * No dependencies. Runs unchanged in Deno, Node and browsers.
 *
 * @module
 */
export { Consumer } from "./core/bus/consumer.ts";
export type { EventConsumer, EventProducer, EventRing } from "./core/bus/event_ring.ts";
export { EventSlot, type EventView, type EventWriter } from "./core/bus/event_slot.ts";
export { OverrunError } from "./core/bus/overrun_error.ts";
export { PollStatus } from "./core/bus/poll_status.ts";
export { ProducerClaimedError } from "./core/bus/producer_claimed_error.ts";
export { RingBuffer } from "./core/bus/ring_buffer.ts";
export { RingClosedError } from "./core/bus/ring_closed_error.ts";
export type { RingSettings } from "./core/bus/ring_settings.ts";
export type { SharedConsumer } from "./core/bus/shared_consumer.ts";
export { SharedRingBuffer } from "./core/bus/shared_ring_buffer.ts";
export { SharedRingReader } from "./core/bus/shared_ring_reader.ts";
export type { SharedAccess, SharedKernelName, SharedRingDescription } from "./core/bus/shared_ring_settings.ts";
export { Ack, ACK_CELLS, ACK_COMPLETION, ACK_DECISION, ACK_EXECUTED, ACK_SEQUENCE } from "./core/execution/ack.ts";
export { Executor, type ExecutorParts } from "./core/execution/executor.ts";
export {
  createIdleStrategy,
  IDLE_STRATEGY_NAMES,
  type IdleStrategy,
  type IdleStrategyName,
} from "./core/execution/idle_strategy.ts";
export { NULL_SINK } from "./core/execution/null_sink.ts";
export type { ObservabilitySink } from "./core/execution/observability_sink.ts";
export { type IngestParts, MarketDataIngest } from "./core/ingest/market_data_ingest.ts";
export { AtomicLifecycleView } from "./core/state/atomic_lifecycle_view.ts";
export { Degradation, type DegradationCause } from "./core/state/degradation.ts";
export { InvalidTransitionError } from "./core/state/invalid_transition_error.ts";
export { Lifecycle } from "./core/state/lifecycle.ts";
export {
  isTransitionAllowed,
  LIFECYCLE_STATE_NAMES,
  LifecycleState,
  type LifecycleStateName,
  lifecycleStateName,
} from "./core/state/lifecycle_state.ts";
export { type LifecycleReader, LifecycleView } from "./core/state/lifecycle_view.ts";
export { NotReadyError } from "./core/state/not_ready_error.ts";
export { ClockUnavailableError } from "./core/time/clock_unavailable_error.ts";
export { CLOCK_REQUESTS, type ClockRequest, type ClockSelection, createClock } from "./core/time/create_clock.ts";
export { HrtimeClock } from "./core/time/hrtime_clock.ts";
export { ManualClock } from "./core/time/manual_clock.ts";
export type { MonotonicClock } from "./core/time/monotonic_clock.ts";
export { NativeClock, type NativeClockOrigin } from "./core/time/native_clock.ts";
