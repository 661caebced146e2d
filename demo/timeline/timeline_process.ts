import type { TraceArgs } from "./trace_event.ts";

/** A slice of the thread of the lifecycle or of a runbook. */
export interface TimelineSpan {
  /** The state, or the step. */
  readonly name: string;
  /** When it begins, in nanoseconds. */
  readonly fromNs: number;
  /** When it ends. */
  readonly toNs: number;
  /** What it shows when it is clicked. */
  readonly args: TraceArgs;
}

/** Something at one moment. */
export interface TimelineInstant {
  /** What it is. */
  readonly name: string;
  /** When, in nanoseconds. */
  readonly atNs: number;
  /** What it shows when it is clicked. */
  readonly args: TraceArgs;
}

/** What became of an event. */
export type Fate = "live" | "provisional" | "lost" | "unread";

/** One event at one consumer, from its arrival on. */
export interface TimelineLife {
  /** Its sequence. */
  readonly sequence: number;
  /** When it arrived, in nanoseconds. */
  readonly arrivalNs: number;
  /** When it was decided on; of an event that was not, when it was known to be lost, or the run ended. */
  readonly decisionNs: number;
  /** When the decision was complete; the same time, if there was none. */
  readonly completionNs: number;
  /** What became of it. */
  readonly fate: Fate;
}

/** A consumer of a run. */
export interface TimelineConsumer {
  /** Its name. */
  readonly name: string;
  /** The events that are shown in full, by rising sequence. */
  lives(): Iterable<TimelineLife>;
  /** Its overruns, and whatever else happened to it at one moment. */
  readonly instants: readonly TimelineInstant[];
  /** Its lag over time, by rising times. */
  readonly lag: Iterable<readonly [atNs: number, events: number]>;
}

/** A run, as one process of a trace file. */
export interface TimelineProcess {
  /** Its name. */
  readonly name: string;
  /** The states of its lifecycle: they do not overlap. */
  readonly states: readonly TimelineSpan[];
  /** Injections, and what else the control plane did at one moment. */
  readonly injections: readonly TimelineInstant[];
  /** A runbook and its steps, each before those within it; none, where there is none. */
  readonly steps: readonly TimelineSpan[];
  /** The arrivals that are shown: the sequence and the time of each, by rising times. */
  arrivals(): Iterable<readonly [sequence: number, atNs: number]>;
  /** The consumers. */
  readonly consumers: readonly TimelineConsumer[];
  /** What the file leaves out, one sentence each, without a full stop. */
  readonly cuts: readonly string[];
  /** From when on something is left out, in nanoseconds. */
  readonly cutNs: number;
}
