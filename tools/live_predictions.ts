/**
 * Runs five consumers live, and writes what was predicted of them and what was observed into docs/live-predictions.md:
 * `deno task live:predictions`.
 */
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { type Command, parseCommand, runLongCommand } from "../demo/terminal/command.ts";
import { ExitStatus } from "../demo/terminal/exit_status.ts";
import { integerRule, readInteger, valueOf } from "../demo/terminal/option_values.ts";
import type { ParsedOptions } from "../demo/terminal/options.ts";
import { replaceSection } from "./bench_figures.ts";
import {
  COMMON_ARGS,
  PREDICTED_WORKS,
  type PredictionRun,
  predictionTable,
  readPredictionRun,
} from "./prediction_table.ts";
import { CONSOLE_IO, endWithReader } from "./tool_output.ts";

const PROJECT_URL = new URL("../", import.meta.url);

const RUNS_MAX = 99;
const RUNS_RULE = integerRule(1, RUNS_MAX);

const LIVE_PREDICTIONS: Command = {
  usage: "deno task live:predictions [OPTION...]",
  summary: "Runs five consumers live, each several times, and writes their peak lag as it was predicted and observed.",
  options: [
    {
      name: "runs",
      value: "NUMBER",
      rule: RUNS_RULE,
      help: `Runs of each consumer, ${RUNS_RULE}. Default 5.`,
    },
    {
      name: "out",
      value: "FILE",
      rule: "the name of a file",
      help: "Writes into this file instead of docs/live-predictions.md; it needs the same marks.",
    },
  ],
  statuses: [["0", "the table was written"]],
};

/** Options of the command line. */
interface Options {
  readonly runs: number;
  readonly out: string;
}

/**
 * Parses the command line.
 *
 * @returns the options, or undefined if the help is asked for
 * @throws {UsageError} if they cannot be carried out
 */
export function parsePredictionOptions(args: readonly string[]): Options | undefined {
  const parsed = parseCommand(LIVE_PREDICTIONS, args);
  return parsed === undefined ? undefined : readOptions(parsed);
}

function readOptions(parsed: ParsedOptions): Options {
  return {
    runs: readInteger(parsed, "runs", 1, RUNS_MAX) ?? 5,
    out: valueOf(parsed, "out") ?? fileURLToPath(new URL("docs/live-predictions.md", PROJECT_URL)),
  };
}

async function runLive(args: readonly string[]): Promise<PredictionRun> {
  const flags = ["run", "--no-check", "--allow-ffi", "--allow-read"];
  const all = [...flags, "demo/live.ts", ...args, ...COMMON_ARGS, "--json"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: all, cwd: PROJECT_URL }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`deno ${all.join(" ")} failed:\n${text.decode(stderr).trimEnd()}`);
  return readPredictionRun(JSON.parse(text.decode(stdout)));
}

async function report({ runs, out }: Options): Promise<ExitStatus> {
  const document = await Deno.readTextFile(out);
  const works = PREDICTED_WORKS.map(({ title, args }) => ({ title, args, done: [] as PredictionRun[] }));
  // In turn, so that a disturbance of the machine is shared by all.
  for (let run = 1; run <= runs; run++) {
    console.error(`run ${run} of ${runs}`);
    for (const { args, done } of works) done.push(await runLive(args));
  }
  const machine = `${cpus()[0].model.trim()}, ${navigator.hardwareConcurrency} cores, Deno ${Deno.version.deno}; ` +
    `${runs} runs of each, in turn.`;
  const table = predictionTable(works.map(({ title, done }) => [title, done] as const));
  await Deno.writeTextFile(out, replaceSection(document, "predictions", `${table}\n\n${machine}`));
  return ExitStatus.OK;
}

if (import.meta.main) {
  endWithReader();
  Deno.exit(await runLongCommand(LIVE_PREDICTIONS, Deno.args, CONSOLE_IO, readOptions, report));
}
