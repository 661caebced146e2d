import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type Ack,
  type DecisionLogic,
  Executor,
  InvalidTransitionError,
  Lifecycle,
  LifecycleState,
  ManualClock,
  MarketDataIngest,
  type MonotonicClock,
  NULL_SINK,
  type ObservabilitySink,
  PollStatus,
  RingBuffer,
} from "../../mod.ts";
import { MarketDataOutage } from "../../control/mod.ts";
import { ReadinessProbe, WarmupController } from "../../runtime/mod.ts";

// One event from its arrival to its observation, and the lifecycle that it meets on the way. Every behaviour that the
// architecture promises there has a test of its own here, over the real parts put together.

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;
const { EMPTY, EVENT, OVERRUN } = PollStatus;

interface Observation {
  readonly sequence: number;
  readonly word: number;
  readonly ack: Ack;
}

/** The whole pipeline, and what was observed at its end. */
function system(capacity = 64, startNs = 1000) {
  const lifecycle = new Lifecycle();
  const clock = new ManualClock(startNs);
  const ring = new RingBuffer({ capacity, payloadWords: 2 });
  const ingest = new MarketDataIngest({ lifecycle: lifecycle.reader, ring, clock });
  const observed: Observation[] = [];
  const sink: ObservabilitySink = {
    observe: (event, ack) => observed.push({ sequence: event.sequence, word: event.word(0), ack: ack.clone() }),
  };
  const consumer = ring.createConsumer();
  const executor = new Executor({ lifecycle: lifecycle.reader, consumer, clock, sink });
  return { lifecycle, clock, ring, ingest, consumer, executor, observed };
}

/** The same, already in READY. */
function readySystem(capacity?: number) {
  const parts = system(capacity);
  parts.lifecycle.transition(WARMUP);
  parts.lifecycle.transition(READY);
  return parts;
}

Deno.test("Step 1, arrival: raw bytes become an event as they are, without being parsed", () => {
  const { ring, ingest } = readySystem();
  for (const bytes of [[0xff, 0xfe, 0xfd, 0xfc, 0, 0, 0, 0], [0x7b, 0x22, 0, 0xc3, 0x28, 0xff, 0xff, 0xff]]) {
    const event = ring.get(ingest.ingest(Uint8Array.from(bytes)));
    const copy = new Uint8Array(8);
    event.copyPayload(copy);
    assertEquals([...copy], bytes);
  }
});

Deno.test("Step 1, arrival: nothing is checked but that the bytes fit", () => {
  const { ring, ingest } = readySystem();
  for (let size = 0; size <= 8; size++) ingest.ingest(new Uint8Array(size));
  assertThrows(() => ingest.ingest(new Uint8Array(9)), RangeError);
  assertEquals(ring.head, 9);
});

Deno.test("Step 2, timestamp: the arrival is stamped before anything else is done", () => {
  const { lifecycle, ring } = readySystem();
  const order: string[] = [];
  const clock: MonotonicClock = {
    nowNs: () => 0,
    stamp: (cells, index) => {
      order.push("stamp");
      cells[index] = 42;
    },
  };
  const gate = {
    get state() {
      order.push("gate");
      return lifecycle.state;
    },
  };
  const sequence = new MarketDataIngest({ lifecycle: gate, ring, clock }).ingest(new Uint8Array(8));
  assertEquals(order, ["stamp", "gate"]);
  assertEquals(ring.get(sequence).arrivalNs, 42);
});

Deno.test("Step 2, timestamp: the wall clock plays no part from arrival to observation", () => {
  const { ingest, executor, observed } = readySystem();
  const { now } = Date;
  const performanceNow = performance.now;
  const refuse = () => {
    throw new Error("the hot path asked for the wall clock");
  };
  Date.now = refuse;
  performance.now = refuse;
  try {
    ingest.ingest(new Uint8Array(8));
    executor.poll();
  } finally {
    Date.now = now;
    performance.now = performanceNow;
  }
  assertEquals(observed.length, 1);
});

Deno.test("Step 2, timestamp: it is the reference for latency, so a wait in the ring shows as staleness", () => {
  const { ring, clock, ingest, executor } = readySystem();
  ingest.ingest(new Uint8Array(8));
  clock.advance(700);
  executor.poll();
  assertEquals(executor.ack.decisionNs - ring.get(0).arrivalNs, 700);
});

Deno.test("Step 3, publish: it returns at once with the event's sequence", () => {
  const { ring, ingest } = readySystem();
  assertEquals([0, 1, 2].map(() => ingest.ingest(new Uint8Array(8))), [0, 1, 2]);
  assertEquals(ring.head, 3);
});

Deno.test("Step 3, publish: the producer never waits, and does not know its consumers", () => {
  const { ring, ingest } = readySystem(4);
  const memory = () => Reflect.ownKeys(ring).map((key) => Reflect.get(ring, key));
  const before = memory();
  const stuck = ring.createConsumer();
  stuck.poll();
  assert(memory().every((value, index) => Object.is(value, before[index])), "joining and polling leave no trace in it");
  for (let n = 0; n < 1000; n++) assertEquals(ingest.ingest(new Uint8Array(8)), n);
  assertEquals(stuck.lag, 1000);
});

Deno.test("Step 3, publish: the ring fans out, every consumer reads the same events at its own pace", () => {
  const { ring, ingest } = readySystem();
  const consumers = [ring.createConsumer(), ring.createConsumer(), ring.createConsumer()];
  for (let n = 0; n < 6; n++) ingest.ingest(Uint8Array.of(n, 0, 0, 0));
  for (const [index, consumer] of consumers.entries()) {
    for (let n = 0; n < 2 * index + 2; n++) {
      assertEquals(consumer.poll(), EVENT);
      assertEquals([consumer.event.sequence, consumer.event.word(0)], [n, n]);
    }
  }
  assertEquals(consumers.map((consumer) => consumer.lag), [4, 2, 0]);
});

Deno.test("Step 4, poll: what lies beyond the cursor is delivered, and the cursor moves past it", () => {
  const { ingest, consumer, executor } = readySystem();
  ingest.ingest(new Uint8Array(8));
  assertEquals([consumer.cursor, executor.poll(), consumer.cursor], [0, EVENT, 1]);
});

Deno.test("Step 4, poll: with nothing beyond the cursor it answers at once, and waits for nothing", () => {
  const { executor, consumer, observed } = readySystem();
  for (let n = 0; n < 3; n++) assertEquals(executor.poll(), EMPTY);
  assertEquals([consumer.cursor, observed.length], [0, 0]);
});

Deno.test("Step 4, poll: a consumer that was lapped is told so, and never given something else instead", () => {
  const { ingest, executor, observed } = readySystem(4);
  for (let n = 0; n < 5; n++) ingest.ingest(new Uint8Array(8));
  assertEquals([executor.poll(), executor.poll()], [OVERRUN, OVERRUN]);
  assertEquals(observed, []);
});

Deno.test("Step 5, decision: in READY it is live", () => {
  const { ingest, executor } = readySystem();
  ingest.ingest(new Uint8Array(8));
  executor.poll();
  assertEquals(executor.ack.executed, true);
});

Deno.test("Step 5, decision: in WARMUP and DEGRADED processing continues and the decision is provisional", () => {
  const { lifecycle, ingest, executor, observed } = system();
  lifecycle.transition(WARMUP);
  ingest.ingest(new Uint8Array(8));
  executor.poll();
  lifecycle.transition(DEGRADED);
  ingest.ingest(new Uint8Array(8));
  executor.poll();
  assertEquals(observed.map(({ sequence, ack }) => [sequence, ack.executed]), [[0, false], [1, false]]);
});

Deno.test("Step 5, decision: the logic runs between the stamps, and its result is in the ack, live or provisional", () => {
  const { lifecycle, ingest, consumer, clock } = readySystem();
  const logic: DecisionLogic = {
    decide(event, live) {
      clock.advance(40);
      return event.word(0) * (live ? 1 : -1);
    },
  };
  const executor = new Executor({ lifecycle, consumer, clock, logic });
  ingest.ingest(Uint8Array.of(7, 0, 0, 0));
  ingest.ingest(Uint8Array.of(8, 0, 0, 0));
  executor.poll();
  const { ack } = executor;
  assertEquals([ack.result, ack.executed, ack.completionNs - ack.decisionNs], [7, true, 40]);
  lifecycle.transition(DEGRADED);
  executor.poll();
  assertEquals([ack.result, ack.executed, ack.completionNs - ack.decisionNs], [-8, false, 40]);
});

Deno.test("Step 5, decision: it is live if the system was READY before it and after it, and never upgraded", () => {
  const { lifecycle, ring, ingest, consumer, clock } = readySystem();
  let reads = 0;
  const gate = {
    get state() {
      reads++;
      return lifecycle.state;
    },
  };
  const acks: boolean[] = [];
  const sink: ObservabilitySink = { observe: (_event, ack) => void acks.push(ack.executed) };
  const degrading: MonotonicClock = {
    nowNs: () => clock.nowNs(),
    stamp: (cells, index) => {
      if (lifecycle.state === READY) lifecycle.transition(DEGRADED);
      clock.stamp(cells, index);
    },
  };
  const executor = new Executor({ lifecycle: gate, consumer, clock: degrading });
  ingest.ingest(new Uint8Array(8));
  ingest.ingest(new Uint8Array(8));
  executor.poll();
  assertEquals([executor.ack.executed, reads, lifecycle.state], [false, 2, DEGRADED], "a halt in mid-poll is heeded");
  const recovering = { decide: () => (lifecycle.transition(READY), 1) };
  new Executor({ lifecycle: gate, consumer, clock, logic: recovering, sink }).poll();
  assertEquals([acks, lifecycle.state, ring.head], [[false], READY, 2], "a recovery in mid-poll comes too late");
});

Deno.test("Step 6, ack: it holds the sequence, the decision and completion times and whether the decision was live", () => {
  const { lifecycle, ring, ingest, consumer } = readySystem();
  let now = 5000;
  const clock: MonotonicClock = { nowNs: () => now, stamp: (cells, index) => cells[index] = now += 30 };
  const executor = new Executor({ lifecycle, consumer, clock });
  ingest.ingest(new Uint8Array(8));
  executor.poll();
  const { sequence, decisionNs, completionNs, executed } = executor.ack;
  assertEquals([sequence, decisionNs, completionNs, executed], [0, 5030, 5060, true]);
  assertEquals(decisionNs - ring.get(0).arrivalNs, 4030, "decision latency");
  assertEquals(completionNs - ring.get(0).arrivalNs, 4060, "processing latency, told apart from it");
});

Deno.test("Step 6, ack: it is written into memory that was there before, of a fixed layout", () => {
  const { ingest, executor } = readySystem();
  const { ack } = executor;
  const { cells } = ack;
  for (let n = 0; n < 3; n++) {
    ingest.ingest(new Uint8Array(8));
    executor.poll();
    assert(executor.ack === ack && ack.cells === cells);
    assertEquals([cells.length, ack.sequence], [5, n]);
  }
});

Deno.test("Step 7, observation: the sink gets event and ack together, once, after the decision is complete", () => {
  const { clock, ingest, executor, observed } = readySystem();
  ingest.ingest(Uint8Array.of(7, 0, 0, 0));
  clock.advance(5);
  executor.poll();
  executor.poll();
  assertEquals(observed.length, 1);
  const [{ sequence, word, ack }] = observed;
  assertEquals([sequence, word, ack.sequence, ack.completionNs, ack.executed], [0, 7, 0, 1005, true]);
});

Deno.test("Step 7, observation: without a sink the call goes to one that does nothing", () => {
  const { lifecycle, ring, ingest, clock } = readySystem();
  const silent = new Executor({ lifecycle, consumer: ring.createConsumer(), clock });
  const explicit = new Executor({ lifecycle, consumer: ring.createConsumer(), clock, sink: NULL_SINK });
  ingest.ingest(new Uint8Array(8));
  assertEquals([silent.poll(), explicit.poll()], [EVENT, EVENT]);
  assertEquals([...silent.ack.cells], [...explicit.ack.cells]);
});

Deno.test("Lifecycle, INIT: it is where a system starts, and no event is taken in or processed", () => {
  const { lifecycle, ring, ingest, executor } = system();
  assertEquals(lifecycle.state, INIT);
  assertThrows(() => ingest.ingest(new Uint8Array(8)), Error, "Cannot ingest in INIT");
  ring.claim();
  ring.publish();
  assertThrows(() => executor.poll(), Error, "Cannot execute in INIT");
  assertEquals(executor.consumer.lag, 1);
});

Deno.test("Lifecycle, WARMUP: events flow through the pipeline and nothing is executed", () => {
  const { lifecycle, ingest, executor, observed } = system();
  lifecycle.transition(WARMUP);
  for (let n = 0; n < 5; n++) ingest.ingest(new Uint8Array(8));
  while (executor.poll() === EVENT);
  assertEquals(observed.map(({ ack }) => ack.executed), [false, false, false, false, false]);
});

Deno.test("Lifecycle, READY: it is the only state in which a decision is executed", () => {
  const { lifecycle, ingest, executor, observed } = system();
  for (const state of [WARMUP, READY, DEGRADED, READY, DEGRADED, WARMUP, DEGRADED] as const) {
    lifecycle.transition(state);
    ingest.ingest(new Uint8Array(8));
    executor.poll();
    assertEquals(observed.at(-1)?.ack.executed, state === READY);
  }
});

Deno.test("Lifecycle, DEGRADED: the system goes on, as provisionally as in warm-up, and can recover", () => {
  const { lifecycle, ingest, executor, observed } = readySystem();
  const outage = new MarketDataOutage(lifecycle);
  outage.activate();
  ingest.ingest(new Uint8Array(8));
  executor.poll();
  outage.deactivate();
  ingest.ingest(new Uint8Array(8));
  executor.poll();
  assertEquals(observed.map(({ ack }) => ack.executed), [false, true]);
});

Deno.test("Lifecycle, transitions: from INIT only to WARMUP, for nothing may skip the warm-up", () => {
  for (const to of [INIT, READY, DEGRADED]) {
    assertThrows(() => new Lifecycle().transition(to), InvalidTransitionError);
  }
  new Lifecycle().transition(WARMUP);
});

Deno.test("Lifecycle, transitions: from WARMUP to READY when it succeeds and to DEGRADED when it fails", () => {
  for (const to of [READY, DEGRADED]) {
    const { lifecycle } = system();
    lifecycle.transition(WARMUP);
    lifecycle.transition(to);
    assertEquals(lifecycle.state, to);
  }
});

Deno.test("Lifecycle, transitions: from READY only to DEGRADED", () => {
  for (const to of [INIT, WARMUP, READY]) {
    assertThrows(() => readySystem().lifecycle.transition(to), InvalidTransitionError);
  }
  readySystem().lifecycle.transition(DEGRADED);
});

Deno.test("Lifecycle, transitions: from DEGRADED to READY when it is over, or to WARMUP for a full restart", () => {
  for (const to of [READY, WARMUP]) {
    const { lifecycle } = readySystem();
    lifecycle.transition(DEGRADED);
    lifecycle.transition(to);
    assertEquals(lifecycle.state, to);
  }
});

Deno.test("Lifecycle, transitions: a wrong one says from where to where, and changes nothing", () => {
  const lifecycle = new Lifecycle();
  const error = assertThrows(() => lifecycle.transition(READY), InvalidTransitionError);
  assertEquals([error.from, error.to, error.message], [INIT, READY, "Cannot move the lifecycle from INIT to READY"]);
  assertEquals(lifecycle.state, INIT);
});

Deno.test("Lifecycle, who moves it: the hot path holds a face that can only read", () => {
  const { lifecycle, ingest, executor } = readySystem();
  const { reader, transitions } = lifecycle;
  for (const method of ["transition", "transitionUnlessMoved", "degradation"]) assert(!(method in reader), method);
  for (let n = 0; n < 100; n++) {
    ingest.ingest(new Uint8Array(8));
    executor.poll();
  }
  assertEquals(lifecycle.transitions, transitions);
});

Deno.test("Lifecycle, who moves it: warm-up and failures do, and the hot path sees it at its next event", () => {
  const { lifecycle, ingest, executor } = system();
  const warmup = new WarmupController({ lifecycle, ticks: 1 });
  const outage = new MarketDataOutage(lifecycle);
  const executed = () => {
    ingest.ingest(new Uint8Array(8));
    executor.poll();
    return executor.ack.executed;
  };
  warmup.start();
  assertEquals(executed(), false);
  warmup.advance();
  warmup.advance();
  assertEquals(executed(), true);
  outage.activate();
  assertEquals(executed(), false);
  outage.deactivate();
  assertEquals(executed(), true);
});

Deno.test("Lifecycle, warm-up: it is counted in ticks, so no amount of time completes it", () => {
  const { lifecycle, clock } = system();
  const warmup = new WarmupController({ lifecycle, ticks: 1000 });
  warmup.start();
  for (let tick = 0; tick < 1000; tick++) {
    clock.advance(3_600_000_000_000);
    warmup.advance();
    assertEquals(lifecycle.state, WARMUP);
  }
  warmup.advance();
  assertEquals(lifecycle.state, READY);
});

Deno.test("Lifecycle, readiness: it is yes in READY and no in every other state", () => {
  const lifecycle = new Lifecycle();
  const readiness = new ReadinessProbe({ lifecycle: lifecycle.reader });
  const answers = [readiness.ready];
  for (const state of [WARMUP, READY, DEGRADED, WARMUP] as const) {
    lifecycle.transition(state);
    answers.push(readiness.ready);
  }
  assertEquals(answers, [false, false, true, false, false]);
});
