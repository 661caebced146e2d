import { type LifecycleState, lifecycleStateName } from "../../mod.ts";

/** Steps in a row that were spent in one state. */
export interface StateSpan {
  /** The state. */
  readonly state: LifecycleState;
  /** The first of the steps. */
  readonly from: number;
  /** The last of the steps. */
  readonly to: number;
}

/** The states of a run as spans: as few as there can be. */
export function stateSpans(states: readonly LifecycleState[]): StateSpan[] {
  const spans: StateSpan[] = [];
  let from = 0;
  for (let step = 1; step <= states.length; step++) {
    if (step < states.length && states[step] === states[from]) continue;
    spans.push({ state: states[from], from, to: step - 1 });
    from = step;
  }
  return spans;
}

/** A span in words: `READY 10-19`. */
export function describeSpan({ state, from, to }: StateSpan): string {
  return `${lifecycleStateName(state)} ${from === to ? from : `${from}-${to}`}`;
}
