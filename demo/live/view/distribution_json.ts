import type { HistogramSnapshot } from "../../../control/mod.ts";

/** A distribution, for JSON. */
export function distributionJson(snapshot: HistogramSnapshot): LatencyJson {
  const { count, min, mean, p50, p90, p99, p999, p9999, max, below, above, notANumber } = snapshot;
  const known = (ns: number) => Number.isNaN(ns) ? null : ns;
  return {
    count,
    out_of_range: below + above + notANumber,
    min: known(min),
    mean: known(mean),
    p50: known(p50),
    p90: known(p90),
    p99: known(p99),
    p999: known(p999),
    p9999: known(p9999),
    max: known(max),
  };
}

/** A distribution, in nanoseconds. */
export interface LatencyJson {
  readonly count: number;
  readonly out_of_range: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly p9999: number | null;
  readonly max: number | null;
}
