/**
 * The result of a simulation as JSON, for programs. Keys, their order and their meaning are stable.
 *
 * Times are nanoseconds from the first arrival; `first_ns` and `last_ns` are the feed's own, in decimal digits, for they may
 * exceed 2⁵³. `config` is a specification again: written to a file, it describes the same system. For every consumer,
 * `published` = `delivered` + `lost` + `backlog`. A quantile is the value at rank ⌈p·n⌉, within 1 %; `max` is exact.
 *
 * The digest is that of what happened, with every decision: not of the specification, in which the name of a file may
 * differ, nor of the claims.
 *
 * @module
 */
import type { SystemSpecification } from "../../../config/mod.ts";
import type { Histogram } from "../../../control/mod.ts";
import { type LifecycleStateName, lifecycleStateName } from "../../../mod.ts";
import { Fnv1a } from "../../system/fnv1a.ts";
import { layOutJson } from "../../terminal/layout/json_layout.ts";
import type { Verdict } from "../../terminal/layout/verdicts.ts";
import type { SimulationResult } from "../simulation_result.ts";

/** Quantiles of an age, in nanoseconds. */
export interface QuantilesJson {
  /** Half of the events were at most as old as this. */
  readonly p50: number;
  /** Nine in ten. */
  readonly p90: number;
  /** Ninety-nine in a hundred. */
  readonly p99: number;
  /** Nine hundred and ninety-nine in a thousand. */
  readonly p999: number;
  /** The oldest. */
  readonly max: number;
}

/** One consumer. */
export interface SimulatedConsumerJson {
  /** Its name. */
  readonly name: string;
  /** Slots of the ring. */
  readonly capacity: number;
  /** Events that arrive in the time that one takes; null, where one event tells no rate or no time is enough. */
  readonly load: number | null;
  /** Whether some ring is enough for as long as the load lasts; null, if it does not last. */
  readonly stable: boolean | null;
  /** The least ring that this feed never overruns. */
  readonly needed_capacity: number;
  /** When arithmetic puts the first overrun; null for never. */
  readonly predicted_first_overrun_ns: number | null;
  /** When a poll first found one; null for never. */
  readonly first_overrun_ns: number | null;
  /** Polls that found one. */
  readonly overruns: number;
  /** Events published. */
  readonly published: number;
  /** Events delivered. */
  readonly delivered: number;
  /** Decisions that were live. */
  readonly live: number;
  /** Decisions that were provisional. */
  readonly provisional: number;
  /** Events that it can never get. */
  readonly lost: number;
  /** Events unread and readable at the end. */
  readonly backlog: number;
  /** Age of events when decided on; null, if nothing was delivered. */
  readonly staleness_ns: QuantilesJson | null;
  /** Age of events when complete; null, if nothing was delivered. */
  readonly latency_ns: QuantilesJson | null;
}

/** The result of a simulation. */
export interface SimulationJson {
  /** The system, with every default filled in. */
  readonly config: SystemSpecification;
  /** What came in. */
  readonly feed: {
    readonly model: string;
    readonly events: number;
    readonly bytes: number;
    readonly first_ns: string | null;
    readonly last_ns: string | null;
    readonly peaks: readonly { readonly window_ns: number; readonly events: number | null }[];
  };
  /** The consumers, in the order of the specification. */
  readonly consumers: readonly SimulatedConsumerJson[];
  /** The states over time. */
  readonly lifecycle: readonly {
    readonly state: LifecycleStateName;
    readonly from_ns: number;
    readonly causes: readonly string[];
  }[];
  /** What was claimed. */
  readonly claims: readonly Verdict[];
  /** Hash of what happened. */
  readonly digest: string;
}

/** The result for programs. */
export function simulationToJson(result: SimulationResult, claims: readonly Verdict[]): SimulationJson {
  const { specification, feed, record } = result;
  const happened = {
    feed: {
      model: feed.model,
      events: record.published,
      bytes: record.bytes,
      first_ns: feed.firstNs ?? null,
      last_ns: feed.lastNs ?? null,
      peaks: feed.peaks.map(({ windowNs, events }) => ({ window_ns: windowNs, events: events ?? null })),
    },
    consumers: record.consumers.map((_, n) => consumerToJson(result, n)),
    lifecycle: record.lifecycle.map(({ state, fromNs, causes }) => ({
      state: lifecycleStateName(state),
      from_ns: fromNs,
      causes,
    })),
  };
  const digest = new Fnv1a();
  digest.addText(JSON.stringify(happened));
  for (const { decisions } of record.consumers) digest.addText(decisions);
  return {
    config: specification,
    ...happened,
    claims: claims.map(({ claim, held }) => ({ claim, held })),
    digest: digest.hex,
  };
}

function consumerToJson({ specification, record, laws }: SimulationResult, n: number): SimulatedConsumerJson {
  const { name, overruns, delivered, live, provisional, lost, backlog, firstOverrunNs, stalenessNs, latencyNs } =
    record.consumers[n];
  const { load, isStable, neededCapacity, firstOverrunNs: predictedNs } = laws[n];
  return {
    name,
    capacity: specification.ring.capacity,
    load: load === undefined || !Number.isFinite(load) ? null : load,
    stable: isStable ?? null,
    needed_capacity: neededCapacity,
    predicted_first_overrun_ns: predictedNs ?? null,
    first_overrun_ns: firstOverrunNs ?? null,
    overruns,
    published: record.published,
    delivered,
    live,
    provisional,
    lost,
    backlog,
    staleness_ns: quantilesOf(stalenessNs),
    latency_ns: quantilesOf(latencyNs),
  };
}

function quantilesOf(histogram: Histogram): QuantilesJson | null {
  if (histogram.count === 0) return null;
  return {
    p50: histogram.percentile(50),
    p90: histogram.percentile(90),
    p99: histogram.percentile(99),
    p999: histogram.percentile(99.9),
    max: histogram.percentile(100),
  };
}

/** The same as text. */
export function renderSimulationJson(result: SimulationResult, claims: readonly Verdict[]): string {
  return layOutJson(simulationToJson(result, claims));
}
