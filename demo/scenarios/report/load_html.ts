import { renderSimulationPage } from "../../simulate/report/html_report.ts";
import type { LoadResult } from "../loads/run_load.ts";
import type { ScenarioPageOptions } from "./html_report.ts";
import { OTHER_NUMBERS } from "./scenario_words.ts";

/** A scenario of a load that has been run, as a page: what it is about, and then that of a simulation. */
export function renderLoadPage({ scenario, result, claims, isOwn }: LoadResult, options: ScenarioPageOptions): string {
  return renderSimulationPage(result, {
    ...options,
    subject: `${scenario.id}: ${scenario.title}`,
    about: [scenario.proves, ...(isOwn ? [] : [OTHER_NUMBERS])],
    claims,
  });
}
