/**
 * Names of the answers of a simulated consumer to an overrun:
 *
 * - `stall`: nothing. It stays overrun, and every later poll says so again.
 * - `skip-to-head`: gives up everything it had not read, and goes on with the freshest event.
 * - `skip-to-oldest`: gives up only what is gone, and goes on with the oldest event that is still readable.
 */
export const OVERRUN_POLICIES: readonly ["stall", "skip-to-head", "skip-to-oldest"] = [
  "stall",
  "skip-to-head",
  "skip-to-oldest",
];

/** One of {@linkcode OVERRUN_POLICIES}. */
export type OverrunPolicy = typeof OVERRUN_POLICIES[number];
