/**
 * A sizing as JSON, for programs. Of several draws `lost` and `staleness_p99_ns` are the worst, `lost_least` and
 * `staleness_p99_least_ns` the best. `smallest` is null where no ring is within the limits, or none may be recommended.
 *
 * @module
 */
import type { SystemSpecification } from "../../config/mod.ts";
import { sufficientCapacity } from "../simulate/simulation_result.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import {
  SIZED_POLICIES,
  type SizedConsumer,
  type SizingLimits,
  type SizingResult,
  smallestWithin,
} from "./sizing_result.ts";

/** What a ring and a policy lead to. */
export interface SizedPolicyJson {
  /** The policy. */
  readonly on_overrun: string;
  /** Events lost. */
  readonly lost: number;
  /** The fewest in any draw. */
  readonly lost_least: number;
  /** Age that 99 of 100 events do not exceed; null, if nothing is decided on. */
  readonly staleness_p99_ns: number | null;
  /** The least in any draw. */
  readonly staleness_p99_least_ns: number | null;
}

/** What a consumer needs. */
export interface SizedConsumerJson {
  /** Its name. */
  readonly name: string;
  /** Events that arrive in the time that one takes; null, where one event tells no rate. */
  readonly load: number | null;
  /** Whether some ring is enough for as long as the load lasts; null, if it does not last. */
  readonly stable: boolean | null;
  /** The least ring that is never overrun, for each draw. */
  readonly needed_capacity: readonly number[];
  /** The same, if the feed comes twice as fast. */
  readonly needed_at_twice_the_speed: readonly number[];
  /** The same, if every event comes twice. */
  readonly needed_with_every_event_twice: readonly number[];
  /** The power of two for that; null, where none may be recommended. */
  readonly sufficient_capacity: number | null;
  /** Rings from the smallest on. */
  readonly rings: readonly { readonly capacity: number; readonly policies: readonly SizedPolicyJson[] }[];
  /** The smallest ring within the limits, for each policy. */
  readonly smallest: readonly { readonly on_overrun: string; readonly capacity: number | null }[];
}

/** A sizing. */
export interface SizingJson {
  /** The system; its ring and its policies were not looked at. */
  readonly config: SystemSpecification;
  /** The seeds of the draws. */
  readonly seeds: readonly number[];
  /** What came in, in the first draw. */
  readonly feed: {
    readonly model: string;
    readonly events: number;
    readonly bytes: number;
    readonly first_ns: string | null;
    readonly last_ns: string | null;
    readonly peaks: readonly { readonly window_ns: number; readonly events: number | null }[];
  };
  /** The limits; null for none. */
  readonly limits: { readonly max_loss: number | null; readonly max_p99_ns: number | null };
  /** The consumers. */
  readonly consumers: readonly SizedConsumerJson[];
}

/** A sizing for programs. */
export function sizingToJson(result: SizingResult, limits: SizingLimits): SizingJson {
  const { specification, seeds, feed, published, bytes, consumers } = result;
  return {
    config: specification,
    seeds,
    feed: {
      model: feed.model,
      events: published,
      bytes,
      first_ns: feed.firstNs ?? null,
      last_ns: feed.lastNs ?? null,
      peaks: feed.peaks.map(({ windowNs, events }) => ({ window_ns: windowNs, events: events ?? null })),
    },
    limits: { max_loss: limits.maxLoss ?? null, max_p99_ns: limits.maxP99Ns ?? null },
    consumers: consumers.map((consumer) => consumerToJson(consumer, limits)),
  };
}

function consumerToJson(consumer: SizedConsumer, limits: SizingLimits): SizedConsumerJson {
  const { name, laws, rings } = consumer;
  const [{ load, isStable }] = laws;
  const enough = laws.map(sufficientCapacity);
  return {
    name,
    load: load === undefined || !Number.isFinite(load) ? null : load,
    stable: isStable ?? null,
    needed_capacity: laws.map(({ neededCapacity }) => neededCapacity),
    needed_at_twice_the_speed: laws.map(({ neededAtTwiceTheSpeed }) => neededAtTwiceTheSpeed),
    needed_with_every_event_twice: laws.map(({ neededWithEveryEventTwice }) => neededWithEveryEventTwice),
    sufficient_capacity: enough.includes(undefined) ? null : Math.max(...enough.map((capacity) => capacity ?? 0)),
    rings: rings.map(({ capacity, policies }) => ({
      capacity,
      policies: policies.map(({ lost, lostLeast, p99Ns, p99LeastNs }, n) => ({
        on_overrun: SIZED_POLICIES[n],
        lost,
        lost_least: lostLeast,
        staleness_p99_ns: p99Ns ?? null,
        staleness_p99_least_ns: p99LeastNs ?? null,
      })),
    })),
    smallest: smallestWithin(consumer, limits).map((capacity, n) => ({
      on_overrun: SIZED_POLICIES[n],
      capacity: capacity ?? null,
    })),
  };
}

/** The same as text. */
export function renderSizingJson(result: SizingResult, limits: SizingLimits): string {
  return layOutJson(sizingToJson(result, limits));
}
