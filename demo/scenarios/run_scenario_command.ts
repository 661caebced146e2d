import type { GivenCommand } from "./given_command.ts";
import { printable } from "../../config/printable.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { toJson } from "./report/json_report.ts";
import { renderText } from "./report/text_report.ts";
import { renderTrace } from "./report/trace.ts";
import type { MetricsFile } from "../terminal/files/metrics_file.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import { planScenario, runScenario, type ScenarioResult } from "./scenario.ts";
import { specificationOf } from "./scenario_specification.ts";
import type { Simulate } from "../system/simulation.ts";
import { paletteOf } from "../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../terminal/command_io.ts";
import type { RunCommand } from "./demo_command.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { openMetricsFile } from "../terminal/files/metrics_file_option.ts";
import { refuseOneFile } from "../terminal/files/distinct_outputs.ts";
import { openTextOutput } from "../terminal/files/text_output.ts";
import { tellWhatFailed } from "../terminal/layout/verdicts.ts";
import { timelineText } from "../timeline/timeline_text.ts";
import { ScenarioRecording } from "./record_scenario.ts";
import { quote } from "../terminal/options.ts";

/**
 * Carries out a command that runs a scenario by steps.
 *
 * @param command what is to be done
 * @param given how it was asked for
 * @param io where the output goes
 * @param run what runs the plans of the scenario
 * @param files where a metrics file is written
 */
export function runScenarioCommand(
  command: RunCommand,
  given: GivenCommand,
  io: CommandIo,
  run: Simulate,
  files: FileAccess,
): ExitStatus {
  const { scenario, settings, injections, format, color, trace, metricsFile: path, metricsLabels } = command;
  const { timeline } = command;
  const metricsFile = path === undefined ? undefined : openMetricsFile(
    path,
    metricsLabels,
    files,
    (permissions) => given.with(permissions),
  );
  const output = timeline === undefined
    ? undefined
    : openTextOutput("timeline", timeline.path, files, io.out, (permissions) => given.with(permissions));
  refuseOneFile([["metrics-file", path], ["timeline", timeline?.path]], files);
  // Show where a number comes from, so that the user need not search for it.
  if (given.assignments !== "") io.err(`settings from the environment: ${given.assignments}\n`);
  if (command.printSpec) {
    const { plan } = planScenario(scenario, { settings, injections });
    io.out(layOutJson(plan.runs.map(({ plan }) => specificationOf(plan))));
    return ExitStatus.OK;
  }
  const recording = timeline === undefined
    ? undefined
    : new ScenarioRecording(planScenario(scenario, { settings, injections }).plan.runs, timeline.limit);
  const result = runScenario(scenario, { settings, injections, simulate: recording?.keeping(run) ?? run });
  const json = toJson(result);
  const isHeld = result.claims.every(({ held }) => held);
  if (output?.isPrinted === true) {
    tellWhatFailed(result.claims, io);
  } else if (format === "json") {
    io.out(layOutJson(json));
  } else {
    if (trace) io.out(`${renderTrace(result.tracks)}\n`);
    io.out(renderText(result, {
      width: reportWidth(io),
      palette: paletteOf(color, io),
      digest: json.digest,
    }));
    if (!isHeld) io.out(`replay: ${given.replay}\n`);
  }
  if (metricsFile !== undefined) writeMetrics(metricsFile, result, io);
  if (recording !== undefined && output !== undefined) {
    const problem = output.write(timelineText(recording.timeline(result, given.replay)));
    if (problem !== undefined) {
      io.err(`error: ${problem}\n`);
      return ExitStatus.USAGE;
    }
  }
  return isHeld ? ExitStatus.OK : ExitStatus.NOT_HELD;
}

/** Writes the numbers of the first run. A file that cannot be written changes nothing about the result. */
function writeMetrics(file: MetricsFile, { tracks }: ScenarioResult, io: CommandIo): void {
  if (file.write(tracks[0].run.metrics)) return;
  io.err(`metrics: ${file.dropped} dropped, ${quote(file.path)} cannot be written: ${printable(file.reason ?? "")}\n`);
}
