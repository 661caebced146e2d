/** A logarithmic axis of times: whole decades, from 1 ns on. */
export interface Decades {
  /** Its marks, in nanoseconds; none, if no time is above 0. */
  readonly marks: readonly number[];
  /** Where a time lies: 0 at the first mark, which is also the place of everything below it, and 1 at the last. */
  shareOf(ns: number): number;
}

/** The axis for some times. */
export function decadesOf(times: readonly number[]): Decades {
  const positive = times.filter((ns) => ns > 0).map((ns) => Math.log10(Math.max(ns, 1)));
  if (positive.length === 0) return { marks: [], shareOf: () => 0 };
  const low = Math.floor(Math.min(...positive) + 1e-9);
  const high = Math.max(Math.ceil(Math.max(...positive) - 1e-9), low + 1);
  return {
    marks: Array.from({ length: high - low + 1 }, (_, decade) => 10 ** (low + decade)),
    shareOf: (ns) => Math.max(0, Math.log10(Math.max(ns, 1)) - low) / (high - low),
  };
}
