import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ExecutionFailure } from "../../../control/failure/execution_failure.ts";
import { MarketDataOutage } from "../../../control/failure/market_data_outage.ts";
import { createHealthChecks } from "../../../control/health/create_health_checks.ts";
import { HealthProbe } from "../../../control/health/health_probe.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { isTransitionAllowed, LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import { DegradationController, type HealthVerdicts } from "../../../runtime/degradation/degradation_controller.ts";
import { WarmupController } from "../../../runtime/warmup/warmup_controller.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;

function create(recoveryTicks: number, ...way: LifecycleState[]) {
  const lifecycle = new Lifecycle();
  for (const state of way) lifecycle.transition(state);
  return { lifecycle, controller: new DegradationController({ lifecycle, recoveryTicks }) };
}

/** Verdicts as text: `a` is well, `A` fails. */
function verdicts(text: string): HealthVerdicts {
  return { checks: [...text].map((letter) => ({ id: letter.toLowerCase(), ok: letter === letter.toLowerCase() })) };
}

function causes(lifecycle: Lifecycle): string[] {
  return lifecycle.degradation.causes.map(({ name }) => name);
}

for (const [way, name] of [[[WARMUP], "WARMUP"], [[WARMUP, READY], "READY"]] as const) {
  Deno.test(`DegradationController degrades from ${name} when a check fails, and goes back after it held for the ticks`, () => {
    const { lifecycle, controller } = create(3, ...way);
    const states = ["a", "A", "A", "a", "a", "a", "a"].map((text) => {
      controller.tick(verdicts(text));
      return lifecycleStateName(lifecycle.state);
    });
    assertEquals(states, [name, "DEGRADED", "DEGRADED", "DEGRADED", "DEGRADED", name, name]);
  });
}

Deno.test("DegradationController counts ticks anew when a check fails again before it has held for long enough", () => {
  const { lifecycle, controller } = create(2, WARMUP, READY);
  const states = ["A", "a", "A", "a", "A", "a", "a"].map((text) => {
    controller.tick(verdicts(text));
    return lifecycle.state;
  });
  assertEquals(states, [DEGRADED, DEGRADED, DEGRADED, DEGRADED, DEGRADED, DEGRADED, READY]);
});

Deno.test("DegradationController degrades again when a check fails anew", () => {
  const { lifecycle, controller } = create(1, WARMUP, READY);
  const states = ["A", "a", "A", "a"].map((text) => {
    controller.tick(verdicts(text));
    return lifecycle.state;
  });
  assertEquals(states, [DEGRADED, READY, DEGRADED, READY]);
});

Deno.test("DegradationController lists each failing check as a cause, and holds until the last has recovered", () => {
  const { lifecycle, controller } = create(1, WARMUP, READY);
  controller.tick(verdicts("Ab"));
  assertEquals([causes(lifecycle), controller.failing], [["health check a"], ["a"]]);
  controller.tick(verdicts("AB"));
  assertEquals([causes(lifecycle), controller.failing], [["health check a", "health check b"], ["a", "b"]]);
  controller.tick(verdicts("aB"));
  assertEquals([causes(lifecycle), controller.failing, lifecycle.state], [["health check b"], ["b"], DEGRADED]);
  controller.tick(verdicts("ab"));
  assertEquals([causes(lifecycle), controller.failing, lifecycle.state], [[], [], READY]);
});

Deno.test("DegradationController is never READY in between when one check recovers as another begins to fail", () => {
  const { lifecycle, controller } = create(1, WARMUP, READY);
  controller.tick(verdicts("Ab"));
  const { transitions } = lifecycle;
  controller.tick(verdicts("aB"));
  controller.tick(verdicts("Ab"));
  assertEquals([lifecycle.state, lifecycle.transitions], [DEGRADED, transitions]);
});

Deno.test("DegradationController keeps a check that is missing from the verdicts as it was", () => {
  const { lifecycle, controller } = create(2, WARMUP, READY);
  controller.tick(verdicts("A"));
  for (const text of ["a", "b", "", "b"]) controller.tick(verdicts(text));
  assertEquals([lifecycle.state, controller.failing], [DEGRADED, ["a"]]);
  controller.tick(verdicts("a"));
  assertEquals([lifecycle.state, controller.failing], [READY, []]);
});

Deno.test("DegradationController does nothing in INIT, and degrades after the start if the check still fails", () => {
  const { lifecycle, controller } = create(1);
  controller.tick(verdicts("A"));
  assertEquals([lifecycle.state, lifecycle.transitions, controller.failing], [INIT, 0, []]);
  lifecycle.transition(WARMUP);
  controller.tick(verdicts("A"));
  assertEquals([lifecycle.state, controller.failing], [DEGRADED, ["a"]]);
  controller.tick(verdicts("a"));
  assertEquals(lifecycle.state, WARMUP);
});

Deno.test("DegradationController pauses a warm-up and never skips it", () => {
  const { lifecycle, controller } = create(2);
  const warmup = new WarmupController({ lifecycle, ticks: 3 });
  warmup.start();
  const seen = ["a", "a", "A", "a", "a", "a", "a"].map((text) => {
    controller.tick(verdicts(text));
    warmup.advance();
    return [lifecycleStateName(lifecycle.state), warmup.done];
  });
  assertEquals(seen, [
    ["WARMUP", 1],
    ["WARMUP", 2],
    ["DEGRADED", 2],
    ["DEGRADED", 2],
    ["WARMUP", 3],
    ["READY", 3],
    ["READY", 3],
  ]);
});

Deno.test("DegradationController does not end an injected failure, nor does the failure's end cover a failing check", () => {
  const { lifecycle, controller } = create(1, WARMUP, READY);
  const outage = new MarketDataOutage(lifecycle);
  outage.activate();
  controller.tick(verdicts("A"));
  controller.tick(verdicts("a"));
  assertEquals([lifecycle.state, causes(lifecycle)], [DEGRADED, ["market data outage"]]);
  controller.tick(verdicts("A"));
  outage.deactivate();
  assertEquals([lifecycle.state, causes(lifecycle)], [DEGRADED, ["health check a"]]);
  controller.tick(verdicts("a"));
  assertEquals(lifecycle.state, READY);
});

Deno.test("DegradationController leaves alone a system that an operator recovers while a check fails", () => {
  const { lifecycle, controller } = create(1, WARMUP, READY);
  controller.tick(verdicts("Ab"));
  lifecycle.transition(READY);
  const { transitions } = lifecycle;
  for (const text of ["Ab", "Ab", "ab", "ab"]) controller.tick(verdicts(text));
  assertEquals([lifecycle.state, lifecycle.transitions], [READY, transitions]);
  controller.tick(verdicts("Ab"));
  assertEquals(lifecycle.state, DEGRADED, "the next failure of the same check degrades it again");
  lifecycle.transition(READY);
  controller.tick(verdicts("AB"));
  assertEquals(lifecycle.state, DEGRADED, "and so does that of another");
});

Deno.test("DegradationController leaves a system degraded that an operator had degraded before", () => {
  const { lifecycle, controller } = create(1, WARMUP, READY, DEGRADED);
  controller.tick(verdicts("A"));
  controller.tick(verdicts("a"));
  assertEquals([lifecycle.state, causes(lifecycle)], [DEGRADED, []]);
});

Deno.test("DegradationController tries again at the next tick when another thread moves the lifecycle meanwhile", () => {
  const { lifecycle, controller } = create(1, WARMUP);
  const other = new Lifecycle(lifecycle.word);
  const load = Object.getOwnPropertyDescriptor(Lifecycle.prototype, "state")!.get!;
  let isRaced = true;
  Object.defineProperty(lifecycle, "state", {
    configurable: true,
    get(): LifecycleState {
      const seen = load.call(this) as LifecycleState;
      if (isRaced) other.transition(READY);
      isRaced = false;
      return seen;
    },
  });
  controller.tick(verdicts("A"));
  assertEquals([lifecycle.state, controller.failing], [READY, []]);
  controller.tick(verdicts("A"));
  assertEquals([lifecycle.state, controller.failing], [DEGRADED, ["a"]]);
});

Deno.test("DegradationController lets through what is no race", () => {
  const { lifecycle, controller } = create(1, WARMUP);
  Object.defineProperty(lifecycle, "transitions", {
    get() {
      throw new TypeError("broken");
    },
  });
  assertThrows(() => controller.tick(verdicts("A")), TypeError, "broken");
});

Deno.test("DegradationController takes the reports of a health probe", () => {
  const { lifecycle, controller } = create(1, WARMUP, READY);
  const probe = new HealthProbe({ checks: createHealthChecks({ lag: { limit: 0.5 }, loss: { limit: 0 } }) });
  const well = {
    lag: 0,
    capacity: 8,
    stalenessNs: 0,
    heartbeatAgeNs: 0,
    latestArrivalNs: 0,
    lost: 0,
    overruns: 0,
    stalls: 0,
    dropped: 0,
  };
  controller.tick(probe.evaluate({ ...well, lag: 8 }, 1));
  assertEquals(causes(lifecycle), ["health check lag"]);
  controller.tick(probe.evaluate({ ...well, lost: 4 }, 2));
  assertEquals(causes(lifecycle), ["health check loss"]);
});

Deno.test("DegradationController refuses ticks that are not a whole number from 1", () => {
  for (const recoveryTicks of [0, -1, 1.5, NaN, Infinity, 2 ** 53]) {
    const error = assertThrows(() => create(recoveryTicks), RangeError);
    assertEquals(
      error.message,
      `Cannot create DegradationController: recoveryTicks must be an integer from 1 to 9007199254740991, got ${recoveryTicks}`,
    );
  }
});

/** Who moved the lifecycle where. The plain account that the system is compared with. */
class Account {
  readonly history: { state: LifecycleState; by: "causes" | "somebody else" }[] = [{
    state: INIT,
    by: "somebody else",
  }];
  held: string[] = [];

  get state(): LifecycleState {
    return this.history[this.history.length - 1].state;
  }

  move(to: LifecycleState): void {
    this.history.push({ state: to, by: "somebody else" });
  }

  hold(cause: string): void {
    if (this.state === INIT || this.held.includes(cause)) return;
    this.held.push(cause);
    if (this.state !== DEGRADED) this.history.push({ state: DEGRADED, by: "causes" });
  }

  release(cause: string): void {
    if (!this.held.includes(cause)) return;
    this.held = this.held.filter((other) => other !== cause);
    const last = this.history[this.history.length - 1];
    if (this.held.length > 0 || last.by !== "causes" || last.state !== DEGRADED) return;
    this.history.push({ state: this.history[this.history.length - 2].state, by: "causes" });
  }
}

const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("tick" as const), text: fc.constantFrom("ab", "Ab", "aB", "AB", "a", "B") }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("warm up" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("activate" as const, "deactivate" as const), failure: fc.nat(1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("move" as const), to: fc.constantFrom(WARMUP, READY, DEGRADED) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
);

Deno.test("DegradationController equals a plain account of who moved what, with failures, operators, and health that flaps", () => {
  const TICKS = 2;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(event, { maxLength: 60, size: "max" }),
      (recoveryTicks, events) => {
        const { lifecycle, controller } = create(recoveryTicks);
        const warmup = new WarmupController({ lifecycle, ticks: TICKS });
        const failures = [new MarketDataOutage(lifecycle), new ExecutionFailure(lifecycle)];
        const account = new Account();
        const wellTicks = new Map<string, number>();
        warmup.start();
        account.move(WARMUP);
        /** Ticks of the warm-up that is going on, or of the one that was completed last. */
        let warmed = 0;
        let isComplete = false;
        for (const event of events) {
          switch (event.do) {
            case "tick": {
              controller.tick(verdicts(event.text));
              for (const letter of event.text.match(/[A-Z]/g) ?? []) {
                wellTicks.set(letter.toLowerCase(), 0);
                account.hold(`health check ${letter.toLowerCase()}`);
              }
              for (const letter of event.text.match(/[a-z]/g) ?? []) {
                const ticks = (wellTicks.get(letter) ?? 0) + 1;
                wellTicks.set(letter, ticks);
                if (ticks >= recoveryTicks) account.release(`health check ${letter}`);
              }
              break;
            }
            case "warm up":
              warmup.advance();
              if (account.state !== WARMUP) break;
              if (isComplete) warmed = 0;
              isComplete = warmed === TICKS;
              if (isComplete) account.move(READY);
              else warmed++;
              break;
            case "activate":
              failures[event.failure].activate();
              account.hold(failures[event.failure].name);
              break;
            case "deactivate":
              failures[event.failure].deactivate();
              account.release(failures[event.failure].name);
              break;
            case "move":
              if (!isTransitionAllowed(account.state, event.to)) break;
              lifecycle.transition(event.to);
              account.move(event.to);
              break;
            case "restart":
              if (account.state !== DEGRADED || account.held.length > 0) {
                assertThrows(() => warmup.restart());
                break;
              }
              warmup.restart();
              account.move(WARMUP);
              warmed = 0;
              isComplete = false;
          }
          assertEquals([lifecycle.state, lifecycle.transitions], [account.state, account.history.length - 1]);
          assertEquals(causes(lifecycle), account.held);
          assertEquals(warmup.done, warmed);
          // What the causes bring about is DEGRADED, or the state that was there before it.
          const { history } = account;
          history.forEach(({ state, by }, n) => {
            if (by === "causes" && state !== DEGRADED) assert(state === history[n - 2].state);
          });
        }
      },
    ),
    { numRuns: 1000 },
  );
});

Deno.test("DegradationController without operators is DEGRADED exactly while a cause lasts", () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ text: fc.constantFrom("ab", "Ab", "aB", "AB") }),
      fc.record({ failure: fc.nat(1), isActive: fc.boolean() }),
    ),
    { maxLength: 60, size: "max" },
  );
  fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), steps, (recoveryTicks, steps) => {
    const { lifecycle, controller } = create(recoveryTicks, WARMUP, READY);
    const failures = [new MarketDataOutage(lifecycle), new ExecutionFailure(lifecycle)];
    for (const step of steps) {
      if ("text" in step) controller.tick(verdicts(step.text));
      else if (step.isActive) failures[step.failure].activate();
      else failures[step.failure].deactivate();
      assertEquals(lifecycle.state, causes(lifecycle).length > 0 ? DEGRADED : READY);
    }
    // Then faults stop: within the ticks the system is back.
    for (const failure of failures) failure.deactivate();
    for (let n = 0; n < recoveryTicks; n++) controller.tick(verdicts("ab"));
    assertEquals([lifecycle.state, controller.failing], [READY, []]);
  }));
});
