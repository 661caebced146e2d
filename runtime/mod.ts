/**
 * The life of the process: warm-up, readiness, degradation, shutdown, and the duty cycle of its loops.
 *
 * These parts change the lifecycle and read it. None of them handles an event itself: a shutdown has executors poll what is
 * left.
 *
 * - {@linkcode WarmupController} leads a system from INIT through WARMUP to READY, in ticks.
 * - {@linkcode ReadinessProbe} says whether the system is ready for traffic.
 * - {@linkcode DegradationController} lets health checks hold the system in DEGRADED, and let it go when they recover.
 * - {@linkcode ShutdownController} closes the intake, drains what is left, and ends the lifecycle for good.
 * - {@linkcode runDutyCycle} runs the loop of a thread, with an idle strategy from {@linkcode createIdleStrategy}, a
 *   {@linkcode CycleTimer} for its stalls, and a {@linkcode Pacer} for a producer.
 *
 * The types of the hot path that appear here are those of the main entry point. No dependencies.
 *
 * @example From the start to the end
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, ManualClock, MarketDataIngest, RingBuffer } from "@low-latency/trading-sim";
 * import { ReadinessProbe, ShutdownController, WarmupController } from "@low-latency/trading-sim/runtime";
 *
 * const lifecycle = new Lifecycle();
 * const clock = new ManualClock();
 * const ring = new RingBuffer({ capacity: 8, payloadWords: 1 });
 * const ingest = new MarketDataIngest({ lifecycle, ring, clock });
 * const executor = new Executor({ lifecycle, consumer: ring.createConsumer(), clock });
 * const readiness = new ReadinessProbe({ lifecycle });
 *
 * const warmup = new WarmupController({ lifecycle, ticks: 3 });
 * warmup.start();
 * while (!warmup.completed) warmup.advance();
 * assertEquals(readiness.ready, true);
 *
 * ingest.ingest(new Uint8Array(4));
 * const shutdown = new ShutdownController({
 *   lifecycle,
 *   intake: ring,
 *   executor,
 *   pollsMax: 8,
 *   snapshot: () => ring.head,
 * });
 * assertEquals([shutdown.shutdown().drained, readiness.ready, ring.closed], [1, false, true]);
 * ```
 *
 * @module
 */
export {
  DegradationController,
  type DegradationSettings,
  type HealthVerdict,
  type HealthVerdicts,
} from "./degradation/degradation_controller.ts";
export { CycleTimer, type CycleTimerParts, type CycleTracker } from "./duty_cycle/cycle_timer.ts";
export { type Duty, type DutyCycleParts, runDutyCycle } from "./duty_cycle/duty_cycle.ts";
export {
  createIdleStrategy,
  IDLE_STRATEGY_NAMES,
  type IdleStrategy,
  type IdleStrategyName,
} from "./duty_cycle/idle_strategy.ts";
export { dueNs, eventsDue, type Pacer, RatePacer, type RatePacerParts, UnpacedPacer } from "./duty_cycle/pacer.ts";
export { type ReadinessParts, ReadinessProbe } from "./readiness/readiness_probe.ts";
export { WarmupController, type WarmupSettings } from "./warmup/warmup_controller.ts";
export {
  type Drain,
  type DrainReport,
  type Intake,
  ShutdownController,
  type ShutdownParts,
  type ShutdownReport,
} from "./shutdown/shutdown_controller.ts";
