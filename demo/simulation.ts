/**
 * The simulated system: a whole system of the real parts, in one thread and in simulated time. The same plan gives the same
 * record, to the byte, on every machine.
 *
 * {@linkcode simulate} runs a plan to its end. {@linkcode SimulatedSystem} goes step by step, so that a program can act on the
 * system in between: pause the feed, take a consumer out of service, follow a runbook, shut it down.
 *
 * @example Simulate a consumer that cannot keep up
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FailureSchedule } from "@low-latency/trading-sim/control";
 * import { constantRate, simulate } from "@low-latency/trading-sim/simulation";
 *
 * const steps = 50;
 * const { consumers: [{ steps: { overruns, overwritten } }] } = simulate({
 *   capacity: 64,
 *   payloadWords: 4,
 *   warmupTicks: 10,
 *   stepNs: 1_000,
 *   seed: 1,
 *   ingest: constantRate(8, steps),
 *   consumers: [{ name: "executor", polls: constantRate(3, steps), onOverrun: "stall" }],
 *   failures: new FailureSchedule({ totalSteps: steps, injections: [] }),
 * });
 * // 8 + 12 * (8 - 3) = 68 is the first backlog to exceed 64.
 * assertEquals(overruns.findIndex((count) => count > 0), 12);
 * assertEquals(overwritten[steps - 1], 400 - 36 - 64);
 * ```
 *
 * @experimental
 * @module
 */
export * from "./system/mod.ts";
export { type Peak, PEAK_EVENTS_MAX, PEAK_WINDOWS_NS, Peaks } from "./capacity/laws/peaks.ts";
export { type FeedLoad, feedLoad, type FeedLoadSettings } from "./capacity/laws/feed_load.ts";
export { neededRing, type NeedSettings } from "./capacity/laws/needed_ring.ts";
export type { NeededRing, RingNeed } from "./capacity/laws/ring_need.ts";
export { type BurstLoad, type PoissonLoad, predictBurstPeak, predictMeanWait } from "./capacity/laws/queue_formulas.ts";
export type { SimulationLaws, SimulationPlan } from "./simulate/simulation_pass.ts";
export { simulateSystem, type SimulationSource } from "./simulate/simulate_system.ts";
export { type FormulaLine, formulasOf } from "./simulate/formulas.ts";
export type { ConsumerLaws, FeedAccount, SimulationResult } from "./simulate/simulation_result.ts";
export { sizeSystem, type SizingSource } from "./capacity/size_system.ts";
export {
  SIZED_POLICIES,
  type SizedConsumer,
  type SizedPolicy,
  type SizedRing,
  type SizingLimits,
  type SizingResult,
  smallestWithin,
} from "./capacity/sizing_result.ts";
