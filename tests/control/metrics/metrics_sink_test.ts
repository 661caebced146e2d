import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { MetricsSink, type MetricsSnapshot } from "../../../control/metrics/metrics_sink.ts";
import { EventSlot } from "../../../core/bus/event_slot.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { Ack, ACK_COMPLETION, ACK_DECISION, ACK_EXECUTED } from "../../../core/execution/ack.ts";
import { Executor } from "../../../core/execution/executor.ts";
import { MarketDataIngest } from "../../../core/ingest/market_data_ingest.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";

const event = new EventSlot(new ArrayBuffer(64), 2);
const ack = new Ack();

function observe(
  sink: MetricsSink,
  arrivalNs: number,
  decisionNs: number,
  completionNs: number,
  executed = true,
): void {
  event.arrivalNs = arrivalNs;
  ack.cells[ACK_DECISION] = decisionNs;
  ack.cells[ACK_COMPLETION] = completionNs;
  ack.cells[ACK_EXECUTED] = executed ? 1 : 0;
  sink.observe(event, ack);
}

Deno.test("MetricsSink.observe counts live and provisional decisions and measures both spans", () => {
  const sink = new MetricsSink();
  observe(sink, 100, 150, 157);
  observe(sink, 200, 300, 302, false);
  observe(sink, 210, 310, 330, true);
  const snapshot = sink.snapshot();
  assertEquals([snapshot.observed, snapshot.executed, snapshot.provisional, snapshot.dropped], [3, 2, 1, 0]);
  const { stalenessNs, processingNs } = snapshot;
  assertEquals([stalenessNs.count, stalenessNs.min, stalenessNs.max, stalenessNs.sum], [3, 50, 100, 250]);
  assertEquals([processingNs.count, processingNs.min, processingNs.max, processingNs.sum], [3, 2, 20, 29]);
  assertEquals([snapshot.latestArrivalNs, snapshot.latestDecisionNs], [210, 310]);
});

Deno.test("MetricsSink that has observed nothing says so", () => {
  const snapshot = new MetricsSink().snapshot();
  assertEquals([snapshot.observed, snapshot.executed, snapshot.provisional, snapshot.dropped], [0, 0, 0, 0]);
  assertEquals([snapshot.stalenessNs.p50, snapshot.latestArrivalNs, snapshot.latestDecisionNs], [NaN, NaN, NaN]);
});

Deno.test("MetricsSink behind an executor agrees with what the executor did", () => {
  const clock = new ManualClock();
  const lifecycle = new Lifecycle();
  const ring = new RingBuffer({ capacity: 16 });
  const sink = new MetricsSink();
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const executor = new Executor({ lifecycle: lifecycle.reader, consumer: ring.createConsumer(), clock, sink });
  lifecycle.transition(LifecycleState.WARMUP);
  for (let n = 0; n < 10; n++) {
    if (n === 4) lifecycle.transition(LifecycleState.READY);
    ingest.ingest(new Uint8Array(4));
    clock.advance(n);
    executor.poll();
    executor.poll(); // empty, and not observed
  }
  const { observed, executed, provisional, stalenessNs, processingNs } = sink.snapshot();
  assertEquals([observed, executed, provisional], [10, 6, 4]);
  assertEquals([stalenessNs.sum, stalenessNs.max, processingNs.max], [45, 9, 0]);
});

Deno.test("MetricsSink counts the spans of a clock that steps back as out of range", () => {
  const sink = new MetricsSink();
  observe(sink, 100, 90, 80);
  const { observed, stalenessNs, processingNs } = sink.snapshot();
  assertEquals([observed, stalenessNs.count, stalenessNs.below, processingNs.below], [1, 0, 1, 1]);
});

const timestamp = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 2 ** 53, Number.MAX_VALUE));

Deno.test("MetricsSink.observe never throws and loses no observation, whatever the timestamps", () => {
  fc.assert(fc.property(fc.array(fc.tuple(timestamp, timestamp, timestamp, fc.boolean())), (observations) => {
    const sink = new MetricsSink();
    for (const [arrival, decision, completion, executed] of observations) {
      observe(sink, arrival, decision, completion, executed);
    }
    const { observed, executed, stalenessNs, processingNs } = sink.snapshot();
    assertEquals(observed, observations.length);
    assertEquals(executed, observations.filter((observation) => observation[3]).length);
    for (const { count, below, above, notANumber } of [stalenessNs, processingNs]) {
      assertEquals(count + below + above + notANumber, observed);
    }
  }));
});

Deno.test("MetricsSink.recordDropped counts what did not arrive", () => {
  const sink = new MetricsSink();
  sink.recordDropped(3);
  sink.recordDropped(0);
  assertEquals(sink.intervalSnapshot().dropped, 3);
  sink.recordDropped(4);
  assertEquals(sink.snapshot().dropped, 7);
  for (const count of [-1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => sink.recordDropped(count),
      RangeError,
      `Cannot record dropped observations: count must be an integer from 0 to`,
    );
  }
  assertEquals(sink.snapshot().dropped, 7);
});

/** Checks that a snapshot and all records in it are frozen. */
function assertFrozen(snapshot: MetricsSnapshot): void {
  assert(Object.isFrozen(snapshot) && Object.isFrozen(snapshot.stalenessNs) && Object.isFrozen(snapshot.processingNs));
}

Deno.test("MetricsSink snapshots are frozen and do not follow the sink", () => {
  const sink = new MetricsSink();
  observe(sink, 0, 10, 20);
  const taken = [sink.snapshot(), sink.intervalSnapshot()];
  const copies = structuredClone(taken);
  observe(sink, 0, 1_000, 2_000);
  sink.intervalSnapshot();
  taken.push(sink.reset());
  observe(sink, 0, 5, 9);
  for (const snapshot of taken) assertFrozen(snapshot);
  assertEquals(taken.slice(0, 2), copies);
});

Deno.test("MetricsSink.snapshot does not end the interval", () => {
  const sink = new MetricsSink();
  observe(sink, 0, 10, 20);
  sink.snapshot();
  assertEquals(sink.intervalSnapshot().observed, 1);
});

Deno.test("MetricsSink.intervalSnapshot has its own least and greatest values", () => {
  const sink = new MetricsSink();
  observe(sink, 0, 1_000_000, 1_000_000);
  sink.intervalSnapshot();
  observe(sink, 0, 70, 70);
  const { stalenessNs, observed } = sink.intervalSnapshot();
  assertEquals([observed, stalenessNs.min, stalenessNs.max, stalenessNs.p9999], [1, 70, 70, 70]);
  assertEquals([sink.snapshot().stalenessNs.min, sink.snapshot().stalenessNs.max], [70, 1_000_000]);
  assertEquals(sink.intervalSnapshot().observed, 0);
});

Deno.test("MetricsSink.reset returns the snapshot that it clears", () => {
  const sink = new MetricsSink();
  observe(sink, 1, 11, 21);
  sink.intervalSnapshot();
  observe(sink, 2, 12, 22, false);
  sink.recordDropped(5);
  const before = sink.snapshot();
  assertEquals(sink.reset(), before);
  assertEquals(sink.snapshot(), new MetricsSink().snapshot());
  assertEquals(sink.intervalSnapshot(), new MetricsSink().snapshot());
});

const span = fc.integer({ min: 0, max: 1_000_000 });
const step = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(span, span, fc.boolean()) },
  { weight: 1, arbitrary: fc.constant("interval" as const) },
  { weight: 1, arbitrary: fc.constant("snapshot" as const) },
);

Deno.test("MetricsSink interval snapshots add up to the whole, wherever they are taken", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const sink = new MetricsSink();
    const uninterrupted = new MetricsSink();
    const intervals: MetricsSnapshot[] = [];
    for (const step of steps) {
      if (step === "interval") intervals.push(sink.intervalSnapshot());
      else if (step === "snapshot") sink.snapshot();
      else for (const each of [sink, uninterrupted]) observe(each, 5, 5 + step[0], 5 + step[0] + step[1], step[2]);
    }
    intervals.push(sink.intervalSnapshot());
    const whole = sink.snapshot();
    assertEquals(whole, uninterrupted.snapshot());
    const sum = (pick: (snapshot: MetricsSnapshot) => number): number =>
      intervals.reduce((sum, snapshot) => sum + pick(snapshot), 0);
    assertEquals(sum((snapshot) => snapshot.observed), whole.observed);
    assertEquals(sum((snapshot) => snapshot.executed), whole.executed);
    assertEquals(sum((snapshot) => snapshot.provisional), whole.provisional);
    for (const histogram of ["stalenessNs", "processingNs"] as const) {
      assertEquals(sum((snapshot) => snapshot[histogram].count), whole[histogram].count);
      assertEquals(sum((snapshot) => snapshot[histogram].sum), whole[histogram].sum);
    }
  }));
});
