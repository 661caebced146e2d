import { createConfig } from "../../config/mod.ts";
import { FailureSchedule } from "../../control/mod.ts";
import { type CapacityLoad, predictFirstOverrun } from "./capacity_law.ts";
import { constantRate } from "../system/run_plan.ts";
import { simulate } from "../system/simulation.ts";
import { summarize } from "../system/summary.ts";

/** Range of a grid: every pair of rates from 1 to the greatest. */
export interface GridSettings {
  /** Events that stay readable in the ring. */
  readonly capacity: number;
  /** The greatest number of events ingested in each step. */
  readonly maxIngest: number;
  /** The greatest number of polls in each step. */
  readonly maxPolls: number;
  /** Steps of each run. */
  readonly totalSteps: number;
}

/** One pair of rates: what the law says about it, and what was seen. */
export interface GridCell {
  /** Events ingested in each step. */
  readonly ingestPerStep: number;
  /** Polls in each step. */
  readonly pollsPerStep: number;
  /** The first step with an overrun according to the law; undefined for none within the run. */
  readonly predicted: number | undefined;
  /** The first step in which the simulated consumer was overrun, or undefined. */
  readonly observed: number | undefined;
  /** Where the law puts it if the run had no end, or undefined for never. */
  readonly predictedWithoutEnd: number | undefined;
}

/** The capacity law, or in a test something that is not. */
export type CapacityLaw = (load: CapacityLoad) => number | undefined;

/**
 * Simulates every pair of rates, and asks the law about each of them.
 *
 * @param settings what the grid covers
 * @param law what the simulation is compared with. Default: the capacity law
 * @returns the cells, by ingest and then by polls
 */
export function sweepCapacity(settings: GridSettings, law: CapacityLaw = predictFirstOverrun): GridCell[] {
  const { capacity, maxIngest, maxPolls, totalSteps } = settings;
  const cells: GridCell[] = [];
  for (let ingestPerStep = 1; ingestPerStep <= maxIngest; ingestPerStep++) {
    for (let pollsPerStep = 1; pollsPerStep <= maxPolls; pollsPerStep++) {
      const load = { ingestPerStep, pollsPerStep, capacity };
      const predicted = law({ ...load, totalSteps });
      cells.push({
        ingestPerStep,
        pollsPerStep,
        predicted,
        observed: observeFirstOverrun(load, totalSteps),
        predictedWithoutEnd: law(load),
      });
    }
  }
  return cells;
}

/** Runs a load through the whole system: ingest, ring, consumer, executor, sink. */
function observeFirstOverrun(
  { ingestPerStep, pollsPerStep, capacity }: CapacityLoad,
  totalSteps: number,
): number | undefined {
  const { payloadWords, warmupTicks, stepNs, seed } = createConfig();
  const run = simulate({
    capacity,
    payloadWords,
    warmupTicks,
    stepNs,
    seed,
    ingest: constantRate(ingestPerStep, totalSteps),
    consumers: [{ name: "executor", polls: constantRate(pollsPerStep, totalSteps), onOverrun: "stall" }],
    failures: new FailureSchedule({ totalSteps, injections: [] }),
  });
  return summarize({ run, consumer: run.consumers[0] }).firstOverrunStep;
}
