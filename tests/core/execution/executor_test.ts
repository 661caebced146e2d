import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { EventConsumer } from "../../../core/bus/event_ring.ts";
import type { EventView } from "../../../core/bus/event_slot.ts";
import { OverrunError } from "../../../core/bus/overrun_error.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import type { Ack } from "../../../core/execution/ack.ts";
import type { DecisionLogic } from "../../../core/execution/decision_logic.ts";
import { Executor } from "../../../core/execution/executor.ts";
import type { ObservabilitySink } from "../../../core/execution/observability_sink.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import type { LifecycleReader } from "../../../core/state/lifecycle_view.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";
import type { MonotonicClock } from "../../../core/time/monotonic_clock.ts";
import { assertShows, publish } from "../../conformance/event_content.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;
const { EMPTY, EVENT, OVERRUN } = PollStatus;

/** Keeps what it is given, which is a copy. */
class RecordingSink implements ObservabilitySink {
  readonly sequences: number[] = [];
  readonly acks: Ack[] = [];
  observe(event: EventView, ack: Ack): void {
    this.sequences.push(event.sequence);
    this.acks.push(ack.clone());
  }
}

/** A clock that moves by 10 ns at every stamp. */
class TickingClock implements MonotonicClock {
  now = 0;
  nowNs(): number {
    return this.now += 10;
  }
  stamp(cells: Float64Array, index: number): void {
    cells[index] = this.nowNs();
  }
}

function setUp(capacity = 4) {
  const state = { state: READY as LifecycleState };
  const ring = new RingBuffer({ capacity });
  const consumer = ring.createConsumer();
  const sink = new RecordingSink();
  const clock = new TickingClock();
  return { state, ring, consumer, sink, executor: new Executor({ lifecycle: state, consumer, clock, sink }) };
}

Deno.test("Executor refuses in INIT, and consumes and observes nothing", () => {
  const { state, ring, consumer, sink, executor } = setUp();
  publish(ring, 2);
  state.state = INIT;
  const error = assertThrows(() => executor.poll(), Error);
  assertEquals(error.message, "Cannot execute in INIT: start the system first");
  assertEquals([consumer.cursor, consumer.delivered, sink.acks.length], [0, 0, 0]);
  assertEquals([...executor.ack.cells], [0, 0, 0, 0, 0]);
  state.state = WARMUP;
  assertEquals(executor.poll(), EVENT);
  assertEquals(executor.ack.sequence, 0);
});

Deno.test("Executor refuses in INIT also when there is nothing to consume", () => {
  const { state, executor } = setUp();
  state.state = INIT;
  assertThrows(() => executor.poll(), Error, "Cannot execute in INIT");
});

for (const state of [WARMUP, READY, DEGRADED] as const) {
  const live = state === READY;
  Deno.test(`Executor decides in ${lifecycleStateName(state)}, ${live ? "live" : "provisionally"}`, () => {
    const { state: gate, ring, executor } = setUp();
    gate.state = state;
    publish(ring);
    assertEquals(executor.poll(), EVENT);
    assertEquals([executor.ack.sequence, executor.ack.executed], [0, live]);
  });
}

Deno.test("Executor decides anew for every poll, leaving nothing of the last decision", () => {
  const { state, ring, sink, executor } = setUp(8);
  publish(ring, 5);
  for (const next of [READY, DEGRADED, READY, WARMUP, READY] as const) {
    state.state = next;
    executor.poll();
  }
  assertEquals(sink.acks.map((ack) => ack.executed), [true, false, true, false, true]);
  assertEquals(sink.sequences, [0, 1, 2, 3, 4]);
});

Deno.test("Executor tells the logic the state that it read before the event was taken", () => {
  const ring = new RingBuffer({ capacity: 4 });
  const inner = ring.createConsumer();
  const gate = { state: READY as LifecycleState };
  const consumer: EventConsumer = Object.create(inner, {
    poll: {
      value: () => {
        gate.state = next;
        return inner.poll();
      },
    },
    event: { get: () => inner.event },
  });
  let told: boolean[] = [];
  const logic: DecisionLogic = { decide: (_event, live) => (told.push(live), 0) };
  const executor = new Executor({ lifecycle: gate, consumer, clock: new ManualClock(), logic });
  publish(ring, 3);
  let next: LifecycleState = DEGRADED;
  executor.poll();
  assertEquals([told, executor.ack.executed], [[true], false], "READY before, and not after: provisional");
  told = [];
  next = READY;
  executor.poll();
  assertEquals([told, executor.ack.executed], [[false], false], "READY only after: never upgraded");
  told = [];
  executor.poll();
  assertEquals([told, executor.ack.executed], [[true], true]);
});

Deno.test("Executor calls the sink exactly once per event, never for an empty poll or an overrun", () => {
  const { ring, consumer, sink, executor } = setUp(4);
  assertEquals(executor.poll(), EMPTY);
  assertEquals(sink.acks.length, 0);
  publish(ring, 2);
  assertEquals([executor.poll(), executor.poll(), executor.poll()], [EVENT, EVENT, EMPTY]);
  assertEquals(sink.sequences, [0, 1]);
  publish(ring, 5);
  assertEquals([executor.poll(), executor.poll()], [OVERRUN, OVERRUN]);
  assertEquals(sink.sequences, [0, 1]);
  assertEquals(executor.ack.sequence, 1, "the ack still records the latest decision");
  consumer.resumeAtOldest();
  for (let n = 0; n < 4; n++) assertEquals(executor.poll(), EVENT);
  assertEquals(executor.poll(), EMPTY);
  assertEquals(sink.sequences, [0, 1, 3, 4, 5, 6]);
});

Deno.test("Executor gives its own consumer and ack to the caller, and the ack to the sink", () => {
  let seen: Ack | null = null;
  const ring = new RingBuffer({ capacity: 4 });
  const consumer = ring.createConsumer();
  const executor = new Executor({
    lifecycle: { state: READY },
    consumer,
    clock: new ManualClock(),
    sink: { observe: (event, ack) => (assertShows(event, 0), seen = ack) },
  });
  publish(ring);
  executor.poll();
  assertStrictEquals(seen, executor.ack);
  assertStrictEquals(executor.consumer, consumer);
});

Deno.test("Executor stamps the decision, lets the logic decide, reads the state again, stamps, and tells the sink", () => {
  const order: string[] = [];
  const ring = new RingBuffer({ capacity: 4 });
  const inner = ring.createConsumer();
  const lifecycle: LifecycleReader = {
    get state() {
      order.push("state");
      return READY;
    },
  };
  const consumer: EventConsumer = Object.create(inner, {
    poll: { value: () => (order.push("poll"), inner.poll()) },
    event: { get: () => inner.event },
  });
  const ticking = new TickingClock();
  const clock: MonotonicClock = {
    nowNs: () => ticking.nowNs(),
    stamp(cells, index) {
      order.push("stamp");
      ticking.stamp(cells, index);
    },
  };
  const sink: ObservabilitySink = {
    observe(event, ack) {
      order.push("observe");
      assertShows(event, 0);
      assertEquals([ack.sequence, ack.decisionNs, ack.completionNs], [0, 10, 20]);
      assertEquals([ack.executed, ack.result], [true, 5]);
    },
  };
  const logic: DecisionLogic = {
    decide(event, live) {
      order.push("decide");
      assertShows(event, 0);
      assertEquals([live, executor.ack.sequence, executor.ack.decisionNs], [true, 0, 10]);
      return 5;
    },
  };
  const executor = new Executor({ lifecycle, consumer, clock, logic, sink });
  publish(ring);
  executor.poll();
  assertEquals(order, ["state", "poll", "stamp", "decide", "state", "stamp", "observe"]);
  order.length = 0;
  executor.poll();
  assertEquals(order, ["state", "poll"], "an empty poll takes no stamp and decides nothing");
});

Deno.test("Executor acks the exact sequence beyond 2^32", () => {
  const ring = new RingBuffer({ capacity: 4, startSequence: 2 ** 50 - 1 });
  const executor = new Executor({
    lifecycle: { state: READY },
    consumer: ring.createConsumer(),
    clock: new ManualClock(),
  });
  publish(ring, 3);
  for (let n = -1; n < 2; n++) {
    assertEquals(executor.poll(), EVENT);
    assertEquals(executor.ack.sequence, 2 ** 50 + n);
  }
});

Deno.test("Executor writes every decision into one ack, which a caller copies to keep it", () => {
  const { ring, executor } = setUp();
  publish(ring, 2);
  executor.poll();
  const { ack } = executor;
  const kept = ack.clone();
  executor.poll();
  assertStrictEquals(executor.ack, ack);
  assertEquals([kept.sequence, kept.decisionNs, ack.sequence, ack.decisionNs], [0, 10, 1, 30]);
});

Deno.test("Executor without a sink works the same and observes nothing", () => {
  const lifecycle = new Lifecycle();
  const ring = new RingBuffer({ capacity: 4 });
  const executor = new Executor({
    lifecycle: lifecycle.reader,
    consumer: ring.createConsumer(),
    clock: new ManualClock(7),
  });
  lifecycle.transition(WARMUP);
  publish(ring);
  assertEquals([executor.poll(), executor.poll()], [EVENT, EMPTY]);
  assertEquals([...executor.ack.cells], [0, 7, 7, 0, 0]);
});

Deno.test("Executor leaves the choice of how to resume to its caller", () => {
  const { ring, consumer, executor } = setUp(2);
  publish(ring, 5);
  assertEquals(executor.poll(), OVERRUN);
  assertThrows(() => executor.consumer.pollOrThrow(), OverrunError);
  assertEquals(consumer.resumeAtHead(), 5);
  publish(ring);
  assertEquals([executor.poll(), executor.ack.sequence], [EVENT, 5]);
});

/** A logic that answers as it is told, and notes what it was asked. */
class ScriptedLogic implements DecisionLogic {
  readonly asked: { sequence: number; live: boolean }[] = [];
  answer: (sequence: number) => number = () => 0;

  decide(event: EventView, live: boolean): number {
    this.asked.push({ sequence: event.sequence, live });
    return this.answer(event.sequence);
  }
}

function setUpLogic(capacity = 8) {
  const parts = setUp(capacity);
  const { state, consumer, sink } = parts;
  const logic = new ScriptedLogic();
  const clock = new TickingClock();
  return { ...parts, logic, clock, executor: new Executor({ lifecycle: state, consumer, clock, logic, sink }) };
}

Deno.test("Executor calls the logic exactly once per event in every state but INIT, and says whether it may be live", () => {
  const { state, ring, consumer, logic, executor } = setUpLogic(4);
  executor.poll();
  publish(ring, 4);
  state.state = INIT;
  assertThrows(() => executor.poll(), Error, "Cannot execute in INIT");
  assertEquals(logic.asked, [], "not for an empty poll, and not in INIT");
  for (const next of [WARMUP, READY, DEGRADED] as const) {
    state.state = next;
    executor.poll();
  }
  publish(ring, 6);
  assertEquals(executor.poll(), OVERRUN);
  consumer.resumeAtOldest();
  executor.poll();
  assertEquals(logic.asked, [
    { sequence: 0, live: false },
    { sequence: 1, live: true },
    { sequence: 2, live: false },
    { sequence: 6, live: false },
  ]);
});

Deno.test("Executor completes a decision as live only if the system was READY before and after it", () => {
  for (const before of [WARMUP, READY, DEGRADED] as const) {
    for (const after of [INIT, WARMUP, READY, DEGRADED] as const) {
      const { state, ring, logic, sink, executor } = setUpLogic();
      publish(ring);
      state.state = before;
      logic.answer = () => {
        state.state = after;
        return 1;
      };
      executor.poll();
      const what = `${lifecycleStateName(before)}, then ${lifecycleStateName(after)}`;
      assertEquals(logic.asked[0].live, before === READY, what);
      assertEquals(sink.acks.map(({ executed }) => executed), [before === READY && after === READY], what);
    }
  }
});

Deno.test("Executor does not complete a decision as live that an operator's halt has overtaken", () => {
  const lifecycle = new Lifecycle(new Int32Array(new SharedArrayBuffer(4)));
  const elsewhere = new Lifecycle(lifecycle.word);
  for (const state of [WARMUP, READY] as const) lifecycle.transition(state);
  const ring = new RingBuffer({ capacity: 4 });
  const logic = { decide: () => (elsewhere.degradation.halt(), 1) };
  const executor = new Executor({
    lifecycle: lifecycle.reader,
    consumer: ring.createConsumer(),
    clock: new ManualClock(),
    logic,
  });
  publish(ring);
  executor.poll();
  assertEquals([executor.ack.executed, executor.ack.result], [false, 1]);
});

Deno.test("Executor takes the result of the logic modulo 2^32, as an integer with a sign", () => {
  const { ring, logic, sink, executor } = setUpLogic(32);
  const results: [given: number, kept: number][] = [
    [0, 0],
    [-1, -1],
    [2 ** 31 - 1, 2 ** 31 - 1],
    [-(2 ** 31), -(2 ** 31)],
    [2 ** 31, -(2 ** 31)],
    [2 ** 32, 0],
    [2 ** 32 + 5, 5],
    [1.9, 1],
    [-1.9, -1],
    [-0, 0],
    [NaN, 0],
    [Infinity, 0],
    [-Infinity, 0],
  ];
  logic.answer = (sequence) => results[sequence][0];
  publish(ring, results.length);
  for (const _ of results) executor.poll();
  assertEquals(sink.acks.map(({ result }) => result), results.map(([, kept]) => kept));
});

Deno.test("Executor whose logic throws says so, and loses no event in silence", () => {
  const { ring, consumer, logic, sink, executor } = setUpLogic();
  const wrong = new Error("out of its depth");
  logic.answer = (sequence) => {
    if (sequence === 1) throw wrong;
    return 100 + sequence;
  };
  publish(ring, 3);
  executor.poll();
  assertStrictEquals(assertThrows(() => executor.poll()), wrong);
  assertEquals([executor.ack.sequence, executor.ack.decisionNs, executor.ack.executed], [1, 30, false]);
  assertEquals([consumer.delivered, sink.sequences], [2, [0]], "consumed, and not observed yet");
  assertEquals([executor.abandon(), executor.abandon()], [true, false]);
  executor.poll();
  assertEquals(executor.abandon(), false);
  assertEquals(sink.sequences, [0, 1, 2], "once each, in order");
  const shown = sink.acks.map(({ decisionNs, completionNs, executed, result }) => [
    decisionNs,
    completionNs,
    executed,
    result,
  ]);
  assertEquals(shown, [[10, 20, true, 100], [30, 40, false, 0], [50, 60, true, 102]]);
});

Deno.test("Executor that goes on without abandoning decides on the next event, and leaves nothing of the one before", () => {
  const { ring, logic, sink, executor } = setUpLogic();
  logic.answer = (sequence) => {
    if (sequence === 0) throw new Error("out of its depth");
    return 7;
  };
  publish(ring, 2);
  assertThrows(() => executor.poll());
  executor.poll();
  assertEquals(sink.sequences, [1]);
  assertEquals([executor.ack.executed, executor.ack.result], [true, 7]);
});

Deno.test("Executor with a new ack has nothing to abandon", () => {
  const { sink, executor } = setUpLogic();
  assertEquals([executor.abandon(), sink.acks.length], [false, 0]);
});
