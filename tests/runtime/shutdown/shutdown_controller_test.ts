import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { restartThroughWarmup } from "../../../control/automation/restart_through_warmup.ts";
import { MarketDataOutage } from "../../../control/failure/market_data_outage.ts";
import { MetricsSink, type MetricsSnapshot } from "../../../control/metrics/metrics_sink.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingClosedError } from "../../../core/bus/ring_closed_error.ts";
import { Executor } from "../../../core/execution/executor.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";
import { DegradationController } from "../../../runtime/degradation/degradation_controller.ts";
import { ReadinessProbe } from "../../../runtime/readiness/readiness_probe.ts";
import { ShutdownController } from "../../../runtime/shutdown/shutdown_controller.ts";
import { WarmupController } from "../../../runtime/warmup/warmup_controller.ts";

const { WARMUP, READY, DEGRADED } = LifecycleState;

interface System {
  lifecycle: Lifecycle;
  ring: RingBuffer;
  executor: Executor;
  sink: MetricsSink;
  shutdown: ShutdownController<MetricsSnapshot>;
}

function create({ capacity = 8, pollsMax = 100, path = [WARMUP, READY] as LifecycleState[] } = {}): System {
  const lifecycle = new Lifecycle();
  const ring = new RingBuffer({ capacity });
  const sink = new MetricsSink();
  const consumer = ring.createConsumer();
  const executor = new Executor({ lifecycle: lifecycle.reader, consumer, clock: new ManualClock(), sink });
  for (const state of path) lifecycle.transition(state);
  const snapshot = () => sink.snapshot();
  const shutdown = new ShutdownController({ lifecycle, intake: ring, executor, pollsMax, snapshot });
  return { lifecycle, ring, executor, sink, shutdown };
}

function publish(ring: RingBuffer, count: number): void {
  for (let n = 0; n < count; n++) {
    ring.claim();
    ring.publish();
  }
}

Deno.test("ShutdownController stops the intake, degrades, drains, and takes the last snapshot", () => {
  const { lifecycle, ring, shutdown } = create();
  publish(ring, 5);
  assertEquals(shutdown.report, undefined);
  const report = shutdown.shutdown();
  assertThrows(() => ring.claim(), RingClosedError);
  assertEquals(lifecycle.state, DEGRADED);
  assertEquals(
    { ...report, snapshot: null, consumers: null },
    { drained: 5, lost: 0, left: 0, polls: 6, finalState: "DEGRADED", snapshot: null, consumers: null },
  );
  // The snapshot was taken last: it has all that was drained, and nothing of it was executed.
  assertEquals([report.snapshot.observed, report.snapshot.executed, report.snapshot.provisional], [5, 0, 5]);
});

Deno.test("ShutdownController.shutdown called twice returns the same report and does nothing", () => {
  const { lifecycle, ring, executor, shutdown } = create({ pollsMax: 2 });
  publish(ring, 5);
  const report = shutdown.shutdown();
  const transitions = lifecycle.transitions;
  assert(shutdown.shutdown() === report);
  assert(shutdown.report === report);
  assertEquals([executor.consumer.lag, lifecycle.transitions], [3, transitions]);
});

Deno.test("ShutdownController drains no longer than its bound and reports what was left", () => {
  for (const pollsMax of [0, 1, 4, 5]) {
    const { ring, shutdown } = create({ pollsMax });
    publish(ring, 5);
    const { drained, left, polls } = shutdown.shutdown();
    assertEquals([drained, left, polls], [pollsMax, 5 - pollsMax, pollsMax]);
  }
});

Deno.test("ShutdownController with nothing to drain polls once and is done", () => {
  const { shutdown } = create();
  const { drained, lost, left, polls } = shutdown.shutdown();
  assertEquals([drained, lost, left, polls], [0, 0, 0, 1]);
});

Deno.test("ShutdownController resumes an overrun at the oldest event and counts what was lost", () => {
  const { ring, executor, shutdown } = create({ capacity: 8 });
  publish(ring, 21);
  const { drained, lost, left, polls } = shutdown.shutdown();
  assertEquals([drained, lost, left, polls], [8, 13, 0, 10]);
  assertEquals([executor.consumer.delivered, executor.consumer.lost], [8, 13]);
});

Deno.test("ShutdownController in INIT drains nothing, leaves INIT alone, and reports what was left", () => {
  const { lifecycle, ring, shutdown } = create({ path: [] });
  publish(ring, 3);
  const { drained, left, polls, finalState } = shutdown.shutdown();
  assertEquals([drained, left, polls, finalState], [0, 3, 0, "INIT"]);
  assertEquals([lifecycle.transitions, ring.closed], [0, true]);
});

for (const path of [[], [WARMUP], [WARMUP, READY], [WARMUP, DEGRADED], [WARMUP, READY, DEGRADED]]) {
  Deno.test(`ShutdownController after ${path.length} transitions to ${path.at(-1)} is the end, whoever starts it afterwards`, () => {
    const { lifecycle, ring, executor, sink, shutdown } = create({ path, pollsMax: 1 });
    publish(ring, 6);
    const outage = new MarketDataOutage(lifecycle);
    outage.activate();
    const { finalState } = shutdown.shutdown();
    assertEquals(shutdown.shutdown().finalState, finalState);
    const elsewhere = new Lifecycle(lifecycle.word);
    for (const one of [lifecycle, elsewhere]) {
      const warmup = new WarmupController({ lifecycle: one, ticks: 0 });
      const health = new DegradationController({ lifecycle: one, recoveryTicks: 1 });
      const failures = new MarketDataOutage(one);
      const readiness = new ReadinessProbe({ lifecycle: one });
      const attempts = [
        () => warmup.start(),
        () => warmup.restart(),
        () => warmup.advance(),
        () => outage.deactivate(),
        () => failures.activate(),
        () => failures.deactivate(),
        () => health.tick({ checks: [{ id: "lag", ok: false }] }),
        () => health.tick({ checks: [{ id: "lag", ok: true }] }),
        () => one.degradation.halt(),
        () => one.degradation.endHalt(),
        () => one.transition(WARMUP),
        () => one.transition(READY),
        () =>
          restartThroughWarmup({ lifecycle: one, warmup, readiness, ticksMax: 3 })
            .run({ tick: () => warmup.advance(), approve: () => true }),
        () => executor.poll(),
      ];
      for (const attempt of attempts) {
        try {
          attempt();
        } catch (error) {
          assert(error instanceof Error);
        }
        assertEquals(lifecycleStateName(lifecycle.state), finalState);
      }
      assert(one.terminated && !readiness.ready);
    }
    assertEquals(sink.snapshot().executed, 0);
  });
}

Deno.test("ShutdownController holds the system in DEGRADED when a failure ends after it", () => {
  const { lifecycle, shutdown } = create();
  const outage = new MarketDataOutage(lifecycle);
  outage.activate();
  shutdown.shutdown();
  assertEquals(lifecycle.degradation.causes.map((cause) => cause.name), ["market data outage", "shutdown"]);
  outage.deactivate();
  assertEquals(lifecycle.state, DEGRADED);
});

Deno.test("ShutdownController during the warm-up keeps it from completing and from being restarted", () => {
  const { lifecycle, shutdown } = create({ path: [] });
  const warmup = new WarmupController({ lifecycle, ticks: 1 });
  warmup.start();
  warmup.advance();
  assertEquals(shutdown.shutdown().finalState, "DEGRADED");
  warmup.advance();
  assertEquals(lifecycle.state, DEGRADED);
  assertThrows(() => warmup.restart(), Error, "held in DEGRADED by shutdown");
});

Deno.test("ShutdownController of a system that an operator had degraded leaves it so", () => {
  const { ring, shutdown } = create({ path: [WARMUP, READY, DEGRADED] });
  publish(ring, 2);
  const { drained, finalState } = shutdown.shutdown();
  assertEquals([drained, finalState], [2, "DEGRADED"]);
});

Deno.test("ShutdownController goes on where it stopped when a part has thrown", () => {
  const { lifecycle, ring, executor } = create();
  publish(ring, 4);
  let attempts = 0;
  const shutdown = new ShutdownController({
    lifecycle,
    intake: ring,
    executor,
    pollsMax: 100,
    snapshot: () => {
      if (++attempts === 1) throw new Error("no room for a snapshot");
      return attempts;
    },
  });
  assertThrows(() => shutdown.shutdown(), Error, "no room for a snapshot");
  assertEquals(shutdown.report, undefined);
  const { drained, left, snapshot } = shutdown.shutdown();
  assertEquals([drained, left, snapshot], [4, 0, 2]);
});

Deno.test("ShutdownController.shutdown returns a frozen report", () => {
  const report = create().shutdown.shutdown();
  assert(Object.isFrozen(report) && Object.isFrozen(report.snapshot));
});

Deno.test("ShutdownController refuses a bound that is not a whole number from 0", () => {
  for (const pollsMax of [-1, 0.5, NaN, Infinity]) {
    const error = assertThrows(() => create({ pollsMax }), RangeError);
    assertEquals(
      error.message,
      `Cannot create ShutdownController: pollsMax must be an integer from 0 to 9007199254740991, got ${pollsMax}`,
    );
  }
});

Deno.test("ShutdownController accounts for every event, whatever was published, polled and allowed", () => {
  const amounts = fc.record({
    capacity: fc.constantFrom(1, 2, 8, 16),
    published: fc.nat({ max: 60 }),
    polled: fc.nat({ max: 30 }),
    pollsMax: fc.nat({ max: 40 }),
    isReady: fc.boolean(),
  });
  fc.assert(fc.property(amounts, ({ capacity, published, polled, pollsMax, isReady }) => {
    const { ring, executor, sink, shutdown } = create({
      capacity,
      pollsMax,
      path: isReady ? [WARMUP, READY] : [WARMUP],
    });
    publish(ring, published);
    for (let n = 0; n < polled; n++) executor.poll();
    const waiting = executor.consumer.lag;
    const executedBefore = sink.snapshot().executed;
    const { drained, lost, left, polls, snapshot } = shutdown.shutdown();
    assertEquals(drained + lost + left, waiting);
    assert(polls <= pollsMax);
    assertEquals(snapshot.executed, executedBefore);
    assertEquals(snapshot.observed, executor.consumer.delivered);
  }));
});

Deno.test("ShutdownController drains several executors, and reports on each and on all together", () => {
  const { lifecycle, ring, executor } = create({ capacity: 8 });
  const clock = new ManualClock();
  publish(ring, 3);
  const late = new Executor({ lifecycle: lifecycle.reader, consumer: ring.createConsumer(), clock });
  publish(ring, 6);
  const executors = [executor, late];
  const shutdown = new ShutdownController({
    lifecycle,
    intake: ring,
    executor: executors,
    pollsMax: 5,
    snapshot: () => executors.map(({ consumer }) => consumer.delivered),
  });
  const { consumers, drained, lost, left, polls, snapshot } = shutdown.shutdown();
  // The first had lost one of nine and could take four more, the other took five of its six.
  assertEquals(consumers, [{ drained: 4, lost: 1, left: 4, polls: 5 }, { drained: 5, lost: 0, left: 1, polls: 5 }]);
  assertEquals([drained, lost, left, polls, snapshot], [9, 1, 5, 10, [4, 5]]);
  assert(Object.isFrozen(consumers) && consumers.every(Object.isFrozen));
});

Deno.test("ShutdownController goes on with the executor that threw, and drains none twice", () => {
  const { lifecycle, ring, executor } = create();
  publish(ring, 3);
  let throws = true;
  const other = {
    consumer: { lag: 0, resumeAtOldest: () => 0 },
    poll: (): PollStatus => {
      if (throws) throw new Error("no poll");
      return PollStatus.EMPTY;
    },
  };
  const parts = { lifecycle, intake: ring, executor: [executor, other], pollsMax: 9, snapshot: () => 0 };
  const shutdown = new ShutdownController(parts);
  assertThrows(() => shutdown.shutdown(), Error, "no poll");
  throws = false;
  assertEquals(shutdown.shutdown().consumers.map(({ drained }) => drained), [3, 0]);
});

Deno.test("ShutdownController refuses to drain nothing, and what cannot be polled", () => {
  const { lifecycle, ring, executor } = create();
  const make = (drains: unknown) => () =>
    new ShutdownController({ lifecycle, intake: ring, executor: drains as Executor, pollsMax: 1, snapshot: () => 0 });
  assertThrows(make([]), RangeError, "parts.executor must have at least 1 element, got 0");
  assertThrows(make([executor, {}]), TypeError, "parts.executor must be an object that has poll(), got an object");
  assertThrows(make({}), TypeError, "or a list of them, got an object");
});
