import { predictFirstOverrun, predictFirstOverrunOfSchedule } from "./capacity_law.ts";
import type { Track } from "./run_record.ts";

/** What the capacity law says about a track. */
export interface Prediction {
  /** The first step with an overrun, or null if there is none within the run. */
  readonly step: number | null;
  /** Where the law puts it if the run had no end; null for never, or where rates change and nobody can know. */
  readonly stepWithoutEnd: number | null;
  /** N and M, if they are the same in every step. */
  readonly rates: { readonly ingest: number; readonly polls: number } | null;
}

/** Applies the capacity law to what was planned for a track; what happened is not looked at. */
export function predict({ run, consumer }: Pick<Track, "run" | "consumer">): Prediction {
  const { ingest, capacity } = run.plan;
  const { polls } = consumer.plan;
  if (!isConstant(ingest) || !isConstant(polls)) {
    return { step: predictFirstOverrunOfSchedule({ ingest, polls, capacity }), stepWithoutEnd: null, rates: null };
  }
  const load = { ingestPerStep: ingest[0], pollsPerStep: polls[0], capacity };
  return {
    step: predictFirstOverrun({ ...load, totalSteps: ingest.length }),
    stepWithoutEnd: predictFirstOverrun(load),
    rates: { ingest: ingest[0], polls: polls[0] },
  };
}

function isConstant(column: Int32Array): boolean {
  return column.every((rate) => rate === column[0]);
}
