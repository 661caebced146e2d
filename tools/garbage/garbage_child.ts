/**
 * The program that is measured: it does the work of one case and prints what it cost. `garbage.ts` starts it, with one
 * argument, the case as JSON, and with `--v8-flags=--trace-gc,--expose-gc`.
 *
 * Standard output is V8's alone: it writes its trace in blocks, and what the program wrote there would land within a line of
 * it. The reading goes to standard error.
 *
 * @module
 */
import { getHeapStatistics } from "node:v8";
import { BadSinkError, type GarbageCase, makeSink, makeWorkload, type Workload } from "./garbage_workloads.ts";

/** Output of the measured program; its collections are in the trace. */
export interface GarbageReading {
  /** Growth of the used heap over the measured part, in bytes. Exact, and meaningless if there was a collection. */
  readonly grownBytes: number;
  /** Bytes allocated over the measured part, in steps of a few tens of kilobytes. */
  readonly allocatedBytes: number;
}

/** Exit status if the sink that was named is none: a mistake of the user, not of this program. */
export const BAD_SINK_STATUS = 2;

/** Events in one call of a workload: short, so that what runs is the compiled function, not a loop replaced within it. */
const CHUNK_EVENTS = 2_000;

/** Events between two steps of simulated time, at most. A step is no part of the hot path, and may make garbage. */
const PASS_EVENTS = 1_000_000;

/** Events between two looks at the heap during the warm-up. */
const BLOCK_EVENTS = 100_000;

/** A block is quiet if the heap is within so many bytes of where it was before: no compiler has done anything. */
const QUIET_BYTES = 1_000;

/** The warm-up ends after so many quiet blocks, one after the other. */
const QUIET_BLOCKS = 20;

/** The shortest warm-up of a pipeline that makes no garbage, in events. */
export const WARMUP_EVENTS_MIN: number = QUIET_BLOCKS * BLOCK_EVENTS;

if (import.meta.main) {
  try {
    console.error(JSON.stringify(await measureSubject(JSON.parse(Deno.args[0] ?? ""))));
  } catch (error) {
    if (!(error instanceof BadSinkError)) throw error;
    console.error(error.message);
    Deno.exit(BAD_SINK_STATUS);
  }
}

async function measureSubject(subject: GarbageCase): Promise<GarbageReading> {
  const workload = makeWorkload(subject, await makeSink(subject.sink));
  const reading = measure(workload, subject);
  workload.verify();
  return reading;
}

function measure(workload: Workload, { events, warmupEventsMax }: GarbageCase): GarbageReading {
  const collect = (globalThis as unknown as { gc(options: { type: "minor" }): void }).gc;
  let quiet = 0;
  for (let done = 0; done < warmupEventsMax && quiet < QUIET_BLOCKS; done += BLOCK_EVENTS) {
    const { grownBytes } = measureOnce(workload, BLOCK_EVENTS);
    quiet = Math.abs(grownBytes) <= QUIET_BYTES ? quiet + 1 : 0;
  }
  collect({ type: "minor" });
  const reading = measureOnce(workload, events);
  collect({ type: "minor" });
  return reading;
}

function measureOnce(workload: Workload, events: number): GarbageReading {
  const calibration = read();
  const before = read();
  work(workload, events);
  const after = read();
  return {
    // Looking at the heap allocates a little, the same every time.
    grownBytes: after.used - before.used - (before.used - calibration.used),
    allocatedBytes: after.allocated - before.allocated - (before.allocated - calibration.allocated),
  };
}

function work(workload: Workload, events: number): void {
  for (let done = 0; done < events; done += CHUNK_EVENTS) {
    if (done % PASS_EVENTS === 0) workload.pass();
    workload.run(Math.min(CHUNK_EVENTS, events - done));
  }
}

function read(): { used: number; allocated: number } {
  const { used_heap_size, total_allocated_bytes } = getHeapStatistics() as unknown as Record<string, number>;
  return { used: used_heap_size!, allocated: total_allocated_bytes! };
}
