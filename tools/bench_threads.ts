/**
 * Measures how fast events go from one thread to another: `deno task bench:threads`.
 *
 * Question: what does it cost to hand an event to another thread, in throughput and in latency, by the shared ring with each
 * of its kernels, by ringbuf.js, and by postMessage? With `--control PATH` a program in another language does some of it too.
 *
 * Goal: numbers of one machine that can be compared with each other, since all of them are taken in turn, round after round,
 * each in two fresh threads, with the first part of every round left out.
 *
 * Not a goal: numbers that can be compared between machines, or that hold while something else wants the cores. Both threads
 * spin, so two idle cores are needed; the load is shown.
 *
 * @module
 */
import { ExitStatus } from "../demo/terminal/exit_status.ts";
import { type CommandIo, processIo } from "../demo/terminal/command_io.ts";
import { type Command, parseCommand, runLongCommand } from "../demo/terminal/command.ts";
import {
  choiceRule,
  choose,
  decimalRule,
  integerRule,
  readDecimal,
  readInteger,
  valueOf,
} from "../demo/terminal/option_values.ts";
import { type Option, type ParsedOptions, quote } from "../demo/terminal/options.ts";
import { printable } from "../config/printable.ts";
import { NativeClock } from "../core/time/native_clock.ts";
import { layOutJson } from "../demo/terminal/layout/json_layout.ts";
import { ControlError, runControl } from "./threads/control.ts";
import { READER_GONE } from "./tool_output.ts";
import { CARRIER_NAMES, type Measure, MEASURES, type Sample } from "./threads/measures.ts";
import { type Contender, type MeasureResult, renderResults, resultsToJson } from "./threads/results.ts";
import { runMeasure } from "./threads/run_measure.ts";

/** Options of the command line. */
export interface BenchPlan {
  /** Rounds of each measure. */
  readonly rounds: number;
  /** Factor for the numbers of events. */
  readonly scale: number;
  /** The measures to take. */
  readonly measures: readonly Measure[];
  /** The program to compare with; none, if not given. */
  readonly control: string | null;
  /** How the results are shown. */
  readonly format: "text" | "json";
}

const ROUNDS_MAX = 1_000;
const SCALE_MIN = 0.001;
const SCALE_MAX = 100;
const MEASURE_IDS = MEASURES.map(({ id }) => id);
const ROUNDS_RULE = integerRule(1, ROUNDS_MAX);
const SCALE_RULE = decimalRule(SCALE_MIN, SCALE_MAX);
const MEASURE_RULE = choiceRule(MEASURE_IDS);

const OPTIONS: readonly Option[] = [
  { name: "rounds", value: "NUMBER", rule: ROUNDS_RULE, help: "Rounds of each measure. Default 5." },
  {
    name: "scale",
    value: "NUMBER",
    rule: SCALE_RULE,
    help: "Multiplies the number of events of every round. Default 1, which is 4 million where they go fastest.",
  },
  {
    name: "measure",
    value: "NAME",
    rule: MEASURE_RULE,
    repeatable: true,
    help: `Measures only this: ${MEASURE_RULE}. May be given more than once.`,
  },
  {
    name: "control",
    value: "PATH",
    rule: "the path of a program",
    help: "Also runs this program in each round, with the argument threads, and compares with what it prints.",
  },
  { name: "smoke", help: "One short round of everything, to see that it works. Its numbers mean nothing." },
  { name: "json", help: "Prints one JSON object, with every sample, instead of the tables." },
];

const BENCH_THREADS: Command = {
  usage: "deno task bench:threads [OPTION...]",
  summary:
    "Measures how fast events go from one thread to another, and compares. It takes a few minutes and two idle cores.",
  options: OPTIONS,
  statuses: [["0", "everything was measured"], ["2", "wrong usage, or the program to compare with failed"]],
};

/**
 * Reads the options.
 *
 * @throws {UsageError} if they cannot be carried out
 */
export function readBenchPlan(parsed: ParsedOptions): BenchPlan {
  const { values, flags } = parsed;
  const isSmoke = flags.has("smoke");
  const wanted = values.get("measure")?.map((name) =>
    choose(name, MEASURE_IDS, `--measure must be ${MEASURE_RULE}, got ${quote(name)}`)
  );
  return {
    rounds: readInteger(parsed, "rounds", 1, ROUNDS_MAX) ?? (isSmoke ? 1 : 5),
    scale: readDecimal(parsed, "scale", SCALE_MIN, SCALE_MAX) ?? (isSmoke ? SCALE_MIN : 1),
    measures: wanted === undefined ? MEASURES : MEASURES.filter(({ id }) => wanted.includes(id)),
    control: valueOf(parsed, "control") ?? null,
    format: flags.has("json") ? "json" : "text",
  };
}

/**
 * Parses the command line.
 *
 * @returns the plan; undefined, if the help is asked for
 * @throws {UsageError} if it cannot be carried out
 */
export function parseBenchPlan(args: readonly string[]): BenchPlan | undefined {
  const parsed = parseCommand(BENCH_THREADS, args);
  return parsed === undefined ? undefined : readBenchPlan(parsed);
}

/**
 * Carries out a command line of the bench.
 *
 * @param args the arguments, without the name of the program
 * @param io where the output goes
 * @returns the exit status
 */
export async function runBench(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    return await runLongCommand(BENCH_THREADS, args, io, readBenchPlan, async (plan) => {
      await measureAll(plan, io);
      return ExitStatus.OK;
    });
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    io.err(`error: ${printable(error.message)}\n`);
    return ExitStatus.USAGE;
  }
}

async function measureAll({ rounds, scale, measures, control, format }: BenchPlan, io: CommandIo): Promise<void> {
  using clock = new NativeClock();
  const before = loadOfLastMinute();
  const samples = new Map(measures.map((measure) => [measure.id, new Map<Contender, Sample[]>()]));
  const keep = (id: Measure["id"], contender: Contender, sample: Sample) => {
    const found = samples.get(id);
    if (found === undefined) return;
    found.set(contender, [...found.get(contender) ?? [], sample]);
  };
  for (let round = 0; round < rounds; round++) {
    const tell = (what: string) => io.err(`round ${round + 1} of ${rounds}: ${what}\n`);
    if (control !== null) {
      tell("control");
      for (const [id, sample] of await runControl(control)) keep(id, "control", sample);
    }
    for (const measure of measures) {
      // Each round begins with another carrier, so that none is always the one that finds the machine warm.
      const carriers = measure.carriers.map((_, n) => measure.carriers[(n + round) % measure.carriers.length]);
      for (const carrier of carriers.filter(canRun)) {
        tell(`${measure.id}, ${CARRIER_NAMES[carrier]}`);
        keep(measure.id, carrier, await runMeasure(measure, carrier, clock.origin, scale));
      }
    }
  }
  const results = measures.map((measure) => ({ measure, samples: inOrder(measure, samples.get(measure.id)!) }));
  const surroundings = {
    versions: Deno.version,
    target: Deno.build.target,
    cores: navigator.hardwareConcurrency,
    load: { before, after: loadOfLastMinute() },
    rounds,
    scale,
  };
  io.out(format === "json" ? layOutJson(resultsToJson(results, surroundings)) : renderResults(results, surroundings));
}

/** The kernel that needs an x86-64 is left out elsewhere. */
function canRun(carrier: Contender): boolean {
  return carrier !== "shared-wasm-tso" || Deno.build.arch === "x86_64";
}

function inOrder({ carriers }: Measure, samples: ReadonlyMap<Contender, Sample[]>): MeasureResult["samples"] {
  const order: readonly Contender[] = ["control", ...carriers];
  return new Map(order.flatMap((contender) => {
    const found = samples.get(contender);
    return found === undefined ? [] : [[contender, found] as const];
  }));
}

/** How many threads wanted a core, on average over the last minute; nothing, if it may not be asked. */
function loadOfLastMinute(): number | null {
  return Deno.permissions.querySync({ name: "sys", kind: "loadavg" }).state === "granted" ? Deno.loadavg()[0] : null;
}

if (import.meta.main) {
  const io = processIo();
  io.gone.addEventListener("abort", () => Deno.exit(READER_GONE));
  Deno.exit(await runBench(Deno.args, io));
}
