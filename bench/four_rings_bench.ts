// Question: what does it cost to publish an event and to poll it, where several rings of different capacities are alive?
//
// Goal: what a program sees. The rings have one code, so the compiler cannot take any of them for a constant.
//
// Non-goals: how the cost depends on capacity, payload, batch and consumers, which local_ring_bench.ts has.
import { benchWork } from "./_events.ts";
import { meetMisses, nextSequence, oneByOne, takeTurns } from "./workload/four_rings.ts";

const GROUP = "four rings";

benchWork(GROUP, "publish + poll", oneByOne, { baseline: true, nextSequence, prepare: takeTurns });
benchWork(GROUP, "publish + poll, after empty polls and overruns", oneByOne, { nextSequence, prepare: meetMisses });
