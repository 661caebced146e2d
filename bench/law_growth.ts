/**
 * Measures whether the cost of an arrival in a law depends on how many there are: `deno run bench/law_growth.ts [GREATEST]`.
 *
 * Prints the nanoseconds per event of each law, for 10⁴ events up to 10⁷, or up to GREATEST. They are processor time, which
 * other processes do not take part in, and the least of three runs; making the arrivals is not included. A short feed is taken
 * several times, so that the clock has something to measure.
 *
 * @module
 */
import process from "node:process";
import { CHUNK_EVENTS } from "../demo/simulation.ts";
import { BenchArrivals, type BenchLaw, LAWS } from "./workload/laws.ts";

const RUNS = 3;
const LEAST = 1e4;
/** Events of all feeds of one measurement together, at least. */
const MEASURED = 1e6;

/** Microseconds of processor time since the process began. */
function processorUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Nanoseconds per event of a law that takes so many. */
function nsPerEvent(makeLaw: () => BenchLaw, events: number): number {
  const times = Math.max(1, Math.round(MEASURED / events));
  const baseNs = measure(undefined, events, times);
  return measure(makeLaw, events, times) - baseNs;
}

function measure(makeLaw: (() => BenchLaw) | undefined, events: number, times: number): number {
  const beforeUs = processorUs();
  for (let time = 0; time < times; time++) {
    const arrivals = new BenchArrivals();
    const law = makeLaw?.();
    for (let left = events; left > 0; left -= CHUNK_EVENTS) {
      const count = Math.min(left, CHUNK_EVENTS);
      arrivals.read(count);
      law?.take(arrivals.timesNs, count);
    }
  }
  return (processorUs() - beforeUs) * 1_000 / (times * events);
}

if (import.meta.main) {
  const greatest = Number(Deno.args[0] ?? 1e7);
  if (!(greatest >= LEAST && greatest <= 1e9)) {
    console.error(`GREATEST must be a number from ${LEAST} to 1000000000, got ${Deno.args[0]}`);
    Deno.exit(2);
  }
  const counts: number[] = [];
  for (let events = LEAST; events <= greatest; events *= 10) counts.push(events);
  for (const makeLaw of Object.values(LAWS)) nsPerEvent(makeLaw, MEASURED); // until its code is compiled
  console.log(["ns per event".padEnd(34), ...counts.map((events) => `1e${Math.log10(events)}`.padStart(8))].join(""));
  for (const [name, makeLaw] of Object.entries(LAWS)) {
    const least = counts.map((events) => Math.min(...Array.from({ length: RUNS }, () => nsPerEvent(makeLaw, events))));
    console.log([name.padEnd(34), ...least.map((ns) => ns.toFixed(1).padStart(8))].join(""));
  }
}
