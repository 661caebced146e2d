import type { DrillTiming, SystemSnapshot } from "../../control/mod.ts";
import type { ShutdownController } from "../../runtime/mod.ts";
import { shutdownOf } from "./assembly/shutdown_of.ts";
import { checkPlan } from "./check_plan.ts";
import type { RunPlan } from "./run_plan.ts";
import { checkTrace, NULL_TRACE, type RunTrace } from "./run_trace.ts";
import { SteppedSystem } from "./stepped_system.ts";

/**
 * The simulated system: ring, feed, consumers, warm-up, failures, health, degradation and shutdown, put together from the
 * real parts, in one thread and in simulated time. The same plan, and the same acts between its steps, give the same run on
 * every machine.
 *
 * It is started, INIT to WARMUP, when it is made. Time goes on in steps, and within a step from moment to moment. At one
 * moment, this is the order:
 *
 * 1. the injections that are due, at the beginning of a step;
 * 2. the warm-up's part, there too: a tick, or completion;
 * 3. the verdict of the health checks there, if there are any, and what follows from it;
 * 4. arrivals: N in a step, spread evenly over its first half, unless the feed is paused;
 * 5. polls: M in a step for each consumer in service, spread evenly over its second half; of two at one moment, that of the
 *    consumer planned first. An overrun uses up its poll, and is then answered as planned.
 *
 * So an event that is read in its own step is about half a step old, and one that waits for k steps is about k steps
 * older. Parts of a nanosecond are cut off.
 *
 * @example Act on a system between two steps
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FailureSchedule } from "@low-latency/trading-sim/control";
 * import { constantRate, SimulatedSystem } from "@low-latency/trading-sim/simulation";
 *
 * const system = new SimulatedSystem({
 *   capacity: 64,
 *   payloadWords: 4,
 *   warmupTicks: 10,
 *   stepNs: 1_000,
 *   seed: 1,
 *   ingest: constantRate(5, 20),
 *   consumers: [{ name: "executor", polls: constantRate(5, 20), onOverrun: "stall" }],
 *   failures: new FailureSchedule({ totalSteps: 20, injections: [] }),
 * });
 * for (let n = 0; n < 15; n++) system.step();
 * system.feed.pause();
 * for (let n = 0; n < 5; n++) system.step();
 * const [{ delivered, metrics }] = system.snapshot().consumers;
 * assertEquals([delivered, metrics.provisional, metrics.executed], [75, 50, 25]);
 * ```
 */
export class SimulatedSystem extends SteppedSystem {
  /** Brings it to an end. */
  declare readonly shutdown: ShutdownController<SystemSnapshot>;
  /** The time to halt, in simulated nanoseconds, if a runbook has measured it. */
  declare timeToHaltNs: number | undefined;

  /**
   * Makes the system and starts it. It has taken no step yet.
   *
   * @param plan everything that decides how it goes
   * @param trace is shown what happens, event by event. Default: nobody is
   * @throws {TypeError} if a part of the plan is missing or of another kind, or the trace is none
   * @throws {RangeError} if a number is not allowed, or two consumers have one name
   * @throws {ConfigError} if the plan's ring cannot be had
   */
  constructor(plan: RunPlan, trace: RunTrace = NULL_TRACE) {
    checkPlan(plan);
    checkTrace(trace);
    super(plan, trace);
    this.shutdown = shutdownOf(this.parts, this.consumers[0].executor, plan.capacity);
    this.timeToHaltNs = undefined;
  }

  /** Times a halt, by the latest live decision of any consumer, for a runbook that measures it. */
  get timing(): DrillTiming {
    return {
      clock: this.clock,
      lastLiveNs: () => this.lastLiveNs(),
      report: (timeToHaltNs) => {
        this.timeToHaltNs = timeToHaltNs;
      },
    };
  }
}
