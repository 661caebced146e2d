import { StallTracker } from "../../../control/metrics/stall_tracker.ts";
import type { ChaosClock } from "./chaos_clock.ts";
import type { ChaosCounts } from "../model/chaos_counts.ts";
import type { CycleModel } from "../model/cycle_model.ts";

/** A loop of a chaos run, as far as its cycles are timed, next to the model of what its tracker should say. */
export class ChaosLoop {
  /** How it comes round. */
  declare readonly cycles: StallTracker;
  /** Its expected value. */
  declare readonly model: CycleModel;
  declare private readonly _clock: ChaosClock;
  declare private readonly _counts: ChaosCounts;
  private readonly _now = new Float64Array(1);

  /**
   * Makes a loop that has not come round yet.
   *
   * @param cycleNsMax nanoseconds that a cycle may take without being a stall
   * @param model the same loop as it should be
   * @param clock what tells the time
   * @param counts what happened
   */
  constructor(cycleNsMax: number, model: CycleModel, clock: ChaosClock, counts: ChaosCounts) {
    this.cycles = new StallTracker({ thresholdNs: cycleNsMax });
    this.model = model;
    this._clock = clock;
    this._counts = counts;
  }

  /** It comes round. */
  comeRound(): void {
    const { stalls } = this.model;
    this._clock.stamp(this._now, 0);
    this.cycles.cycleFrom(this._now, 0);
    this.model.comeRound(this._clock.latestNs);
    this._counts.stalls += this.model.stalls - stalls;
  }

  /** It does not run until it comes round again, and is not meant to. */
  pause(): void {
    this.cycles.pause();
    this.model.pause();
  }
}
