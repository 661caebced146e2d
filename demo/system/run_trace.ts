import { checkParts } from "../../core/arguments.ts";
import type { Ack, EventView, Lifecycle, ObservabilitySink } from "../../mod.ts";

/** An overrun that a poll has found, and what its consumer did about it. */
export interface OverrunSeen {
  /** When, in simulated nanoseconds. */
  readonly timeNs: number;
  /** Sequence of the first event that cannot be read. */
  readonly first: number;
  /** Events given up at the resume; without one, events that are overwritten by now. */
  readonly lost: number;
  /** Whether the consumer has resumed. One that has not is not told of again by a later poll. */
  readonly hasResumed: boolean;
}

/**
 * Is shown what happens in a run, event by event, while it happens: the record of a run keeps counts only.
 *
 * The null object is {@linkcode NULL_TRACE}, and the default: a run that nobody wants to see in detail does nothing for it.
 *
 * @example See each overrun of a run, to the nanosecond
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { FailureSchedule } from "@low-latency/trading-sim/control";
 * import { constantRate, NULL_TRACE, type OverrunSeen, simulate } from "@low-latency/trading-sim/simulation";
 *
 * const overruns: OverrunSeen[] = [];
 * simulate({
 *   capacity: 4,
 *   payloadWords: 0,
 *   warmupTicks: 1,
 *   stepNs: 1_000,
 *   seed: 1,
 *   ingest: constantRate(9, 2),
 *   consumers: [{ name: "executor", polls: constantRate(1, 2), onOverrun: "skip-to-head" }],
 *   failures: new FailureSchedule({ totalSteps: 2, injections: [] }),
 * }, { ...NULL_TRACE, overrun: (_consumer, seen) => void overruns.push(seen) });
 * assertEquals(overruns[0], { timeNs: 500, first: 0, lost: 9, hasResumed: true });
 * ```
 */
export interface RunTrace {
  /**
   * Events have arrived.
   *
   * @param timesNs when, in simulated nanoseconds; written over after the call
   * @param count how many of them
   * @param first the sequence of the first
   */
  arrived(timesNs: Float64Array, count: number, first: number): void;
  /**
   * A consumer has decided on an event.
   *
   * @param consumer its place in the plan
   * @param event the event, valid during the call
   * @param ack the decision, valid during the call
   */
  decided(consumer: number, event: EventView, ack: Ack): void;
  /**
   * A poll has found a consumer overrun, and it has answered.
   *
   * @param consumer its place in the plan
   * @param seen what was found
   */
  overrun(consumer: number, seen: OverrunSeen): void;
  /**
   * A step begins, and the control plane has had its turn. A run by times keeps its states itself, and does not call this.
   *
   * @param lifecycle the lifecycle as it stands
   * @param timeNs when the step begins, in simulated nanoseconds
   */
  looked(lifecycle: Lifecycle, timeNs: number): void;
}

/** The trace that sees nothing. */
export const NULL_TRACE: RunTrace = Object.freeze({
  arrived() {},
  decided() {},
  overrun() {},
  looked() {},
});

/**
 * Refuses what is no trace.
 *
 * @throws {TypeError} if it is none
 */
export function checkTrace(trace: RunTrace): void {
  checkParts("simulate", "trace", trace, { arrived: "()", decided: "()", overrun: "()", looked: "()" });
}

/**
 * A sink that shows decisions to a trace as well. Without one it is the sink itself, so that a decision costs nothing more.
 *
 * @param sink where decisions go
 * @param trace is shown them
 * @param consumer whose decisions they are
 */
export function tracedSink(sink: ObservabilitySink, trace: RunTrace, consumer: number): ObservabilitySink {
  if (trace === NULL_TRACE) return sink;
  return {
    observe(event, ack) {
      sink.observe(event, ack);
      trace.decided(consumer, event, ack);
    },
  };
}
