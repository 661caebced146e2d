/**
 * Names of the answers of a consumer to an overrun:
 *
 * - `stall`: nothing. It stays overrun, and every later poll says so again.
 * - `skip-to-head`: gives up everything it had not read, and goes on with the next event to be published.
 * - `skip-to-oldest`: gives up only what is gone, and goes on with the oldest event that is still readable.
 *
 * {@linkcode OverrunAnswer} carries one out.
 */
export const OVERRUN_POLICIES: readonly ["stall", "skip-to-head", "skip-to-oldest"] = [
  "stall",
  "skip-to-head",
  "skip-to-oldest",
];

/** One of {@linkcode OVERRUN_POLICIES}. */
export type OverrunPolicy = typeof OVERRUN_POLICIES[number];
