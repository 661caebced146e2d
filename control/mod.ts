/**
 * The slow side of the system: metrics, health, injected failures and runbooks, all outside the path of an event.
 *
 * It may allocate and take its time, with one exception: a sink is called for every event, and keeps to the law of the hot
 * path.
 *
 * - **Metrics.** {@linkcode MetricsSink} counts what an executor does, with a {@linkcode Histogram} of staleness and of
 *   processing time. {@linkcode SystemMetrics} collects the numbers of the whole system, and
 *   {@linkcode formatPrometheus}, {@linkcode metricsToJson} and {@linkcode formatHgrm} write them. Across threads,
 *   {@linkcode ObservationSink} and {@linkcode ObservationAggregator} carry observations through a ring of their own.
 * - **Health.** {@linkcode HealthProbe} judges a {@linkcode HealthSnapshot} by checks from {@linkcode createHealthChecks}.
 *   `DegradationController` of `./runtime` lets its reports decide. {@linkcode ProducerWatch} tells a quiet producer from a
 *   dead one.
 * - **Failure.** {@linkcode MarketDataOutage} and {@linkcode ExecutionFailure} are injected by a
 *   {@linkcode FailureInjector} after a {@linkcode FailureSchedule}, which can be drawn from a {@linkcode SeededRandom}.
 * - **Automation.** A {@linkcode Runbook} is a procedure with checks, approvals and a way back. Four are made:
 *   {@linkcode failoverDrill}, {@linkcode isolateSlowConsumer}, {@linkcode restartThroughWarmup} and
 *   {@linkcode drainAndShutDown}.
 *
 * The types of the hot path that appear here are those of the main entry point. No dependencies.
 *
 * @example Metrics of a consumer, and what health says of them
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { createHealthChecks, HealthProbe, MetricsSink } from "@low-latency/trading-sim/control";
 *
 * const lifecycle = new Lifecycle();
 * const clock = new ManualClock();
 * const ring = new RingBuffer({ capacity: 8 });
 * const sink = new MetricsSink();
 * const consumer = ring.createConsumer();
 * const executor = new Executor({ lifecycle, consumer, clock, sink });
 * lifecycle.transition(LifecycleState.WARMUP);
 *
 * ring.claim().arrivalNs = 0;
 * ring.publish();
 * clock.advance(700);
 * executor.poll();
 * assertEquals([sink.snapshot().observed, sink.snapshot().stalenessNs.max], [1, 700]);
 *
 * const probe = new HealthProbe({ checks: createHealthChecks({ lag: { limit: 0.75 } }) });
 * const healthy = { capacity: 8, lag: 0, overruns: 0, lost: 0, stalls: 0, dropped: 0 };
 * const ages = { latestArrivalNs: 0, stalenessNs: 0, heartbeatAgeNs: 0 };
 * assertEquals(probe.evaluate({ ...healthy, ...ages, lag: consumer.lag }, 700).ok, true);
 * assertEquals(probe.evaluate({ ...healthy, ...ages, lag: 7 }, 800).ok, false);
 * ```
 *
 * @module
 */
export {
  drainAndShutDown,
  type DrainParts,
  type FinalShutdown,
  type PausableFeed,
} from "./automation/drain_and_shut_down.ts";
export { type DrillParts, type DrillTiming, failoverDrill } from "./automation/failover_drill.ts";
export {
  type IsolatableConsumer,
  isolateSlowConsumer,
  type IsolationParts,
  type WatchedConsumer,
} from "./automation/isolate_slow_consumer.ts";
export { type RestartParts, restartThroughWarmup } from "./automation/restart_through_warmup.ts";
export { Runbook, type RunbookSettings } from "./automation/runbook.ts";
export type { PlannedCondition, PlannedStep, RunbookPlan } from "./automation/runbook_plan.ts";
export type { RunbookEvent, RunbookOutcome, RunbookRun } from "./automation/runbook_run.ts";
export type { Condition, RunbookStep } from "./automation/runbook_step.ts";
export { ExecutionFailure } from "./failure/execution_failure.ts";
export { FailureInjector, type FailureInjectorParts } from "./failure/failure_injector.ts";
export { FAILURE_IDS, type FailureId, FailureScenario } from "./failure/failure_scenario.ts";
export {
  drawFailureSchedule,
  type FailureDraw,
  FailureSchedule,
  type FailureScheduleSettings,
  type Injection,
  INJECTION_ACTIONS,
  type InjectionAction,
} from "./failure/failure_schedule.ts";
export { MarketDataOutage } from "./failure/market_data_outage.ts";
export { SeededRandom } from "./failure/seeded_random.ts";
export { ConsumerIsolation } from "./health/consumer_isolation.ts";
export {
  createHealthChecks,
  HEALTH_CHECK_IDS,
  type HealthCheckId,
  type HealthCheckLimits,
} from "./health/create_health_checks.ts";
export {
  dropCheck,
  type HealthCheck,
  type HealthLimits,
  type HealthSnapshot,
  heartbeatCheck,
  lagCheck,
  lossCheck,
  overrunCheck,
  quietCheck,
  stalenessCheck,
  stallCheck,
} from "./health/health_check.ts";
export { ProducerWatch } from "./health/producer_watch.ts";
export { healthSnapshotOf } from "./health/health_snapshot_of.ts";
export { type CheckReport, HealthProbe, type HealthProbeSettings, type HealthReport } from "./health/health_probe.ts";
export {
  CONSUMER_COUNTERS,
  CONSUMER_HISTOGRAMS,
  type CounterDescriptor,
  type HistogramDescriptor,
  type MetricDescriptor,
  PRODUCER_COUNTERS,
  SYSTEM_COUNTERS,
} from "./metrics/descriptors.ts";
export { formatHgrm, type HgrmOptions } from "./metrics/formats/hgrm.ts";
export { Histogram, type HistogramBucket, type HistogramSnapshot } from "./metrics/histogram.ts";
export { type DueTimes, LatencyRecorder, type LatencyRecorderParts } from "./metrics/latency_recorder.ts";
export {
  labelProblem,
  type MetricsLabels,
  type MetricsOptions,
  OWN_LABELS,
  type OwnLabel,
} from "./metrics/formats/metrics_labels.ts";
export {
  type ConsumerMetricsJson,
  type MetricsJson,
  metricsToJson,
  type NumbersJson,
} from "./metrics/formats/metrics_json.ts";
export { type ArrivalSource, OldestUndecided } from "./metrics/oldest_undecided.ts";
export { PollCounts } from "./metrics/poll_counts.ts";
export { formatPrometheus } from "./metrics/formats/prometheus.ts";
export { type StallSettings, StallTracker } from "./metrics/stall_tracker.ts";
export {
  type ConsumerAges,
  type ConsumerParts,
  type ConsumerSnapshot,
  type LoopCycles,
  type LoopHeartbeat,
  type ProducerSnapshot,
  SystemMetrics,
  type SystemParts,
  type SystemSnapshot,
} from "./metrics/system_metrics.ts";
export { MetricsSink, type MetricsSnapshot } from "./metrics/metrics_sink.ts";
export { type AggregationSink, ObservationAggregator } from "./metrics/observation/observation_aggregator.ts";
export { allocateObservationRing } from "./metrics/observation/observation_ring.ts";
export { ObservationSink } from "./metrics/observation/observation_sink.ts";
