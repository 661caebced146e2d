/**
 * Writes what the benches measure into docs/benchmarks.md: `deno task bench:report`.
 *
 * With `--control` it also runs the works that have a C++ control, each in turn with it, and writes their ratios.
 */
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { type Command, parseCommand, runLongCommand } from "../demo/terminal/command.ts";
import { ExitStatus } from "../demo/terminal/exit_status.ts";
import { integerRule, readInteger, valueOf } from "../demo/terminal/option_values.ts";
import type { ParsedOptions } from "../demo/terminal/options.ts";
import { UsageError } from "../demo/terminal/usage_error.ts";
import { DENO_FILES } from "../demo/terminal/files/deno_files.ts";
import { CONSOLE_IO, endWithReader } from "./tool_output.ts";
import {
  benchTables,
  joinRuns,
  readBenchJson,
  readControl,
  replaceSection,
  type TargetFigure,
  targetTable,
} from "./bench_figures.ts";

const PROJECT_URL = new URL("../", import.meta.url);

const TIMES_MAX = 99;
const RUNS_RULE = integerRule(0, TIMES_MAX);
const ROUNDS_RULE = integerRule(1, TIMES_MAX);
const FILE_RULE = "the name of a file";

const BENCH_REPORT: Command = {
  usage: "deno task bench:report [OPTION...]",
  summary: "Writes the figures of the benches into docs/benchmarks.md, between its marks.",
  options: [
    {
      name: "runs",
      value: "NUMBER",
      rule: RUNS_RULE,
      help: `Runs of \`deno bench\` to take medians of, ${RUNS_RULE}; 0 leaves the tables as they are. Default 3.`,
    },
    {
      name: "json",
      value: "FILE",
      rule: FILE_RULE,
      repeatable: true,
      help: "Reads what `deno bench --json` printed from a file instead. May be given more than once.",
    },
    {
      name: "control",
      value: "PATH",
      rule: "the path of a program",
      help:
        "Runs each work that has a goal in turn with this program, whose source is bench/control/control.cpp, and " +
        "writes the ratios as well.",
    },
    {
      name: "rounds",
      value: "NUMBER",
      rule: ROUNDS_RULE,
      help: `Rounds of each work in turn with the control, ${ROUNDS_RULE}. Default 9.`,
    },
    {
      name: "out",
      value: "FILE",
      rule: FILE_RULE,
      help: "Writes into this file instead, which needs the same marks.",
    },
    { name: "smoke", help: "Runs one work once in turn with the control, to see that it works. Writes nothing." },
  ],
  statuses: [["0", "the figures were written"]],
};

/** A work that has a control. */
interface Target {
  /** Its name in `bench/target.ts`. */
  readonly work: string;
  readonly title: string;
  /** The argument for the control, and the line in which it answers. */
  readonly control: readonly [mode: string, line: RegExp];
  readonly goal: number | null;
}

const RING = ["ring", /^ring$/] as const;
const TARGETS: readonly Target[] = [
  { work: "one-ring", title: "local ring, publish + poll, one ring alive", control: RING, goal: 2.2 },
  { work: "one-ring-after-misses", title: "the same, after empty polls and overruns", control: RING, goal: null },
  { work: "four-rings", title: "local ring, publish + poll, four rings alive", control: RING, goal: 2.8 },
  { work: "four-rings-after-misses", title: "the same, after empty polls and overruns", control: RING, goal: null },
  {
    work: "one-ring-in-batches",
    title: "local ring, batches of 64, against single events",
    control: RING,
    goal: 1.6,
  },
  {
    work: "manual-pipeline",
    title: "pipeline, manual clock, null sink",
    control: ["pipeline", /^pipeline, (manual clock$|fake clock, null$)/],
    goal: 2.8,
  },
  {
    work: "native-pipeline",
    title: "pipeline, native clock, null sink",
    control: ["pipeline", /^pipeline, (native clock$|real clock, null$)/],
    goal: 1.5,
  },
  { work: "native-clock", title: "native clock, one timestamp", control: ["clock", /^clock$/], goal: 1.3 },
];

/** Options of the command line. */
interface Options {
  readonly runs: number;
  readonly json: readonly string[];
  readonly control: string | undefined;
  readonly rounds: number;
  readonly out: string;
  readonly isSmoke: boolean;
}

/**
 * Reads the options.
 *
 * @throws {UsageError} if they cannot be carried out
 */
function readReportOptions(parsed: ParsedOptions): Options {
  return {
    runs: readInteger(parsed, "runs", 0, TIMES_MAX) ?? 3,
    json: parsed.values.get("json") ?? [],
    control: valueOf(parsed, "control"),
    rounds: readInteger(parsed, "rounds", 1, TIMES_MAX) ?? 9,
    isSmoke: parsed.flags.has("smoke"),
    out: valueOf(parsed, "out") ?? fileURLToPath(new URL("docs/benchmarks.md", PROJECT_URL)),
  };
}

/**
 * Parses the command line.
 *
 * @returns the options, or undefined if the help is asked for
 * @throws {UsageError} if they cannot be carried out
 */
export function parseReportOptions(args: readonly string[]): Options | undefined {
  const parsed = parseCommand(BENCH_REPORT, args);
  return parsed === undefined ? undefined : readReportOptions(parsed);
}

/** Runs a program and returns what it printed. */
async function run(program: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args], cwd: PROJECT_URL }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`${program} ${args.join(" ")} failed:\n${text.decode(stderr).trimEnd()}`);
  return text.decode(stdout);
}

/** Runs a program on one processor, where the system has a command for that. */
async function runPinned(program: string, args: readonly string[]): Promise<string> {
  const cpu = String(navigator.hardwareConcurrency - 1);
  try {
    return await run("taskset", ["-c", cpu, program, ...args]);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return await run(program, args);
  }
}

/** Measures the works that have a control: control and work in turn, round after round. */
async function measureTargets(
  control: string,
  rounds: number,
  targets: readonly Target[] = TARGETS,
): Promise<TargetFigure[]> {
  const figures = targets.map(({ title, goal }) => ({ title, goal, rounds: [] as TargetFigure["rounds"][number][] }));
  for (let round = 1; round <= rounds; round++) {
    console.error(`round ${round} of ${rounds}`);
    for (const [n, { work, control: [mode, line] }] of targets.entries()) {
      const controlNs = readControl(await runPinned(control, [mode]), line);
      const output = await runPinned(Deno.execPath(), ["run", "--no-check", "--allow-ffi", "bench/target.ts", work]);
      const { nsMedian: oursNs }: { nsMedian: number } = JSON.parse(output);
      figures[n].rounds.push({ controlNs, oursNs });
    }
  }
  return figures;
}

/** Runs the benches, or reads what they printed. */
async function benchOutputs({ runs, json }: Options): Promise<string[]> {
  if (json.length > 0) return await Promise.all(json.map((file) => Deno.readTextFile(file)));
  const outputs: string[] = [];
  for (let n = 1; n <= runs; n++) {
    console.error(`benches, run ${n} of ${runs}`);
    outputs.push(await run(Deno.execPath(), ["bench", "--no-check", "--allow-ffi", "--json"]));
  }
  return outputs;
}

async function report(options: Options): Promise<ExitStatus> {
  const { out, control, rounds, isSmoke } = options;
  if (isSmoke) {
    if (control === undefined) throw new UsageError("--smoke needs --control PATH");
    console.log(targetTable(await measureTargets(control, 1, TARGETS.slice(0, 1))));
    return ExitStatus.OK;
  }
  let document = await Deno.readTextFile(out);
  const outputs = (await benchOutputs(options)).map(readBenchJson);
  if (outputs.length > 0) {
    const { cpu, runtime } = outputs[0].machine;
    const tables = benchTables(joinRuns(outputs.map(({ readings }) => readings)));
    document = replaceSection(document, "benches", `${runtime} on ${cpu}. Runs: ${outputs.length}.\n\n${tables}`);
  }
  if (control !== undefined) {
    const figures = await measureTargets(control, rounds);
    const { deno, v8 } = Deno.version;
    const cores = navigator.hardwareConcurrency;
    const note = `Deno ${deno}, V8 ${v8}, ${Deno.build.target}, on ${cpus()[0].model}, ${cores} cores.`;
    document = replaceSection(document, "targets", `${note}\n\n${targetTable(figures)}`);
  }
  DENO_FILES.replace(out, document);
  await run(Deno.execPath(), ["fmt", "--quiet", out]);
  return ExitStatus.OK;
}

if (import.meta.main) {
  endWithReader();
  Deno.exit(await runLongCommand(BENCH_REPORT, Deno.args, CONSOLE_IO, readReportOptions, report));
}
