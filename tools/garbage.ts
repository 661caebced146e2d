import { type Command, runLongCommand } from "../demo/terminal/command.ts";
import { ExitStatus } from "../demo/terminal/exit_status.ts";
import { integerRule, readInteger, valueOf } from "../demo/terminal/option_values.ts";
import { type ParsedOptions, quote } from "../demo/terminal/options.ts";
import { UsageError } from "../demo/terminal/usage_error.ts";
import { CONSOLE_IO, endWithReader } from "./tool_output.ts";
import { BAD_SINK_STATUS, type GarbageReading, WARMUP_EVENTS_MIN } from "./garbage/garbage_child.ts";
import { collectionsBetweenMarks } from "./garbage/garbage_trace.ts";
import type { CaseInput, CaseRing, GarbageCase } from "./garbage/garbage_workloads.ts";

/** Cost of a case over its measured part. */
export interface GarbageResult extends GarbageCase {
  /** Collections of V8's garbage collector. */
  readonly collections: number;
  /** Bytes allocated. */
  readonly bytes: number;
}

/** The law. */
export const COLLECTIONS_MAX = 0;

/** The law: bytes per event. A small remainder comes from the compiler once in a while, not from an event. */
export const BYTES_PER_EVENT_MAX = 0.01;

const EVENTS_DEFAULT = 10_000_000;
const EVENTS_MIN = 10_000;
const EVENTS_MAX = 1_000_000_000;

/** By then a pipeline that makes no garbage has come to rest, also on a busy machine. */
const WARMUP_EVENTS_MAX = 10_000_000;

/** The rows for comparison are slow, so they do with fewer events. */
const COMPARISON_SHARE = 10;

/** Where the sequences start: small, and where 31 and 32 bits no longer hold them. */
const FIRST_SEQUENCES: readonly number[] = [0, 2 ** 31, 2 ** 32];

/** The sinks that there are. */
const OWN_SINKS: readonly string[] = ["null", "metrics", "ring"];

/** Possible results of a poll. */
const POLLS = ["events", "empty polls", "overruns"] as const;

/** The shared ring, by each kernel that is right on this processor. */
const SHARED_RINGS: readonly CaseRing[] = Deno.build.arch === "x86_64"
  ? ["atomics", "wasm", "wasm-tso"]
  : ["atomics", "wasm"];

const EVENTS_RULE = integerRule(EVENTS_MIN, EVENTS_MAX);
const SINK_RULE = "the path of a module";

const GARBAGE: Command = {
  usage: "deno task garbage [OPTION...]",
  summary: "Measures the garbage of the hot path, with V8's own trace of its collections.",
  options: [
    {
      name: "events",
      value: "EVENTS",
      rule: EVENTS_RULE,
      help: `Events in the measured part of a case, ${EVENTS_RULE}. Default ${EVENTS_DEFAULT}.`,
    },
    {
      name: "sink",
      value: "MODULE",
      rule: SINK_RULE,
      help: "Measures this sink, the default export of a module, in place of the sinks that there are.",
    },
    { name: "json", help: "Prints one JSON object instead of the table." },
  ],
  statuses: [["0", "the law holds"], ["1", "it does not"]],
};

/** Options of the command line. */
interface Options {
  readonly events: number;
  readonly sinks: readonly string[];
  readonly json: boolean;
}

/**
 * Measures one case in a process of its own.
 *
 * @throws {UsageError} if the sink that the case names is none
 * @throws {Error} if the process fails, or its trace cannot be read
 */
export async function measureCase(subject: GarbageCase): Promise<GarbageResult> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-ffi",
      "--allow-read",
      "--v8-flags=--trace-gc,--expose-gc",
      new URL("garbage/garbage_child.ts", import.meta.url).href,
      JSON.stringify(subject),
    ],
  }).output();
  const said = new TextDecoder().decode(stderr).trim();
  if (code === BAD_SINK_STATUS) throw new UsageError(said);
  if (code !== 0) throw new Error(`the measured program failed: ${said}`);
  const { grownBytes, allocatedBytes }: GarbageReading = JSON.parse(said);
  const collections = collectionsBetweenMarks(new TextDecoder().decode(stdout));
  return { ...subject, collections, bytes: collections === 0 ? grownBytes : allocatedBytes };
}

/** Whether a result keeps the law. */
export function keepsLaw(result: GarbageResult): boolean {
  return result.collections <= COLLECTIONS_MAX && bytesPerEvent(result) <= BYTES_PER_EVENT_MAX;
}

/** Bytes allocated for an event. */
export function bytesPerEvent({ bytes, events }: GarbageResult): number {
  return bytes / events;
}

/**
 * The cases that the law is about: every combination of clock, sink and what can happen at a poll, from every first sequence;
 * and the other ways in, the shared ring by each of its kernels, every ring with unchecked access, and the sink that sends
 * observations to another thread, from the largest.
 */
export function lawCases(events: number, sinks: readonly string[]): GarbageCase[] {
  const cases: GarbageCase[] = [];
  const last = Math.max(...FIRST_SEQUENCES);
  for (const clock of ["manual", "native"] as const) {
    const add = (ring: CaseRing, sink: string, input: CaseInput, firstSequence = last) =>
      cases.push({
        ring,
        checked: true,
        clock,
        sink,
        input,
        firstSequence,
        events,
        warmupEventsMax: WARMUP_EVENTS_MAX,
      });
    for (const sink of sinks) {
      for (const input of POLLS) for (const firstSequence of FIRST_SEQUENCES) add("local", sink, input, firstSequence);
      add("local", sink, "decisions");
      add("local", sink, "raw bytes");
    }
    add("local", "none", "batches");
  }
  const size = { firstSequence: last, events, warmupEventsMax: WARMUP_EVENTS_MAX };
  for (const ring of SHARED_RINGS) {
    const kind = { ring, checked: true, clock: "manual", ...size } as const;
    for (const input of POLLS) cases.push({ ...kind, sink: sinks[0]!, input });
    cases.push({ ...kind, sink: "none", input: "batches" });
  }
  for (const ring of ["local", ...SHARED_RINGS] as const) {
    const kind = { ring, checked: false, clock: "manual", ...size } as const;
    for (const input of ["events", "overruns"] as const) cases.push({ ...kind, sink: sinks[0]!, input });
    cases.push({ ...kind, sink: "none", input: "batches" });
  }
  return cases;
}

/** The cases beside them, which show what the law is for: the fallback clock, and objects all the way. */
export function comparisonCases(events: number): GarbageCase[] {
  const size = { firstSequence: 0, events: Math.ceil(events / COMPARISON_SHARE), warmupEventsMax: WARMUP_EVENTS_MIN };
  return [
    { ring: "local", checked: true, clock: "hrtime", sink: "null", input: "events", ...size },
    { ring: "local", checked: true, clock: "bigint", sink: "none", input: "objects", ...size },
  ];
}

/** Measures a case. */
export type Measure = (subject: GarbageCase) => Promise<GarbageResult>;

/**
 * The command line.
 *
 * @param args the arguments
 * @param measure measures a case; tests put another in its place
 * @returns the exit status
 */
export function main(args: readonly string[], measure: Measure = measureCase): Promise<number> {
  return runLongCommand(GARBAGE, args, CONSOLE_IO, readOptions, (options) => report(options, measure));
}

async function report({ events, sinks, json }: Options, measure: Measure): Promise<number> {
  if (!json) console.log(heading());
  const results: GarbageResult[] = [];
  for (const subject of lawCases(events, sinks)) {
    const result = await measure(subject);
    results.push(result);
    if (!json) console.log(row(result) + (keepsLaw(result) ? "" : "  <-"));
  }
  if (!json) console.log("\nFor comparison: the clock that needs no FFI, and objects with hrtime.bigint.");
  const comparison: GarbageResult[] = [];
  for (const subject of comparisonCases(events)) {
    const result = await measure(subject);
    comparison.push(result);
    if (!json) console.log(row(result));
  }
  const broken = results.filter((result) => !keepsLaw(result));
  console.log(json ? toJson(results, comparison) : verdict(results, broken));
  return broken.length === 0 ? ExitStatus.OK : ExitStatus.NOT_HELD;
}

function heading(): string {
  return `Garbage of the hot path on V8 ${Deno.version.v8}. Each case runs in a process
of its own, and is measured after ${count(WARMUP_EVENTS_MIN)} events of warm-up or more.
A * marks rings whose access is unchecked.

${columns("ring", "clock", "sink", "input", "first", "events", "GCs", "bytes/event")}`;
}

function row(result: GarbageResult): string {
  const { ring, checked, clock, sink, input, firstSequence, events, collections } = result;
  return columns(
    checked ? ring : `${ring}*`,
    clock,
    sink.slice(sink.lastIndexOf("/") + 1),
    input,
    firstSequence === 0 ? "0" : `2^${Math.log2(firstSequence)}`,
    count(events),
    count(collections),
    bytesPerEvent(result).toFixed(4),
  );
}

/** One line of the table, 75 columns wide. */
function columns(...[ring, clock, sink, input, first, events, collections, bytes]: Columns): string {
  return `${ring.padEnd(9)} ${clock.padEnd(6)} ${sink.slice(0, 8).padEnd(8)} ${input.padEnd(11)} ` +
    `${first.padEnd(5)} ${events.padStart(13)} ${collections.padStart(5)} ${bytes.padStart(11)}`;
}

type Columns = [
  ring: string,
  clock: string,
  sink: string,
  input: string,
  first: string,
  events: string,
  collections: string,
  bytes: string,
];

function verdict(results: readonly GarbageResult[], broken: readonly GarbageResult[]): string {
  const law = `0 collections, at most ${BYTES_PER_EVENT_MAX} bytes per event`;
  const outcome = broken.length === 0
    ? `It holds in all ${results.length} cases.`
    : `It is broken in ${broken.length} of ${results.length} cases, marked <-.`;
  return `\nThe law: ${law}.\n${outcome}`;
}

function toJson(results: readonly GarbageResult[], comparison: readonly GarbageResult[]): string {
  const entry = (result: GarbageResult) => ({
    ring: result.ring,
    checked: result.checked,
    clock: result.clock,
    sink: result.sink,
    input: result.input,
    first_sequence: result.firstSequence,
    events: result.events,
    collections: result.collections,
    bytes: result.bytes,
    bytes_per_event: bytesPerEvent(result),
  });
  return JSON.stringify(
    {
      v8: Deno.version.v8,
      warmup_events_min: WARMUP_EVENTS_MIN,
      law: { collections_max: COLLECTIONS_MAX, bytes_per_event_max: BYTES_PER_EVENT_MAX },
      held: results.every(keepsLaw),
      cases: results.map((result) => ({ ...entry(result), held: keepsLaw(result) })),
      comparison: comparison.map(entry),
    },
    null,
    2,
  );
}

function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}

function readOptions(parsed: ParsedOptions): Options {
  const sink = valueOf(parsed, "sink");
  return {
    events: readInteger(parsed, "events", EVENTS_MIN, EVENTS_MAX) ?? EVENTS_DEFAULT,
    sinks: sink === undefined ? OWN_SINKS : [sinkUrl(sink)],
    json: parsed.flags.has("json"),
  };
}

function sinkUrl(path: string): string {
  const url = new URL(path, `file://${Deno.cwd()}/`);
  try {
    if (Deno.statSync(url).isFile) return url.href;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new UsageError(`--sink must be ${SINK_RULE}, got ${quote(path)}`);
}

if (import.meta.main) {
  endWithReader();
  Deno.exit(await main(Deno.args));
}
