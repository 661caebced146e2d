import { renderSimulation } from "../../simulate/report/text_report.ts";
import { wrap } from "../../terminal/layout/layout.ts";
import { INDENT, indent, renderSection, type ReportOptions } from "../../terminal/layout/section.ts";
import type { LoadResult } from "../loads/run_load.ts";
import { OTHER_NUMBERS } from "./scenario_words.ts";

/** How the report of a scenario of a load is written. */
export interface LoadReportOptions extends ReportOptions {
  /** The hash of the result. */
  readonly digest: string;
  /** The command that gives the same report. */
  readonly replay: string;
  /** The address of the run in the explorer. */
  readonly explore?: string;
}

/** The report for people: what the scenario is about, and then that of a simulation. */
export function renderLoad({ scenario, result, claims, isOwn }: LoadResult, options: LoadReportOptions): string {
  const body = options.width - INDENT.length;
  const about = {
    title: `${scenario.id}: ${scenario.title}`,
    lines: indent([...wrap(scenario.proves, body), ...(isOwn ? [] : ["", ...wrap(OTHER_NUMBERS, body)])]),
  };
  return `${renderSection(about, options)}\n${renderSimulation(result, { ...options, claims })}`;
}
