/**
 * Measures what the patterns that the law forbids cost, beside what the law asks for instead, and prints a table.
 *
 * Each pattern runs in a process of its own, whose young generation is so large that little is collected: the growth of
 * the heap is then what was allocated. The figures are medians over chunks of 2000 events. Bytes are the ones to trust;
 * times change with the machine.
 *
 *     deno run --allow-run tools/lint/costs.ts   # not run by the tests: takes minutes
 *
 * @module
 */
import { keptDouble, PATTERNS, type Step } from "./cost_patterns.ts";

/** Cost of one kind of step. */
export interface Cost {
  readonly bytesPerEvent: number;
  readonly nsPerEvent: number;
}

const CHUNK = 2000;
const CHUNKS = 400;

/** Runs chunks of events and gives the cost of one event, in this process. */
function measure(step: Step, warmup: number, chunks: number): Cost {
  let sum = 0;
  function runChunk(first: number): void {
    for (let i = 0; i < CHUNK; i++) sum = (sum + step(first + i)) | 0;
  }
  for (let i = 0; i < warmup; i++) runChunk(i * CHUNK);
  const times = new Float64Array(chunks);
  const bytes = new Float64Array(chunks);
  for (let i = 0; i < chunks; i++) {
    const used = Deno.memoryUsage().heapUsed;
    // Not by a clock of ours: reading one without a permission makes garbage, which is counted here.
    const start = performance.now();
    runChunk(i * CHUNK);
    times[i] = performance.now() - start;
    bytes[i] = Deno.memoryUsage().heapUsed - used;
  }
  // The sum is used, so that the work cannot be optimised away.
  if (Number.isNaN(sum + keptDouble())) throw new Error("the sum of the steps is not a number");
  return { bytesPerEvent: bytes.sort()[chunks >> 1] / CHUNK, nsPerEvent: times.sort()[chunks >> 1] * 1e6 / CHUNK };
}

/**
 * Measures a pattern in a process of its own. Needs the permission to run Deno.
 *
 * @param name the pattern, one of {@linkcode patterns}
 * @param way which of its two forms
 * @param chunks chunks to measure; the bytes need fewer than the time
 */
export function costOf(name: string, way: "breach" | "instead", chunks: number = CHUNKS): Cost {
  const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-lock",
      "--v8-flags=--min-semi-space-size=512,--max-semi-space-size=512",
      import.meta.url,
      name,
      way,
      String(chunks),
    ],
  }).outputSync();
  if (!success) throw new Error(`measuring ${name} failed: ${new TextDecoder().decode(stderr)}`);
  // A pattern may print as well; the figures come last.
  return JSON.parse(new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1)!);
}

/** The names of the patterns, and what is known of each. */
export const patterns: readonly { name: string; rule: string | null; allocates: boolean }[] = Object.entries(PATTERNS)
  .map(([name, { rule, allocates }]) => ({ name, rule, allocates }));

if (import.meta.main) {
  const [name, way, chunks] = Deno.args;
  if (name !== undefined) {
    if (!Object.hasOwn(PATTERNS, name) || (way !== "breach" && way !== "instead")) {
      throw new RangeError(`no pattern "${name}" ("${way}"); known are ${Object.keys(PATTERNS).join("; ")}`);
    }
    console.log(JSON.stringify(measure(PATTERNS[name][way](), 50, Number(chunks ?? CHUNKS))));
  } else {
    console.log(`Deno ${Deno.version.deno}, V8 ${Deno.version.v8}, ${Deno.build.target}\n`);
    console.log("| pattern | rule | bytes | ns | instead: bytes | ns |");
    console.log("| --- | --- | ---: | ---: | ---: | ---: |");
    for (const { name, rule } of patterns) {
      const [breach, instead] = [costOf(name, "breach"), costOf(name, "instead")];
      const figures = [breach, instead].flatMap(({ bytesPerEvent, nsPerEvent }) => [
        bytesPerEvent.toFixed(0),
        nsPerEvent.toFixed(nsPerEvent < 100 ? 1 : 0),
      ]);
      console.log(`| ${name.replace("|", "\\|")} | ${rule === null ? "" : `\`${rule}\``} | ${figures.join(" | ")} |`);
    }
  }
}
