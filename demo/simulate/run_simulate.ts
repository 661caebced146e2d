import { parseDuration } from "../../config/mod.ts";
import { paletteOf, readColor } from "../terminal/color_option.ts";
import { runLongCommand } from "../terminal/command.ts";
import { type CommandIo, reportWidth } from "../terminal/command_io.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { readInputText } from "../terminal/files/input_file.ts";
import { readInteger, valueOf } from "../terminal/option_values.ts";
import { type ParsedOptions, shellWord } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";
import { planSimulation } from "./plan_simulation.ts";
import { renderBriefSimulation } from "./report/brief_report.ts";
import { renderSimulationJson, simulationToJson } from "./report/json_report.ts";
import { renderSimulation } from "./report/text_report.ts";
import { runSimulation, type SimulationPlan } from "./simulation_pass.ts";
import { SIMULATE } from "./simulate_command.ts";
import { claimsOf, type SimulationLimits } from "./simulation_claims.ts";
import type { SimulationResult } from "./simulation_result.ts";
import { openStalenessFiles, type StalenessOutput } from "./staleness_files.ts";
import { refusingFeeds, type SimulateWorld, watchOver } from "./simulate_world.ts";
import { SPECIFICATION_BYTES_MAX, systemOfCommand, systemOptionOf } from "./system_of_command.ts";

/** Everything that may be refused. */
interface Prepared {
  readonly plan: SimulationPlan;
  readonly limits: SimulationLimits;
  readonly staleness: StalenessOutput | undefined;
  readonly parsed: ParsedOptions;
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
    (parsed) => refusingFeeds(() => prepare(parsed, world, commandWith)),
    (prepared) => refusingFeeds(() => carryOut(prepared, world, change, `deno task simulate ${words}`)),
  );
}

/** Gets everything that can be refused, so that hardly a run ends in a refusal. */
function prepare(parsed: ParsedOptions, world: SimulateWorld, commandWith: (permissions: string) => string): Prepared {
  refuseTwoReports(parsed);
  const { files, input } = world;
  const p99 = valueOf(parsed, "max-p99");
  const limits = {
    maxLoss: readInteger(parsed, "max-loss", 0, Number.MAX_SAFE_INTEGER),
    maxP99Ns: p99 === undefined ? undefined : parseDuration(p99, "--max-p99"),
  };
  const specification = systemOfCommand(
    parsed,
    (path) => readInputText(path, SPECIFICATION_BYTES_MAX, commandWith, input),
  );
  const path = valueOf(parsed, "hgrm");
  const names = specification.consumers.map(({ name }) => name);
  const staleness = path === undefined ? undefined : openStalenessFiles(path, names, files, commandWith);
  readColor(parsed);
  return { plan: planSimulation(specification, commandWith, input), limits, staleness, parsed };
}

function refuseTwoReports({ flags, values }: ParsedOptions): void {
  const reports = [
    ...["json", "brief"].filter((name) => flags.has(name)).map((name) => `--${name}`),
    ...(values.get("hgrm")?.[0] === "-" ? ["--hgrm -"] : []),
  ];
  if (reports.length > 1) throw new UsageError(`${reports.join(" and ")} both say what is printed: give one of them`);
}

function carryOut(
  { plan, limits, staleness, parsed }: Prepared,
  world: SimulateWorld,
  change: (result: SimulationResult) => SimulationResult,
  replay: string,
): Promise<number> {
  const { io } = world;
  return watchOver(world, async (watch, interruption) => {
    const result = change(await runSimulation(plan, watch));
    watch.clearProgress();
    const claims = claimsOf(result, limits);
    const { flags } = parsed;
    if (staleness?.isPrinted === true) io.out(staleness.text(result.record.consumers));
    else if (flags.has("json")) io.out(renderSimulationJson(result, claims));
    else {
      const render = flags.has("brief") ? renderBriefSimulation : renderSimulation;
      io.out(render(result, {
        width: reportWidth(io),
        palette: paletteOf(readColor(parsed), io),
        claims,
        digest: simulationToJson(result, claims).digest,
        replay,
      }));
    }
    const problem = staleness?.write(result.record.consumers);
    if (problem !== undefined) io.err(`error: ${problem}\n`);
    tellWhatFailed(claims.filter(({ held }) => !held), flags, io);
    if (interruption.status !== undefined) {
      io.err("interrupted: the report is of what was simulated until then\n");
      return interruption.status;
    }
    if (problem !== undefined) return ExitStatus.USAGE;
    return claims.every(({ held }) => held) ? ExitStatus.OK : ExitStatus.NOT_HELD;
  });
}

/** Where the report is for programs, people are told by the other stream why the command fails. */
function tellWhatFailed(
  failed: readonly { readonly claim: string }[],
  flags: ReadonlySet<string>,
  io: CommandIo,
): void {
  if (!flags.has("json")) return;
  for (const { claim } of failed) io.err(`not held: ${claim}\n`);
}
