import {
  predictFirstOverrun,
  predictFirstOverrunOfSchedule,
  predictFirstOverwritten,
  predictFirstOverwrittenOfSchedule,
} from "../capacity/capacity_law.ts";
import { isConstant } from "../capacity/load.ts";
import type { Track } from "../system/run_record.ts";

/** Prediction of the capacity law for a track. */
export interface Prediction {
  /** The first step with an overrun; undefined for none within the run. */
  readonly step: number | undefined;
  /** The first step that overwrites an event unread, or undefined if none does within the run. Polls are told of it from `step` on. */
  readonly overwrittenStep: number | undefined;
  /**
   * The predicted overrun of a run without an end; undefined for never, or for rates that change and so cannot be
   * extrapolated.
   */
  readonly stepWithoutEnd: number | undefined;
  /** N and M, if they are the same in every step and would be in the next. */
  readonly rates: { readonly ingest: number; readonly polls: number } | undefined;
}

/** Applies the capacity law to what was planned for a track; what happened is not looked at. */
export function predict({ run, consumer }: Pick<Track, "run" | "consumer">): Prediction {
  const { ingest, meanIngest, capacity } = run.plan;
  const { polls } = consumer.plan;
  if (meanIngest !== undefined || !isConstant(ingest) || !isConstant(polls)) {
    const schedule = { ingest, polls, capacity };
    return {
      step: predictFirstOverrunOfSchedule(schedule),
      overwrittenStep: predictFirstOverwrittenOfSchedule(schedule),
      stepWithoutEnd: undefined,
      rates: undefined,
    };
  }
  const load = { ingestPerStep: ingest[0], pollsPerStep: polls[0], capacity };
  const totalSteps = ingest.length;
  return {
    step: predictFirstOverrun({ ...load, totalSteps }),
    overwrittenStep: predictFirstOverwritten({ ...load, totalSteps }),
    stepWithoutEnd: predictFirstOverrun(load),
    rates: { ingest: ingest[0], polls: polls[0] },
  };
}
