import type { RunPlan } from "../system/run_plan.ts";
import type { Simulate } from "../system/simulation.ts";
import { RecordedRun } from "../timeline/recorded_run.ts";
import { stepProcess } from "../timeline/step_process.ts";
import { timelineShares } from "../timeline/timeline_shares.ts";
import type { Timeline } from "../timeline/timeline_text.ts";
import type { NamedRun, ScenarioResult } from "./scenario.ts";

/** Keeps the runs of a scenario, event by event, while they run. */
export class ScenarioRecording {
  declare private readonly _runs: readonly NamedRun[];
  declare private readonly _limit: number;
  private readonly _recorded = new Map<RunPlan, RecordedRun>();

  /**
   * Keeps nothing yet.
   *
   * @param runs the runs that are reported
   * @param limit most events of each kind in the timeline
   */
  constructor(runs: readonly NamedRun[], limit: number) {
    this._runs = runs;
    this._limit = limit;
  }

  /** Runs plans as another function does, and keeps what happens. */
  keeping(run: Simulate): Simulate {
    const shares = timelineShares(this._limit, this._runs.map(({ plan }) => plan.consumers.length));
    return (plan) => {
      const recorded = new RecordedRun(plan.consumers.length, shares);
      this._recorded.set(plan, recorded);
      return run(plan, recorded);
    };
  }

  /** The runs as a timeline, each a process: they are alternatives, or one. */
  timeline({ scenario, tracks }: ScenarioResult, source: string): Timeline {
    const records = [...new Set(tracks.map(({ run }) => run))];
    return {
      source,
      limit: this._limit,
      processes: records.flatMap((record, n) => {
        const recorded = this._recorded.get(record.plan);
        return recorded === undefined ? [] : [stepProcess(`${scenario.id}: ${this._runs[n].name}`, record, recorded)];
      }),
    };
  }
}
