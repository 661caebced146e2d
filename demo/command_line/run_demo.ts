import { layOutJson } from "../report/json_layout.ts";
import { toJson } from "../report/json_report.ts";
import { COLOURED, PLAIN } from "../report/palette.ts";
import { renderText } from "../report/text_report.ts";
import { renderTrace } from "../report/trace.ts";
import { runScenario } from "../scenario.ts";
import { SCENARIOS } from "../scenarios/all.ts";
import { type Simulate, simulate } from "../simulation.ts";
import { type CommandIo, reportWidth } from "./command_io.ts";
import { optionOf, parseDemoCommand, renderDemoHelp, type RunCommand } from "./demo_command.ts";
import { ExitStatus } from "./exit_status.ts";
import { refuseWrongUsage } from "./wrong_usage.ts";

/**
 * Carries out a command line of the demo.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @param run what runs the plans of the scenario. Default: the simulation
 */
export function runDemo(args: readonly string[], io: CommandIo, run: Simulate = simulate): ExitStatus {
  return refuseWrongUsage(io, optionOf, () => {
    const command = parseDemoCommand(args, SCENARIOS);
    if (command.kind === "run") return runCommand(command, args, io, run);
    io.out(renderDemoHelp(SCENARIOS));
    return ExitStatus.OK;
  });
}

function runCommand(command: RunCommand, args: readonly string[], io: CommandIo, run: Simulate): ExitStatus {
  const { scenario, settings, injections, format, trace } = command;
  const result = runScenario(scenario, { settings, injections, simulate: run });
  const json = toJson(result);
  const isHeld = result.claims.every(({ held }) => held);
  if (format === "json") {
    io.out(layOutJson(json));
  } else {
    if (trace) io.out(`${renderTrace(result.tracks)}\n`);
    io.out(renderText(result, {
      width: reportWidth(io),
      palette: io.colour ? COLOURED : PLAIN,
      digest: json.digest,
    }));
    if (!isHeld) io.out(`replay: deno task demo ${args.join(" ")}\n`);
  }
  return isHeld ? ExitStatus.OK : ExitStatus.NOT_HELD;
}
