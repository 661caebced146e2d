import { type Lifecycle, LifecycleState } from "../../../mod.ts";
import type { LifecycleSpan } from "./timed_record.ts";

/** The states of a run over time, with what held it in DEGRADED. */
export class LifecycleTrace {
  declare private readonly _lifecycle: Lifecycle;
  /** When the state or its causes changed last; -1, if they never have. */
  changedNs = -1;
  /** Whether the system is READY since then. */
  isReady = false;
  private readonly _spans: LifecycleSpan[] = [];

  /**
   * Makes a trace without a state.
   *
   * @param lifecycle the lifecycle that is watched
   */
  constructor(lifecycle: Lifecycle) {
    this._lifecycle = lifecycle;
  }

  /** Takes note of the state and its causes, if they have changed. Of several at one moment the last counts. */
  look(nowNs: number): void {
    const { state, degradation } = this._lifecycle;
    const causes = degradation.causes.map(({ name }) => name);
    const spans = this._spans;
    const isSameMoment = spans.at(-1)?.fromNs === nowNs;
    if (isSameMoment) spans.pop();
    const last = spans.at(-1);
    if (last === undefined || last.state !== state || !isSame(last.causes, causes)) {
      spans.push({ state, fromNs: nowNs, causes });
    } else if (!isSameMoment) {
      return;
    }
    this.changedNs = spans.length > 1 || isSameMoment ? nowNs : -1;
    this.isReady = state === LifecycleState.READY;
  }

  /**
   * Whether the system was READY at a time up to now. Undefined at the very moment at which that changed: it may have been
   * both.
   */
  wasReady(timeNs: number): boolean | undefined {
    const spans = this._spans;
    let at = spans.length - 1;
    while (at > 0 && spans[at].fromNs > timeNs) at--;
    const isReady = spans[at].state === LifecycleState.READY;
    if (at === 0 || spans[at].fromNs < timeNs) return isReady;
    return isReady === (spans[at - 1].state === LifecycleState.READY) ? isReady : undefined;
  }

  /** The spans so far. */
  get spans(): readonly LifecycleSpan[] {
    return this._spans;
  }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, n) => name === other[n]);
}
