/**
 * Life of the process: warm-up, readiness, degradation, shutdown.
 *
 * These parts change the lifecycle and read it. None of them handles an event itself: a shutdown has executors poll what is
 * left. No dependencies.
 *
 * @module
 */
export {
  DegradationController,
  type DegradationSettings,
  type HealthVerdict,
  type HealthVerdicts,
} from "./degradation/degradation_controller.ts";
export { type ReadinessParts, ReadinessProbe } from "./readiness/readiness_probe.ts";
export { WarmupController, type WarmupSettings } from "./warmup/warmup_controller.ts";
export {
  type Drain,
  type Intake,
  ShutdownController,
  type ShutdownParts,
  type ShutdownReport,
} from "./shutdown/shutdown_controller.ts";
