import { assertEquals, assertThrows } from "@std/assert";
import { failoverDrill } from "../../../control/automation/failover_drill.ts";
import { MarketDataOutage } from "../../../control/failure/market_data_outage.ts";
import { MetricsSink } from "../../../control/metrics/metrics_sink.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { Executor } from "../../../core/execution/executor.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import type { LifecycleReader } from "../../../core/state/lifecycle_view.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";
import { ReadinessProbe } from "../../../runtime/readiness/readiness_probe.ts";
import { summaryOf } from "./_plan.ts";

const { WARMUP, READY } = LifecycleState;

/** A system that takes two decisions a tick. `reader` is what its executor believes. */
function create(
  { path = [WARMUP, READY] as LifecycleState[], reader = undefined as LifecycleReader | undefined } = {},
) {
  const lifecycle = new Lifecycle();
  const ring = new RingBuffer({ capacity: 8 });
  const sink = new MetricsSink();
  const executor = new Executor({
    lifecycle: reader ?? lifecycle.reader,
    consumer: ring.createConsumer(),
    clock: new ManualClock(),
    sink,
  });
  for (const state of path) lifecycle.transition(state);
  let ticks = 0;
  let isFeeding = true;
  const atTick = new Map<number, () => void>();
  const tick = () => {
    atTick.get(++ticks)?.();
    for (let n = 0; n < 2 && isFeeding; n++) {
      ring.claim();
      ring.publish();
      executor.poll();
    }
  };
  const parts = {
    lifecycle,
    readiness: new ReadinessProbe({ lifecycle }),
    decisions: () => sink.snapshot(),
    decisionsMin: 5,
    ticksMax: 4,
  };
  const runbook = failoverDrill(parts);
  const run = { tick, approve: () => true };
  const state = () => lifecycleStateName(lifecycle.state);
  const stopFeed = () => isFeeding = false;
  return { lifecycle, sink, atTick, parts, runbook, run, state, stopFeed };
}

Deno.test("failoverDrill degrades, sees that nothing executes, recovers, and sees that it does", () => {
  const { lifecycle, sink, runbook, run, state } = create();
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.ticks, state()], ["completed", 6, "READY"]);
  const { executed, provisional } = sink.snapshot();
  assertEquals([executed, provisional, lifecycle.degradation.causes], [6, 6, []]);
  assertEquals(outcome.events.map(({ tick, step, event }) => `${tick} ${step} ${event}`), [
    "0 degrade approved",
    "0 degrade done",
    "0 degrade verified",
    "3 verify-provisional verified",
    "3 recover done",
    "3 recover verified",
    "6 verify-live verified",
  ]);
});

Deno.test("failoverDrill can be done again", () => {
  const { runbook, run, sink } = create();
  assertEquals([runbook.run(run).status, runbook.run(run).status], ["completed", "completed"]);
  const { executed, provisional } = sink.snapshot();
  assertEquals([executed, provisional], [12, 12]);
});

Deno.test("failoverDrill fails when something executes all the same, and lets go of the system", () => {
  const { runbook, run, state } = create({ reader: { state: READY } });
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.isRestored, state()], ["failed", true, "READY"]);
  assertEquals(
    outcome.reason,
    "step verify-provisional was not verified within 4 ticks: " +
      "Since then 5 or more decisions have been taken, and none of them was live.",
  );
});

Deno.test("failoverDrill fails on one live decision among the provisional ones", () => {
  const lying = { state: LifecycleState.DEGRADED as LifecycleState };
  const { runbook, run, atTick } = create({ reader: lying });
  atTick.set(2, () => lying.state = READY);
  atTick.set(3, () => lying.state = LifecycleState.DEGRADED);
  const { status, reason, events } = runbook.run(run);
  assertEquals(
    [status, events.find(({ event }) => event === "failed")?.step],
    ["failed", "verify-provisional"],
    reason,
  );
});

Deno.test("failoverDrill fails when no event comes that could prove anything", () => {
  const { runbook, run, state, stopFeed } = create();
  stopFeed();
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.isRestored, outcome.ticks, state()], ["failed", true, 4, "READY"]);
  assertEquals(outcome.events.find(({ event }) => event === "failed")?.step, "verify-provisional");
});

Deno.test("failoverDrill fails when the system does not execute afterwards", () => {
  const { runbook, run, state } = create({ reader: { state: WARMUP } });
  const outcome = runbook.run(run);
  assertEquals(
    outcome.reason,
    "step verify-live was not verified within 4 ticks: " +
      "The readiness probe says yes, and 5 or more decisions have been live since.",
  );
  assertEquals([outcome.isRestored, state()], [true, "READY"]);
  assertEquals(outcome.events.slice(-2).map(({ step, event }) => `${step} ${event}`), [
    "recover undone",
    "degrade undone",
  ]);
});

Deno.test("failoverDrill fails when the readiness probe disagrees", () => {
  const { parts, run } = create();
  const outcome = failoverDrill({ ...parts, readiness: { ready: false } }).run(run);
  assertEquals([outcome.status, outcome.events.findLast(({ event }) => event === "failed")?.step], [
    "failed",
    "verify-live",
  ]);
});

Deno.test("failoverDrill fails when a failure comes in between, and leaves it to hold the system", () => {
  const { lifecycle, runbook, run, atTick, state } = create();
  const outage = new MarketDataOutage(lifecycle);
  atTick.set(2, () => void outage.activate());
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.isRestored], ["failed", true]);
  assertEquals(outcome.reason, "step recover was not verified within 0 ticks: The system is in READY.");
  assertEquals([state(), lifecycle.degradation.causes], ["DEGRADED", [outage]]);
  outage.deactivate();
  assertEquals(state(), "READY");
});

Deno.test("failoverDrill is content with exactly as many decisions as it asks for", () => {
  const { parts, run } = create();
  const outcome = failoverDrill({ ...parts, decisionsMin: 8 }).run(run);
  assertEquals([outcome.status, outcome.ticks], ["completed", 4 + 4]);
});

Deno.test("failoverDrill fails when the system does not stay degraded", () => {
  const { lifecycle, parts, run, state } = create();
  let asked = 0;
  // The second time the decisions are counted is right after the system was degraded.
  const decisions = () => {
    if (++asked === 2) lifecycle.transition(READY);
    return parts.decisions();
  };
  const outcome = failoverDrill({ ...parts, decisions }).run(run);
  assertEquals(outcome.reason, "step degrade was not verified within 0 ticks: The system is in DEGRADED.");
  assertEquals([state(), lifecycle.degradation.causes], ["READY", []]);
});

Deno.test("failoverDrill is listed among the causes while it lasts", () => {
  const { lifecycle, runbook, run, atTick } = create();
  const seen: string[] = [];
  atTick.set(1, () => seen.push(...lifecycle.degradation.causes.map(({ name }) => name)));
  runbook.run(run);
  assertEquals(seen, ["failover drill"]);
});

Deno.test("failoverDrill says in its plan what it does, what is risky and what can be taken back", () => {
  assertEquals(summaryOf(create().runbook), {
    id: "failover-drill",
    steps: [
      "degrade 0 risky reversible",
      "verify-provisional 4 reversible",
      "recover 0 reversible",
      "verify-live 4 reversible",
    ],
  });
});

Deno.test("failoverDrill is refused outside READY, and while a cause lasts", () => {
  const warming = create({ path: [WARMUP] });
  assertEquals(warming.runbook.run(warming.run).reason, "a precondition does not hold: The system is in READY.");
  const overruled = create();
  overruled.lifecycle.degradation.hold({ name: "feed quiet" });
  overruled.lifecycle.transition(READY);
  assertEquals(
    overruled.runbook.run(overruled.run).reason,
    "a precondition does not hold: No cause holds the system in DEGRADED.",
  );
});

Deno.test("failoverDrill does not begin when the system is degraded while it waits for approval", () => {
  const { lifecycle, runbook, state } = create();
  const outage = new MarketDataOutage(lifecycle);
  let asked = 0;
  const outcome = runbook.run({ tick: () => void outage.activate(), approve: () => ++asked > 1, approvalTicksMax: 3 });
  assertEquals(
    outcome.reason,
    "step degrade was not done, its precondition does not hold: The system is in READY.",
  );
  outage.deactivate();
  assertEquals(state(), "READY");
});

Deno.test("failoverDrill refuses bounds that are not whole numbers", () => {
  const { parts } = create();
  for (const decisionsMin of [0, -1, 0.5, NaN]) {
    const error = assertThrows(() => failoverDrill({ ...parts, decisionsMin }), RangeError);
    assertEquals(
      error.message,
      `Cannot create runbook failover-drill: decisionsMin must be an integer from 1 to 9007199254740991, got ${decisionsMin}`,
    );
  }
  failoverDrill({ ...parts, decisionsMin: 1 });
  assertThrows(() => failoverDrill({ ...parts, ticksMax: -1 }), RangeError, "ticksMax of step verify-provisional");
});

for (const [lastLiveNs, timeToHaltNs] of [[-Infinity, 0], [900, 0], [1_000, 0], [1_040, 40]]) {
  Deno.test(`failoverDrill reports a time to halt of ${timeToHaltNs} ns if the last live ack was at ${lastLiveNs}`, () => {
    const { parts, run, lifecycle } = create();
    const reports: number[] = [];
    const clock = {
      nowNs: () => {
        assertEquals(lifecycle.state, READY, "the clock is read before the transition");
        return 1_000;
      },
    };
    const timing = { clock, lastLiveNs: () => lastLiveNs, report: (ns: number) => void reports.push(ns) };
    const outcome = failoverDrill({ ...parts, timing }).run({
      ...run,
      tick: () => {
        if (lifecycle.state === READY) assertEquals(reports, [timeToHaltNs], "told before it is let go of");
        run.tick();
      },
    });
    assertEquals([outcome.status, reports], ["completed", [timeToHaltNs]]);
  });
}

Deno.test("failoverDrill that an operator halts in its midst fails, and leaves the system halted", () => {
  const { lifecycle, atTick, runbook, run, state } = create();
  atTick.set(1, () => void lifecycle.degradation.halt("wrong prices"));
  const outcome = runbook.run(run);
  assertEquals([outcome.status, state()], ["failed", "DEGRADED"]);
  assertEquals(lifecycle.degradation.causes.map(({ name }) => name), ["operator halt: wrong prices"]);
});
