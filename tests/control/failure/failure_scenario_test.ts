import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ExecutionFailure } from "../../../control/failure/execution_failure.ts";
import { MarketDataOutage } from "../../../control/failure/market_data_outage.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { isTransitionAllowed, LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { WarmupController } from "../../../runtime/warmup/warmup_controller.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;

function createIn(...path: LifecycleState[]): Lifecycle {
  const lifecycle = new Lifecycle();
  for (const state of path) lifecycle.transition(state);
  return lifecycle;
}

for (const Scenario of [MarketDataOutage, ExecutionFailure]) {
  Deno.test(`${Scenario.name} degrades a READY system and gives it back READY`, () => {
    const lifecycle = createIn(WARMUP, READY);
    const failure = new Scenario(lifecycle);
    assertEquals(failure.active, false);
    assertEquals(failure.activate(), true);
    assertEquals([lifecycle.state, failure.active], [DEGRADED, true]);
    assertEquals(failure.deactivate(), true);
    assertEquals([lifecycle.state, failure.active], [READY, false]);
  });

  Deno.test(`${Scenario.name} degrades a system in WARMUP and gives it back in WARMUP`, () => {
    const lifecycle = createIn(WARMUP);
    const failure = new Scenario(lifecycle);
    failure.activate();
    assertEquals(lifecycle.state, DEGRADED);
    failure.deactivate();
    assertEquals(lifecycle.state, WARMUP);
  });

  Deno.test(`${Scenario.name} does nothing in INIT and stays inactive`, () => {
    const lifecycle = createIn();
    const failure = new Scenario(lifecycle);
    assertEquals(failure.activate(), false);
    assertEquals([lifecycle.state, failure.active], [INIT, false]);
    assertEquals(failure.deactivate(), false);
    assertEquals(lifecycle.state, INIT);
  });

  Deno.test(`${Scenario.name} activated or deactivated twice moves the lifecycle once`, () => {
    const lifecycle = createIn(WARMUP, READY);
    const failure = new Scenario(lifecycle);
    const before = lifecycle.transitions;
    assertEquals([failure.activate(), failure.activate()], [true, true]);
    assertEquals(lifecycle.transitions, before + 1);
    assertEquals([failure.deactivate(), failure.deactivate()], [true, false]);
    assertEquals(lifecycle.transitions, before + 2);
  });

  Deno.test(`${Scenario.name} can come and go many times without drift`, () => {
    const lifecycle = createIn(WARMUP, READY);
    const failure = new Scenario(lifecycle);
    for (let n = 0; n < 100; n++) {
      failure.activate();
      failure.deactivate();
      assertEquals(lifecycle.state, READY);
    }
  });

  Deno.test(`${Scenario.name} leaves a system alone that an operator moved meanwhile`, () => {
    const lifecycle = createIn(WARMUP, READY);
    const failure = new Scenario(lifecycle);
    failure.activate();
    lifecycle.transition(WARMUP);
    assertEquals(failure.active, true);
    failure.deactivate();
    assertEquals(lifecycle.state, WARMUP);
  });

  Deno.test(`${Scenario.name} leaves a system degraded that an operator had degraded before`, () => {
    const lifecycle = createIn(WARMUP, READY, DEGRADED);
    const failure = new Scenario(lifecycle);
    assertEquals(failure.activate(), true);
    failure.deactivate();
    assertEquals(lifecycle.state, DEGRADED);
  });
}

Deno.test("FailureScenario names are those of the causes that the lifecycle lists", () => {
  const lifecycle = createIn(WARMUP);
  const failures = [new ExecutionFailure(lifecycle), new MarketDataOutage(lifecycle)];
  for (const failure of failures) failure.activate();
  assertEquals(lifecycle.degradation.causes.map((cause) => cause.name), ["execution failure", "market data outage"]);
  assertEquals(failures.map((failure) => failure.id), ["execution-failure", "market-data-outage"]);
});

Deno.test("FailureScenario keeps the system degraded until the last of several ends, in either order", () => {
  for (const order of [[0, 1], [1, 0]]) {
    const lifecycle = createIn(WARMUP);
    const failures = [new MarketDataOutage(lifecycle), new ExecutionFailure(lifecycle)];
    failures[0].activate();
    failures[1].activate();
    failures[order[0]].deactivate();
    assertEquals(lifecycle.state, DEGRADED);
    failures[order[1]].deactivate();
    assertEquals(lifecycle.state, WARMUP);
  }
});

/** A command, and what it does to the model. The model knows who made the last move, and what the causes found. */
interface Model {
  state: LifecycleState;
  active: [boolean, boolean];
  /** What the first cause found, if the last move of all was that of the causes. */
  found: LifecycleState | undefined;
  done: number;
  completed: boolean;
}

type Command =
  | { kind: "activate" | "deactivate"; failure: 0 | 1 }
  | { kind: "operator"; to: LifecycleState }
  | { kind: "advance" }
  | { kind: "restart" };

const TICKS = 3;

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("activate" as const), failure: fc.constantFrom(0, 1) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("deactivate" as const), failure: fc.constantFrom(0, 1) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("operator" as const), to: fc.constantFrom(WARMUP, READY, DEGRADED) }),
  },
  { weight: 8, arbitrary: fc.constant({ kind: "advance" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "restart" as const }) },
) as fc.Arbitrary<Command>;

function applyToModel(model: Model, command: Command): void {
  const isHeld = model.active[0] || model.active[1];
  switch (command.kind) {
    case "activate":
      if (model.state === INIT || model.active[command.failure]) return;
      if (model.state !== DEGRADED) {
        model.found = model.state;
        model.state = DEGRADED;
      }
      model.active[command.failure] = true;
      return;
    case "deactivate":
      if (!model.active[command.failure]) return;
      model.active[command.failure] = false;
      if (model.active[0] || model.active[1]) return;
      if (model.found !== undefined) model.state = model.found;
      model.found = undefined;
      return;
    case "operator":
      if (!isTransitionAllowed(model.state, command.to)) return;
      model.state = command.to;
      model.found = undefined;
      return;
    case "advance":
      if (model.state !== WARMUP) return;
      if (model.completed) model.done = 0;
      model.completed = false;
      if (model.done < TICKS) model.done++;
      else {
        model.completed = true;
        model.state = READY;
        model.found = undefined;
      }
      return;
    case "restart":
      if (model.state !== DEGRADED || isHeld) return;
      model.state = WARMUP;
      model.found = undefined;
      model.done = 0;
      model.completed = false;
  }
}

Deno.test("FailureScenario, warm-up and operator together follow the model of them, whatever the order", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const lifecycle = new Lifecycle();
      const warmup = new WarmupController({ lifecycle, ticks: TICKS });
      const failures = [new MarketDataOutage(lifecycle), new ExecutionFailure(lifecycle)] as const;
      const model: Model = { state: INIT, active: [false, false], found: undefined, done: 0, completed: false };
      failures[0].activate();
      warmup.start();
      model.state = WARMUP;
      for (const command of commands) {
        applyToModel(model, command);
        switch (command.kind) {
          case "activate":
          case "deactivate":
            failures[command.failure][command.kind]();
            break;
          case "operator":
            if (isTransitionAllowed(lifecycle.state, command.to)) lifecycle.transition(command.to);
            break;
          case "advance":
            warmup.advance();
            break;
          case "restart":
            if (lifecycle.state === DEGRADED && lifecycle.degradation.causes.length === 0) warmup.restart();
        }
        assertEquals(
          [lifecycle.state, failures[0].active, failures[1].active, warmup.done, warmup.completed],
          [model.state, ...model.active, model.done, model.completed],
        );
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("FailureScenario never lets a system that nobody else moves become READY before its warm-up is complete", () => {
  const injections = fc.array(fc.tuple(fc.nat({ max: 1 }), fc.boolean(), fc.nat({ max: 4 })), { maxLength: 40 });
  fc.assert(fc.property(injections, (injections) => {
    const lifecycle = new Lifecycle();
    const warmup = new WarmupController({ lifecycle, ticks: TICKS });
    const failures = [new MarketDataOutage(lifecycle), new ExecutionFailure(lifecycle)];
    warmup.start();
    for (const [which, isActivation, steps] of injections) {
      if (isActivation) failures[which].activate();
      else failures[which].deactivate();
      for (let step = 0; step < steps; step++) warmup.advance();
      assertEquals(lifecycle.state === DEGRADED, failures.some((failure) => failure.active));
      if (lifecycle.state === READY) assertEquals([warmup.done, warmup.completed], [TICKS, true]);
    }
    for (const failure of failures) failure.deactivate();
    for (let step = 0; step <= TICKS; step++) warmup.advance();
    assertEquals(lifecycle.state, READY);
  }));
});
