import { checkInteger, checkParts } from "../../core/arguments.ts";
import type { DegradationCause } from "../../core/state/degradation.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";
import { LifecycleState } from "../../core/state/lifecycle_state.ts";
import { Runbook } from "./runbook.ts";
import type { Condition } from "./runbook_step.ts";

/** Action named in messages. */
const ACTION = "create runbook failover-drill";

/** Timing of a drill: from the halt to the last live decision. */
export interface DrillTiming {
  /** The clock that acks are stamped by. */
  readonly clock: { nowNs(): number };
  /** When the latest live ack was completed, in nanoseconds of that clock; -Infinity, before there was one. */
  readonly lastLiveNs: () => number;
  /**
   * Is told the time to halt, when the drill has seen that nothing executes: from just before the transition to the last live
   * ack that was completed after it, in nanoseconds. 0, if none was.
   */
  readonly report: (timeToHaltNs: number) => void;
}

/** Parts of a failover drill. */
export interface DrillParts {
  /** The lifecycle of the system. */
  readonly lifecycle: Lifecycle;
  /** Readiness of the system. A readiness probe is one. */
  readonly readiness: { readonly ready: boolean };
  /** Counts the decisions that have been taken. The snapshot of a metrics sink has both numbers. */
  readonly decisions: () => { readonly executed: number; readonly provisional: number };
  /** Decisions that have to be seen before they prove anything, in DEGRADED and again in READY: a whole number, at least 1. */
  readonly decisionsMin: number;
  /** Ticks that each of the two may take: a whole number, at least 0. */
  readonly ticksMax: number;
  /** Times the halt. Default: it is not timed. */
  readonly timing?: DrillTiming;
}

/**
 * Makes the runbook that rehearses a failover: degrade, verify that no decision is live, recover, verify that decisions are
 * live again.
 *
 * A system that has never been degraded on purpose has a way of degrading that is not known to work. The drill takes it
 * while an operator watches. It begins only in READY with no cause that holds the system, and waits for approval, since live
 * execution stops.
 *
 * If a live decision is seen in between, or the system does not come back, the drill fails, and lets go of the system.
 *
 * @param parts what it acts on, and the bounds
 * @throws {RangeError} if a bound is not a whole number, or `decisionsMin` is below 1
 *
 * @example Run a failover drill
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { failoverDrill, MetricsSink } from "@low-latency/trading-sim/control";
 * import { ReadinessProbe } from "@low-latency/trading-sim/runtime";
 *
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8 });
 * const sink = new MetricsSink();
 * const executor = new Executor({ lifecycle, consumer: ring.createConsumer(), clock: new ManualClock(), sink });
 * lifecycle.transition(LifecycleState.WARMUP);
 * lifecycle.transition(LifecycleState.READY);
 *
 * const readiness = new ReadinessProbe({ lifecycle });
 * const decisions = () => sink.snapshot();
 * const runbook = failoverDrill({ lifecycle, readiness, decisions, decisionsMin: 10, ticksMax: 20 });
 * const tick = () => {
 *   ring.claim();
 *   ring.publish();
 *   executor.poll();
 * };
 * const outcome = runbook.run({ tick, approve: () => true });
 * assertEquals(outcome.status, "completed");
 * assertEquals(outcome.ticks, 20);
 * ```
 */
export function failoverDrill(parts: DrillParts): Runbook {
  const shape = { lifecycle: "degradation", readiness: "ready", decisions: "()" };
  checkParts(ACTION, "parts", parts, shape);
  const { lifecycle, readiness, decisions, decisionsMin, ticksMax, timing } = parts;
  checkInteger(ACTION, "decisionsMin", decisionsMin, 1);
  const { degradation } = lifecycle;
  const cause: DegradationCause = Object.freeze({ name: "failover drill" });
  const hold = () => {
    degradation.hold(cause);
  };
  const release = () => {
    degradation.release(cause);
  };
  const isReady: Condition = {
    sentence: "The system is in READY.",
    holds: () => lifecycle.state === LifecycleState.READY,
  };
  /** When the system was degraded. */
  let haltedNs = NaN;
  /** The decisions when the system was degraded, or recovered. */
  let before = decisions();
  return new Runbook({
    id: "failover-drill",
    sentence: "Degrade a system that is well, see that nothing executes, and recover it.",
    preconditions: [
      isReady,
      { sentence: "No cause holds the system in DEGRADED.", holds: () => degradation.causes.length === 0 },
    ],
    steps: [
      {
        id: "degrade",
        sentence: "Stop live execution: from now on every decision is provisional.",
        isRisky: true,
        precondition: isReady,
        action: () => {
          if (timing !== undefined) haltedNs = timing.clock.nowNs();
          hold();
          before = decisions();
        },
        undo: release,
        verification: {
          sentence: "The system is in DEGRADED.",
          holds: () => lifecycle.state === LifecycleState.DEGRADED,
        },
        ticksMax: 0,
      },
      {
        id: "verify-provisional",
        sentence: "See that events flow and that nothing executes.",
        verification: {
          sentence: `Since then ${decisionsMin} or more decisions have been taken, and none of them was live.`,
          holds: () => {
            const { executed, provisional } = decisions();
            return executed === before.executed && provisional - before.provisional >= decisionsMin;
          },
        },
        ticksMax,
      },
      {
        id: "recover",
        sentence: "Let go of the system.",
        action: () => {
          if (timing !== undefined) timing.report(Math.max(0, timing.lastLiveNs() - haltedNs));
          release();
          before = decisions();
        },
        undo: hold,
        verification: isReady,
        ticksMax: 0,
      },
      {
        id: "verify-live",
        sentence: "See that decisions are live again.",
        verification: {
          sentence: `The readiness probe says yes, and ${decisionsMin} or more decisions have been live since.`,
          holds: () => readiness.ready && decisions().executed - before.executed >= decisionsMin,
        },
        ticksMax,
      },
    ],
  });
}
