import { GivenCommand } from "./given_command.ts";
import { DENO_FILES } from "../terminal/files/deno_files.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import { SCENARIOS } from "./catalogue/all.ts";
import { type Simulate, simulate } from "../system/simulation.ts";
import type { CommandIo } from "../terminal/command_io.ts";
import { parseDemoCommand, renderDemoHelp } from "./demo_command.ts";
import { LOAD_SCENARIOS } from "./loads/all_loads.ts";
import { runLoadCommand } from "./loads/run_load_command.ts";
import type { Environment } from "../terminal/environment.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { refuseWrongUsage } from "../terminal/wrong_usage.ts";
import { runScenarioCommand } from "./run_scenario_command.ts";
import { optionOf } from "./setting_options.ts";

/**
 * Carries out a command line of the demo.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param run what runs the plans of the scenario. Default: the simulation
 * @param files where a page or a metrics file is written. Default: the files of this machine
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
    const command = parseDemoCommand(args, SCENARIOS, env, LOAD_SCENARIOS);
    if (command.kind === "run") {
      return runScenarioCommand(command, new GivenCommand(args, command, env), io, run, files);
    }
    if (command.kind === "load") return runLoadCommand(command, new GivenCommand(args, command, env), io, files);
    io.out(renderDemoHelp([...SCENARIOS, ...LOAD_SCENARIOS]));
    return ExitStatus.OK;
  });
}
