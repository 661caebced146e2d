/**
 * Life of the process: warm-up, readiness, shutdown.
 *
 * These parts change the lifecycle and read it; they never touch a single event. No dependencies.
 *
 * @module
 */
export { type ReadinessParts, ReadinessProbe } from "./readiness/readiness_probe.ts";
export { WarmupController, type WarmupSettings } from "./warmup/warmup_controller.ts";
export {
  type Drain,
  type Intake,
  ShutdownController,
  type ShutdownParts,
  type ShutdownReport,
} from "./shutdown/shutdown_controller.ts";
