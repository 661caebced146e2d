import type { SystemSpecification } from "../../config/mod.ts";
import type { RunProgress } from "../simulate/progress.ts";
import type { SimulationPlan } from "../simulate/simulation_pass.ts";
import type { ConsumerLaws, FeedAccount } from "../simulate/simulation_result.ts";
import { powerOfTwoFrom } from "../simulate/simulation_result.ts";
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

/** Most rings that are tried: the largest of which is enough, and the next smaller ones. */
const RINGS_MAX = 14;

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
  const capacities = capacitiesFor(greatestNeed(draws));
  const records: (readonly TimedConsumerRecord[][])[] = [];
  for (const seed of seeds) {
    const share = (share: number) => (seeds.length + records.length + share) / passes;
    const runs = await simulateAll(open(seed), specification, capacities, watch, share);
    if (runs === undefined) return undefined;
    records.push(runs);
  }
  const [{ feed, published, bytes }] = draws;
  const consumers = specification.consumers.map(({ name }, n): SizedConsumer => {
    const laws = draws.map((draw) => draw.laws[n]);
    const most = Math.max(...laws.map(({ neededCapacity }) => neededCapacity));
    const rings = capacities.map((capacity, place): SizedRing => ({
      capacity,
      policies: SIZED_POLICIES.map((_, policy) =>
        worstOf(records.map((runs) => runs[place * SIZED_POLICIES.length + policy][n]))
      ),
    }));
    const enough = rings.findIndex(({ capacity }) => capacity >= most);
    return { name, laws, rings: enough < 0 ? rings : rings.slice(0, enough + 1) };
  });
  return { specification, feed, published, bytes, seeds, consumers };
}

function greatestNeed(draws: readonly Draw[]): number {
  return Math.max(1, ...draws.flatMap(({ laws }) => laws.map(({ neededCapacity }) => neededCapacity)));
}

/** The powers of two that are tried: up to the first that is enough, as far as that can be had. */
function capacitiesFor(needed: number): number[] {
  const most = Math.min(CAPACITY_MAX, powerOfTwoFrom(needed));
  const capacities: number[] = [];
  for (let capacity = most; capacity >= 1 && capacities.length < RINGS_MAX; capacity /= 2) capacities.unshift(capacity);
  return capacities;
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
  const events = await passOver(plan, watch, shareOf, ({ timesNs, sizes }, count) => {
    laws.take(timesNs, count);
    for (let n = 0; n < count; n++) if (sizes[n] > 0) bytes += sizes[n];
    lastNs = timesNs[count - 1];
  });
  if (events === undefined) return undefined;
  const { peaks, consumers } = laws.finish();
  const { model, firstNs } = feed;
  return {
    laws: consumers,
    feed: { model, firstNs, lastNs: feed.lastNs, spanNs: lastNs, isPackets: plan.isPackets(), peaks },
    published: events,
    bytes,
  };
}

/** Every ring under every policy, all over one pass of the feed. */
async function simulateAll(
  plan: SimulationPlan,
  specification: SystemSpecification,
  capacities: readonly number[],
  watch: SizingWatch,
  shareOf: (share: number) => number,
): Promise<readonly TimedConsumerRecord[][] | undefined> {
  const systems = capacities.flatMap((capacity) =>
    SIZED_POLICIES.map((onOverrun) =>
      new TimedSystem({
        specification: {
          ...specification,
          ring: { capacity, payloadWords: 0 },
          consumers: specification.consumers.map((consumer) => ({ ...consumer, onOverrun })),
        },
        services: plan.services,
      })
    )
  );
  const events = await passOver(plan, watch, shareOf, (chunk, count) => {
    for (const system of systems) system.take(chunk, count);
  });
  return events === undefined ? undefined : systems.map((system) => [...system.finish().consumers]);
}

/** One pass over a feed. */
async function passOver(
  { feed, share }: SimulationPlan,
  watch: SizingWatch,
  shareOf: (share: number) => number,
  take: (chunk: ReturnType<typeof makeChunk>, count: number) => void,
): Promise<number | undefined> {
  const chunk = makeChunk(CHUNK_EVENTS);
  let events = 0;
  try {
    for (;;) {
      const count = feed.read(chunk);
      if (count === 0) return events;
      take(chunk, count);
      events += count;
      const simulatedNs = chunk.timesNs[count - 1];
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
