import { checkObject, checkParts } from "../../core/arguments.ts";
import type { SystemSpecification } from "../../config/mod.ts";
import type { ConsumerLaws, FeedAccount } from "../simulate/simulation_result.ts";

/**
 * What a ring and a policy lead to, in the worst of all draws.
 *
 * @experimental
 */
export interface SizedPolicy {
  /** Events lost. */
  readonly lost: number;
  /** The fewest in any draw. */
  readonly lostLeast: number;
  /** Age that 99 of 100 events do not exceed when they are decided on; undefined, if nothing is. */
  readonly p99Ns: number | undefined;
  /** The least in any draw. */
  readonly p99LeastNs: number | undefined;
}

/** The overrun policies that a sizing compares, in the order of its columns. */
export const SIZED_POLICIES: readonly ["skip-to-head", "skip-to-oldest", "stall"] = [
  "skip-to-head",
  "skip-to-oldest",
  "stall",
];

/**
 * What a ring leads to, under each of {@linkcode SIZED_POLICIES}.
 *
 * @experimental
 */
export interface SizedRing {
  /** Events that it keeps readable. */
  readonly capacity: number;
  /** One for each policy. */
  readonly policies: readonly SizedPolicy[];
}

/**
 * What a consumer needs.
 *
 * @experimental
 */
export interface SizedConsumer {
  /** Its name. */
  readonly name: string;
  /** Arithmetic, for each draw. */
  readonly laws: readonly ConsumerLaws[];
  /** Rings from the smallest to the first that is never overrun, or as far as was tried. */
  readonly rings: readonly SizedRing[];
}

/**
 * What a system needs.
 *
 * @experimental
 */
export interface SizingResult {
  /** The system. Its ring and its policies are not looked at. */
  readonly specification: SystemSpecification;
  /** The feed of the first draw. */
  readonly feed: FeedAccount;
  /** Events of the first draw. */
  readonly published: number;
  /** Their bytes, as far as they are known. */
  readonly bytes: number;
  /** Draws, each with a seed of its own. */
  readonly seeds: readonly number[];
  /** The consumers. */
  readonly consumers: readonly SizedConsumer[];
}

/**
 * What a ring has to be good for.
 *
 * @experimental
 */
export interface SizingLimits {
  /** Events that may be lost; undefined for any number. */
  readonly maxLoss: number | undefined;
  /** Age that 99 of 100 events may have; undefined for any. */
  readonly maxP99Ns: number | undefined;
}

/**
 * The smallest ring that is within some limits.
 *
 * @param consumer what the consumer needs
 * @param limits the limits
 * @returns one capacity for each of {@linkcode SIZED_POLICIES}; undefined, where no ring that was tried is within them, or the
 * load is unstable
 * @throws {TypeError} if an argument is something else
 * @experimental
 */
export function smallestWithin(
  consumer: SizedConsumer,
  limits: SizingLimits,
): (number | undefined)[] {
  checkParts("find the smallest ring", "consumer", consumer, { laws: "[]", rings: "[]" });
  checkObject("find the smallest ring", "limits", limits);
  const { laws, rings } = consumer;
  const { maxLoss = Infinity, maxP99Ns = Infinity } = limits;
  // No ring is enough for a load that lasts and is too much: what it loses in this run says nothing.
  if (laws.some(({ isStable }) => isStable === false)) return SIZED_POLICIES.map(() => undefined);
  return SIZED_POLICIES.map((_, n) =>
    rings.find(({ policies }) => policies[n].lost <= maxLoss && (policies[n].p99Ns ?? Infinity) <= maxP99Ns)?.capacity
  );
}
