import { assertEquals, assertThrows } from "@std/assert";
import { isolateSlowConsumer } from "../../../control/automation/isolate_slow_consumer.ts";
import { createHealthChecks } from "../../../control/health/create_health_checks.ts";
import { HealthProbe } from "../../../control/health/health_probe.ts";
import { MarketDataOutage } from "../../../control/failure/market_data_outage.ts";
import { PollStatus } from "../../../core/bus/poll_status.ts";
import { RingBuffer } from "../../../core/bus/local/ring_buffer.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import { DegradationController } from "../../../runtime/degradation/degradation_controller.ts";
import { ReadinessProbe } from "../../../runtime/readiness/readiness_probe.ts";
import { summaryOf } from "./_plan.ts";

const { WARMUP, READY } = LifecycleState;

/** A consumer that takes so many events a tick, unless it is out of service. */
class Worker {
  isolated = false;
  readonly name: string;
  readonly perTick: number;
  readonly consumer;

  constructor(name: string, perTick: number, ring: RingBuffer) {
    this.name = name;
    this.perTick = perTick;
    this.consumer = ring.createConsumer();
  }

  get lag(): number {
    return this.consumer.lag;
  }

  isolate(): void {
    this.isolated = true;
  }

  rejoin(): void {
    this.isolated = false;
  }

  work(): void {
    for (let n = 0; n < this.perTick && !this.isolated; n++) {
      if (this.consumer.poll() === PollStatus.OVERRUN) this.consumer.resumeAtOldest();
    }
  }
}

/** A READY system of which five events a tick are asked; health watches the lag of whoever is in service. */
function create(slowPerTick: number, fastPerTick: number) {
  const ring = new RingBuffer({ capacity: 64 });
  const lifecycle = new Lifecycle();
  lifecycle.transition(WARMUP);
  lifecycle.transition(READY);
  const slow = new Worker("slow", slowPerTick, ring);
  const fast = new Worker("fast", fastPerTick, ring);
  const probe = new HealthProbe({ checks: createHealthChecks({ lag: { limit: 0.5 } }) });
  const controller = new DegradationController({ lifecycle, recoveryTicks: 3 });
  let ticks = 0;
  const tick = () => {
    ring.claimBatch(5);
    ring.publish();
    slow.work();
    fast.work();
    const lag = Math.max(slow.isolated ? 0 : slow.lag, fast.lag);
    const calm = { stalenessNs: 0, heartbeatAgeNs: 0, latestArrivalNs: 0, lost: 0, overruns: 0, stalls: 0, dropped: 0 };
    controller.tick(probe.evaluate({ lag, capacity: 64, ...calm }, ++ticks));
  };
  const readiness = new ReadinessProbe({ lifecycle });
  const runbook = isolateSlowConsumer({ consumer: slow, others: [fast], readiness, lagMax: 32, ticksMax: 10 });
  const run = { tick, approve: () => true };
  const state = () => lifecycleStateName(lifecycle.state);
  return { lifecycle, ring, slow, fast, tick, readiness, runbook, run, state };
}

Deno.test("isolateSlowConsumer makes a system ready again that a slow consumer had degraded", () => {
  const { slow, fast, tick, runbook, run, state } = create(1, 5);
  for (let n = 0; n < 12; n++) tick();
  assertEquals([state(), slow.lag], ["DEGRADED", 48]);
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.ticks, state()], ["completed", 3, "READY"]);
  assertEquals([slow.isolated, slow.consumer.delivered, fast.lag], [true, 12, 0]);
  assertEquals(outcome.events.map(({ tick, step, event }) => `${tick} ${step} ${event}`), [
    "0 isolate approved",
    "0 isolate done",
    "0 isolate verified",
    "0 verify-others verified",
    "3 verify-readiness verified",
  ]);
});

Deno.test("isolateSlowConsumer is refused while the consumer keeps up, and names the bound", () => {
  const { slow, tick, runbook, run } = create(5, 5);
  for (let n = 0; n < 12; n++) tick();
  const outcome = runbook.run(run);
  assertEquals(
    [outcome.status, outcome.reason],
    ["refused", "a precondition does not hold: The consumer slow lags by more than 32 events."],
  );
  assertEquals([slow.isolated, outcome.events], [false, []]);
});

Deno.test("isolateSlowConsumer is refused when it is the last consumer, or out of service already", () => {
  const { slow, readiness, tick, run } = create(1, 5);
  for (let n = 0; n < 12; n++) tick();
  const reason = (others: readonly Worker[]) =>
    isolateSlowConsumer({ consumer: slow, others, readiness, lagMax: 32, ticksMax: 10 }).run(run).reason;
  assertEquals(reason([]), "a precondition does not hold: Another consumer is left to carry on.");
  slow.isolate();
  assertEquals(reason([]), "a precondition does not hold: The consumer slow is in service.");
});

Deno.test("isolateSlowConsumer takes the consumer back into service when the others do not keep up either", () => {
  const { slow, fast, tick, runbook, run, state } = create(1, 0);
  for (let n = 0; n < 12; n++) tick();
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.isRestored, state()], ["failed", true, "DEGRADED"]);
  assertEquals(
    outcome.reason,
    "step verify-others was not verified within 10 ticks: No other consumer lags by more than 32 events.",
  );
  assertEquals([slow.isolated, fast.isolated], [false, false]);
});

Deno.test("isolateSlowConsumer takes the consumer back into service when something else keeps the system from being ready", () => {
  const { lifecycle, slow, tick, runbook, run, state } = create(1, 5);
  for (let n = 0; n < 12; n++) tick();
  new MarketDataOutage(lifecycle).activate();
  const outcome = runbook.run(run);
  assertEquals(
    outcome.reason,
    "step verify-readiness was not verified within 10 ticks: The readiness probe says yes.",
  );
  assertEquals([outcome.isRestored, slow.isolated, state()], [true, false, "DEGRADED"]);
});

Deno.test("isolateSlowConsumer does nothing without approval, or to a consumer that somebody isolates meanwhile", () => {
  const { slow, tick, runbook, run } = create(1, 5);
  for (let n = 0; n < 12; n++) tick();
  assertEquals(runbook.run({ ...run, approve: () => false }).status, "unapproved");
  assertEquals(slow.isolated, false);
  let asked = 0;
  const outcome = runbook.run({ tick: () => slow.isolate(), approve: () => ++asked > 1, approvalTicksMax: 5 });
  assertEquals(
    outcome.reason,
    "step isolate was not done, its precondition does not hold: The consumer slow is in service.",
  );
  assertEquals([outcome.status, slow.isolated], ["failed", true]);
});

Deno.test("isolateSlowConsumer takes a lag of exactly the bound for keeping up", () => {
  const consumer = {
    name: "slow",
    lag: 32,
    isolated: false,
    isolate: () => void (consumer.isolated = true),
    rejoin: () => void (consumer.isolated = false),
  };
  const attempt = (slowLag: number, ...otherLags: number[]) => {
    consumer.lag = slowLag;
    consumer.isolated = false;
    const others = otherLags.map((lag, n) => ({ name: `other ${n}`, lag }));
    const runbook = isolateSlowConsumer({ consumer, others, readiness: { ready: true }, lagMax: 32, ticksMax: 0 });
    return runbook.run({ tick: () => {}, approve: () => true }).status;
  };
  assertEquals([attempt(32, 0), attempt(33, 0)], ["refused", "completed"]);
  assertEquals([attempt(33, 32), attempt(33, 33)], ["completed", "failed"]);
  assertEquals([attempt(33, 0, 33), attempt(33, 33, 0), attempt(33, 0, 0)], ["failed", "failed", "completed"]);
});

Deno.test("isolateSlowConsumer can be told to bear no lag at all", () => {
  const { slow, fast, readiness } = create(1, 5);
  isolateSlowConsumer({ consumer: slow, others: [fast], readiness, lagMax: 0, ticksMax: 0 });
});

Deno.test("isolateSlowConsumer says in its plan what it does, what is risky and what can be taken back", () => {
  assertEquals(summaryOf(create(1, 5).runbook), {
    id: "isolate-slow-consumer",
    steps: ["isolate 0 risky reversible", "verify-others 10 reversible", "verify-readiness 10 reversible"],
  });
});

Deno.test("isolateSlowConsumer refuses bounds that are not whole numbers from 0", () => {
  const { slow, readiness } = create(1, 5);
  const make = (lagMax: number, ticksMax: number) =>
    isolateSlowConsumer({ consumer: slow, others: [], readiness, lagMax, ticksMax });
  for (const bad of [-1, 0.5, NaN]) {
    assertThrows(
      () => make(bad, 1),
      RangeError,
      `Cannot create runbook isolate-slow-consumer: lagMax must be an integer from 0 to 9007199254740991, got ${bad}`,
    );
    assertThrows(() => make(1, bad), RangeError, "ticksMax of step verify-others must be an integer");
  }
});

Deno.test("isolateSlowConsumer is not content with others that lag by little because they have stopped, if it is to look", () => {
  const outcome = (heartbeatAgeNs: number | undefined, heartbeatAgeNsMax?: number) => {
    const consumer = {
      name: "slow",
      lag: 60,
      isolated: false,
      isolate: () => void (consumer.isolated = true),
      rejoin: () => void (consumer.isolated = false),
    };
    const others = [{ name: "other", lag: 2, heartbeatAgeNs }];
    const parts = { consumer, others, readiness: { ready: true }, lagMax: 48, heartbeatAgeNsMax, ticksMax: 2 };
    const { status } = isolateSlowConsumer(parts).run({ tick: () => {}, approve: () => true });
    return [status, consumer.isolated];
  };
  assertEquals(outcome(1_000, 1_000), ["completed", true]);
  assertEquals(outcome(1_001, 1_000), ["failed", false]);
  // What is not known is no heartbeat.
  assertEquals([outcome(undefined, 1_000), outcome(NaN, 1_000)], [["failed", false], ["failed", false]]);
  assertEquals(outcome(undefined), ["completed", true]);
  assertThrows(() => outcome(0, NaN), RangeError, "heartbeatAgeNsMax must be a finite number from 0, got NaN");
});
