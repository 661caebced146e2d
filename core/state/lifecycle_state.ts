/**
 * The four states a system can be in, as the codes that the shared word holds.
 *
 * ```text
 *   INIT ----> WARMUP ----> READY <----> DEGRADED
 *                 |  ^                      ^  |
 *                 |  +----------------------|--+
 *                 +-------------------------+
 * ```
 *
 * @example
 * ```ts
 * import { isTransitionAllowed, LifecycleState } from "@low-latency/trading-sim";
 *
 * if (isTransitionAllowed(LifecycleState.INIT, LifecycleState.READY)) throw new Error("nobody skips the warm-up");
 * ```
 */
export const LifecycleState = {
  /** Just made. Nothing may be ingested or executed. */
  INIT: 0,
  /** Events flow; every decision is provisional. */
  WARMUP: 1,
  /** The only state in which a decision is live. */
  READY: 2,
  /** Something is wrong. Events flow; every decision is provisional. */
  DEGRADED: 3,
} as const;

/** One of the codes in {@linkcode LifecycleState}. */
export type LifecycleState = typeof LifecycleState[keyof typeof LifecycleState];

/** Names of the states, by code. */
export const LIFECYCLE_STATE_NAMES = ["INIT", "WARMUP", "READY", "DEGRADED"] as const;

/** The name of a state. */
export type LifecycleStateName = typeof LIFECYCLE_STATE_NAMES[number];

/** What may follow each state, by code: the whole policy. */
const ALLOWED: readonly (readonly LifecycleState[])[] = [
  [LifecycleState.WARMUP],
  [LifecycleState.READY, LifecycleState.DEGRADED],
  [LifecycleState.DEGRADED],
  [LifecycleState.READY, LifecycleState.WARMUP],
];

/** Whether the lifecycle may go from one state to the other. A state does not follow itself. */
export function isTransitionAllowed(from: LifecycleState, to: LifecycleState): boolean {
  return ALLOWED[from]?.includes(to) ?? false;
}

/**
 * The name of a state, for people.
 *
 * @throws {RangeError} if there is no such state
 */
// @cold: for messages and reports
export function lifecycleStateName(state: LifecycleState): LifecycleStateName {
  const name = LIFECYCLE_STATE_NAMES[state];
  if (name === undefined) {
    const states = LIFECYCLE_STATE_NAMES.map((known, code) => `${code} (${known})`).join(", ");
    throw new RangeError(`state must be one of ${states}, got ${String(state)}`);
  }
  return name;
}
