import type { Injection } from "../../control/mod.ts";
import type { LifecycleStateName } from "../../mod.ts";
import { greatestOf } from "./lag_values.ts";
import type { RecordedRun } from "./recorded_run.ts";
import { cutsOf } from "./timeline_cuts.ts";
import type { TraceArgs } from "./trace_event.ts";
import type { TimelineConsumer, TimelineInstant, TimelineProcess, TimelineSpan } from "./timeline_process.ts";

/** A consumer of a simulated run, as far as the run's record knows it. */
export interface SimulatedLane {
  /** Its name. */
  readonly name: string;
  /** The first of the events that it had left unread and that were overwritten when the run ended, and how many. */
  readonly overwritten: readonly [first: number, count: number];
  /** Its lag over time, and how many values that is. */
  readonly lag: Iterable<readonly [atNs: number, events: number]>;
  /** How many values its lag has. */
  readonly lagValues: number;
}

/** A simulated run, by steps or by times. */
export interface SimulatedRun {
  /** Its name. */
  readonly name: string;
  /** When it ended, in nanoseconds. */
  readonly endNs: number;
  /** The states, by rising times, and one more than is shown where there are more. */
  readonly states: readonly {
    readonly state: LifecycleStateName;
    readonly fromNs: number;
    readonly causes: readonly string[];
  }[];
  /** How many states there were. */
  readonly totalStates: number;
  /** The injections, with times instead of steps. */
  readonly injections: readonly (Omit<Injection, "step"> & { readonly atNs: number })[];
  /** Steps of a runbook. Default: there are none. */
  readonly steps?: readonly TimelineSpan[];
  /** The consumers. */
  readonly lanes: readonly SimulatedLane[];
}

/**
 * A simulated run as a process of a timeline.
 *
 * @param run what its record says
 * @param recorded what was kept of it, event by event
 */
export function runProcess(run: SimulatedRun, recorded: RecordedRun): TimelineProcess {
  const { name, endNs, lanes } = run;
  const { arrivalsNs, shown, shares } = recorded;
  lanes.forEach(({ overwritten: [first, count] }, n) => recorded.consumers[n].lose(first, count, endNs));
  return {
    name,
    states: stateSpans(run, shares.spans),
    injections: run.injections.slice(0, shares.instants).map(({ failure, action, atNs }) => ({
      name: `${failure}: ${action}`,
      atNs,
      args: { failure, action },
    })),
    // A slice comes before those within it.
    steps: (run.steps ?? []).toSorted((one, other) => one.fromNs - other.fromNs || other.toNs - one.toNs).slice(
      0,
      shares.spans,
    ),
    *arrivals() {
      for (let sequence = 0; sequence < shown; sequence++) yield [sequence, arrivalsNs[sequence]] as const;
    },
    consumers: lanes.map((lane, n) => consumerOf(lane, n, recorded, endNs)),
    cuts: cutsOf(
      { shown, arrivals: recorded.arrivals, shares, totalStates: run.totalStates },
      lanes.map(({ name }, n) => ({
        name,
        overruns: [recorded.consumers[n].overruns.length, recorded.consumers[n].totalOverruns],
      })),
      { lagValues: Math.max(0, ...lanes.map(({ lagValues }) => lagValues)), injections: run.injections.length },
    ),
    cutNs: shown < recorded.arrivals && shown > 0 ? arrivalsNs[shown - 1] : 0,
  };
}

function stateSpans({ states, endNs }: SimulatedRun, most: number): TimelineSpan[] {
  return states.slice(0, most).map(({ state, fromNs, causes }, n) => ({
    name: state,
    fromNs,
    toNs: Math.max(fromNs, states[n + 1]?.fromNs ?? endNs),
    args: causesOf(causes),
  }));
}

/** Causes as values of a slice; none for a state that needs none. */
export function causesOf(causes: readonly string[]): TraceArgs {
  return causes.length === 0 ? {} : { causes: causes.join(", ") };
}

function consumerOf({ name, lag, lagValues }: SimulatedLane, n: number, recorded: RecordedRun, endNs: number) {
  const { arrivalsNs, shown, shares, consumers } = recorded;
  const own = consumers[n];
  const instants: TimelineInstant[] = own.overruns.map(({ timeNs, first, lost, hasResumed }) => ({
    name: "overrun",
    atNs: timeNs,
    args: { lost, first_lost_sequence: first, resumed: hasResumed },
  }));
  const consumer: TimelineConsumer = {
    name,
    lives: () => own.lives(arrivalsNs, shown, endNs),
    instants,
    lag: { [Symbol.iterator]: () => greatestOf(lag, lagValues, shares.lag) },
  };
  return consumer;
}
