import { createConfig, type SystemSpecification } from "../../../config/mod.ts";
import { loadOf } from "../../capacity/load.ts";
import { viewOfTrack } from "../../figures/view_of_track.ts";
import { claimBasics } from "../../scenarios/claims.ts";
import { injectText } from "../../scenarios/explore_address.ts";
import { toJson } from "../../scenarios/report/json_report.ts";
import { planScenario, runScenario, type Scenario, type ScenarioResult } from "../../scenarios/scenario.ts";
import { specificationOf } from "../../scenarios/scenario_specification.ts";
import { readSettings, SETTING_OPTIONS } from "../../scenarios/setting_options.ts";
import { runPlan } from "../../system/stepped_system.ts";
import { readInjections } from "../../terminal/inject_option.ts";
import { layOutJson } from "../../terminal/layout/json_layout.ts";
import { boundPlans } from "./bounds.ts";
import type { RunRequest } from "./explorer_request.ts";
import type { ExplorerRun } from "./explorer_run.ts";
import { forkPlan } from "./fork_run.ts";
import { demoCommand, fieldsOf, readOptions } from "./request_options.ts";
import { refusing } from "./refusals.ts";
import { jsonOfSystem, runTimed } from "./timed_run.ts";

/**
 * Runs a scenario by steps.
 *
 * A forked one is the system that its specification describes, and has the digest of that; of its claims only those are made
 * which hold for any numbers.
 *
 * @throws {RequestError} if an option or a fork is not allowed, or it is too large for a page
 */
export function runSteps(request: RunRequest, scenario: Scenario): ExplorerRun {
  const { forks } = request;
  const options = readOptions(request);
  const settings = readSettings((name) => options.get(name));
  const inject = options.get("inject");
  const command = demoCommand(scenario.id, options);
  return refusing(() => {
    const { totalSteps } = createConfig({ ...scenario.settings, ...settings });
    const injections = inject === undefined ? undefined : readInjections(inject.split(","), totalSteps);
    const { plan: { runs, control } } = planScenario(scenario, { settings, injections });
    const plans = runs.map(({ plan }) => forkPlan(plan, forks));
    boundPlans(control === undefined ? plans : [...plans, control], command);
    const systems = () => plans.map(specificationOf);
    const isForked = forks.length > 0;
    const result = runScenario(scenario, {
      settings,
      injections,
      simulate: isForked ? (plan) => runPlan(forkPlan(plan, forks)) : runPlan,
    });
    const { tracks } = result;
    const loads = tracks.map(({ run, consumer }) => loadOf(run.plan, consumer.plan));
    const json = isForked ? jsonOfSystem(runTimed(systems()[0], new Map(), command)) : toJson(result);
    return {
      request,
      name: scenario.id,
      title: scenario.title,
      proves: result.isOwn && !isForked ? scenario.proves : "",
      views: tracks.map(viewOfTrack),
      tracks,
      needed: loads.map(({ neededCapacity }) => neededCapacity),
      stable: loads.map(({ isStable }) => isStable),
      areConsumers: tracks.every(({ run }) => run === tracks[0].run),
      claims: isForked ? claimBasics(tracks) : result.claims,
      digest: json.digest,
      command: isForked ? `deno task simulate fork.json${plans.length > 1 ? " --run 1" : ""}` : command,
      settings: fieldsOf(scenario.id, (name) => valueOf(name, result)),
      json: () => layOutJson(json),
      specification: () => layOutJson(oneOrAll(systems())),
    };
  });
}

/** A specification, or a list of several, one a run: both are what `simulate` reads. */
function oneOrAll(systems: readonly SystemSpecification[]): object {
  return systems.length === 1 ? systems[0] : systems;
}

/** What a run used. Injections that no option can give are those that its seed has drawn. */
function valueOf(name: string, { request: { config, failures: { injections } } }: ScenarioResult): string {
  const found = SETTING_OPTIONS.find(([option]) => option === name);
  if (found !== undefined) return String(config[found[2]]);
  return injections.every(({ failure }) => failure === "market-data-outage") ? injectText(injections) : "";
}
