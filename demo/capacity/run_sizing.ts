import { parseDuration, parseServiceText, type SystemSpecification } from "../../config/mod.ts";
import { planSimulation } from "../simulate/plan_simulation.ts";
import { refusingFeeds, type SimulateWorld, watchOver } from "../simulate/simulate_world.ts";
import { filesReadBy, SPECIFICATION_BYTES_MAX, systemOfCommand } from "../simulate/system_of_command.ts";
import { runLongCommand } from "../terminal/command.ts";
import { ExitStatus } from "../terminal/exit_status.ts";
import { refuseOneFile } from "../terminal/files/distinct_outputs.ts";
import { readInputText, STANDARD_INPUT } from "../terminal/files/input_file.ts";
import { readInteger, valueOf } from "../terminal/option_values.ts";
import { type ParsedOptions, shellWord } from "../terminal/options.ts";
import { UsageError } from "../terminal/usage_error.ts";
import { CAPACITY, isSizing, SEEDS_MAX } from "./capacity_command.ts";
import { runCapacity } from "./run_capacity.ts";
import { sizeDraws } from "./size_draws.ts";
import { openSizingOutputs, type SizingOutputs } from "./sizing_outputs.ts";
import { type SizingLimits, type SizingResult, smallestWithin } from "./sizing_result.ts";

/** Everything that may be refused of a sizing. */
interface Prepared {
  readonly specification: SystemSpecification;
  readonly seeds: readonly number[];
  readonly limits: SizingLimits;
  readonly outputs: SizingOutputs;
}

/** Real time from one pause to the next, in nanoseconds. */
const PAUSE_NS = 50_000_000;

/**
 * Carries out a command line of `capacity`: with arrivals or a specification it sizes a system, else it compares the law with
 * the simulation over a grid.
 *
 * @param args the arguments, without the name of the program
 * @param world where inputs, outputs and signals come from and go to
 * @returns the exit status
 */
export function runCapacityCommand(args: readonly string[], world: SimulateWorld): Promise<number> {
  const words = args.map(shellWord).join(" ");
  const commandWith = (permissions: string) => `deno run ${permissions} demo/capacity.ts ${words}`;
  return runLongCommand(
    CAPACITY,
    args,
    world.io,
    (parsed) => isSizing(parsed) ? refusingFeeds(() => prepare(parsed, args, world, commandWith)) : undefined,
    (prepared) =>
      prepared === undefined
        ? Promise.resolve(runCapacity(args, world.io, undefined, world.files))
        : refusingFeeds(() => carryOut(prepared, world, commandWith)),
  );
}

function prepare(
  parsed: ParsedOptions,
  args: readonly string[],
  world: SimulateWorld,
  commandWith: (permissions: string) => string,
): Prepared {
  const outputs = openSizingOutputs(parsed, args, world, commandWith);
  const { input } = world;
  const service = valueOf(parsed, "service");
  if (service !== undefined && parsed.values.has("consumer")) {
    throw new UsageError("--service is the only consumer: give --consumer for each of several, with its name");
  }
  if (service !== undefined) parseServiceText(service, "--service");
  const values = new Map(parsed.values);
  if (service !== undefined) values.set("consumer", [`consumer:${service}`]);
  const specification = systemOfCommand(
    { positionals: parsed.positionals, values },
    (path) => readInputText(path, SPECIFICATION_BYTES_MAX, commandWith, input),
  );
  refuseOneFile([["html", valueOf(parsed, "html")]], world.files, filesReadBy(parsed, specification));
  if (valueOf(parsed, "arrivals") === STANDARD_INPUT) {
    throw new UsageError("--arrivals must be a file or a model, for a sizing reads it more than once, got -");
  }
  const seeds = readInteger(parsed, "seeds", 1, SEEDS_MAX) ?? 1;
  if (seeds > 1 && !isDrawn(specification)) {
    throw new UsageError("--seeds is for what is drawn: neither the feed nor a service time of this system is");
  }
  const p99 = valueOf(parsed, "max-p99");
  // Most of what is wrong with a file shows when it is opened.
  planSimulation(specification, commandWith, input).feed.close();
  return {
    specification,
    seeds: Array.from({ length: seeds }, (_, n) => specification.seed + n),
    limits: {
      maxLoss: readInteger(parsed, "max-loss", 0, Number.MAX_SAFE_INTEGER),
      maxP99Ns: p99 === undefined ? undefined : parseDuration(p99, "--max-p99"),
    },
    outputs,
  };
}

/** Whether another seed gives another run. */
function isDrawn({ feed, consumers }: SystemSpecification): boolean {
  const models = feed.model === "merged" ? feed.feeds.map(({ model }) => model) : [feed.model];
  return models.some((model) => model === "poisson" || model === "hawkes") ||
    consumers.some(({ service }) => service !== undefined && typeof service.perEvent !== "number");
}

function carryOut(
  { specification, seeds, limits, outputs }: Prepared,
  world: SimulateWorld,
  commandWith: (permissions: string) => string,
): Promise<number> {
  const { io, input } = world;
  return watchOver(world, async (watch, interruption) => {
    const startNs = watch.nowNs();
    let pausedNs = startNs;
    const result = await sizeDraws(
      specification,
      seeds,
      (seed) => planSimulation({ ...specification, seed }, commandWith, input),
      {
        signal: watch.signal,
        pause: async (progress) => {
          const nowNs = watch.nowNs();
          if (nowNs - pausedNs < PAUSE_NS) return;
          watch.onProgress({ ...progress, elapsedNs: nowNs - startNs });
          await watch.pause();
          pausedNs = watch.nowNs();
        },
      },
    );
    watch.clearProgress();
    if (result === undefined) {
      io.err("interrupted: half a sizing says nothing, and none is reported\n");
      return interruption.status ?? ExitStatus.NOT_HELD;
    }
    if (!outputs.tell(result, limits)) return ExitStatus.USAGE;
    return isWithin(result, limits) ? ExitStatus.OK : ExitStatus.NOT_HELD;
  });
}

/** Whether there is a ring within the limits for each consumer, if there are limits. */
function isWithin({ consumers }: SizingResult, limits: SizingLimits): boolean {
  if (limits.maxLoss === undefined && limits.maxP99Ns === undefined) return true;
  return consumers.every((consumer) => smallestWithin(consumer, limits).some((capacity) => capacity !== undefined));
}
