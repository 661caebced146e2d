/**
 * Everything of the hot path that is public. The package's main entry point is this, as a whole.
 *
 * @module
 */
export type { Consumer } from "./bus/local/consumer.ts";
export type { EventConsumer, EventProducer, EventRing } from "./bus/event_ring.ts";
export type { EventView, EventWriter } from "./bus/event_slot.ts";
export { OverrunAnswer } from "./bus/overrun_answer.ts";
export { OverrunError } from "./bus/overrun_error.ts";
export { OVERRUN_POLICIES, type OverrunPolicy } from "./bus/overrun_policy.ts";
export { PollStatus } from "./bus/poll_status.ts";
export { ProducerClaimedError } from "./bus/producer_claimed_error.ts";
export { RingBuffer } from "./bus/local/ring_buffer.ts";
export { RingClosedError } from "./bus/ring_closed_error.ts";
export type { RingAccess, RingSettings } from "./bus/ring_settings.ts";
export type { SharedConsumer } from "./bus/shared/shared_consumer.ts";
export { SharedRingBuffer } from "./bus/shared/shared_ring_buffer.ts";
export type { SharedRingReader } from "./bus/shared/shared_ring_reader.ts";
export type { SharedAccess, SharedKernelName, SharedRingDescription } from "./bus/shared/shared_ring_settings.ts";
export {
  Ack,
  ACK_CELLS,
  ACK_COMPLETION,
  ACK_DECISION,
  ACK_EXECUTED,
  ACK_RESULT,
  ACK_SEQUENCE,
} from "./execution/ack.ts";
export type { DecisionLogic } from "./execution/decision_logic.ts";
export { Doorbell } from "./execution/doorbell.ts";
export { Executor, type ExecutorParts } from "./execution/executor.ts";
export { NULL_LOGIC } from "./execution/null_logic.ts";
export { NULL_SINK } from "./execution/null_sink.ts";
export type { ObservabilitySink } from "./execution/observability_sink.ts";
export { type IngestParts, MarketDataIngest } from "./ingest/market_data_ingest.ts";
export { AtomicLifecycleView } from "./state/atomic_lifecycle_view.ts";
export type { Degradation, DegradationCause } from "./state/degradation.ts";
export { InvalidTransitionError } from "./state/invalid_transition_error.ts";
export { Lifecycle } from "./state/lifecycle.ts";
export {
  isTransitionAllowed,
  LIFECYCLE_STATE_NAMES,
  LifecycleState,
  type LifecycleStateName,
  lifecycleStateName,
} from "./state/lifecycle_state.ts";
export { type LifecycleReader, LifecycleView } from "./state/lifecycle_view.ts";
export { ClockUnavailableError } from "./time/clock_unavailable_error.ts";
export { CLOCK_REQUESTS, type ClockRequest, type ClockSelection, createClock } from "./time/create_clock.ts";
export { HrtimeClock } from "./time/hrtime_clock.ts";
export { ManualClock } from "./time/manual_clock.ts";
export type { MonotonicClock } from "./time/monotonic_clock.ts";
export { NativeClock, type NativeClockOrigin } from "./time/native_clock.ts";
