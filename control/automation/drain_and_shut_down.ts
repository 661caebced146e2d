import { checkParts } from "../../core/arguments.ts";
import type { DegradationCause } from "../../core/state/degradation.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";
import { LifecycleState } from "../../core/state/lifecycle_state.ts";
import { Runbook } from "./runbook.ts";
import type { Condition } from "./runbook_step.ts";

/** A source of events that can be told to wait. */
export interface PausableFeed {
  /** Whether it waits. */
  readonly paused: boolean;
  /** Sends no more events. */
  pause(): void;
  /** Sends events again. */
  resume(): void;
}

/** The part that shuts a system down for good. A shutdown controller is one. */
export interface FinalShutdown {
  /** Its report; undefined, before it is done. */
  readonly report: { readonly left: number } | undefined;
  /** Does it. */
  shutdown(): void;
}

/** Parts of an orderly shutdown. */
export interface DrainParts {
  /** The lifecycle of the system. */
  readonly lifecycle: Lifecycle;
  /** The source of the events. */
  readonly feed: PausableFeed;
  /** Events that wait in the ring for the consumers that are in service: the lag of the one that lags most. */
  readonly backlog: () => number;
  /** The shutdown of the system. */
  readonly shutdown: FinalShutdown;
  /** Ticks that draining may take: a whole number, at least 0. */
  readonly ticksMax: number;
}

/**
 * Makes the runbook that brings a running system to an end without losing an event: degrade, stop the feed, drain, shut
 * down.
 *
 * The order puts what cannot be taken back last. Until the intake is closed, a backlog that does not drain within the bound
 * leads back to where the system was; from then on, the system stays in DEGRADED and the feed stopped, whatever happens.
 * Both the end of live execution and the end of the system wait for approval. If events have come in while the second one
 * was waited for, the system is not shut down.
 *
 * @param parts what it acts on, and the bound
 * @throws {RangeError} if the bound is not a whole number from 0
 *
 * @example Drain five events and shut down
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { drainAndShutDown } from "@low-latency/trading-sim/control";
 * import { ShutdownController } from "@low-latency/trading-sim/runtime";
 *
 * const lifecycle = new Lifecycle();
 * lifecycle.transition(LifecycleState.WARMUP);
 * const ring = new RingBuffer({ capacity: 8 });
 * const consumer = ring.createConsumer();
 * const executor = new Executor({ lifecycle: lifecycle.reader, consumer, clock: new ManualClock() });
 * ring.claimBatch(5);
 * ring.publish();
 *
 * const feed = { paused: false, pause: () => void (feed.paused = true), resume: () => void (feed.paused = false) };
 * const shutdown = new ShutdownController({ lifecycle, intake: ring, executor, pollsMax: 8, snapshot: () => ring.head });
 * const runbook = drainAndShutDown({ lifecycle, feed, backlog: () => consumer.lag, shutdown, ticksMax: 10 });
 * const outcome = runbook.run({ tick: () => void executor.poll(), approve: () => true });
 * assertEquals(outcome.status, "completed");
 * assertEquals(consumer.delivered, 5);
 * assert(ring.closed);
 * ```
 */
export function drainAndShutDown(parts: DrainParts): Runbook {
  const shape = { lifecycle: "degradation", feed: "pause()", backlog: "()", shutdown: "shutdown()" };
  checkParts("create runbook drain-and-shut-down", "parts", parts, shape);
  const { lifecycle, feed, backlog, shutdown, ticksMax } = parts;
  const { degradation } = lifecycle;
  const cause: DegradationCause = Object.freeze({ name: "drain and shut down" });
  /** Whether the shutdown has begun. Even if it failed half way, the intake may be closed. */
  let isBegun = false;
  const refuseIfBegun = (action: string) => {
    if (isBegun) throw new Error(`Cannot ${action}: the shutdown has begun`);
  };
  // Asked once more before the end: during the wait for approval, a producer may publish what it has claimed.
  const isDrained: Condition = { sentence: "No event waits in the ring.", holds: () => backlog() === 0 };
  return new Runbook({
    id: "drain-and-shut-down",
    sentence: "Bring a running system to an end without losing an event.",
    preconditions: [
      { sentence: "The system has been started.", holds: () => lifecycle.state !== LifecycleState.INIT },
      { sentence: "The system has not been shut down.", holds: () => shutdown.report === undefined },
    ],
    steps: [
      {
        id: "degrade",
        sentence: "Stop live execution: from now on every decision is provisional.",
        isRisky: true,
        action: () => {
          degradation.hold(cause);
        },
        undo: () => {
          refuseIfBegun("release the system");
          degradation.release(cause);
        },
        verification: {
          sentence: "The system is in DEGRADED.",
          holds: () => lifecycle.state === LifecycleState.DEGRADED,
        },
        ticksMax: 0,
      },
      {
        id: "stop-feed",
        sentence: "Tell the feed to send no more events.",
        action: () => feed.pause(),
        undo: () => {
          refuseIfBegun("resume the feed");
          feed.resume();
        },
        verification: { sentence: "The feed waits.", holds: () => feed.paused },
        ticksMax: 0,
      },
      {
        id: "drain",
        sentence: "Let the consumers read what is in the ring.",
        verification: isDrained,
        ticksMax,
      },
      {
        id: "shut-down",
        sentence: "Close the intake and take the last snapshot. This cannot be taken back.",
        isRisky: true,
        precondition: isDrained,
        action: () => {
          isBegun = true;
          shutdown.shutdown();
        },
        verification: {
          sentence: "The shutdown reports that no event was left.",
          holds: () => shutdown.report?.left === 0,
        },
        ticksMax: 0,
      },
    ],
  });
}
