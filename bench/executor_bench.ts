/**
 * Question: what does it cost to decide on an event, by sink and by state of the lifecycle?
 *
 * Goal: observability that is off costs a call of nothing; the state makes no difference, since every state takes the same
 * way. The clock is a manual one, so that the reading of time is not what is measured.
 *
 * Not a goal: the clocks (`clock_bench.ts`).
 *
 * @module
 */
import { MetricsSink } from "../control/mod.ts";
import { LifecycleState, ManualClock, type ObservabilitySink, PollStatus } from "../mod.ts";
import * as events from "./_events.ts";
import { decide, makePipeline, type Pipeline } from "./workload/pipeline.ts";

const { benchWork, EVENTS, warmUp } = events;

/** Keeps a copy of the last ack. */
class LastAckSink implements ObservabilitySink {
  declare private readonly _cells: Float64Array;

  constructor() {
    this._cells = new Float64Array(4);
  }

  observe(...[, ack]: Parameters<ObservabilitySink["observe"]>): void {
    ack.copyTo(this._cells, 0);
  }
}

const SINKS: readonly [string, ObservabilitySink | undefined][] = [
  ["null sink", undefined],
  ["a copy of the ack", new LastAckSink()],
  ["metrics sink", new MetricsSink()],
];

for (const [name, sink] of SINKS) {
  const pipeline = makePipeline(new ManualClock(), sink);
  const work = (base: number) => decide(pipeline, base);
  warmUp(work, 500);
  benchWork("ingest to sink, by sink, READY", name, work, { baseline: sink === undefined });
}

const WAYS: readonly [string, (pipeline: Pipeline) => void][] = [
  ["READY", () => {}],
  ["DEGRADED", ({ lifecycle }) => lifecycle.transition(LifecycleState.DEGRADED)],
  ["WARMUP", ({ lifecycle }) => {
    lifecycle.transition(LifecycleState.DEGRADED);
    lifecycle.transition(LifecycleState.WARMUP);
  }],
];

for (const [name, bring] of WAYS) {
  const pipeline = makePipeline(new ManualClock());
  bring(pipeline);
  benchWork("ingest to sink, by state, null sink", name, (base) => decide(pipeline, base), {
    baseline: name === "READY",
  });
}

const idle = makePipeline(new ManualClock());
benchWork("a poll that finds nothing", "executor", () => {
  let found = 0;
  for (let n = 0; n < EVENTS; n++) found = (found + (idle.executor.poll() === PollStatus.EVENT ? 1 : 0)) | 0;
  return found;
}, { baseline: true });
