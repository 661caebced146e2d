/**
 * Histories of the bits that followed a context, as numbers: a 1 and the last nine bits at most, with 0 for none; or, where the last
 * ten or more were the same, that bit and how many there were, up to a limit.
 *
 * @module
 */
const LISTED = 1024;
const RUN_MAX = 64;
/** How many histories there are. */
export const HISTORIES = LISTED + 2 * RUN_MAX;

/** A history after one bit more. */
export function followed(history: number, bit: number): number {
  if (history < LISTED) {
    const longer = (history || 1) * 2 + bit;
    if (longer === LISTED) return LISTED;
    if (longer === 2 * LISTED - 1) return LISTED + RUN_MAX;
    return longer < LISTED ? longer : longer & LISTED / 2 - 1 | LISTED / 2;
  }
  const run = history - LISTED;
  if (run >> 6 === bit) return run % RUN_MAX < RUN_MAX - 1 ? history + 1 : history;
  // Eight of the run, and the other bit.
  return bit === 1 ? LISTED / 2 + 1 : LISTED - 2;
}

/** How probable a 1 is after a history, before anything is learned: the share of its ones, of which old ones count less. */
export function chanceAfter(history: number): number {
  const counts = [0.4, 0.4];
  const run = history - LISTED;
  if (run >= 0) counts[run >> 6] += run % RUN_MAX + 10;
  else {
    for (let n = 30 - Math.clz32(history); n >= 0; n--) {
      const bit = history >> n & 1;
      counts[bit]++;
      if (counts[1 - bit] > 2) counts[1 - bit] = counts[1 - bit] / 2 + 1;
    }
  }
  return counts[1] / (counts[0] + counts[1]);
}
