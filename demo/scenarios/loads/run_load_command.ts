import { layOutJson } from "../../terminal/layout/json_layout.ts";
import { simulationToJson } from "../../simulate/report/json_report.ts";
import { paletteOf } from "../../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../../terminal/command_io.ts";
import { ExitStatus } from "../../terminal/exit_status.ts";
import type { LoadCommand } from "../demo_command.ts";
import type { GivenCommand } from "../given_command.ts";
import { renderLoad } from "../report/load_report.ts";
import { specificationOf } from "./load_scenario.ts";
import { runLoad } from "./run_load.ts";

/**
 * Carries out a command that runs a scenario of a load.
 *
 * @param command what is to be done
 * @param given how it was asked for
 * @param io where the output goes
 */
export function runLoadCommand(command: LoadCommand, given: GivenCommand, io: CommandIo): ExitStatus {
  const { scenario, changes, format, color, printSpec } = command;
  if (given.assignments !== "") io.err(`settings from the environment: ${given.assignments}\n`);
  if (printSpec) {
    io.out(layOutJson([specificationOf(scenario, changes)]));
    return ExitStatus.OK;
  }
  const load = runLoad(scenario, changes);
  const json = simulationToJson(load.result, load.claims);
  if (format === "json") io.out(layOutJson(json));
  else {
    const options = {
      width: reportWidth(io),
      palette: paletteOf(color, io),
      digest: json.digest,
      replay: given.replay,
    };
    io.out(renderLoad(load, options));
  }
  return load.claims.every(({ held }) => held) ? ExitStatus.OK : ExitStatus.NOT_HELD;
}
