import { assertEquals, assertThrows } from "@std/assert";
import { shown } from "../../../core/arguments.ts";
import { MarketDataOutage } from "../../../control/failure/market_data_outage.ts";
import { InvalidTransitionError } from "../../../core/state/invalid_transition_error.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { WarmupController } from "../../../runtime/warmup/warmup_controller.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;

function create(ticks: number): { lifecycle: Lifecycle; warmup: WarmupController } {
  const lifecycle = new Lifecycle();
  return { lifecycle, warmup: new WarmupController({ lifecycle, ticks }) };
}

function advance(warmup: WarmupController, times: number): void {
  for (let n = 0; n < times; n++) warmup.advance();
}

Deno.test("WarmupController has done nothing and completed nothing before it is started", () => {
  const warmup = new WarmupController({ lifecycle: new Lifecycle(), ticks: 0 });
  assertEquals([warmup.done, warmup.completed], [0, false]);
});

Deno.test("WarmupController refuses ticks that are not a whole number from 0", () => {
  const lifecycle = new Lifecycle();
  for (const ticks of [-1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, "10", null, undefined]) {
    const error = assertThrows(() => new WarmupController({ lifecycle, ticks: ticks as number }), RangeError);
    assertEquals(
      error.message,
      `Cannot create WarmupController: ticks must be an integer from 0 to 9007199254740991, got ${shown(ticks)}`,
    );
  }
  assertEquals(lifecycle.state, INIT);
});

Deno.test("WarmupController.start moves INIT to WARMUP and nothing else", () => {
  const { lifecycle, warmup } = create(3);
  assertEquals(lifecycle.state, INIT);
  warmup.start();
  assertEquals(lifecycle.state, WARMUP);
  assertEquals(warmup.done, 0);
});

Deno.test("WarmupController.advance counts ten ticks in steps 0 to 9 and completes in step 10", () => {
  const { lifecycle, warmup } = create(10);
  warmup.start();
  for (let step = 0; step <= 9; step++) {
    warmup.advance();
    assertEquals([lifecycle.state, warmup.done, warmup.completed], [WARMUP, step + 1, false]);
  }
  warmup.advance();
  assertEquals([lifecycle.state, warmup.done, warmup.completed], [READY, 10, true]);
});

Deno.test("WarmupController.advance with no ticks passes through WARMUP and completes at once", () => {
  const { lifecycle, warmup } = create(0);
  warmup.start();
  assertEquals(lifecycle.state, WARMUP);
  warmup.advance();
  assertEquals(lifecycle.state, READY);
});

Deno.test("WarmupController.advance does nothing in INIT, READY and DEGRADED", () => {
  const { lifecycle, warmup } = create(2);
  warmup.advance();
  assertEquals([lifecycle.state, warmup.done], [INIT, 0]);
  warmup.start();
  advance(warmup, 3);
  assertEquals(lifecycle.state, READY);
  advance(warmup, 5);
  assertEquals([lifecycle.state, warmup.done], [READY, 2]);
  lifecycle.transition(DEGRADED);
  advance(warmup, 5);
  assertEquals([lifecycle.state, warmup.done], [DEGRADED, 2]);
});

Deno.test("WarmupController pauses while a failure lasts and still completes afterwards", () => {
  const { lifecycle, warmup } = create(10);
  const outage = new MarketDataOutage(lifecycle);
  warmup.start();
  advance(warmup, 4);
  outage.activate();
  advance(warmup, 100);
  assertEquals([lifecycle.state, warmup.done], [DEGRADED, 4]);
  outage.deactivate();
  assertEquals(lifecycle.state, WARMUP);
  advance(warmup, 6);
  assertEquals([lifecycle.state, warmup.done], [WARMUP, 10]);
  warmup.advance();
  assertEquals(lifecycle.state, READY);
});

Deno.test("WarmupController does not complete in DEGRADED when a failure comes after the last tick", () => {
  const { lifecycle, warmup } = create(2);
  const outage = new MarketDataOutage(lifecycle);
  warmup.start();
  advance(warmup, 2);
  outage.activate();
  warmup.advance();
  assertEquals([lifecycle.state, warmup.completed], [DEGRADED, false]);
  outage.deactivate();
  warmup.advance();
  assertEquals([lifecycle.state, warmup.completed], [READY, true]);
});

Deno.test("WarmupController.restart counts from zero", () => {
  const { lifecycle, warmup } = create(5);
  warmup.start();
  advance(warmup, 3);
  lifecycle.transition(DEGRADED);
  warmup.restart();
  assertEquals([lifecycle.state, warmup.done], [WARMUP, 0]);
  advance(warmup, 5);
  assertEquals(lifecycle.state, WARMUP);
  warmup.advance();
  assertEquals(lifecycle.state, READY);
});

Deno.test("WarmupController.restart after a completed warm-up counts from zero", () => {
  const { lifecycle, warmup } = create(2);
  warmup.start();
  advance(warmup, 3);
  lifecycle.transition(DEGRADED);
  warmup.restart();
  assertEquals([lifecycle.state, warmup.done, warmup.completed], [WARMUP, 0, false]);
});

Deno.test("WarmupController counts from zero when the system comes back to WARMUP after a completed warm-up", () => {
  const { lifecycle, warmup } = create(2);
  warmup.start();
  advance(warmup, 3);
  lifecycle.transition(DEGRADED);
  lifecycle.transition(WARMUP);
  warmup.advance();
  assertEquals([lifecycle.state, warmup.done, warmup.completed], [WARMUP, 1, false]);
  advance(warmup, 2);
  assertEquals([lifecycle.state, warmup.done], [READY, 2]);
});

Deno.test("WarmupController.start is refused in WARMUP, READY and DEGRADED", () => {
  const { lifecycle, warmup } = create(1);
  warmup.start();
  assertThrows(() => warmup.start(), InvalidTransitionError, "from WARMUP to WARMUP");
  advance(warmup, 2);
  assertThrows(() => warmup.start(), InvalidTransitionError, "from READY to WARMUP");
  lifecycle.transition(DEGRADED);
  assertThrows(
    () => warmup.start(),
    Error,
    "Cannot start the warm-up in DEGRADED: start() is for INIT, restart() for DEGRADED",
  );
  assertEquals(lifecycle.state, DEGRADED);
});

Deno.test("WarmupController.restart is refused in INIT, WARMUP and READY, and keeps the ticks done", () => {
  const { lifecycle, warmup } = create(2);
  assertThrows(() => warmup.restart(), Error, "Cannot restart the warm-up in INIT");
  assertEquals(lifecycle.state, INIT);
  warmup.start();
  warmup.advance();
  assertThrows(() => warmup.restart(), InvalidTransitionError, "from WARMUP to WARMUP");
  assertEquals(warmup.done, 1);
  advance(warmup, 2);
  assertThrows(() => warmup.restart(), InvalidTransitionError, "from READY to WARMUP");
  assertEquals(lifecycle.state, READY);
});

Deno.test("WarmupController.restart is refused while causes hold the system, and names them", () => {
  const { lifecycle, warmup } = create(2);
  warmup.start();
  const outage = new MarketDataOutage(lifecycle);
  outage.activate();
  lifecycle.degradation.hold({ name: "feed quiet" });
  assertThrows(
    () => warmup.restart(),
    Error,
    "Cannot restart the warm-up: the system is held in DEGRADED by market data outage, feed quiet",
  );
  assertEquals(lifecycle.state, DEGRADED);
});

Deno.test("WarmupController.advance leaves alone a system that another thread degraded meanwhile", () => {
  const { lifecycle, warmup } = create(0);
  warmup.start();
  const load = Object.getOwnPropertyDescriptor(Lifecycle.prototype, "state")!.get!;
  // Another thread moves the word right after this one has looked at the state.
  Object.defineProperty(lifecycle, "state", {
    configurable: true,
    get(): LifecycleState {
      const seen = load.call(this) as LifecycleState;
      if (seen === WARMUP) new Lifecycle(lifecycle.word).transition(DEGRADED);
      return seen;
    },
  });
  warmup.advance();
  assertEquals([lifecycle.state, warmup.completed], [DEGRADED, false]);
});
