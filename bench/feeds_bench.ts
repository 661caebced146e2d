// Question: what does an arrival cost, from a model and from a recording?
//
// Goal: that a feed is the least part of a simulation: 10 million arrivals a second of a constant rate, 5 of a Poisson process,
// 3 of a Hawkes process, 8 million rows of a CSV and 15 million packets of a pcap.
//
// Non-goals: reading files from a disk; how the cost grows with the number of events, which feed_growth.ts measures.
import { type ArrivalFeed, CHUNK_EVENTS, makeChunk } from "../demo/system/mod.ts";
import { benchWork } from "./_events.ts";
import { FEEDS, openBenchFeed } from "./workload/feeds.ts";

/** More than any bench reads; where the file of a recording says its length, that is this long. */
const EVENTS = 1e12;

const chunk = makeChunk(CHUNK_EVENTS);

for (const name of Object.keys(FEEDS)) {
  let feed: ArrivalFeed = openBenchFeed(name, EVENTS);
  benchWork("feeds, an arrival", name, () => {
    // A chunk may end early, at the end of a buffer.
    for (let left = CHUNK_EVENTS; left > 0;) {
      const count = feed.read(chunk);
      if (count === 0) feed = openBenchFeed(name, EVENTS);
      left -= count;
    }
    return chunk.timesNs[0];
  }, { baseline: name === "constant" });
}
