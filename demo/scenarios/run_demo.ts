import { printable } from "../../config/printable.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { toJson } from "./report/json_report.ts";
import { renderText } from "./report/text_report.ts";
import { renderTrace } from "./report/trace.ts";
import type { MetricsFile } from "../terminal/files/metrics_file.ts";
import { DENO_FILES } from "../terminal/files/deno_files.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import { planScenario, runScenario, type ScenarioResult } from "./scenario.ts";
import { specificationOf } from "./scenario_specification.ts";
import { SCENARIOS } from "./catalogue/all.ts";
import { type Simulate, simulate } from "../system/simulation.ts";
import { paletteOf } from "../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../terminal/command_io.ts";
import { optionOf, parseDemoCommand, renderDemoHelp, type RunCommand } from "./demo_command.ts";
import { type Environment, ENVIRONMENT_PERMISSION } from "../terminal/environment.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { openMetricsFile } from "../terminal/files/metrics_file_option.ts";
import { quote, shellWord } from "../terminal/options.ts";
import { refuseWrongUsage } from "../terminal/wrong_usage.ts";

/**
 * Carries out a command line of the demo.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param run what runs the plans of the scenario. Default: the simulation
 * @param files where a metrics file is written. Default: the files of this machine
 * @param env the variables of the environment that count. Default: none
 */
export function runDemo(
  args: readonly string[],
  io: CommandIo,
  run: Simulate = simulate,
  files: FileAccess = DENO_FILES,
  env: Environment = {},
): ExitStatus {
  return refuseWrongUsage(io, optionOf, () => {
    const command = parseDemoCommand(args, SCENARIOS, env);
    if (command.kind === "run") return runCommand(command, new GivenCommand(args, command, env), io, run, files);
    io.out(renderDemoHelp(SCENARIOS));
    return ExitStatus.OK;
  });
}

/** A command line as it was given, to be given again. */
class GivenCommand {
  /** The settings that come from the environment, as a shell sets them. */
  declare readonly assignments: string;
  declare private readonly _args: string;

  constructor(args: readonly string[], { variables }: RunCommand, env: Environment) {
    this.assignments = variables.map((variable) => `${variable}=${shellWord(env[variable] ?? "")}`).join(" ");
    this._args = args.map(shellWord).join(" ");
  }

  /** How to run it with more permissions. */
  with(permissions: string): string {
    const all = this.assignments === "" ? permissions : `${ENVIRONMENT_PERMISSION} ${permissions}`;
    return `deno run ${all} demo/main.ts ${this._args}`;
  }

  /** How to get the same report. */
  get replay(): string {
    if (this.assignments === "") return `deno task demo ${this._args}`;
    return `${this.assignments} deno run ${ENVIRONMENT_PERMISSION} demo/main.ts ${this._args}`;
  }
}

function runCommand(
  command: RunCommand,
  given: GivenCommand,
  io: CommandIo,
  run: Simulate,
  files: FileAccess,
): ExitStatus {
  const { scenario, settings, injections, format, color, trace, metricsFile: path, metricsLabels } = command;
  const metricsFile = path === undefined ? undefined : openMetricsFile(
    path,
    metricsLabels,
    files,
    (permissions) => given.with(permissions),
  );
  // Show where a number comes from, so that the user need not search for it.
  if (given.assignments !== "") io.err(`settings from the environment: ${given.assignments}\n`);
  if (command.printSpec) {
    const { plan } = planScenario(scenario, { settings, injections });
    io.out(layOutJson(plan.runs.map(({ plan }) => specificationOf(plan))));
    return ExitStatus.OK;
  }
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
    if (!isHeld) io.out(`replay: ${given.replay}\n`);
  }
  if (metricsFile !== undefined) writeMetrics(metricsFile, result, io);
  return isHeld ? ExitStatus.OK : ExitStatus.NOT_HELD;
}

/** Writes the numbers of the first run. A file that cannot be written changes nothing about the result. */
function writeMetrics(file: MetricsFile, { tracks }: ScenarioResult, io: CommandIo): void {
  if (file.write(tracks[0].run.metrics)) return;
  io.err(`metrics: ${file.dropped} dropped, ${quote(file.path)} cannot be written: ${printable(file.reason ?? "")}\n`);
}
