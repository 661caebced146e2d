import { printable } from "../../config/printable.ts";
import { layOutJson } from "../report/json_layout.ts";
import { toJson } from "../report/json_report.ts";
import { renderText } from "../report/text_report.ts";
import { renderTrace } from "../report/trace.ts";
import type { MetricsFile } from "../metrics_file.ts";
import { DENO_FILES } from "../output/deno_files.ts";
import type { FileAccess } from "../output/file_access.ts";
import { runScenario, type ScenarioResult } from "../scenario.ts";
import { SCENARIOS } from "../scenarios/all.ts";
import { type Simulate, simulate } from "../simulation.ts";
import { paletteOf } from "./color_option.ts";
import { type CommandIo, reportWidth } from "./command_io.ts";
import { optionOf, parseDemoCommand, renderDemoHelp, type RunCommand } from "./demo_command.ts";
import { ExitStatus } from "./exit_status.ts";
import { openMetricsFile } from "./metrics_file_option.ts";
import { quote, shellWord } from "./options.ts";
import { refuseWrongUsage } from "./wrong_usage.ts";

/**
 * Carries out a command line of the demo.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param run what runs the plans of the scenario. Default: the simulation
 * @param files where a metrics file is written. Default: the files of this machine
 */
export function runDemo(
  args: readonly string[],
  io: CommandIo,
  run: Simulate = simulate,
  files: FileAccess = DENO_FILES,
): ExitStatus {
  return refuseWrongUsage(io, optionOf, () => {
    const command = parseDemoCommand(args, SCENARIOS);
    if (command.kind === "run") return runCommand(command, args, io, run, files);
    io.out(renderDemoHelp(SCENARIOS));
    return ExitStatus.OK;
  });
}

function runCommand(
  command: RunCommand,
  args: readonly string[],
  io: CommandIo,
  run: Simulate,
  files: FileAccess,
): ExitStatus {
  const { scenario, settings, injections, format, color, trace, metricsFile: path, metricsLabels } = command;
  const metricsFile = path === undefined ? undefined : openMetricsFile(
    path,
    metricsLabels,
    files,
    (permissions) => `deno run ${permissions} demo/main.ts ${args.map(shellWord).join(" ")}`,
  );
  const result = runScenario(scenario, { settings, injections, simulate: run });
  const json = toJson(result);
  const isHeld = result.claims.every(({ held }) => held);
  if (format === "json") {
    io.out(layOutJson(json));
  } else {
    if (trace) io.out(`${renderTrace(result.tracks)}\n`);
    io.out(renderText(result, {
      width: reportWidth(io),
      palette: paletteOf(color, io),
      digest: json.digest,
    }));
    if (!isHeld) io.out(`replay: deno task demo ${args.map(shellWord).join(" ")}\n`);
  }
  if (metricsFile !== undefined) writeMetrics(metricsFile, result, io);
  return isHeld ? ExitStatus.OK : ExitStatus.NOT_HELD;
}

/** Writes the numbers of the first run. A file that cannot be written changes nothing about the result. */
function writeMetrics(file: MetricsFile, { tracks }: ScenarioResult, io: CommandIo): void {
  if (file.write(tracks[0].run.metrics)) return;
  io.err(`metrics: ${file.dropped} dropped, ${quote(file.path)} cannot be written: ${printable(file.reason ?? "")}\n`);
}
