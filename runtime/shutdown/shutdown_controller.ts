import { checkInteger, checkParts, shown } from "../../core/arguments.ts";
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
  /** The intake, which is stopped first. */
  readonly intake: Intake;
  /** The executor that is drained, or several: one after the other, in this order. */
  readonly executor: Drain | readonly Drain[];
  /** Polls that draining one executor may take: a whole number, at least 0. */
  readonly pollsMax: number;
  /** Takes the last snapshot, when all else is done. */
  readonly snapshot: () => Snapshot;
}

/** Events of one executor in a shutdown: a frozen record. */
export interface DrainReport {
  /** Events drained: each has been decided on, provisionally. */
  readonly drained: number;
  /** Events that turned out to be overwritten before they could be drained. */
  readonly lost: number;
  /** Events that were left: published, not decided on, not counted as lost. */
  readonly left: number;
  /** Polls that draining took. */
  readonly polls: number;
}

/** Report of a shutdown: a frozen record. Its own counts are the sums over all executors. */
export interface ShutdownReport<Snapshot> extends DrainReport {
  /** The counts of each executor, in the order of the parts. Frozen. */
  readonly consumers: readonly DrainReport[];
  /** The state that the system was left in, for good: DEGRADED, or INIT if it had never been started. */
  readonly finalState: LifecycleStateName;
  /** The last snapshot. */
  readonly snapshot: Snapshot;
}

/**
 * Brings a system to an end, in order: stop the intake, degrade, drain within a bound, take a last snapshot, report.
 *
 * It terminates the lifecycle: in WARMUP and READY the system goes to DEGRADED, and in every state it stays where it then
 * is, for good. So what is drained is decided on provisionally, and nothing makes the system ready again: no failure that
 * ends, no restart, no operator, in no thread. A system that is still in INIT cannot be degraded. It executes nothing, so
 * nothing is drained, what has been published is left, and a later start is refused.
 *
 * Belongs to the thread that owns the lifecycle and the executors.
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
  declare private readonly _drains: readonly DrainProgress[];
  private _report: ShutdownReport<Snapshot> | undefined = undefined;

  /**
   * Makes a controller that has stopped nothing yet.
   *
   * @param parts what to stop, to drain and to ask, and the bound
   * @throws {TypeError} if a part is missing, or of another kind
   * @throws {RangeError} if there is no executor, or the bound is not a whole number from 0 to 2⁵³ - 1
   */
  constructor(parts: ShutdownParts<Snapshot>) {
    const shape = { lifecycle: "degradation", intake: "close()", executor: "", snapshot: "()" };
    checkParts("create ShutdownController", "parts", parts, shape);
    const executors: readonly Drain[] = "poll" in parts.executor ? [parts.executor] : parts.executor;
    if (!Array.isArray(executors)) {
      const rule = "an object that has poll(), or a list of them";
      throw new TypeError(
        `Cannot create ShutdownController: parts.executor must be ${rule}, got ${shown(parts.executor)}`,
      );
    }
    if (executors.length === 0) {
      throw new RangeError("Cannot create ShutdownController: parts.executor must have at least 1 element, got 0");
    }
    executors.forEach((executor) => {
      checkParts("create ShutdownController", "parts", { executor }, { executor: "poll()" });
    });
    checkInteger("create ShutdownController", "pollsMax", parts.pollsMax, 0);
    this._parts = { ...parts };
    this._drains = executors.map((executor) => ({ executor, drained: 0, lost: 0, polls: 0 }));
  }

  /** Report of the shutdown; undefined, before it is done. */
  get report(): ShutdownReport<Snapshot> | undefined {
    return this._report;
  }

  /**
   * Shuts the system down and reports. A second call returns the same report and does nothing. If a part throws, so does
   * this, and a call after that goes on where it stopped.
   */
  shutdown(): ShutdownReport<Snapshot> {
    if (this._report !== undefined) return this._report;
    const { lifecycle, intake, pollsMax, snapshot } = this._parts;
    intake.close();
    lifecycle.terminate();
    if (lifecycle.state !== LifecycleState.INIT) { for (const progress of this._drains) drain(progress, pollsMax); }
    const consumers = this._drains.map(({ executor, drained, lost, polls }) =>
      Object.freeze({ drained, lost, left: executor.consumer.lag, polls })
    );
    const sum = (count: (one: DrainReport) => number) => consumers.map(count).reduce((all, one) => all + one, 0);
    this._report = Object.freeze({
      drained: sum(({ drained }) => drained),
      lost: sum(({ lost }) => lost),
      left: sum(({ left }) => left),
      polls: sum(({ polls }) => polls),
      consumers: Object.freeze(consumers),
      finalState: lifecycleStateName(lifecycle.state),
      snapshot: snapshot(),
    });
    return this._report;
  }
}

/** How far the draining of one executor has come: it goes on from here after a part has thrown. */
interface DrainProgress {
  readonly executor: Drain;
  drained: number;
  lost: number;
  polls: number;
}

/** Polls until nothing is left, or the bound is reached. An overrun uses up its poll and is resumed at the oldest event. */
function drain(progress: DrainProgress, pollsMax: number): void {
  const { executor } = progress;
  while (progress.polls < pollsMax) {
    progress.polls++;
    const status = executor.poll();
    if (status === PollStatus.EMPTY) return;
    if (status === PollStatus.OVERRUN) progress.lost += executor.consumer.resumeAtOldest();
    else progress.drained++;
  }
}
