import { memoryOf } from "./conformance/_local_memory.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { FailureInjector, FailureSchedule, MarketDataOutage } from "../control/mod.ts";
import {
  Executor,
  Lifecycle,
  LifecycleState,
  lifecycleStateName,
  ManualClock,
  MarketDataIngest,
  NULL_SINK,
  type ObservabilitySink,
  OverrunError,
  PollStatus,
  RingBuffer,
} from "../mod.ts";
import { WarmupController } from "../runtime/mod.ts";

// The questions that the architecture answers, each with the demonstration of its answer.

const { WARMUP, READY, DEGRADED } = LifecycleState;
const { EVENT, EMPTY, OVERRUN } = PollStatus;

function system(capacity: number, sink?: ObservabilitySink) {
  const lifecycle = new Lifecycle();
  const clock = new ManualClock();
  const ring = new RingBuffer({ capacity, payloadWords: 2 });
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const executor = new Executor({ lifecycle: lifecycle.reader, consumer: ring.createConsumer(), clock, sink });
  return { lifecycle, clock, ring, ingest, executor };
}

Deno.test("Question 1: how are slow consumers kept from affecting the producer?", () => {
  const { lifecycle, ring, ingest } = system(16);
  lifecycle.transition(WARMUP);
  const fast = ring.createConsumer();
  const slow = ring.createConsumer();
  ring.createConsumer(); // One that never polls.
  for (let n = 0; n < 1000; n++) {
    assertEquals(ingest.ingest(Uint8Array.of(n & 255)), n, "every publish succeeds, and gets the next sequence");
    assertEquals([fast.poll(), fast.event.sequence], [EVENT, n], "and the fast consumer misses nothing");
    if (n % 10 === 9 && slow.poll() === OVERRUN) slow.resumeAtOldest();
  }
  assertEquals([fast.delivered, fast.lost], [1000, 0]);
  assert(slow.lost > 0, "the slow one pays for itself");
  assertEquals(slow.delivered + slow.lost + slow.lag, 1000, "and knows exactly how much");
});

Deno.test("Question 2: how is a failure handled without a crash?", () => {
  const { lifecycle, ring, ingest, executor } = system(16);
  lifecycle.transition(WARMUP);
  lifecycle.transition(READY);
  const outage = new MarketDataOutage(lifecycle);
  const executed: boolean[] = [];
  for (let step = 0; step < 9; step++) {
    if (step === 3) outage.activate();
    if (step === 6) outage.deactivate();
    ingest.ingest(new Uint8Array(8));
    assertEquals(executor.poll(), EVENT, "every event is still processed");
    executed.push(executor.ack.executed);
  }
  assertEquals(executed, [true, true, true, false, false, false, true, true, true]);
  assertEquals([ring.head, executor.consumer.lost, lifecycle.state], [9, 0, READY]);
});

Deno.test("Question 3: how is observability added without adding latency?", () => {
  const decisions = (sink?: ObservabilitySink) => {
    const { lifecycle, clock, ingest, executor } = system(16, sink);
    const acks: number[][] = [];
    lifecycle.transition(WARMUP);
    for (let n = 0; n < 20; n++) {
      if (n === 10) lifecycle.transition(READY);
      clock.advance(100);
      ingest.ingest(new Uint8Array(8));
      executor.poll();
      acks.push([...executor.ack.cells]);
    }
    return acks;
  };
  let observed = 0;
  const observing = decisions({ observe: () => observed++ });
  assertEquals(observed, 20, "with a sink, each event is observed");
  assertEquals(decisions(), observing, "and it makes no difference to any decision or timestamp");
  assertEquals(decisions(NULL_SINK), observing);

  const source = Executor.prototype.poll.toString();
  assert(/_sink\.observe\(/.test(source), source);
  assert(!/(if|\?|&&|\|\|)[^;]*_sink/.test(source), `nothing asks whether there is a sink:\n${source}`);
});

Deno.test("Question 4: why a ring, and not a queue?", () => {
  const { lifecycle, ring, ingest, executor } = system(16);
  lifecycle.transition(WARMUP);
  const { byteLength } = memoryOf(ring).records;
  for (let n = 0; n < 100_000; n++) assertEquals(ingest.ingest(new Uint8Array(8)), n, "a full ring does not block");
  assertEquals(memoryOf(ring).records.byteLength, byteLength, "memory does not grow with the backlog");
  assertEquals(executor.poll(), OVERRUN, "a consumer that cannot keep up is told");
  const error = assertThrows(() => executor.consumer.pollOrThrow(), OverrunError);
  assertEquals([error.lost, error.oldest, error.head], [100_000 - 16, 100_000 - 16, 100_000]);
  executor.consumer.resumeAtOldest();
  for (let n = 0; n < 16; n++) assertEquals(executor.poll(), EVENT, "and goes on with the freshest events");
  assertEquals([executor.ack.sequence, executor.poll()], [99_999, EMPTY]);
});

Deno.test("Question 5: what is the difference between WARMUP and READY?", () => {
  const { lifecycle, ingest, executor } = system(16);
  const warmup = new WarmupController({ lifecycle, ticks: 3 });
  warmup.start();
  const acks: [string, number, boolean][] = [];
  for (let step = 0; step < 6; step++) {
    warmup.advance();
    ingest.ingest(new Uint8Array(8));
    executor.poll();
    acks.push([lifecycleStateName(lifecycle.state), executor.ack.sequence, executor.ack.executed]);
  }
  assertEquals(acks, [
    ["WARMUP", 0, false],
    ["WARMUP", 1, false],
    ["WARMUP", 2, false],
    ["READY", 3, true],
    ["READY", 4, true],
    ["READY", 5, true],
  ], "the same path is taken, warm or not; only what may be done with the decision differs");
});

Deno.test("Question 6: how are failures tested without randomness?", () => {
  const run = () => {
    const { lifecycle, ingest, executor } = system(16);
    const schedule = new FailureSchedule({
      totalSteps: 12,
      injections: [
        { step: 4, failure: "market-data-outage", action: "activate" },
        { step: 6, failure: "execution-failure", action: "activate" },
        { step: 7, failure: "market-data-outage", action: "deactivate" },
        { step: 9, failure: "execution-failure", action: "deactivate" },
      ],
    });
    const injector = new FailureInjector({ lifecycle, schedule });
    lifecycle.transition(WARMUP);
    lifecycle.transition(READY);
    const degraded: number[] = [];
    for (let step = 0; step < 12; step++) {
      injector.inject(step);
      ingest.ingest(new Uint8Array(8));
      executor.poll();
      if (lifecycle.state === DEGRADED) degraded.push(step);
      assertEquals(executor.ack.executed, lifecycle.state === READY);
    }
    return degraded;
  };
  assertEquals(run(), [4, 5, 6, 7, 8], "exactly when the schedule says");
  assertEquals(run(), run(), "and every time again");
});
