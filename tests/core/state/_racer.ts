/**
 * A thread that races another one for lifecycle transitions, or waits for one.
 *
 * @module
 */
import { AtomicLifecycleView } from "../../../core/state/atomic_lifecycle_view.ts";
import { InvalidTransitionError } from "../../../core/state/invalid_transition_error.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";

/** A race, in which one of the two threads prepares each round. */
export interface RaceOrder {
  readonly do: "race";
  readonly word: Int32Array;
  readonly meeting: Int32Array;
  readonly rounds: number;
  readonly prepares: boolean;
  /** Whether to store the new state without comparing. */
  readonly careless: boolean;
}

/** What the thread is told. */
export type RacerOrder = RaceOrder | { readonly do: "wait"; readonly word: Int32Array; readonly leave: LifecycleState };

/** What it reports of a race. */
export interface RaceReport {
  readonly won: number;
  readonly lost: number;
}

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<RacerOrder>) => void) | null;
  postMessage(message: unknown): void;
};

/** Waits until both threads are here, for the `count`th time. */
function meet(meeting: Int32Array, count: number): void {
  Atomics.add(meeting, 0, 1);
  while (Atomics.load(meeting, 0) < 2 * count);
}

/** In every round both threads degrade a system that is ready. */
function race({ word, meeting, rounds, prepares, careless }: RaceOrder): RaceReport {
  const lifecycle = new Lifecycle(word);
  if (careless) {
    Object.assign(lifecycle, {
      _exchange(seen: number, to: LifecycleState): boolean {
        Atomics.store(word, 0, seen + 16 - (seen & 3) + to);
        return true;
      },
    });
  }
  let won = 0;
  let lost = 0;
  for (let round = 0; round < rounds; round++) {
    if (prepares) lifecycle.transition(LifecycleState.READY);
    meet(meeting, 2 * round + 1);
    try {
      lifecycle.transition(LifecycleState.DEGRADED);
      won++;
    } catch (error) {
      if (!(error instanceof InvalidTransitionError)) throw error;
      lost++;
    }
    meet(meeting, 2 * round + 2);
  }
  return { won, lost };
}

scope.onmessage = ({ data }) => {
  if (data.do === "race") return scope.postMessage(race(data));
  const view = new AtomicLifecycleView(data.word);
  scope.postMessage(view.state);
  while (view.state === data.leave);
  scope.postMessage(view.state);
};
