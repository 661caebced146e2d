// Question: what does it cost to publish an event and to poll it, where a ring is the only one of its process?
//
// Goal: the least that the code can cost. The compiler knows the ring and its consumer as constants. Every figure is for a
// publish and a poll together, with all fields of a 32-byte event written and read.
//
// Non-goals: several rings, which local_ring_bench.ts has; what lies around the ring, which pipeline_bench.ts has; threads.
import { benchWork } from "./_events.ts";
import { inBatches, meetMisses, nextSequence, oneByOne } from "./workload/one_ring.ts";

const GROUP = "one ring";

benchWork(GROUP, "publish + poll", oneByOne, { baseline: true, nextSequence });
benchWork(GROUP, "publish + poll, batches of 64", inBatches, { nextSequence });
// From here on the code allows for empty polls and overruns, because it has met them.
benchWork(GROUP, "publish + poll, after empty polls and overruns", oneByOne, { nextSequence, prepare: meetMisses });
