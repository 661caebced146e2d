import type { OverrunPolicy } from "../../mod.ts";
import type { SystemSpecification } from "../../config/mod.ts";
import type { RunProgress } from "../simulate/progress.ts";
import { SETTLED_MOMENTS, type SimulationPlan } from "../simulate/simulation_pass.ts";
import type { ConsumerLaws, FeedAccount } from "../simulate/simulation_result.ts";
import { makeChunk } from "../system/feed/arrival_feed.ts";
import { TimedSystem } from "../system/timed/timed_system.ts";
import type { TimedConsumerRecord } from "../system/timed/timed_record.ts";
import {
  SIZED_POLICIES,
  type SizedConsumer,
  type SizedPolicy,
  type SizedRing,
  type SizingResult,
} from "./sizing_result.ts";

/** Largest ring that is tried: three of these and all smaller ones take some hundred megabytes. */
const CAPACITY_MAX = 2 ** 20;

/** Who watches over a sizing. */
export interface SizingWatch {
  /** Lets other things happen, such as signals, if it is time. */
  pause(progress: Omit<RunProgress, "elapsedNs">): Promise<void>;
  /** Aborted, if the sizing is to end early. */
  readonly signal: AbortSignal;
}

/** One draw: what arithmetic says, and what came in. */
interface Draw {
  readonly laws: readonly ConsumerLaws[];
  readonly feed: FeedAccount;
  readonly published: number;
  readonly bytes: number;
}

/**
 * Finds what a system needs: by arithmetic the ring that is never overrun, and by simulation what smaller ones lose, and how
 * late they are, under each overrun policy. Each draw is read twice: once for the arithmetic, and once for all simulations at
 * a time.
 *
 * @param specification the system; its ring and its policies are not looked at
 * @param seeds the draws
 * @param open opens everything for a draw
 * @param watch who watches over it
 * @returns what it needs; undefined, if it was to end early
 * @throws {FeedError} if a recording cannot be read to its end
 */
export async function sizeDraws(
  specification: SystemSpecification,
  seeds: readonly number[],
  open: (seed: number) => SimulationPlan,
  watch: SizingWatch,
): Promise<SizingResult | undefined> {
  const passes = 2 * seeds.length;
  const draws: Draw[] = [];
  for (const seed of seeds) {
    const draw = await reckon(open(seed), watch, (share) => (draws.length + share) / passes);
    if (draw === undefined) return undefined;
    draws.push(draw);
  }
  const needs = specification.consumers.map((_, n) => Math.max(...draws.map(({ laws }) => laws[n].neededCapacity)));
  const rings = ringsFor(needs);
  const records: (readonly TriedConsumer[])[] = [];
  for (const seed of seeds) {
    const share = (share: number) => (seeds.length + records.length + share) / passes;
    const tried = await simulateAll(open(seed), specification, rings, watch, share);
    if (tried === undefined) return undefined;
    records.push(tried);
  }
  const [{ feed, published, bytes }] = draws;
  const consumers = specification.consumers.map(({ name }, n): SizedConsumer => {
    const drawsOf = (capacity: number, policy: OverrunPolicy) =>
      records.flat().filter((tried) => tried.consumer === n && tried.capacity === capacity && tried.policy === policy)
        .map(({ record }) => record);
    return {
      name,
      laws: draws.map(({ laws }) => laws[n]),
      rings: rings.filter(({ consumers }) => consumers.includes(n)).map(({ capacity }): SizedRing => ({
        capacity,
        policies: SIZED_POLICIES.map((policy) => worstOf(drawsOf(capacity, policy))),
      })),
    };
  });
  return { specification, feed, published, bytes, seeds, consumers };
}

/** A ring that is tried, and the consumers that it is tried with. */
interface TriedRing {
  readonly capacity: number;
  readonly consumers: readonly number[];
}

/** What became of a consumer with a ring and a policy. */
interface TriedConsumer {
  readonly consumer: number;
  readonly capacity: number;
  readonly policy: OverrunPolicy;
  readonly record: TimedConsumerRecord;
}

/**
 * The powers of two that are tried, each with the consumers for which no smaller one is enough. One consumer may need a thousand
 * times the ring of another; no consumer notices another.
 */
function ringsFor(needs: readonly number[]): TriedRing[] {
  const rings: TriedRing[] = [];
  for (let capacity = 1; capacity <= CAPACITY_MAX; capacity *= 2) {
    const consumers = [...needs.keys()].filter((n) => capacity === 1 || needs[n] > capacity / 2);
    if (consumers.length === 0) break;
    rings.push({ capacity, consumers });
  }
  return rings;
}

/** Arithmetic alone, over one pass of the feed. */
async function reckon(
  plan: SimulationPlan,
  watch: SizingWatch,
  shareOf: (share: number) => number,
): Promise<Draw | undefined> {
  const { feed, laws } = plan;
  let bytes = 0;
  let lastNs: number | undefined;
  const passed = await passOver(plan, watch, shareOf, ({ timesNs, sizes }, count) => {
    laws.take(timesNs, count);
    for (let n = 0; n < count; n++) if (sizes[n] > 0) bytes += sizes[n];
    lastNs = timesNs[count - 1];
  });
  if (passed === undefined) return undefined;
  const { peaks, consumers } = laws.finish();
  const { model, firstNs } = feed;
  return {
    laws: consumers,
    feed: { model, firstNs, lastNs: feed.lastNs, spanNs: lastNs, isPackets: plan.isPackets(), peaks },
    published: passed.events,
    bytes,
  };
}

/** Every ring under every policy, all over one pass of the feed. */
async function simulateAll(
  plan: SimulationPlan,
  specification: SystemSpecification,
  rings: readonly TriedRing[],
  watch: SizingWatch,
  shareOf: (share: number) => number,
): Promise<readonly TriedConsumer[] | undefined> {
  const runs = rings.map(({ capacity, consumers }) => {
    // No consumer notices another, so all policies share what is published.
    const tried = consumers.flatMap((consumer) => SIZED_POLICIES.map((policy) => ({ consumer, capacity, policy })));
    const system = new TimedSystem({
      specification: {
        ...specification,
        ring: { capacity, payloadWords: 0 },
        consumers: tried.map(({ consumer, policy }) => {
          const planned = specification.consumers[consumer];
          // What a gap costs is neither a loss nor an age.
          return { ...planned, name: `${planned.name}, ${policy}`, onOverrun: policy, afterGap: undefined };
        }),
      },
      services: tried.map(({ consumer }) => plan.services[consumer]),
    });
    return { tried, system };
  });
  const passed = await passOver(plan, watch, shareOf, (chunk, count) => {
    for (const { system } of runs) system.take(chunk, count);
  });
  if (passed === undefined) return undefined;
  for (const { system } of runs) {
    while (!system.settle(SETTLED_MOMENTS)) {
      await watch.pause({ ...passed, share: shareOf(1) });
      if (watch.signal.aborted) return undefined;
    }
  }
  return runs.flatMap(({ tried, system }) => system.finish().consumers.map((record, at) => ({ ...tried[at], record })));
}

/** One pass over a feed. */
async function passOver(
  { feed, share }: SimulationPlan,
  watch: SizingWatch,
  shareOf: (share: number) => number,
  take: (chunk: ReturnType<typeof makeChunk>, count: number) => void,
): Promise<{ readonly events: number; readonly simulatedNs: number } | undefined> {
  const chunk = makeChunk(CHUNK_EVENTS);
  let events = 0;
  let simulatedNs = 0;
  try {
    for (;;) {
      const count = feed.read(chunk);
      if (count === 0) return { events, simulatedNs };
      take(chunk, count);
      events += count;
      simulatedNs = chunk.timesNs[count - 1];
      const done = share(events, simulatedNs);
      await watch.pause({ events, simulatedNs, share: done === undefined ? undefined : shareOf(done) });
      if (watch.signal.aborted) return undefined;
    }
  } finally {
    feed.close();
  }
}

/** Dozens of systems take each chunk between two looks at the clock. */
const CHUNK_EVENTS = 1_024;

/** The worst of all draws, and the best. */
function worstOf(draws: readonly TimedConsumerRecord[]): SizedPolicy {
  const lost = draws.map((record) => record.lost);
  const ages = draws.flatMap(({ stalenessNs }) => stalenessNs.count === 0 ? [] : [stalenessNs.percentile(99)]);
  return {
    lost: Math.max(...lost),
    lostLeast: Math.min(...lost),
    p99Ns: ages.length < draws.length ? undefined : Math.max(...ages),
    p99LeastNs: ages.length === 0 ? undefined : Math.min(...ages),
  };
}
