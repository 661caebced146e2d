import { printable } from "../../config/printable.ts";
import type { Simulate } from "../system/simulation.ts";
import type { CommandIo } from "../terminal/command_io.ts";
import { refuseOneFile } from "../terminal/files/distinct_outputs.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import type { MetricsFile } from "../terminal/files/metrics_file.ts";
import { openHtmlFile } from "../terminal/files/html_file_option.ts";
import { openMetricsFile } from "../terminal/files/metrics_file_option.ts";
import { openTextOutput } from "../terminal/files/text_output.ts";
import { quote } from "../terminal/options.ts";
import { timelineText } from "../timeline/timeline_text.ts";
import type { RunCommand } from "./demo_command.ts";
import type { GivenCommand } from "./given_command.ts";
import { scenarioAddress } from "./explore_address.ts";
import { ScenarioRecording } from "./record_scenario.ts";
import { renderScenarioPage } from "./report/html_report.ts";
import { toJson } from "./report/json_report.ts";
import { planScenario, type ScenarioResult } from "./scenario.ts";

/** Where the result of a scenario goes besides the report. */
export interface ScenarioOutputs {
  /** Whether one of them is printed in place of the report. */
  readonly isPrinted: boolean;
  /** What runs the plans: what these outputs need is kept while it does. */
  readonly simulate: Simulate;
  /**
   * Writes them.
   *
   * @returns whether all were written, metrics aside: a file of metrics that cannot be written changes nothing about the result
   */
  write(result: ScenarioResult): boolean;
}

/**
 * Makes sure that everything can be written as it was asked for, so that this is known before anything runs. Never asks for a
 * permission.
 *
 * @param command what is to be done
 * @param given how it was asked for
 * @param io where what is printed goes
 * @param run what runs the plans of the scenario
 * @param files how to get to files
 * @throws {UsageError} if a file may not be written, or two are the same
 */
export function openScenarioOutputs(
  command: Pick<
    RunCommand,
    "scenario" | "settings" | "injections" | "html" | "metricsFile" | "metricsLabels" | "timeline"
  >,
  given: GivenCommand,
  io: CommandIo,
  run: Simulate,
  files: FileAccess,
): ScenarioOutputs {
  const { scenario, settings, injections, html: htmlPath, metricsFile: path, metricsLabels, timeline } = command;
  const commandWith = (permissions: string) => given.with(permissions);
  const metricsFile = path === undefined ? undefined : openMetricsFile(path, metricsLabels, files, commandWith);
  const output = timeline === undefined
    ? undefined
    : openTextOutput("timeline", timeline.path, files, io.out, commandWith);
  const html = openHtmlFile(htmlPath, files, io.out, commandWith);
  refuseOneFile([["html", htmlPath], ["metrics-file", path], ["timeline", timeline?.path]], files);
  const recording = timeline === undefined
    ? undefined
    : new ScenarioRecording(planScenario(scenario, command).plan.runs, timeline.limit);
  const explore = scenarioAddress(scenario.id, settings, injections);
  return {
    isPrinted: output?.isPrinted === true || html?.isPrinted === true,
    simulate: recording?.keeping(run) ?? run,
    write: (result) => {
      if (metricsFile !== undefined) writeMetrics(metricsFile, result, io);
      const problems = [
        html?.write(renderScenarioPage(result, { digest: toJson(result).digest, replay: given.replay, explore })),
        recording && output?.write(timelineText(recording.timeline(result, given.replay))),
      ].filter((problem) => problem !== undefined);
      for (const problem of problems) io.err(`error: ${problem}\n`);
      return problems.length === 0;
    },
  };
}

/** Writes the numbers of the first run. */
function writeMetrics(file: MetricsFile, { tracks }: ScenarioResult, io: CommandIo): void {
  if (file.write(tracks[0].run.metrics)) return;
  io.err(`metrics: ${file.dropped} dropped, ${quote(file.path)} cannot be written: ${printable(file.reason ?? "")}\n`);
}
