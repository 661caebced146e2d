import { checkInteger, checkParts } from "../../core/arguments.ts";
import type { EventConsumer } from "../../core/bus/event_ring.ts";
import { PollStatus } from "../../core/bus/poll_status.ts";
import type { Lifecycle } from "../../core/state/lifecycle.ts";
import { LifecycleState, type LifecycleStateName, lifecycleStateName } from "../../core/state/lifecycle_state.ts";

/** The part that a shutdown stops first. A ring's producer side is one. */
export interface Intake {
  /** Accepts nothing more. Closing it again does nothing. */
  close(): void;
}

/** The part that a shutdown drains. An executor is one. */
export interface Drain {
  /** Where the events come from. */
  readonly consumer: Pick<EventConsumer, "lag" | "resumeAtOldest">;
  /** Takes the next event, if there is one. */
  poll(): PollStatus;
}

/** Parts of a shutdown. */
export interface ShutdownParts<Snapshot> {
  /** The lifecycle of the system that is shut down. */
  readonly lifecycle: Lifecycle;
  /** What is stopped first. */
  readonly intake: Intake;
  /** What is drained. */
  readonly executor: Drain;
  /** Polls that draining may take: a whole number, at least 0. */
  readonly pollsMax: number;
  /** Takes the last snapshot, when all else is done. */
  readonly snapshot: () => Snapshot;
}

/** Report of a shutdown: a frozen record. */
export interface ShutdownReport<Snapshot> {
  /** Events drained: each has been decided on, provisionally. */
  readonly drained: number;
  /** Events that turned out to be overwritten before they could be drained. */
  readonly lost: number;
  /** Events that were left: published, not decided on, not counted as lost. */
  readonly left: number;
  /** Polls that draining took. */
  readonly polls: number;
  /** The state that the system was left in, for good: DEGRADED, or INIT if it had never been started. */
  readonly finalState: LifecycleStateName;
  /** The last snapshot. */
  readonly snapshot: Snapshot;
}

/**
 * Brings a system to an end, in order: stop the intake, degrade, drain within a bound, take a last snapshot, report.
 *
 * It terminates the lifecycle: in WARMUP and READY the system goes to DEGRADED, and in every state it stays where it then
 * is, for good. So what is drained is decided on provisionally, and nobody makes the system ready again: no failure that
 * ends, no restart, no operator, in no thread. A system that is still in INIT cannot be degraded. It executes nothing, so
 * nothing is drained, what has been published is left, and whoever starts it afterwards is refused.
 *
 * Belongs to the thread that owns the lifecycle and the executor.
 *
 * @typeParam Snapshot what the last snapshot is
 *
 * @example Shut a system down
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Executor, Lifecycle, LifecycleState, ManualClock, RingBuffer } from "@low-latency/trading-sim";
 * import { ShutdownController } from "@low-latency/trading-sim/runtime";
 *
 * const lifecycle = new Lifecycle();
 * const ring = new RingBuffer({ capacity: 8 });
 * const executor = new Executor({ lifecycle, consumer: ring.createConsumer(), clock: new ManualClock() });
 * lifecycle.transition(LifecycleState.WARMUP);
 * for (let n = 0; n < 5; n++) {
 *   ring.claim();
 *   ring.publish();
 * }
 * const shutdown = new ShutdownController({
 *   lifecycle,
 *   intake: ring,
 *   executor,
 *   pollsMax: 3,
 *   snapshot: () => ({ published: ring.head }),
 * });
 * const report = shutdown.shutdown();
 * assertEquals(report.drained, 3);
 * assertEquals(report.left, 2);
 * assertEquals(report.finalState, "DEGRADED");
 * assertEquals(report.snapshot.published, 5);
 * ```
 */
export class ShutdownController<Snapshot> {
  declare private readonly _parts: ShutdownParts<Snapshot>;
  private _drained = 0;
  private _lost = 0;
  private _polls = 0;
  private _report: ShutdownReport<Snapshot> | undefined = undefined;

  /**
   * Makes a controller that has stopped nothing yet.
   *
   * @param parts what to stop, to drain and to ask, and the bound
   * @throws {RangeError} if the bound is not a whole number from 0 to 2⁵³ - 1
   */
  constructor(parts: ShutdownParts<Snapshot>) {
    const shape = { lifecycle: "degradation", intake: "close()", executor: "poll()", snapshot: "()" };
    checkParts("create ShutdownController", "parts", parts, shape);
    checkInteger("create ShutdownController", "pollsMax", parts.pollsMax, 0);
    this._parts = { ...parts };
  }

  /** What the shutdown has done; nothing, before it is done. */
  get report(): ShutdownReport<Snapshot> | undefined {
    return this._report;
  }

  /**
   * Shuts the system down and reports. A second call returns the same report and does nothing. If a part throws, so does
   * this, and a call after that goes on where it stopped.
   */
  shutdown(): ShutdownReport<Snapshot> {
    if (this._report !== undefined) return this._report;
    const { lifecycle, intake, executor, snapshot } = this._parts;
    intake.close();
    lifecycle.terminate();
    if (lifecycle.state !== LifecycleState.INIT) this._drain();
    this._report = Object.freeze({
      drained: this._drained,
      lost: this._lost,
      left: executor.consumer.lag,
      polls: this._polls,
      finalState: lifecycleStateName(lifecycle.state),
      snapshot: snapshot(),
    });
    return this._report;
  }

  /** Polls until nothing is left, or the bound is reached. An overrun uses up its poll and is resumed at the oldest event. */
  private _drain(): void {
    const { executor, pollsMax } = this._parts;
    while (this._polls < pollsMax) {
      this._polls++;
      const status = executor.poll();
      if (status === PollStatus.EMPTY) return;
      if (status === PollStatus.OVERRUN) this._lost += executor.consumer.resumeAtOldest();
      else this._drained++;
    }
  }
}
