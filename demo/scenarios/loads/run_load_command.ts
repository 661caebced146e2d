import { layOutJson } from "../../terminal/layout/json_layout.ts";
import { simulationToJson } from "../../simulate/report/json_report.ts";
import type { FileAccess } from "../../terminal/files/file_access.ts";
import { refuseOneFile } from "../../terminal/files/distinct_outputs.ts";
import { openHtmlFile } from "../../terminal/files/html_file_option.ts";
import { tellWhatFailed } from "../../terminal/layout/verdicts.ts";
import { openSimulationTimeline } from "../../simulate/simulation_timeline.ts";
import { paletteOf } from "../../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../../terminal/command_io.ts";
import { ExitStatus } from "../../terminal/exit_status.ts";
import type { LoadCommand } from "../demo_command.ts";
import { loadAddress } from "../explore_address.ts";
import type { GivenCommand } from "../given_command.ts";
import { renderLoadPage } from "../report/load_html.ts";
import { renderLoad } from "../report/load_report.ts";
import { specificationOf } from "./load_scenario.ts";
import { runLoad } from "./run_load.ts";

/**
 * Carries out a command that runs a scenario of a load.
 *
 * @param command what is to be done
 * @param given how it was asked for
 * @param io where the output goes
 * @param files where a page or a timeline is written
 */
export function runLoadCommand(
  command: LoadCommand,
  given: GivenCommand,
  io: CommandIo,
  files: FileAccess,
): ExitStatus {
  const { scenario, changes, format, color, printSpec, timeline } = command;
  const specification = specificationOf(scenario, changes);
  const commandWith = (permissions: string) => given.with(permissions);
  const html = openHtmlFile(command.html, files, io.out, commandWith);
  const output = openSimulationTimeline(timeline, specification, { io, files }, commandWith);
  refuseOneFile([["html", command.html], ["timeline", timeline?.path]], files);
  if (given.assignments !== "") io.err(`settings from the environment: ${given.assignments}\n`);
  if (printSpec) {
    io.out(layOutJson([specification]));
    return ExitStatus.OK;
  }
  const load = runLoad(scenario, changes, output.trace);
  const explore = loadAddress(scenario.id, changes);
  const json = simulationToJson(load.result, load.claims);
  if (output.isPrinted || html?.isPrinted === true) tellWhatFailed(load.claims, io);
  else if (format === "json") io.out(layOutJson(json));
  else {
    const options = {
      width: reportWidth(io),
      palette: paletteOf(color, io),
      digest: json.digest,
      replay: given.replay,
      explore,
    };
    io.out(renderLoad(load, options));
  }
  const problems = [
    html?.write(renderLoadPage(load, { digest: json.digest, replay: given.replay, explore })),
    output.write(load.result, scenario.id, given.replay),
  ].filter((problem) => problem !== undefined);
  for (const problem of problems) io.err(`error: ${problem}\n`);
  if (problems.length > 0) return ExitStatus.USAGE;
  return load.claims.every(({ held }) => held) ? ExitStatus.OK : ExitStatus.NOT_HELD;
}
