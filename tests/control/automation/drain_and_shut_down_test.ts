import { assertEquals, assertThrows } from "@std/assert";
import { drainAndShutDown } from "../../../control/automation/drain_and_shut_down.ts";
import { MarketDataOutage } from "../../../control/failure/market_data_outage.ts";
import { MetricsSink } from "../../../control/metrics/metrics_sink.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { Executor } from "../../../core/execution/executor.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";
import { ShutdownController } from "../../../runtime/shutdown/shutdown_controller.ts";
import { summaryOf } from "./_plan.ts";

const { WARMUP, READY } = LifecycleState;

/** A system with a feed of so many events a tick, and an executor that polls twice a tick. */
function create({ perTick = 2, waiting = 20, ticksMax = 10, path = [WARMUP, READY] as LifecycleState[] } = {}) {
  const lifecycle = new Lifecycle();
  const ring = new RingBuffer({ capacity: 64 });
  const sink = new MetricsSink();
  const consumer = ring.createConsumer();
  const executor = new Executor({ lifecycle: lifecycle.reader, consumer, clock: new ManualClock(), sink });
  for (const state of path) lifecycle.transition(state);
  const feed = { paused: false, pause: () => void (feed.paused = true), resume: () => void (feed.paused = false) };
  const publish = (count: number) => {
    for (let n = 0; n < count; n++) {
      ring.claim();
      ring.publish();
    }
  };
  publish(waiting);
  const tick = () => {
    if (!feed.paused) publish(perTick);
    for (let n = 0; n < 2; n++) executor.poll();
  };
  const shutdown = new ShutdownController({
    lifecycle,
    intake: ring,
    executor,
    pollsMax: 100,
    snapshot: () => sink.snapshot(),
  });
  const backlog = () => consumer.lag;
  const parts = { lifecycle, feed, backlog, shutdown, ticksMax };
  const runbook = drainAndShutDown(parts);
  const run = { tick, approve: () => true };
  const state = () => lifecycleStateName(lifecycle.state);
  const causes = () => lifecycle.degradation.causes.map(({ name }) => name);
  return { lifecycle, ring, sink, consumer, feed, tick, shutdown, parts, runbook, run, state, causes };
}

Deno.test("drainAndShutDown degrades, stops the feed, drains every event and shuts down", () => {
  const { ring, sink, consumer, feed, runbook, run, shutdown, state, causes } = create();
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.ticks], ["completed", 10]);
  assertEquals([consumer.delivered, consumer.lag, ring.closed, feed.paused], [20, 0, true, true]);
  assertEquals([state(), causes()], ["DEGRADED", ["drain and shut down", "shutdown"]]);
  const { executed, provisional } = sink.snapshot();
  assertEquals([executed, provisional], [0, 20], "no decision was live any more");
  assertEquals([shutdown.report?.drained, shutdown.report?.left], [0, 0], "all was drained before");
  assertEquals(outcome.events.map(({ tick, step, event }) => `${tick} ${step} ${event}`), [
    "0 degrade approved",
    "0 degrade done",
    "0 degrade verified",
    "0 stop-feed done",
    "0 stop-feed verified",
    "10 drain verified",
    "10 shut-down approved",
    "10 shut-down done",
    "10 shut-down verified",
  ]);
});

Deno.test("drainAndShutDown that cannot drain in time goes back to where the system was", () => {
  const { ring, feed, runbook, run, state, causes } = create({ ticksMax: 9 });
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.isRestored], ["failed", true]);
  assertEquals(outcome.reason, "step drain was not verified within 9 ticks: No event waits in the ring.");
  assertEquals([state(), causes(), feed.paused, ring.closed], ["READY", [], false, false]);
});

Deno.test("drainAndShutDown whose end is not approved goes back to where the system was", () => {
  const { ring, feed, runbook, run, state } = create();
  const outcome = runbook.run({ ...run, approve: ({ id }) => id === "degrade" });
  assertEquals([outcome.status, outcome.isRestored], ["unapproved", true]);
  assertEquals([state(), feed.paused, ring.closed], ["READY", false, false]);
});

Deno.test("drainAndShutDown does not shut down when events have come in while its end was waited for", () => {
  const { ring, consumer, feed, runbook, shutdown, state, run } = create();
  const approve = ({ id }: { id: string }) => {
    if (id !== "shut-down") return true;
    // What the producer had claimed before the feed was stopped.
    ring.claimBatch(3);
    ring.publish();
    return true;
  };
  const outcome = runbook.run({ ...run, approve });
  const reason = "step shut-down was not done, its precondition does not hold: No event waits in the ring.";
  assertEquals([outcome.status, outcome.reason, outcome.isRestored], ["failed", reason, true]);
  assertEquals([state(), feed.paused, ring.closed, shutdown.report], ["READY", false, false, undefined]);
  assertEquals(consumer.lag, 3);
});

Deno.test("drainAndShutDown goes on beside a failure that holds the system, and leaves it alone on the way back", () => {
  const { lifecycle, run, runbook, causes, state } = create({ ticksMax: 3 });
  const outage = new MarketDataOutage(lifecycle);
  outage.activate();
  assertEquals(runbook.run(run).isRestored, true);
  assertEquals([state(), causes()], ["DEGRADED", ["market data outage"]]);
  outage.deactivate();
  assertEquals(state(), "READY");
});

Deno.test("drainAndShutDown is refused in INIT and after a shutdown", () => {
  const early = create({ path: [] });
  assertEquals(early.runbook.run(early.run).reason, "a precondition does not hold: The system has been started.");
  assertEquals([early.lifecycle.transitions, early.feed.paused], [0, false]);
  const late = create();
  assertEquals(late.runbook.run(late.run).status, "completed");
  assertEquals(late.runbook.run(late.run).reason, "a precondition does not hold: The system has not been shut down.");
});

Deno.test("drainAndShutDown starts neither the feed nor live execution again when the shutdown has failed half way", () => {
  const { ring, feed, parts, run, state, causes } = create({ waiting: 0 });
  const shutdown = {
    report: undefined,
    shutdown: () => {
      ring.close();
      throw new Error("no room for a snapshot");
    },
  };
  const outcome = drainAndShutDown({ ...parts, shutdown }).run(run);
  assertEquals([outcome.status, outcome.reason, outcome.isRestored], [
    "failed",
    "step shut-down threw: no room for a snapshot",
    false,
  ]);
  assertEquals(outcome.events.slice(-3).map(({ step, event, reason }) => [step, event, reason]), [
    ["shut-down", "irreversible", undefined],
    ["stop-feed", "undo-failed", "Cannot resume the feed: the shutdown has begun"],
    ["degrade", "undo-failed", "Cannot release the system: the shutdown has begun"],
  ]);
  assertEquals([feed.paused, ring.closed, state(), causes()], [true, true, "DEGRADED", ["drain and shut down"]]);
});

Deno.test("drainAndShutDown fails when the shutdown leaves events, and the system stays down", () => {
  const { feed, parts, run } = create({ waiting: 0 });
  const shutdown = {
    report: undefined as { left: number } | undefined,
    shutdown: () => void (shutdown.report = { left: 3 }),
  };
  const outcome = drainAndShutDown({ ...parts, shutdown }).run(run);
  assertEquals(
    outcome.reason,
    "step shut-down was not verified within 0 ticks: The shutdown reports that no event was left.",
  );
  assertEquals([outcome.isRestored, feed.paused], [false, true]);
});

Deno.test("drainAndShutDown goes no further when the system does not stay degraded", () => {
  const { lifecycle, feed, parts, run, state } = create({ waiting: 0 });
  const shutdown = {
    report: undefined,
    shutdown: () => {
      throw new Error("not today");
    },
  };
  const runbook = drainAndShutDown({ ...parts, shutdown });
  assertEquals(runbook.run(run).status, "failed");
  // Its cause still holds, and an operator has overruled it.
  lifecycle.transition(READY);
  feed.resume();
  const outcome = runbook.run(run);
  assertEquals(outcome.reason, "step degrade was not verified within 0 ticks: The system is in DEGRADED.");
  assertEquals([state(), feed.paused], ["READY", false]);
});

Deno.test("drainAndShutDown fails when the shutdown says nothing", () => {
  const { parts, run } = create({ waiting: 0 });
  const outcome = drainAndShutDown({ ...parts, shutdown: { report: undefined, shutdown: () => {} } }).run(run);
  assertEquals(
    outcome.reason,
    "step shut-down was not verified within 0 ticks: The shutdown reports that no event was left.",
  );
});

Deno.test("drainAndShutDown says in its plan what it does, what is risky and what cannot be taken back", () => {
  const { runbook } = create();
  assertEquals(summaryOf(runbook), {
    id: "drain-and-shut-down",
    steps: [
      "degrade 0 risky reversible",
      "stop-feed 0 reversible",
      "drain 10 reversible",
      "shut-down 0 risky",
    ],
  });
});

Deno.test("drainAndShutDown refuses a bound that is not a whole number from 0", () => {
  for (const ticksMax of [-1, 0.5, NaN]) {
    assertThrows(() => create({ ticksMax }), RangeError, "ticksMax of step drain must be an integer");
  }
});
