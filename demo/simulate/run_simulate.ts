import { parseDuration } from "../../config/mod.ts";
import { runLongCommand } from "../terminal/command.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { readInputText } from "../terminal/files/input_file.ts";
import { readInteger, valueOf } from "../terminal/option_values.ts";
import { type ParsedOptions, shellWord } from "../terminal/options.ts";
import { planSimulation } from "./plan_simulation.ts";
import { openSimulationOutputs, type SimulationOutputs } from "./report/simulation_outputs.ts";
import { runSimulation, type SimulationPlan } from "./simulation_pass.ts";
import { SIMULATE } from "./simulate_command.ts";
import { claimsOf, type SimulationLimits } from "./simulation_claims.ts";
import type { SimulationResult } from "./simulation_result.ts";
import { refusingFeeds, type SimulateWorld, watchOver } from "./simulate_world.ts";
import { SPECIFICATION_BYTES_MAX, systemOfCommand, systemOptionOf } from "./system_of_command.ts";

/** Everything that may be refused. */
interface Prepared {
  readonly plan: SimulationPlan;
  readonly limits: SimulationLimits;
  readonly outputs: SimulationOutputs;
}

/**
 * Carries out a command line that simulates a system. While it runs, an interrupt (Ctrl-C) ends the run with a report of what
 * was simulated so far, and a second one the process.
 *
 * @param args the arguments, without the name of the program
 * @param world where inputs, outputs and signals come from and go to
 * @param change has a test change the result, so that its claims are seen to fail. Default: it stays as it is
 * @returns the exit status
 */
export function runSimulate(
  args: readonly string[],
  world: SimulateWorld,
  change: (result: SimulationResult) => SimulationResult = (result) => result,
): Promise<number> {
  const words = args.map(shellWord).join(" ");
  const commandWith = (permissions: string) => `deno run ${permissions} demo/simulate.ts ${words}`;
  return runLongCommand(
    { ...SIMULATE, optionOf: systemOptionOf },
    args,
    world.io,
    (parsed) => refusingFeeds(() => prepare(parsed, args, world, commandWith)),
    (prepared) => refusingFeeds(() => carryOut(prepared, world, change)),
  );
}

/** Gets everything that can be refused, so that hardly a run ends in a refusal. */
function prepare(
  parsed: ParsedOptions,
  args: readonly string[],
  world: SimulateWorld,
  commandWith: (permissions: string) => string,
): Prepared {
  const { input } = world;
  const p99 = valueOf(parsed, "max-p99");
  const limits = {
    maxLoss: readInteger(parsed, "max-loss", 0, Number.MAX_SAFE_INTEGER),
    maxP99Ns: p99 === undefined ? undefined : parseDuration(p99, "--max-p99"),
  };
  const specification = systemOfCommand(
    parsed,
    (path) => readInputText(path, SPECIFICATION_BYTES_MAX, commandWith, input),
  );
  const outputs = openSimulationOutputs({ parsed, args, specification, commandWith }, world);
  return { plan: planSimulation(specification, commandWith, input), limits, outputs };
}

function carryOut(
  { plan, limits, outputs }: Prepared,
  world: SimulateWorld,
  change: (result: SimulationResult) => SimulationResult,
): Promise<number> {
  const { io } = world;
  return watchOver(world, async (watch, interruption) => {
    const result = change(await runSimulation(plan, watch, outputs.trace));
    watch.clearProgress();
    const claims = claimsOf(result, limits);
    const isWritten = outputs.tell(result, claims);
    if (interruption.status !== undefined) {
      io.err("interrupted: the report is of what was simulated until then\n");
      return interruption.status;
    }
    if (!isWritten) return ExitStatus.USAGE;
    return claims.every(({ held }) => held) ? ExitStatus.OK : ExitStatus.NOT_HELD;
  });
}
