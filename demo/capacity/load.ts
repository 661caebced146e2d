import { formatExactly, formatGrouped, formatThreeDigits } from "../terminal/layout/number_format.ts";
import type { ConsumerPlan, RunPlan } from "../system/run_plan.ts";
import { sum } from "../system/summary.ts";
import { stabilityOf } from "./laws/stability.ts";

/**
 * Demand of a feed on a consumer and its ring, by arithmetic alone.
 *
 * A load that lasts decides whether any ring is enough: from 1 on none is, and no size is ever recommended. Rates that
 * change within a run have an end, and so no such load. They need a ring of their highest backlog; if that has not
 * drained at the end, the run says nothing about afterwards.
 */
export interface Load {
  /** Events that come in a step, on average: in the long run, where the rates last, else in this run. */
  readonly eventsPerStep: number;
  /** Polls in a step, on average. */
  readonly pollsPerStep: number;
  /** Events per poll. Infinity, if events come and there are no polls; 0, if no events come. */
  readonly ratio: number;
  /**
   * Whether some ring is enough for as long as the load lasts: at 1 and below, and only below 1 where the feed is drawn.
   * Null, if the rates change and so nothing lasts.
   */
  readonly isStable: boolean | undefined;
  /** Events by which the backlog grows in a step, on average and for as long as the load lasts. 0 if it does not. */
  readonly growthPerStep: number;
  /** The same for a second of simulated time. */
  readonly growthPerSecond: number;
  /** The greatest number of unread events in this run, in a ring that forgets none: what its ring has to hold. At least 1. */
  readonly neededCapacity: number;
  /** Whether nothing would be left unread at the end, in a ring that forgets none. */
  readonly isDrained: boolean;
  /**
   * The least power of two that holds what this run needs. Null where no size may be recommended: the load lasts and is 1 or
   * more, or this run has brought as many events as polls, or more, and has not drained.
   */
  readonly sufficientCapacity: number | undefined;
}

/** Reckons the load of a consumer, from what was planned. */
export function loadOf(plan: RunPlan, { polls }: ConsumerPlan): Load {
  const { ingest, meanIngest, stepNs } = plan;
  const totalSteps = ingest.length;
  const [events, turns] = [sum(ingest), sum(polls)];
  const lasts = isConstant(polls) && (meanIngest !== undefined || isConstant(ingest));
  const eventsPerStep = lasts ? meanIngest ?? ingest[0] : events / totalSteps;
  const pollsPerStep = lasts ? polls[0] : turns / totalSteps;
  const { load: ratio, isStable, growth: growthPerStep } = stabilityOf({
    arrivals: eventsPerStep,
    taken: pollsPerStep,
    lasts,
    isDrawn: meanIngest !== undefined,
  });
  const { highest, left } = followBacklog(ingest, polls);
  const neededCapacity = Math.max(1, highest);
  const isDrained = left === 0;
  return {
    eventsPerStep,
    pollsPerStep,
    ratio,
    isStable,
    growthPerStep,
    growthPerSecond: growthPerStep * 1e9 / stepNs,
    neededCapacity,
    isDrained,
    sufficientCapacity: (!lasts || ratio < 1) && (events < turns || isDrained)
      ? powerOfTwoFrom(neededCapacity)
      : undefined,
  };
}

/** Lindley's recursion, without a ring: the highest backlog, and the one at the end. */
function followBacklog(ingest: Int32Array, polls: Int32Array): { highest: number; left: number } {
  let left = 0;
  let highest = 0;
  for (let step = 0; step < ingest.length; step++) {
    left += ingest[step];
    highest = Math.max(highest, left);
    left = Math.max(0, left - polls[step]);
  }
  return { highest, left };
}

/** The least power of two that is no less than a number from 1 to 2³¹: in integers, for how exact a logarithm is, the language leaves open. */
function powerOfTwoFrom(count: number): number {
  return 2 ** (32 - Math.clz32(count - 1));
}

/** Whether a column has the same rate in every step. */
export function isConstant(column: Int32Array): boolean {
  return column.every((rate) => rate === column[0]);
}

/** The ratio in words: `2.67`. A ratio that is not 1 is never rounded to 1. */
export function describeRatio({ ratio }: Load): string {
  if (ratio === Infinity) return "infinite";
  for (let digits = 2; digits < RATIO_DIGITS_MAX; digits++) {
    const text = ratio.toFixed(digits);
    if ((Number(text) === 1) === (ratio === 1) && (Number(text) === 0) === (ratio === 0)) return text;
  }
  return formatExactly(ratio);
}

const RATIO_DIGITS_MAX = 10;

/** Why no ring is enough for a load that is not stable, in words. */
export function describeInstability(load: Load): string {
  return load.growthPerStep === 0
    ? "unstable: nothing brings the backlog down for good, and no ring is enough"
    : `unstable: the backlog grows by ${describeGrowth(load)}, and no ring is enough`;
}

/** The growth in words: `5 a step, 5,000,000 a second`. */
function describeGrowth({ growthPerStep, growthPerSecond }: Load): string {
  const perSecond = growthPerSecond < 1 ? formatThreeDigits(growthPerSecond) : formatGrouped(growthPerSecond);
  return `${growthPerStep} a step, ${perSecond} a second`;
}
