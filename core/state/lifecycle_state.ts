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
 * @example The warm-up cannot be skipped
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isTransitionAllowed, LifecycleState } from "@low-latency/trading-sim";
 *
 * assertEquals(isTransitionAllowed(LifecycleState.INIT, LifecycleState.READY), false);
 * ```
 */
export const LifecycleState: {
  /** Just made. Nothing may be ingested or executed. */
  readonly INIT: 0;
  /** Events flow; every decision is provisional. */
  readonly WARMUP: 1;
  /** The only state in which a decision is live. */
  readonly READY: 2;
  /** Something is wrong. Events flow; every decision is provisional. */
  readonly DEGRADED: 3;
} = { INIT: 0, WARMUP: 1, READY: 2, DEGRADED: 3 };

/** One of the codes in {@linkcode LifecycleState}. */
export type LifecycleState = typeof LifecycleState[keyof typeof LifecycleState];

/** Names of the states, by code. */
export const LIFECYCLE_STATE_NAMES: readonly ["INIT", "WARMUP", "READY", "DEGRADED"] = [
  "INIT",
  "WARMUP",
  "READY",
  "DEGRADED",
];

/** The name of a state. */
export type LifecycleStateName = typeof LIFECYCLE_STATE_NAMES[number];

/** The states that may follow each state, by code: the whole policy. */
const ALLOWED: readonly (readonly LifecycleState[])[] = [
  [LifecycleState.WARMUP],
  [LifecycleState.READY, LifecycleState.DEGRADED],
  [LifecycleState.DEGRADED],
  [LifecycleState.READY, LifecycleState.WARMUP],
];

/** Says whether the lifecycle may go from one state to the other. A state does not follow itself. */
export function isTransitionAllowed(from: LifecycleState, to: LifecycleState): boolean {
  return ALLOWED[from]?.includes(to) ?? false;
}

/**
 * Gives the name of a state, for people.
 *
 * @throws {RangeError} if there is no such state
 */
// @cold: for messages and reports
export function lifecycleStateName(state: LifecycleState): LifecycleStateName {
  const name = LIFECYCLE_STATE_NAMES[state];
  if (name === undefined) {
    const states = LIFECYCLE_STATE_NAMES.map((known, code) => `${code} (${known})`).join(", ");
    throw new RangeError(`Cannot name a lifecycle state: state must be one of ${states}, got ${String(state)}`);
  }
  return name;
}
