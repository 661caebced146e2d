/**
 * The simulated system: feeds, and the two ways in which a system of the real parts is driven, by steps and by times.
 *
 * @experimental
 * @module
 */
export { constantRate, type ConsumerPlan, type RunPlan } from "./run_plan.ts";
export type { ConsumerRecord, ConsumerSteps, ConsumerWitness, Episode, RunRecord, Staleness } from "./run_record.ts";
export { NULL_TRACE, type OverrunSeen, type RunTrace } from "./run_trace.ts";
export type { SimulatedConsumer } from "./simulated_consumer.ts";
export type { SimulatedFeed } from "./assembly/simulated_feed.ts";
export { type ArrivalChunk, type ArrivalFeed, CHUNK_EVENTS, makeChunk, NO_SIZE } from "./feed/arrival_feed.ts";
export { FeedError } from "./feed/feed_error.ts";
export { feedOfTimes } from "./feed/feed_of_times.ts";
export { type FeedSettings, openFeed } from "./feed/open_feed.ts";
export { type ByteSource, sourceOfBytes } from "./feed/recorded/byte_source.ts";
export { makeServiceTimes } from "./feed/services/make_service_times.ts";
export type { ServiceTimeKey } from "./feed/services/service_times_of.ts";
export type { ServiceTimes } from "./timed/service_times.ts";
export { type TimedPlan, TimedSystem } from "./timed/timed_system.ts";
export {
  EPISODES_MAX,
  type IntervalColumns,
  INTERVALS_MAX,
  type LifecycleSpan,
  type TimedConsumerRecord,
  type TimedEpisode,
  type TimedRecord,
} from "./timed/timed_record.ts";
export { SimulatedSystem } from "./simulated_system.ts";
export type { SteppedSystem } from "./stepped_system.ts";
export { simulate } from "./simulation.ts";
