// @cold-file: for those who move the lifecycle; the hot path reads the state and nothing else
import { LifecycleState } from "./lifecycle_state.ts";

// The lifecycle word, an Int32:
//
//   bit  31                             4   3            2        1     0
//      +---------------------------------+------------+--------+-----------+
//      |           transitions           | terminated | halted |   state   |
//      +---------------------------------+------------+--------+-----------+

/** Selects the state in the lifecycle word. */
export const STATE_MASK = 3;

/** Set in the lifecycle word while an operator halts the system. */
export const HALTED_BIT = 1 << 2;

/** Set in the lifecycle word once the system has been terminated. Never cleared. */
export const TERMINATED_BIT = 1 << 3;

const TRANSITIONS_SHIFT = 4;

/** Selects the bits of a number of transitions that the lifecycle word has room for. */
export const TRANSITIONS_MASK = 0x0fff_ffff;

/** The state in a word. */
export function stateOf(word: number): LifecycleState {
  return (word & STATE_MASK) as LifecycleState;
}

/** The number of transitions in a word, modulo 2²⁸. */
export function transitionsOf(word: number): number {
  return word >>> TRANSITIONS_SHIFT;
}

/** The word after one more transition. The latches stay. */
export function movedWord(word: number, to: LifecycleState): number {
  return (((transitionsOf(word) + 1) << TRANSITIONS_SHIFT) | (word & (HALTED_BIT | TERMINATED_BIT))) | to;
}

/** The word when live execution has been stopped: one more transition to DEGRADED from WARMUP and READY, else the same. */
export function stoppedWord(word: number): number {
  const state = stateOf(word);
  const isStoppable = state === LifecycleState.WARMUP || state === LifecycleState.READY;
  return isStoppable ? movedWord(word, LifecycleState.DEGRADED) : word;
}

/** Why a latch in a word forbids a transition that the states allow; undefined, if none does. */
export function latchAgainst(word: number, to: LifecycleState): string | undefined {
  if ((word & TERMINATED_BIT) !== 0) return "the system has been shut down, for good";
  if ((word & HALTED_BIT) === 0) return undefined;
  const isForbidden = to === LifecycleState.READY || stateOf(word) === LifecycleState.DEGRADED;
  return isForbidden ? "an operator halts the system, and has to end the halt first" : undefined;
}
