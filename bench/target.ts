/**
 * Times one of the works that have a goal, in a process of its own: `deno run bench/target.ts <work>`.
 *
 * It prints one line of JSON, `{ work, nsMedian, nsMin, samples }`, in nanoseconds per event. `tools/bench_report.ts` runs it
 * in turn with the C++ control, so that both see the same machine. The works on native time need `--allow-ffi`.
 *
 * @module
 */
import { HrtimeClock } from "../core/time/hrtime_clock.ts";
import { EVENTS, type Work } from "./_events.ts";

/** Makes a work, and brings the process into the state in which it is to be timed. */
type MakeWork = () => Promise<Work>;

const WORKS: Record<string, MakeWork> = {
  "one-ring": async () => (await import("./workload/one_ring.ts")).oneByOne,
  "one-ring-after-misses": async () => {
    const { meetMisses, oneByOne } = await import("./workload/one_ring.ts");
    meetMisses();
    return oneByOne;
  },
  "one-ring-in-batches": async () => (await import("./workload/one_ring.ts")).inBatches,
  "one-ring-checked": async () => (await import("./workload/one_ring.ts?checked")).oneByOne,
  "one-ring-in-batches-checked": async () => (await import("./workload/one_ring.ts?checked")).inBatches,
  "one-ring-late": async () => (await import("./workload/one_ring.ts?late")).oneByOne,
  "plain-ring": async () => (await import("./workload/one_ring.ts?plain")).oneByOne,
  "plain-ring-late": async () => (await import("./workload/one_ring.ts?plain&late")).oneByOne,
  "masked-ring": async () => (await import("./workload/one_ring.ts?masked")).oneByOne,
  "masked-ring-late": async () => (await import("./workload/one_ring.ts?masked&late")).oneByOne,
  "typed-ring": async () => (await import("./workload/one_ring.ts?typed")).oneByOne,
  "typed-ring-late": async () => (await import("./workload/one_ring.ts?typed&late")).oneByOne,
  "plain-ring-in-batches": async () => (await import("./workload/one_ring.ts?plain")).inBatches,
  "four-rings": async () => {
    const { oneByOne, takeTurns } = await import("./workload/four_rings.ts");
    takeTurns();
    return oneByOne;
  },
  "four-rings-after-misses": async () => {
    const { meetMisses, oneByOne, takeTurns } = await import("./workload/four_rings.ts");
    meetMisses();
    takeTurns();
    return oneByOne;
  },
  "manual-pipeline": async () => (await import("./workload/manual_pipeline.ts")).oneByOne,
  "native-pipeline": async () => (await import("./workload/native_pipeline.ts")).oneByOne,
  "native-clock": async () => (await import("./workload/native_clock.ts")).stamps,
};

/** How long a work is called before it is timed, until its code is as good as it gets. */
const WARMUP_MS = 400;
/** How long it is timed. */
const TIMED_MS = 600;
/** How many samples are taken, however long that is: on a busy machine the time may pass without any. */
const SAMPLES_MIN = 100;
/** Calls in one sample. */
const CALLS = 8;

const clock = new HrtimeClock();

/** What a work answered last: a result that is kept cannot be optimised away. */
const kept = new Float64Array(1);

/** Time of one event in one sample, in nanoseconds. A function of its own, so that it is compiled to be entered at the top. */
function sampleNs(work: Work): number {
  const startNs = clock.nowNs();
  for (let call = 0; call < CALLS; call++) kept[0] += work(call * EVENTS);
  return (clock.nowNs() - startNs) / (CALLS * EVENTS);
}

/** Takes samples for so long, and at least {@linkcode SAMPLES_MIN}. */
function takeSamples(work: Work, durationMs: number): number[] {
  const samples: number[] = [];
  const endNs = clock.nowNs() + durationMs * 1e6;
  while (clock.nowNs() < endNs || samples.length < SAMPLES_MIN) samples.push(sampleNs(work));
  return samples.sort((a, b) => a - b);
}

if (import.meta.main) {
  const [name] = Deno.args;
  if (!Object.hasOwn(WORKS, name)) {
    console.error(`the work must be one of ${Object.keys(WORKS).join(", ")}, got ${name}`);
    Deno.exit(2);
  }
  const work = await WORKS[name]();
  takeSamples(work, WARMUP_MS);
  const samples = takeSamples(work, TIMED_MS);
  const nsMedian = samples[samples.length >> 1];
  console.log(JSON.stringify({ work: name, nsMedian, nsMin: samples[0], samples: samples.length }));
}
