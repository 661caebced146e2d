import type { DecisionLogic } from "./decision_logic.ts";

class NullLogic implements DecisionLogic {
  /** Decides nothing: 0. */
  decide(): number {
    return 0;
  }
}

/**
 * The logic that decides nothing, and the executor's default. Every result is 0.
 *
 * @example What an executor without a logic runs
 * ```ts
 * import { NULL_LOGIC } from "@low-latency/trading-sim";
 * import { assert } from "@std/assert";
 *
 * assert(Object.isFrozen(NULL_LOGIC));
 * ```
 */
export const NULL_LOGIC: DecisionLogic = Object.freeze(new NullLogic());
