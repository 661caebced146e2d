import { checkFunction, checkInteger, checkObject, checkParts } from "../../core/arguments.ts";
import { checkSpecification } from "../../config/mod.ts";
import { planWith } from "../simulate/simulate_system.ts";
import type { ArrivalFeed } from "../system/feed/arrival_feed.ts";
import type { ByteSource } from "../system/feed/recorded/byte_source.ts";
import { sizeDraws } from "./size_draws.ts";
import type { SizingResult } from "./sizing_result.ts";

/**
 * Where the arrivals of a sizing come from, and how often they are drawn.
 *
 * @experimental
 */
export interface SizingSource {
  /**
   * Opens the arrivals, from their beginning: they are read more than once. Default: the feed of the specification, which may
   * be left out of it where this is given.
   */
  readonly openFeed?: () => ArrivalFeed;
  /** Opens a file that the specification names. Default: none can be opened. */
  readonly open?: (path: string) => ByteSource;
  /** The seeds to draw with, each a whole number from 0 to 2⁵³ - 1. Default: the one of the specification. */
  readonly seeds?: readonly number[];
}

/**
 * Finds the ring that a system needs, and what smaller ones lose, under each overrun policy.
 *
 * @param system the system, as a specification file has it; its ring and its policies are not looked at
 * @param source its arrivals, what opens files, and the seeds. Default: a model that the specification names, drawn once
 * @returns for each consumer its need by arithmetic, and for each power of two below it what a simulation came to
 * @throws {ConfigError} if the specification breaks a rule
 * @throws {FeedError} if a file cannot be used
 * @throws {RangeError} if a seed is out of range
 *
 * @example Which ring is enough for one's own times
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { feedOfTimes, sizeSystem, smallestWithin } from "@low-latency/trading-sim/simulation";
 *
 * const times = [0, 100, 200, 300, 5_000, 5_100]; // nanoseconds
 * const { consumers: [risk] } = await sizeSystem(
 *   { consumers: [{ name: "risk", service: "1us" }] },
 *   { openFeed: () => feedOfTimes(times) },
 * );
 * assertEquals(risk.laws[0].neededCapacity, 3);
 * assertEquals(smallestWithin(risk, { maxLoss: 0, maxP99Ns: undefined }), [4, 4, 4]);
 * ```
 *
 * @experimental
 */
export async function sizeSystem(
  system: Readonly<Record<string, unknown>>,
  source: SizingSource = {},
): Promise<SizingResult> {
  checkObject(ACTION, "system", system, "an object with feed and consumers");
  checkParts(ACTION, "source", source, { "open?": "()", "seeds?": "[]" });
  const { openFeed, open, seeds } = source;
  if (openFeed !== undefined) checkFunction(ACTION, "openFeed", openFeed);
  for (const seed of seeds ?? []) checkInteger(ACTION, "seeds", seed, 0);
  const own = openFeed === undefined ? {} : { feed: { model: "recorded", file: "recorded" } };
  const specification = checkSpecification({ ...system, ...own });
  const draws = seeds === undefined || seeds.length === 0 ? [specification.seed] : seeds;
  const plan = (seed: number) => planWith({ ...specification, seed }, { feed: openFeed?.(), open });
  const result = await sizeDraws(specification, draws, plan, {
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
  });
  // Only what is aborted comes to nothing.
  return result as SizingResult;
}

const ACTION = "size a system";
