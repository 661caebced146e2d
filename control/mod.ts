/**
 * The slow side: what watches the system and what acts on it, outside the path of an event.
 *
 * It may allocate and take its time, with one exception: a sink is called for every event, and keeps to the law of
 * the hot path. No dependencies.
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
export {
  type Condition,
  type PlannedCondition,
  type PlannedStep,
  Runbook,
  type RunbookEvent,
  type RunbookOutcome,
  type RunbookPlan,
  type RunbookRun,
  type RunbookSettings,
  type RunbookStep,
} from "./automation/runbook.ts";
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
export { formatHgrm, type HgrmOptions } from "./metrics/hgrm.ts";
export { Histogram, type HistogramBucket, type HistogramSnapshot } from "./metrics/histogram.ts";
export {
  labelProblem,
  type MetricsLabels,
  type MetricsOptions,
  OWN_LABELS,
  type OwnLabel,
} from "./metrics/metrics_labels.ts";
export { type ConsumerMetricsJson, type MetricsJson, metricsToJson, type NumbersJson } from "./metrics/metrics_json.ts";
export { type ArrivalSource, OldestUndecided } from "./metrics/oldest_undecided.ts";
export { PollCounts } from "./metrics/poll_counts.ts";
export { formatPrometheus } from "./metrics/prometheus.ts";
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
export { type AggregationSink, ObservationAggregator } from "./metrics/observation_aggregator.ts";
export { allocateObservationRing } from "./metrics/observation_ring.ts";
export { ObservationSink } from "./metrics/observation_sink.ts";
