// Question: what does an arrival cost in the laws that are followed beside a simulation?
//
// Goal: that three laws for each consumer, and the peaks, are a small part of it: 20 million arrivals a second for a needed
// ring, 40 for the peaks in eight windows.
//
// Non-goals: making the arrivals, which feeds_bench.ts measures; how the cost grows with the number of events, which
// law_growth.ts measures.
import { CHUNK_EVENTS } from "../demo/simulation.ts";
import { benchWork } from "./_events.ts";
import { BenchArrivals, LAWS } from "./workload/laws.ts";

for (const [name, makeLaw] of Object.entries(LAWS)) {
  const arrivals = new BenchArrivals();
  const law = makeLaw();
  benchWork("laws, an arrival", name, () => {
    arrivals.read(CHUNK_EVENTS);
    law.take(arrivals.timesNs, CHUNK_EVENTS);
    return arrivals.timesNs[0];
  });
}
