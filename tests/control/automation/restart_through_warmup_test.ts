import { assertEquals, assertThrows } from "@std/assert";
import { restartThroughWarmup } from "../../../control/automation/restart_through_warmup.ts";
import type { Runbook } from "../../../control/automation/runbook.ts";
import { MarketDataOutage } from "../../../control/failure/market_data_outage.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState, type LifecycleStateName, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import { ReadinessProbe } from "../../../runtime/readiness/readiness_probe.ts";
import { WarmupController } from "../../../runtime/warmup/warmup_controller.ts";
import { summaryOf } from "./_plan.ts";

const { DEGRADED } = LifecycleState;

const TICKS = 5;

interface System {
  lifecycle: Lifecycle;
  warmup: WarmupController;
  outage: MarketDataOutage;
  readiness: ReadinessProbe;
  runbook: Runbook;
  run: { tick: () => void; approve: () => boolean };
  state: () => LifecycleStateName;
}

/** A system that has been started and given some ticks. TICKS + 1 make it READY. */
function create(ticks: number, ticksMax = TICKS + 1): System {
  const lifecycle = new Lifecycle();
  const warmup = new WarmupController({ lifecycle, ticks: TICKS });
  const readiness = new ReadinessProbe({ lifecycle });
  const outage = new MarketDataOutage(lifecycle);
  const runbook = restartThroughWarmup({ lifecycle, warmup, readiness, ticksMax });
  warmup.start();
  for (let n = 0; n < ticks; n++) warmup.advance();
  const run = { tick: () => warmup.advance(), approve: () => true };
  return { lifecycle, warmup, outage, readiness, runbook, run, state: () => lifecycleStateName(lifecycle.state) };
}

Deno.test("restartThroughWarmup takes a READY system through a whole warm-up to READY", () => {
  const { runbook, run, state, warmup } = create(TICKS + 1);
  assertEquals(state(), "READY");
  const states: string[] = [];
  const outcome = runbook.run({
    ...run,
    tick: () => {
      states.push(state());
      run.tick();
    },
  });
  assertEquals([outcome.status, outcome.ticks, state()], ["completed", TICKS + 1, "READY"]);
  assertEquals(states, new Array(TICKS + 1).fill("WARMUP"));
  assertEquals([warmup.done, warmup.completed], [TICKS, true]);
  assertEquals(outcome.events.map(({ tick, step, event }) => `${tick} ${step} ${event}`), [
    "0 degrade approved",
    "0 degrade done",
    "0 degrade verified",
    "0 restart-warmup done",
    "0 restart-warmup verified",
    "6 wait-until-ready verified",
    "6 verify-readiness verified",
  ]);
});

Deno.test("restartThroughWarmup restarts an unfinished warm-up from zero", () => {
  const { runbook, run, state } = create(3);
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.ticks, state()], ["completed", TICKS + 1, "READY"]);
});

Deno.test("restartThroughWarmup restarts a system that an operator has degraded", () => {
  const { runbook, run, state, lifecycle } = create(TICKS + 1);
  lifecycle.transition(DEGRADED);
  assertEquals([runbook.run(run).status, state()], ["completed", "READY"]);
});

Deno.test("restartThroughWarmup is refused before the system has been started", () => {
  const lifecycle = new Lifecycle();
  const warmup = new WarmupController({ lifecycle, ticks: TICKS });
  const readiness = new ReadinessProbe({ lifecycle });
  const runbook = restartThroughWarmup({ lifecycle, warmup, readiness, ticksMax: 10 });
  const outcome = runbook.run({ tick: () => warmup.advance(), approve: () => true });
  assertEquals(
    [outcome.status, outcome.reason],
    ["refused", "a precondition does not hold: The system has been started."],
  );
  assertEquals([lifecycle.state, lifecycle.transitions, outcome.events.length], [LifecycleState.INIT, 0, 0]);
});

Deno.test("restartThroughWarmup is refused while a failure holds the system", () => {
  const { runbook, run, outage, lifecycle } = create(TICKS + 1);
  outage.activate();
  const transitions = lifecycle.transitions;
  const outcome = runbook.run(run);
  assertEquals(
    [outcome.status, outcome.reason],
    ["refused", "a precondition does not hold: No cause holds the system in DEGRADED."],
  );
  assertEquals([lifecycle.transitions, outage.active], [transitions, true]);
});

Deno.test("restartThroughWarmup that is not approved changes nothing", () => {
  const { runbook, run, lifecycle, state } = create(TICKS + 1);
  const transitions = lifecycle.transitions;
  const outcome = runbook.run({ ...run, approve: () => false });
  assertEquals([outcome.status, outcome.isRestored], ["unapproved", true]);
  assertEquals([state(), lifecycle.transitions], ["READY", transitions]);
});

Deno.test("restartThroughWarmup does not begin when a failure comes while it waits for approval", () => {
  const { runbook, run, outage, state } = create(TICKS + 1);
  let asked = 0;
  const outcome = runbook.run({
    tick: () => void outage.activate(),
    approve: () => ++asked > 1,
    approvalTicksMax: 5,
  });
  assertEquals(outcome.status, "failed");
  assertEquals(
    outcome.reason,
    "step degrade was not done, its precondition does not hold: No cause holds the system in DEGRADED.",
  );
  assertEquals(state(), "DEGRADED");
  outage.deactivate();
  assertEquals([state(), runbook.run(run).status], ["READY", "completed"]);
});

Deno.test("restartThroughWarmup dry run gives the plan and changes nothing", () => {
  const { runbook, lifecycle, state } = create(TICKS + 1);
  const transitions = lifecycle.transitions;
  const plan = runbook.dryRun();
  assertEquals(summaryOf(runbook).id, "restart-through-warmup");
  assertEquals(plan.preconditions.map(({ holds }) => holds), [true, true]);
  assertEquals(plan.steps.map(({ id, ticksMax, isRisky, isReversible }) => [id, ticksMax, isRisky, isReversible]), [
    ["degrade", 0, true, true],
    ["restart-warmup", 0, false, true],
    ["wait-until-ready", TICKS + 1, false, true],
    ["verify-readiness", 0, false, true],
  ]);
  assertEquals([state(), lifecycle.transitions], ["READY", transitions]);
});

Deno.test("restartThroughWarmup whose bound is too short leaves the system in DEGRADED, never in READY", () => {
  const { runbook, run, state } = create(TICKS + 1, TICKS);
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.isRestored, outcome.ticks], ["failed", false, TICKS]);
  assertEquals(outcome.reason, "step wait-until-ready was not verified within 5 ticks: The system is in READY.");
  assertEquals(state(), "DEGRADED");
  assertEquals(outcome.events.slice(-3), [
    { tick: 5, step: "wait-until-ready", event: "failed", reason: outcome.reason },
    { tick: 5, step: "restart-warmup", event: "undone" },
    {
      tick: 5,
      step: "degrade",
      event: "undo-failed",
      reason: "Cannot restore the system: it was moved or held meanwhile, and stays in DEGRADED",
    },
  ]);
});

Deno.test("restartThroughWarmup interrupted by a failure gives up, and the failure's end resumes the warm-up", () => {
  const { runbook, run, outage, state, warmup } = create(TICKS + 1, 20);
  let tick = 0;
  const outcome = runbook.run({
    ...run,
    tick: () => {
      if (++tick === 3) outage.activate();
      run.tick();
    },
  });
  assertEquals([outcome.status, state(), warmup.done], ["failed", "DEGRADED", 2]);
  outage.deactivate();
  assertEquals(state(), "WARMUP");
});

Deno.test("restartThroughWarmup bears a failure that ends within the bound", () => {
  const { runbook, run, outage, state } = create(TICKS + 1, 20);
  let tick = 0;
  const outcome = runbook.run({
    ...run,
    tick: () => {
      tick++;
      if (tick === 3) outage.activate();
      if (tick === 8) outage.deactivate();
      run.tick();
    },
  });
  assertEquals([outcome.status, outcome.ticks, state()], ["completed", TICKS + 1 + 5, "READY"]);
});

Deno.test("restartThroughWarmup goes back to READY when the warm-up cannot be restarted at all", () => {
  const { lifecycle, readiness, run, state } = create(TICKS + 1);
  const warmup = {
    restart: () => {
      throw new Error("no warm-up today");
    },
  };
  const outcome = restartThroughWarmup({ lifecycle, warmup, readiness, ticksMax: 10 }).run(run);
  assertEquals([outcome.status, outcome.reason], ["failed", "step restart-warmup threw: no warm-up today"]);
  assertEquals([outcome.isRestored, state()], [true, "READY"]);
});

Deno.test("restartThroughWarmup that fails on a system already degraded leaves it degraded and says it is restored", () => {
  const { runbook, run, lifecycle, state } = create(TICKS + 1, 1);
  lifecycle.transition(DEGRADED);
  const outcome = runbook.run(run);
  assertEquals([outcome.status, outcome.isRestored, state()], ["failed", true, "DEGRADED"]);
});

Deno.test("restartThroughWarmup does not go back to READY over a failure that has come meanwhile", () => {
  const { lifecycle, readiness, run, outage, state } = create(TICKS + 1);
  const warmup = {
    restart: () => {
      outage.activate();
      throw new Error("the feed went down");
    },
  };
  const outcome = restartThroughWarmup({ lifecycle, warmup, readiness, ticksMax: 10 }).run(run);
  assertEquals([outcome.status, outcome.isRestored, state(), outage.active], ["failed", false, "DEGRADED", true]);
});

Deno.test("restartThroughWarmup fails, and degrades the system, when the readiness probe disagrees", () => {
  const { lifecycle, warmup, run, state } = create(TICKS + 1);
  const runbook = restartThroughWarmup({ lifecycle, warmup, readiness: { ready: false }, ticksMax: 10 });
  const outcome = runbook.run(run);
  assertEquals(outcome.reason, "step verify-readiness was not verified within 0 ticks: The readiness probe says yes.");
  assertEquals(state(), "DEGRADED");
});

Deno.test("restartThroughWarmup refuses a bound that is not a whole number from 0", () => {
  for (const ticksMax of [-1, 1.5, NaN]) {
    assertThrows(() => create(0, ticksMax), RangeError, "ticksMax of step wait-until-ready must be an integer");
  }
});
