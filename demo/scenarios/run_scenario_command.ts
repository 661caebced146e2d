import { scenarioAddress } from "./explore_address.ts";
import type { GivenCommand } from "./given_command.ts";
import { layOutJson } from "../terminal/layout/json_layout.ts";
import { tellWhatFailed } from "../terminal/layout/verdicts.ts";
import { toJson } from "./report/json_report.ts";
import { renderText } from "./report/text_report.ts";
import { renderTrace } from "./report/trace.ts";
import type { FileAccess } from "../terminal/files/file_access.ts";
import { planScenario, runScenario } from "./scenario.ts";
import { openScenarioOutputs } from "./scenario_outputs.ts";
import { specificationOf } from "./scenario_specification.ts";
import type { Simulate } from "../system/simulation.ts";
import { paletteOf } from "../terminal/color_option.ts";
import { type CommandIo, reportWidth } from "../terminal/command_io.ts";
import type { RunCommand } from "./demo_command.ts";
import { ExitStatus } from "../terminal/exit_status.ts";

/**
 * Carries out a command that runs a scenario by steps.
 *
 * @param command what is to be done
 * @param given how it was asked for
 * @param io where the output goes
 * @param run what runs the plans of the scenario
 * @param files where files are written
 */
export function runScenarioCommand(
  command: RunCommand,
  given: GivenCommand,
  io: CommandIo,
  run: Simulate,
  files: FileAccess,
): ExitStatus {
  const { scenario, settings, injections, format, color, trace } = command;
  const outputs = openScenarioOutputs(command, given, io, run, files);
  // Show where a number comes from, so that the user need not search for it.
  if (given.assignments !== "") io.err(`settings from the environment: ${given.assignments}\n`);
  if (command.printSpec) {
    const { plan } = planScenario(scenario, { settings, injections });
    io.out(layOutJson(plan.runs.map(({ plan }) => specificationOf(plan))));
    return ExitStatus.OK;
  }
  const result = runScenario(scenario, { settings, injections, simulate: outputs.simulate });
  const json = toJson(result);
  const isHeld = result.claims.every(({ held }) => held);
  if (outputs.isPrinted) {
    tellWhatFailed(result.claims, io);
  } else if (format === "json") {
    io.out(layOutJson(json));
  } else {
    if (trace) io.out(`${renderTrace(result.tracks)}\n`);
    io.out(renderText(result, {
      width: reportWidth(io),
      palette: paletteOf(color, io),
      digest: json.digest,
      explore: scenarioAddress(scenario.id, settings, injections),
    }));
    if (!isHeld) io.out(`replay: ${given.replay}\n`);
  }
  if (!outputs.write(result)) return ExitStatus.USAGE;
  return isHeld ? ExitStatus.OK : ExitStatus.NOT_HELD;
}
