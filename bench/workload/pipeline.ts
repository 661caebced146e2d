/**
 * The whole way of an event: stamp, publish, poll, gate, stamp, stamp, ack, sink.
 *
 * @module
 */
import {
  Executor,
  Lifecycle,
  LifecycleState,
  MarketDataIngest,
  type MonotonicClock,
  type ObservabilitySink,
  RingBuffer,
} from "../../mod.ts";
import * as events from "../_events.ts";

const { EVENTS } = events;

/** A pipeline that takes events in and decides on them, one by one. */
export interface Pipeline {
  /** Where events enter. */
  readonly ingest: MarketDataIngest;
  /** What decides on them. */
  readonly executor: Executor;
  /** The state under which it decides. */
  readonly lifecycle: Lifecycle;
}

/** Makes a pipeline in READY, with a ring of 1024 slots. Without a sink it has the null sink. */
export function makePipeline(clock: MonotonicClock, sink?: ObservabilitySink): Pipeline {
  const lifecycle = new Lifecycle();
  const ring = new RingBuffer({ capacity: 1024, payloadWords: 4 }, { checked: false });
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const executor = new Executor({ lifecycle: lifecycle.reader, consumer: ring.createConsumer(), clock, sink });
  lifecycle.transition(LifecycleState.WARMUP);
  lifecycle.transition(LifecycleState.READY);
  return { ingest, executor, lifecycle };
}

/** Takes in and decides on events one by one. Answers the polls that delivered, and something of the last ack. */
export function decide({ ingest, executor }: Pipeline, base: number): number {
  let delivered = 0;
  const end = (base + EVENTS) | 0;
  for (let n = base | 0; n < end; n = (n + 1) | 0) {
    const slot = ingest.claim();
    slot.setCell(0, n);
    slot.setCell(1, n + 1);
    ingest.publish();
    delivered = (delivered + executor.poll()) | 0;
  }
  return delivered + executor.ack.sequence;
}
