/**
 * Measures whether the cost of an arrival depends on how many there are: `deno run bench/feed_growth.ts [GREATEST]`.
 *
 * Prints the nanoseconds per event of each feed, for 10⁴ events up to 10⁷, or up to GREATEST. They are processor time, which
 * other processes do not take part in, and the least of three runs. Everything is read through one chunk, so that memory does
 * not grow.
 *
 * @module
 */
import process from "node:process";
import { makeChunk } from "../demo/system/mod.ts";
import { FEEDS, openBenchFeed } from "./workload/feeds.ts";

const RUNS = 3;
const LEAST = 1e4;
const chunk = makeChunk();

/** Nanoseconds per event of a feed read to its end. */
function nsPerEvent(name: string, events: number): number {
  const feed = openBenchFeed(name, events);
  const before = process.cpuUsage();
  let read = 0;
  for (let count = feed.read(chunk); count > 0; count = feed.read(chunk)) read += count;
  const { user, system } = process.cpuUsage(before);
  if (read !== events) throw new Error(`${name} must have ${events} events, got ${read}`);
  return (user + system) * 1_000 / events;
}

if (import.meta.main) {
  const greatest = Number(Deno.args[0] ?? 1e7);
  if (!(greatest >= LEAST && greatest <= 1e9)) {
    console.error(`GREATEST must be a number from ${LEAST} to 1000000000, got ${Deno.args[0]}`);
    Deno.exit(2);
  }
  const counts: number[] = [];
  for (let events = LEAST; events <= greatest; events *= 10) counts.push(events);
  for (const name of Object.keys(FEEDS)) nsPerEvent(name, LEAST * 20); // until its code is compiled
  console.log(["ns per event".padEnd(16), ...counts.map((events) => `1e${Math.log10(events)}`.padStart(8))].join(""));
  for (const name of Object.keys(FEEDS)) {
    const least = counts.map((events) => Math.min(...Array.from({ length: RUNS }, () => nsPerEvent(name, events))));
    console.log([name.padEnd(16), ...least.map((ns) => ns.toFixed(1).padStart(8))].join(""));
  }
}
