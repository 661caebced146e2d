import type { SystemSpecification } from "../../config/mod.ts";
import type { TimedRecord } from "../system/timed/timed_record.ts";
import { RecordedRun } from "./recorded_run.ts";
import { timedProcess } from "./timed_process.ts";
import { timelineShares } from "./timeline_shares.ts";
import type { Timeline } from "./timeline_text.ts";

/** Keeps a run by times, event by event, while it runs. */
export class TimedRecording {
  /** Is shown what happens. */
  declare readonly trace: RecordedRun;
  declare private readonly _specification: SystemSpecification;
  declare private readonly _limit: number;

  /**
   * Keeps nothing yet.
   *
   * @param specification the system
   * @param limit most events of each kind in the timeline
   */
  constructor(specification: SystemSpecification, limit: number) {
    const consumers = specification.consumers.length;
    this.trace = new RecordedRun(consumers, timelineShares(limit, [consumers]));
    this._specification = specification;
    this._limit = limit;
  }

  /**
   * The run as a timeline.
   *
   * @param name its name
   * @param record what happened
   * @param source the command line
   */
  timeline(name: string, record: TimedRecord, source: string): Timeline {
    return {
      source,
      limit: this._limit,
      processes: [timedProcess(name, this._specification, record, this.trace)],
    };
  }
}
