import { ConfigError, createConfig, SETTING_KEYS, type SimulationConfig } from "../../config/mod.ts";
import { FailureSchedule, type Injection } from "../../control/mod.ts";
import type { Claim } from "./claim.ts";
import type { RunPlan } from "../system/run_plan.ts";
import type { RunRecord, Track } from "../system/run_record.ts";
import { runPlan } from "../system/stepped_system.ts";
import type { Simulate } from "../system/simulation.ts";

/** A request to a scenario: its own settings, or those that the user gave. */
export interface ScenarioRequest {
  /** The numbers of the run. */
  readonly config: SimulationConfig;
  /** When failures begin and end. */
  readonly failures: FailureSchedule;
}

/** The runs that a scenario consists of. */
export interface ScenarioPlan {
  /** The runs to report. The first consumer of the first run is the one that the summary is about. */
  readonly runs: readonly NamedRun[];
  /** A run that is not reported: what the others are measured against, if a claim needs that. */
  readonly control?: RunPlan;
}

/** A run with the name that reports give it. */
export interface NamedRun {
  /** Difference from the other runs of the scenario. */
  readonly name: string;
  /** The run. */
  readonly plan: RunPlan;
}

/** Records of the runs of a scenario. */
export interface Outcome {
  /** The request. */
  readonly request: ScenarioRequest;
  /** One for each consumer of each run, in the order of the plan. There is at least one. */
  readonly tracks: readonly Track[];
  /** The record of the control run, if the scenario has one. */
  readonly control?: RunRecord;
}

/**
 * A scenario, as data: a name, numbers, and what it claims about them.
 *
 * A scenario has nothing to do with how it is run or shown. Adding one is writing such an object and listing it.
 */
export interface Scenario {
  /** Name on the command line. */
  readonly id: string;
  /** Summary, in a few words. */
  readonly title: string;
  /** The fact that it proves, in a few plain sentences. */
  readonly proves: string;
  /** The numbers in which it differs from the default configuration. */
  readonly settings: Partial<SimulationConfig>;
  /**
   * The failures that it injects by default. Default: none. The caller leaves out injections after the end of the run,
   * so that a shorter run is simply one that ends earlier.
   */
  injections?(config: SimulationConfig): readonly Injection[];
  /** The runs it consists of. */
  plan(request: ScenarioRequest): ScenarioPlan;
  /** Claims about the outcome, each checked. */
  claims(outcome: Outcome): readonly Claim[];
}

/** A scenario that has been run, with everything that a report needs. */
export interface ScenarioResult extends Outcome {
  /** The scenario. */
  readonly scenario: Scenario;
  /** Its claims. */
  readonly claims: readonly Claim[];
  /** Whether it ran with the scenario's own settings and failures, with any seed: those that `proves` is about. */
  readonly isOwn: boolean;
  /** The scenario's own injections that lie after the end of the run, and so were left out. */
  readonly injectionsAfterEnd: readonly Injection[];
}

/** Changes to a scenario. */
export interface ScenarioChanges {
  /** Numbers that replace the scenario's own. */
  readonly settings?: Partial<SimulationConfig>;
  /** Injections that replace the scenario's own, all of them. */
  readonly injections?: readonly Injection[];
  /** Runs the plans. Default: {@linkcode runPlan}. */
  readonly simulate?: Simulate;
}

/** A scenario that has been planned, and not run. */
interface PlannedScenario {
  /** The request. */
  readonly request: ScenarioRequest;
  /** The runs. */
  readonly plan: ScenarioPlan;
  /** The scenario's own injections, if they were not replaced. */
  readonly own: readonly Injection[];
}

/**
 * Plans the runs of a scenario, and runs none.
 *
 * @param scenario what to plan
 * @param changes what to change about it
 * @throws {ConfigError} if a number is not allowed, or the run would be too long
 * @throws {RangeError} if an injection is not possible
 */
export function planScenario(scenario: Scenario, changes: ScenarioChanges = {}): PlannedScenario {
  const config = createConfig({ ...scenario.settings, ...changes.settings });
  const { totalSteps } = config;
  checkSize("ingestPerStep", config);
  checkSize("pollsPerStep", config);
  const own = changes.injections === undefined ? scenario.injections?.(config) ?? [] : [];
  const injections = changes.injections ?? own.filter(({ step }) => step < totalSteps);
  const request = { config, failures: new FailureSchedule({ totalSteps, injections }) };
  return { request, plan: scenario.plan(request), own };
}

/**
 * Runs a scenario and checks its claims.
 *
 * @param scenario what to run
 * @param changes what to change about it
 * @throws {ConfigError} if a number is not allowed, the run would be too long, or the ring cannot be had
 * @throws {RangeError} if an injection is not possible
 */
export function runScenario(scenario: Scenario, changes: ScenarioChanges = {}): ScenarioResult {
  const { request, plan, own } = planScenario(scenario, changes);
  const { config } = request;
  const ownConfig = createConfig({ ...scenario.settings, seed: config.seed });
  const run = changes.simulate ?? runPlan;
  const control = plan.control === undefined ? undefined : run(plan.control);
  const tracks = plan.runs.flatMap(({ name, plan }) => tracksOf(name, run(plan)));
  const outcome = { request, tracks, control };
  return {
    ...outcome,
    scenario,
    claims: scenario.claims(outcome),
    isOwn: changes.injections === undefined && SETTING_KEYS.every((key) => config[key] === ownConfig[key]),
    injectionsAfterEnd: own.filter(({ step }) => step >= config.totalSteps),
  };
}

/** Most events, and most polls, of one run. It takes seconds, and every count fits into 32 bits. */
const RUN_SIZE_MAX = 100_000_000;

function checkSize(key: "ingestPerStep" | "pollsPerStep", config: SimulationConfig): void {
  const size = config[key] * config.totalSteps;
  if (size <= RUN_SIZE_MAX) return;
  throw new ConfigError(key, `must be at most ${RUN_SIZE_MAX} in all ${config.totalSteps} steps, got ${size}`);
}

function tracksOf(name: string, run: RunRecord): Track[] {
  const alone = run.consumers.length === 1;
  return run.consumers.map((consumer) => ({ name: alone ? name : consumer.plan.name, run, consumer }));
}
