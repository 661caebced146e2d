import { LifecycleState, lifecycleStateName } from "../../../mod.ts";
import type { Palette } from "./palette.ts";

/**
 * Draws one state a column: each span with its name where there is room for it, and where there is not with its initial as
 * a small letter.
 */
export function drawLane(states: readonly LifecycleState[], palette: Palette): string {
  let drawn = "";
  for (let from = 0; from < states.length;) {
    const state = states[from];
    let to = from;
    while (to < states.length && states[to] === state) to++;
    const name: string = lifecycleStateName(state);
    const text = (name.length < to - from ? name : name[0].toLowerCase()).padEnd(to - from, "·");
    drawn += paintState(state, palette)(text);
    from = to;
  }
  return drawn;
}

function paintState(state: LifecycleState, palette: Palette): (text: string) => string {
  if (state === LifecycleState.READY) return palette.good;
  return state === LifecycleState.DEGRADED ? palette.bad : palette.warning;
}

/** The worse of two states: a column that stands for several shows the worst. */
export function worseOf(one: LifecycleState, other: LifecycleState): LifecycleState {
  return WORST_FIRST.indexOf(one) <= WORST_FIRST.indexOf(other) ? one : other;
}

/** From the worst to the best. */
const WORST_FIRST = [LifecycleState.DEGRADED, LifecycleState.INIT, LifecycleState.WARMUP, LifecycleState.READY];
