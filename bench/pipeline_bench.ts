// Question: what does the whole way of an event cost: stamp, publish, poll, gate, stamp, stamp, ack, sink?
//
// Goal: what the code itself costs, on simulated time, with the null sink.
//
// Non-goals: real time, which clock_bench.ts has; other sinks and states, which executor_bench.ts has.
import { benchWork } from "./_events.ts";
import { oneByOne } from "./workload/manual_pipeline.ts";

benchWork("pipeline", "manual clock, null sink", oneByOne, { baseline: true });
