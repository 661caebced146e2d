/**
 * Puts the shared ring under stress for as long as one likes: runs of changing shape, each with a producer and one to four
 * consumers in threads of their own. Stops at the first fault.
 *
 *     deno task soak --minutes 10                             # not run by the tests: takes ten minutes
 *     deno task soak --minutes 10 --seed 7 --events 5000000   # not run by the tests: takes ten minutes
 *
 * It also watches the heaps: a thread that publishes or polls allocates nothing once its code is compiled, and a process
 * that has ended its threads holds no more than it did after the first few. With fewer than a million events a run, V8
 * compiles to the end, and the heaps of threads are not judged.
 *
 * @module
 */
import { type Command, runLongCommand } from "../demo/terminal/command.ts";
import { type CommandIo, processIo } from "../demo/terminal/command_io.ts";
import { decimalRule, integerRule, readDecimal, readInteger } from "../demo/terminal/option_values.ts";
import type { ParsedOptions } from "../demo/terminal/options.ts";
import { HrtimeClock } from "../core/time/hrtime_clock.ts";
import type { SharedKernelName } from "../core/bus/shared/shared_ring_settings.ts";
import type { Heap } from "../tests/stress/stress_protocol.ts";
import { endWithReader } from "./tool_output.ts";
import { faultsOf, runStress, type StressOptions, type StressReport } from "../tests/stress/stress_run.ts";

/** Most that a thread's heap may grow in a round of publishing or polling, in bytes: less than the least of objects by far. */
const BYTES_A_ROUND_MAX = 0.5;
/** Rounds that the second half of its work must have for a thread to be judged: with fewer, V8 may still be compiling. */
const JUDGED_ROUNDS_MIN = 400_000;
/** Most that the process may grow from the run after which it counts as warm: a run's memory is let go later, not at once. */
const PROCESS_GROWTH_BYTES_MAX = 2 ** 28;
const WARM_RUNS = 5;

/** Options of the command line. */
interface SoakOptions {
  readonly minutes: number;
  readonly events: number;
  readonly seed: number;
}

const MINUTES_MIN = 0.001;
const MINUTES_MAX = 100_000;
const MINUTES_DEFAULT = 1;
const EVENTS_MAX = 1_000_000_000;
const EVENTS_DEFAULT = 2_000_000;
const SEED_MAX = Number.MAX_SAFE_INTEGER;
const SEED_DEFAULT = 1;

const SOAK: Command = {
  usage: "deno task soak [OPTION...]",
  summary:
    "Stresses the shared ring across threads, in runs of changing shape, until the time is over or a fault is found.",
  options: [
    {
      name: "minutes",
      value: "MINUTES",
      rule: decimalRule(MINUTES_MIN, MINUTES_MAX),
      help: `How long to run, ${decimalRule(MINUTES_MIN, MINUTES_MAX)}. Default ${MINUTES_DEFAULT}.`,
    },
    {
      name: "events",
      value: "EVENTS",
      rule: integerRule(1, EVENTS_MAX),
      help: `Events of each run, ${integerRule(1, EVENTS_MAX)}. Default ${EVENTS_DEFAULT}.`,
    },
    {
      name: "seed",
      value: "NUMBER",
      rule: integerRule(0, SEED_MAX),
      help: `The seed of the shapes, ${integerRule(0, SEED_MAX)}. Default ${SEED_DEFAULT}.`,
    },
  ],
  statuses: [["0", "no fault"], ["1", "a fault"]],
};

/**
 * Reads the options.
 *
 * @throws {UsageError} if one is outside its range
 */
export function readSoakOptions(parsed: ParsedOptions): SoakOptions {
  return {
    minutes: readDecimal(parsed, "minutes", MINUTES_MIN, MINUTES_MAX) ?? MINUTES_DEFAULT,
    events: readInteger(parsed, "events", 1, EVENTS_MAX) ?? EVENTS_DEFAULT,
    seed: readInteger(parsed, "seed", 0, SEED_MAX) ?? SEED_DEFAULT,
  };
}

/**
 * Carries out a command line of the soak.
 *
 * @param args the arguments, without the name of the program
 * @param io where help and refusals go
 * @param run does the work. Default: the soak
 */
export function runSoak(
  args: readonly string[],
  io: CommandIo,
  run: (options: SoakOptions) => Promise<number> = soak,
): Promise<number> {
  return runLongCommand(SOAK, args, io, readSoakOptions, run);
}

/** Numbers from 0 to 1 that a seed decides. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A run of a shape that the numbers decide. */
export function drawRun(random: () => number, events: number): StressOptions {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  const kernels: SharedKernelName[] = Deno.build.arch === "x86_64"
    ? ["atomics", "wasm", "wasm-tso"]
    : ["atomics", "wasm"];
  const capacity = pick([1, 2, 8, 64, 1024, 65_536]);
  const slots = capacity + 1;
  const wrap = pick([0, 2 ** 31, 2 ** 32, slots * 2 ** 28, slots * 2 ** 31, slots * 2 ** 32]);
  return {
    capacity,
    payloadWords: pick([0, 1, 4, 12, 30, 100]),
    startSequence: Math.max(0, wrap - Math.floor(events / 4)),
    events,
    producerKernel: pick(kernels),
    consumerKernels: Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(kernels)),
    batch: pick([1, 2, 8, 64]),
    slowness: pick([0, 0, 10, 100]),
    abandon: pick([false, false, false, true]),
  };
}

/** Problem with the heaps of a run; nothing, if it was too short to tell. */
export function heapFaultsOf({ producer, consumers }: StressReport): string[] {
  // Polls that find nothing compile only half of a consumer, so it takes events as well.
  if (producer.heap.rounds < JUDGED_ROUNDS_MIN) return [];
  const heaps: [string, Heap][] = consumers.map(({ heap }, n) => [`consumer ${n}`, heap]);
  heaps.push(["the producer", producer.heap]);
  return heaps
    .filter(([, { rounds, grownBytes }]) => rounds >= JUDGED_ROUNDS_MIN && grownBytes > BYTES_A_ROUND_MAX * rounds)
    .map(([name, { rounds, grownBytes }]) =>
      `the heap of ${name} grew by ${grownBytes} bytes in its last ${rounds} rounds`
    );
}

function describe(options: StressOptions): string {
  const { capacity, payloadWords, startSequence, producerKernel, consumerKernels, batch, slowness } = options;
  return `capacity ${capacity}, ${payloadWords} words, from ${startSequence}, ${producerKernel} -> ` +
    `${consumerKernels.join(" ")}, batch ${batch}, slowness ${slowness}${options.abandon ? ", a batch abandoned" : ""}`;
}

async function soak({ minutes, events, seed }: SoakOptions): Promise<number> {
  console.log(`soak: ${minutes} minutes, ${events} events a run, seed ${seed}`);
  const random = seeded(seed);
  const clock = new HrtimeClock();
  const total = { runs: 0, published: 0, delivered: 0, lost: 0, overruns: 0, torn: 0 };
  let warmBytes = 0;
  while (total.runs === 0 || clock.nowNs() < 60e9 * minutes) {
    const options = drawRun(random, events);
    const report = await runStress(options);
    total.runs++;
    total.published += report.head - options.startSequence;
    for (const { delivered, lost, overruns, torn } of report.consumers) {
      total.delivered += delivered;
      total.lost += lost;
      total.overruns += overruns;
      total.torn += torn;
    }
    const { rss } = Deno.memoryUsage();
    if (total.runs === WARM_RUNS) warmBytes = rss;
    const faults = [...faultsOf(report), ...heapFaultsOf(report)];
    if (warmBytes > 0 && rss - warmBytes > PROCESS_GROWTH_BYTES_MAX) {
      faults.push(`the process grew from ${warmBytes} to ${rss} bytes`);
    }
    console.log(
      `${faults.length === 0 ? "ok" : "FAULT"} ${total.runs}: ${describe(options)}; ${(rss / 2 ** 20).toFixed(0)} MiB`,
    );
    if (faults.length > 0) {
      for (const fault of faults) console.error(fault);
      console.error(
        `run ${total.runs} of seed ${seed} failed; again: deno task soak --seed ${seed} --events ${events}`,
      );
      return 1;
    }
  }
  const { runs, published, delivered, lost, overruns, torn } = total;
  console.log(
    `${runs} runs: ${published} published, ${delivered} delivered, ${lost} lost in ${overruns} overruns, ${torn} torn`,
  );
  return 0;
}

if (import.meta.main) {
  endWithReader();
  Deno.exit(await runSoak(Deno.args, processIo()));
}
