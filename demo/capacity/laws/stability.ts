/** What comes in and what can be taken, in the same time. */
export interface Demand {
  /** Events that arrive, on average. */
  readonly arrivals: number;
  /** Events that can be taken, on average. Infinity, if taking one takes no time. */
  readonly taken: number;
  /** Whether it goes on like this without end. */
  readonly lasts: boolean;
  /** Whether arrivals or times are drawn. */
  readonly isDrawn: boolean;
}

/** What a demand comes to. */
export interface Stability {
  /** Arrivals over what can be taken: 0 if nothing arrives, Infinity if something does and nothing can be taken. */
  readonly load: number;
  /** Whether some ring is enough for as long as the demand lasts; undefined, if it does not last. */
  readonly isStable: boolean | undefined;
  /** Events by which the backlog grows in that time; 0 if it does not, or nothing lasts. */
  readonly growth: number;
}

/**
 * The one rule of stability, for steps and for nanoseconds. Below a load of 1 the backlog comes down to nothing again and again;
 * above 1 it grows. At 1 it is never worked off: where nothing is drawn the pattern repeats, and else the backlog is a random walk,
 * which exceeds any ring in the end.
 */
export function stabilityOf({ arrivals, taken, lasts, isDrawn }: Demand): Stability {
  const load = arrivals === 0 ? 0 : withoutRounding(arrivals / taken);
  if (!lasts) return { load, isStable: undefined, growth: 0 };
  return { load, isStable: load < 1 || (load === 1 && !isDrawn), growth: load > 1 ? arrivals - taken : 0 };
}

/** What is 1 but for the rounding of rates and shares is 1: whether it is decides about stability. */
function withoutRounding(load: number): number {
  return Math.abs(load - 1) < 1e-12 ? 1 : load;
}
