import { SCENARIOS } from "../../scenarios/catalogue/all.ts";
import { LOAD_SCENARIOS } from "../../scenarios/loads/all_loads.ts";
import { findNamed } from "../../terminal/option_values.ts";
import type { RunRequest } from "./explorer_request.ts";
import type { ExplorerRun } from "./explorer_run.ts";
import { FORKS_MAX } from "./bounds.ts";
import { SCENARIO_IDS } from "./request_options.ts";
import { refusal, refusing } from "./refusals.ts";
import { runSteps } from "./step_run.ts";
import { runLoadScenario, runSystem } from "./system_run.ts";
import type { DroppedFiles } from "./timed_run.ts";

/**
 * Carries out what the page is asked for, by the same modules as the command line: the same request gives the same digest.
 *
 * @param request the request
 * @param files files that its specification may name, by name: those that were dropped on the page. Default: none
 * @throws {RequestError} if it cannot be carried out: one line with the rule and the value, or the bound of a page and the
 * command that has none
 */
export function runRequest(request: RunRequest, files: DroppedFiles = new Map()): ExplorerRun {
  const { scenario = "", specification, forks } = request;
  if (forks.length > FORKS_MAX) {
    throw refusal(`a run must have at most ${FORKS_MAX} forks, got ${forks.length}`, "fork");
  }
  if (specification !== undefined) return runSystem(request, specification, files);
  const load = LOAD_SCENARIOS.find(({ id }) => id === scenario);
  if (load !== undefined) return runLoadScenario(request, load);
  const id = refusing(() => findNamed("scenario", scenario, SCENARIO_IDS), "scenario");
  return runSteps(request, SCENARIOS.find((one) => one.id === id)!);
}
