/**
 * Measures whether the cost of a simulation depends on how long it is: `deno run bench/simulation_growth.ts [GREATEST]`.
 *
 * Prints the nanoseconds per event of a whole simulation, from models and from a CSV file: three consumers of the real parts, all
 * laws and the peak table, for 10⁴ events up to 10⁷, or up to GREATEST. They are processor time, which other processes do not take
 * part in, and the least of three runs; above 10⁷ events of one. A third of them is the cost per consumer. A short feed is
 * simulated several times, so that the clock has something to measure.
 *
 * @module
 */
import process from "node:process";
import { simulateSystem } from "../demo/simulation.ts";
import { FEEDS, openBenchFeed } from "./workload/feeds.ts";

const RUNS = 3;
const LEAST = 1e4;
/** Events of all runs of one measurement together, at least, unless there are to be few. */
const MEASURED = 1e6;

/** Spinning, in batches, and one that cannot keep up. */
const SYSTEM = {
  ring: { capacity: 4_096 },
  consumers: [
    { name: "spinning", service: "400ns", onOverrun: "skip-to-head" },
    { name: "batches", service: { perEvent: "300ns", perPass: "200ns", maxBatch: 8 }, onOverrun: "skip-to-head" },
    { name: "behind", service: "600ns", onOverrun: "skip-to-oldest" },
  ],
};

/** Nanoseconds per event of a simulation. */
function nsPerEvent(name: string, events: number, measured: number): number {
  const times = Math.max(1, Math.round(measured / events));
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) {
    const { record } = simulateSystem(SYSTEM, { feed: openBenchFeed(name, events) });
    if (record.published !== events) throw new Error(`${name} must publish ${events} events, got ${record.published}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1_000 / (times * events);
}

if (import.meta.main) {
  const greatest = Number(Deno.args[0] ?? 1e7);
  if (!(greatest >= LEAST && greatest <= 1e9)) {
    console.error(`GREATEST must be a number from ${LEAST} to 1000000000, got ${Deno.args[0]}`);
    Deno.exit(2);
  }
  const measured = greatest === LEAST ? LEAST : MEASURED;
  const runs = (events: number) => greatest === LEAST || events > 1e7 ? 1 : RUNS;
  const counts: number[] = [];
  for (let events = LEAST; events <= greatest; events *= 10) counts.push(events);
  for (const name of Object.keys(FEEDS)) nsPerEvent(name, measured, measured); // until its code is compiled
  console.log(["ns per event".padEnd(16), ...counts.map((events) => `1e${Math.log10(events)}`.padStart(8))].join(""));
  for (const name of Object.keys(FEEDS)) {
    const least = counts.map((events) =>
      Math.min(...Array.from({ length: runs(events) }, () => nsPerEvent(name, events, measured)))
    );
    console.log([name.padEnd(16), ...least.map((ns) => ns.toFixed(0).padStart(8))].join(""));
  }
}
