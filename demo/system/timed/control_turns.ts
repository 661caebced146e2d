import { FailureSchedule, type Injection } from "../../../control/mod.ts";
import type { FailureSpecification } from "../../../config/mod.ts";
import { LifecycleState, type ManualClock } from "../../../mod.ts";
import type { SystemAssembly } from "../assembly/system_assembly.ts";
import type { LifecycleTrace } from "./lifecycle_trace.ts";
import type { TimedConsumer } from "./timed_consumer.ts";

/** Parts of the control plane of a timed run. */
export interface ControlTurnsParts {
  /** The real parts. */
  readonly parts: SystemAssembly;
  /** The system's clock. */
  readonly clock: ManualClock;
  /** The failures, by nanoseconds. */
  readonly failures: FailureSchedule;
  /** The consumers. */
  readonly consumers: readonly TimedConsumer[];
  /** From one tick of the warm-up to the next, in nanoseconds. */
  readonly tickNs: number;
  /** From one verdict of the health checks to the next, in nanoseconds. */
  readonly stepNs: number;
  /** Is told when the state may have changed. */
  readonly trace: LifecycleTrace;
}

/**
 * The turns of the control plane in a timed run. At one moment: the injections that are due, the ends of holds after gaps, the
 * warm-up's tick, and the verdict of the health checks.
 */
export class ControlTurns {
  /** When the next turn is, in nanoseconds; Infinity, if there is none. */
  nextNs = 0;
  /** When the latest turn was that did something, in nanoseconds. */
  latestNs = 0;
  declare private readonly _own: ControlTurnsParts;
  declare private readonly _holding: readonly TimedConsumer[];
  declare private readonly _times: readonly number[];
  private _injected = 0;
  private _tickNs = 0;
  private _healthNs = 0;

  /** Stands before the first turn, which is at 0. */
  constructor(own: ControlTurnsParts) {
    const { parts, failures, consumers } = own;
    this._own = own;
    this._holding = consumers.filter(({ gap }) => gap !== undefined);
    this._times = [...new Set(failures.injections.map(({ step }) => step))];
    if (parts.health === undefined) this._healthNs = Infinity;
    else parts.health.begin(parts.judged(), 0);
  }

  /** Takes the turn that is due. */
  take(): void {
    const { _own: { parts, clock, consumers, tickNs, stepNs, trace }, nextNs: nowNs } = this;
    clock.set(nowNs);
    this.latestNs = nowNs;
    if (this._times[this._injected] === nowNs) {
      parts.injector.inject(nowNs);
      this._injected++;
    }
    for (const { gap } of this._holding) if (gap?.untilNs === nowNs) gap.release();
    this._resumeTicks(nowNs);
    if (this._tickNs === nowNs) {
      parts.warmup.advance();
      this._tickNs = parts.lifecycle.state === LifecycleState.WARMUP ? nowNs + tickNs : Infinity;
    }
    if (this._healthNs === nowNs) {
      for (const consumer of consumers) consumer.beat(nowNs);
      parts.health?.tick(parts.judged(), nowNs);
      this._healthNs = nowNs + stepNs;
    }
    this._resumeTicks(nowNs + 1); // the tick of this moment is over
    trace.look(nowNs);
    this.find();
  }

  /**
   * Goes on with the warm-up's ticks, from a time on, if the system is back in WARMUP. In DEGRADED none is taken, which may last
   * for millions of them.
   */
  private _resumeTicks(fromNs: number): void {
    const { parts: { lifecycle }, tickNs } = this._own;
    if (this._tickNs < Infinity || lifecycle.state !== LifecycleState.WARMUP) return;
    const overNs = fromNs % tickNs;
    this._tickNs = overNs === 0 ? fromNs : fromNs - overNs + tickNs;
  }

  /** Finds when the next turn is. To be called when a gap has begun to hold. */
  find(): void {
    let next = Math.min(this._times[this._injected] ?? Infinity, this._tickNs, this._healthNs);
    for (const { gap } of this._holding) if (gap !== undefined && gap.untilNs < next) next = gap.untilNs;
    this.nextNs = next;
  }
}

/** The failures of a specification as a schedule by nanoseconds. Those of one kind that overlap or touch become one. */
export function scheduleOf(failures: readonly FailureSpecification[]): FailureSchedule {
  const injections: Injection[] = [];
  for (const kind of new Set(failures.map(({ kind }) => kind))) {
    const spans = failures.filter((failure) => failure.kind === kind).sort((one, other) => one.from - other.from);
    let open: { from: number; to: number } | undefined;
    for (const { from, to = Infinity } of [...spans, { from: Infinity }]) {
      if (open !== undefined && from <= open.to && from < Infinity) {
        open = { from: open.from, to: Math.max(open.to, to) };
        continue;
      }
      if (open !== undefined) {
        const failure = kind as Injection["failure"];
        injections.push({ step: open.from, failure, action: "activate" });
        if (open.to < Infinity) injections.push({ step: open.to, failure, action: "deactivate" });
      }
      open = { from, to };
    }
  }
  // Every run is over before the last nanosecond that is exact: what is to happen then or later never does.
  const totalSteps = Number.MAX_SAFE_INTEGER;
  return new FailureSchedule({ totalSteps, injections: injections.filter(({ step }) => step < totalSteps) });
}
