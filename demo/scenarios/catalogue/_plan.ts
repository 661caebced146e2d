import { constantRate, type ConsumerPlan, type RunPlan } from "../../system/run_plan.ts";
import type { ScenarioRequest } from "../scenario.ts";

/** The run that a request describes: constant rates, one consumer. Parts in `changes` replace those of the run. */
export function planRun(request: ScenarioRequest, changes: Partial<RunPlan> = {}): RunPlan {
  const { config, failures } = request;
  return {
    capacity: config.ringCapacity,
    payloadWords: config.payloadWords,
    warmupTicks: config.warmupTicks,
    stepNs: config.stepNs,
    seed: config.seed,
    ingest: constantRate(config.ingestPerStep, config.totalSteps),
    consumers: [planConsumer(request)],
    failures,
    ...changes,
  };
}

/** The consumer that a request describes. */
export function planConsumer({ config }: ScenarioRequest, changes: Partial<ConsumerPlan> = {}): ConsumerPlan {
  return {
    name: "executor",
    polls: constantRate(config.pollsPerStep, config.totalSteps),
    onOverrun: config.onOverrun,
    ...changes,
  };
}
