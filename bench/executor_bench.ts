// Question: does the cost of a decision depend on the state, and what does a sink add to it?
//
// Goal: to show that a provisional decision costs what a live one does, and the price of each kind of observation. All
// executors share one code, so where sinks are compared its call of the sink serves several kinds. That costs more than in
// a process that has one kind, as in pipeline_bench.ts.
//
// Non-goals: real time, which clock_bench.ts has. The clock stands, so every time span recorded is 0.
import { MetricsSink } from "../control/mod.ts";
import {
  type Ack,
  ACK_CELLS,
  type EventView,
  LifecycleState,
  ManualClock,
  type ObservabilitySink,
  PollStatus,
} from "../mod.ts";
import { benchWork, EVENTS } from "./_events.ts";
import { decide, makePipeline } from "./workload/pipeline.ts";

/** Keeps the latest 1024 decisions. */
class RecentDecisions implements ObservabilitySink {
  declare private readonly _cells: Float64Array;
  private _count = 0;

  constructor() {
    this._cells = new Float64Array(1024 * ACK_CELLS);
  }

  observe(_event: EventView, ack: Ack): void {
    ack.copyTo(this._cells, (this._count & 1023) * ACK_CELLS);
    this._count = (this._count + 1) | 0;
  }
}

const { WARMUP, DEGRADED } = LifecycleState;
for (const [name, ways] of Object.entries({ READY: [], DEGRADED: [DEGRADED], WARMUP: [DEGRADED, WARMUP] })) {
  const pipeline = makePipeline(new ManualClock());
  for (const state of ways) pipeline.lifecycle.transition(state);
  benchWork("executor, by state", name, (n) => decide(pipeline, n), { baseline: ways.length === 0 });
}

const idle = makePipeline(new ManualClock());
benchWork("executor, a poll that finds nothing", "empty", () => {
  let found = 0;
  for (let n = EVENTS; n > 0; n--) if (idle.executor.poll() !== PollStatus.EMPTY) found++;
  return found;
}, { baseline: true });

// From here on the call of the sink serves several kinds.
const sinks: Record<string, ObservabilitySink | undefined> = {
  "null sink": undefined,
  "copying sink": new RecentDecisions(),
  "metrics sink": new MetricsSink(),
};
for (const [name, sink] of Object.entries(sinks)) {
  const pipeline = makePipeline(new ManualClock(), sink);
  benchWork("executor, by sink", name, (n) => decide(pipeline, n), { baseline: sink === undefined });
}
