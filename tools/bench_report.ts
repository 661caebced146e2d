/**
 * Writes what the benches measure into docs/benchmarks.md: `deno task bench:report`.
 *
 * With `--control` it also runs the works that have a C++ control, each in turn with it, and writes their ratios.
 */
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "@std/cli/parse-args";
import { DENO_FILES } from "../demo/terminal/files/deno_files.ts";
import { endWithReader, withoutSeparators } from "./tool_output.ts";
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

const USAGE =
  `usage: deno task bench:report [--runs N] [--json FILE]... [--control PROGRAM] [--rounds N] [--out FILE] [--smoke]

Writes the figures of the benches into docs/benchmarks.md, between its marks.

  --runs N            run \`deno bench\` so often and take medians; default 3; 0 leaves the tables as they are
  --json FILE         read what \`deno bench --json\` printed from a file instead; may be given several times
  --control PROGRAM   run each work that has a goal in turn with this control, which bench/control/control.cpp is
                      the source of, and write the ratios as well
  --rounds N          how often, 1 to 99; default 9
  --out FILE          write into this file instead; it needs the same marks
  --smoke             run one work once in turn with the control, to see that it works; write nothing`;

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
  readonly control: string | null;
  readonly rounds: number;
  readonly out: string;
  readonly isSmoke: boolean;
}

/** Thrown where the command line is wrong. */
class UsageError extends Error {}

/** Reads the command line. */
export function parseOptions(args: readonly string[]): Options {
  const options = parseArgs(withoutSeparators(args), {
    string: ["runs", "json", "control", "rounds", "out"],
    boolean: ["smoke"],
    collect: ["json"],
    unknown: (arg: string) => {
      throw new UsageError(`unknown argument ${arg}`);
    },
  });
  return {
    runs: count("--runs", options.runs ?? "3", 0),
    json: options.json,
    control: options.control ?? null,
    rounds: count("--rounds", options.rounds ?? "9", 1),
    isSmoke: options.smoke,
    out: options.out ?? fileURLToPath(new URL("docs/benchmarks.md", PROJECT_URL)),
  };
}

function count(option: string, text: string, min: number): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < min) {
    throw new UsageError(`${option} must be an integer from ${min} to 99, got ${text}`);
  }
  return Number(text);
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

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  const { out, control, rounds, isSmoke } = options;
  if (isSmoke) {
    if (control === null) throw new UsageError("--smoke needs --control PROGRAM");
    console.log(targetTable(await measureTargets(control, 1, TARGETS.slice(0, 1))));
    return;
  }
  let document = await Deno.readTextFile(out);
  const outputs = (await benchOutputs(options)).map(readBenchJson);
  if (outputs.length > 0) {
    const { cpu, runtime } = outputs[0].machine;
    const tables = benchTables(joinRuns(outputs.map(({ readings }) => readings)));
    document = replaceSection(document, "benches", `${runtime} on ${cpu}. Runs: ${outputs.length}.\n\n${tables}`);
  }
  if (control !== null) {
    const figures = await measureTargets(control, rounds);
    const { deno, v8 } = Deno.version;
    const cores = navigator.hardwareConcurrency;
    const note = `Deno ${deno}, V8 ${v8}, ${Deno.build.target}, on ${cpus()[0].model}, ${cores} cores.`;
    document = replaceSection(document, "targets", `${note}\n\n${targetTable(figures)}`);
  }
  DENO_FILES.replace(out, document);
  await run(Deno.execPath(), ["fmt", "--quiet", out]);
}

if (import.meta.main) {
  endWithReader();
  if (Deno.args.includes("--help") || Deno.args.includes("-h")) {
    console.log(USAGE);
    Deno.exit(0);
  }
  try {
    await main(Deno.args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    Deno.exit(2);
  }
}
