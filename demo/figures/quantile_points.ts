import type { Histogram } from "../../control/mod.ts";
import type { QuantilePoint } from "./run_view.ts";

/** Parts of the values that are above a point, in percent of each power of ten: evenly spread on a logarithmic axis. */
const ABOVE = [70, 50, 35, 25, 15, 10];

/** Powers of ten: the last point but the greatest leaves out one value in 10⁹. */
const DECADES = 9;

/**
 * A distribution as points of rising share: a few in each tenth of what is left, so that an axis of the logarithm of 1 - share
 * draws well, and the greatest value. At most 56 points. Each is what {@linkcode Histogram.percentile} says.
 *
 * @param histogram the values, in nanoseconds
 * @returns the points; none, if there are no values
 */
export function quantilePoints(histogram: Histogram): QuantilePoint[] {
  const buckets = histogram.buckets(); // looked at once: percentiles look at every bucket, each time
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const points: QuantilePoint[] = [];
  if (count === 0) return points;
  let at = 0;
  let reached = buckets[0].count;
  for (let whole = 100; whole <= 10 ** (DECADES + 1); whole *= 10) {
    for (const above of whole === 100 ? [90, ...ABOVE] : ABOVE) {
      const beyond = Math.floor(count * above / whole);
      if (beyond === 0) break;
      while (reached < count - beyond) reached += buckets[++at].count;
      const ns = count - beyond === 1 ? histogram.percentile(0) : buckets[at].top;
      points.push({ share: (whole - above) / whole, ns });
    }
  }
  points.push({ share: 1, ns: histogram.percentile(100) });
  return points;
}
