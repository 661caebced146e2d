import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { DegradationCause } from "../../../core/state/degradation.ts";
import { InvalidTransitionError } from "../../../core/state/invalid_transition_error.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { isTransitionAllowed, LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { DegradationController } from "../../../runtime/degradation/degradation_controller.ts";
import { WarmupController } from "../../../runtime/warmup/warmup_controller.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;

const outage: DegradationCause = { name: "outage" };
const failure: DegradationCause = { name: "failure" };

/** A lifecycle that went the given way from INIT. */
function lifecycleAfter(...way: LifecycleState[]): Lifecycle {
  const lifecycle = new Lifecycle();
  for (const to of way) lifecycle.transition(to);
  return lifecycle;
}

for (const way of [[WARMUP], [WARMUP, READY]]) {
  const found = way.at(-1);
  Deno.test(`Degradation goes to DEGRADED from state ${found} and back to it`, () => {
    const lifecycle = lifecycleAfter(...way);
    const { degradation } = lifecycle;
    assertEquals(degradation.hold(outage), true);
    assertEquals([lifecycle.state, degradation.isHeldBy(outage)], [DEGRADED, true]);
    assertEquals(degradation.release(outage), true);
    assertEquals([lifecycle.state, degradation.isHeldBy(outage)], [found, false]);
  });
}

Deno.test("Degradation does nothing in INIT", () => {
  const lifecycle = new Lifecycle();
  assertEquals(lifecycle.degradation.hold(outage), false);
  assertEquals(lifecycle.degradation.release(outage), false);
  assertEquals([lifecycle.state, lifecycle.transitions, lifecycle.degradation.causes], [INIT, 0, []]);
});

Deno.test("Degradation held twice by one cause is held once", () => {
  const lifecycle = lifecycleAfter(WARMUP);
  const { degradation } = lifecycle;
  assertEquals([degradation.hold(outage), degradation.hold(outage)], [true, true]);
  assertEquals([lifecycle.transitions, degradation.causes], [2, [outage]]);
  assertEquals([degradation.release(outage), degradation.release(outage)], [true, false]);
  assertEquals([lifecycle.state, lifecycle.transitions], [WARMUP, 3]);
});

Deno.test("Degradation tells causes apart by identity, not by name", () => {
  const { degradation } = lifecycleAfter(WARMUP);
  degradation.hold({ name: "outage" });
  assertEquals(degradation.isHeldBy(outage), false);
  assertEquals(degradation.release(outage), false);
});

Deno.test("Degradation lasts until the last of several causes ends, then returns to the state before the first", () => {
  for (const [first, second] of [[outage, failure], [failure, outage]]) {
    const lifecycle = lifecycleAfter(WARMUP);
    const { degradation } = lifecycle;
    degradation.hold(outage);
    degradation.hold(failure);
    assertEquals(degradation.causes, [outage, failure]);
    degradation.release(first);
    assertEquals(lifecycle.state, DEGRADED);
    degradation.release(second);
    assertEquals(lifecycle.state, WARMUP);
  }
});

Deno.test("Degradation causes are a copy", () => {
  const { degradation } = lifecycleAfter(WARMUP);
  degradation.hold(outage);
  const { causes } = degradation;
  degradation.release(outage);
  assertEquals(causes, [outage]);
});

Deno.test("Degradation leaves alone a lifecycle that somebody else moved", () => {
  for (const way of [[READY], [WARMUP], [WARMUP, READY], [WARMUP, DEGRADED], [READY, DEGRADED]]) {
    const lifecycle = lifecycleAfter(WARMUP, READY);
    lifecycle.degradation.hold(outage);
    for (const to of way) lifecycle.transition(to);
    const { transitions } = lifecycle;
    assertEquals(lifecycle.degradation.release(outage), true);
    assertEquals([lifecycle.state, lifecycle.transitions], [way.at(-1), transitions]);
  }
});

Deno.test("Degradation leaves alone a lifecycle that somebody else degraded first", () => {
  const lifecycle = lifecycleAfter(WARMUP, READY, DEGRADED);
  lifecycle.degradation.hold(outage);
  lifecycle.degradation.release(outage);
  assertEquals([lifecycle.state, lifecycle.transitions], [DEGRADED, 3]);
});

Deno.test("Degradation degrades again when a further cause takes hold after somebody else recovered the system", () => {
  const lifecycle = lifecycleAfter(WARMUP);
  const { degradation } = lifecycle;
  degradation.hold(outage);
  lifecycle.transition(READY);
  degradation.hold(failure);
  assertEquals(lifecycle.state, DEGRADED);
  degradation.release(failure);
  assertEquals(lifecycle.state, DEGRADED, "the first cause still holds");
  degradation.release(outage);
  assertEquals(lifecycle.state, READY, "the state that the degrading cause found");
});

Deno.test("Degradation leaves a later recovery alone after causes that did not degrade", () => {
  const lifecycle = lifecycleAfter(WARMUP, DEGRADED);
  const { degradation } = lifecycle;
  degradation.hold(outage);
  lifecycle.transition(WARMUP);
  degradation.release(outage);
  degradation.hold(failure);
  degradation.release(failure);
  assertEquals(lifecycle.state, WARMUP);
});

/** A lifecycle whose word another thread moves at a chosen moment. */
class Raced extends Lifecycle {
  /** Runs once, right after the state has been read. */
  afterRead: () => void = () => {};
  /** Runs once, right after a transition of this object. */
  afterMove: () => void = () => {};

  override get state(): LifecycleState {
    const state = super.state;
    const hook = this.afterRead;
    this.afterRead = () => {};
    hook();
    return state;
  }

  override transition(to: LifecycleState): void {
    super.transition(to);
    this.afterMove();
  }

  override transitionUnlessMoved(to: LifecycleState, transitions: number): boolean {
    const moved = super.transitionUnlessMoved(to, transitions);
    this.afterMove();
    return moved;
  }
}

Deno.test("Degradation does not take hold, and says so, when another thread moves the lifecycle while it looks", () => {
  const word = new Int32Array(new SharedArrayBuffer(4));
  const raced = new Raced(word);
  const other = new Lifecycle(word);
  other.transition(WARMUP);
  raced.afterRead = () => other.transition(READY);
  assertThrows(() => raced.degradation.hold(outage), InvalidTransitionError);
  assertEquals([raced.state, raced.degradation.isHeldBy(outage)], [READY, false]);
  assertEquals(raced.degradation.hold(outage), true);
  raced.degradation.release(outage);
  assertEquals(raced.state, READY, "and never back to the warm-up that had been seen");
});

Deno.test("Degradation does not mistake a move of another thread for its own", () => {
  const word = new Int32Array(new SharedArrayBuffer(4));
  const raced = new Raced(word);
  const other = new Lifecycle(word);
  other.transition(WARMUP);
  other.transition(READY);
  raced.afterMove = () => other.transition(WARMUP);
  raced.degradation.hold(outage);
  raced.afterMove = () => {};
  raced.degradation.release(outage);
  assertEquals(raced.state, WARMUP, "the restart goes on: releasing does not skip its warm-up");
});

Deno.test("Degradation recognises its own move when the count of transitions wraps", () => {
  const lifecycle = new Lifecycle(Int32Array.of(-16 | READY));
  assertEquals(lifecycle.transitions, 2 ** 28 - 1);
  lifecycle.degradation.hold(outage);
  assertEquals(lifecycle.transitions, 0);
  lifecycle.degradation.release(outage);
  assertEquals(lifecycle.state, READY);
});

Deno.test("Degradation equals a plain account of who moved what, under any interleaving", () => {
  const causes: readonly DegradationCause[] = [{ name: "a" }, { name: "b" }, { name: "c" }];
  const step = fc.oneof(
    fc.record({ do: fc.constant("hold" as const), who: fc.nat(2) }),
    fc.record({ do: fc.constant("release" as const), who: fc.nat(2) }),
    fc.record({ do: fc.constant("move" as const), to: fc.constantFrom(WARMUP, READY, DEGRADED) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
      const lifecycle = new Lifecycle();
      const { degradation } = lifecycle;
      let held: DegradationCause[] = [];
      /** Every state there has been, with who brought it about. */
      const history: { state: LifecycleState; by: "degradation" | "somebody else" }[] = [
        { state: INIT, by: "somebody else" },
      ];
      const last = () => history[history.length - 1];
      for (const step of steps) {
        if (step.do === "move") {
          if (isTransitionAllowed(last().state, step.to)) {
            lifecycle.transition(step.to);
            history.push({ state: step.to, by: "somebody else" });
          }
        } else if (step.do === "hold") {
          const holds = last().state !== INIT;
          assertEquals(degradation.hold(causes[step.who]), holds);
          if (holds && !held.includes(causes[step.who])) {
            held.push(causes[step.who]);
            if (last().state !== DEGRADED) history.push({ state: DEGRADED, by: "degradation" });
          }
        } else {
          const cause = causes[step.who];
          assertEquals(degradation.release(cause), held.includes(cause));
          const ends = held.includes(cause) && held.length === 1;
          held = held.filter((other) => other !== cause);
          if (ends && last().state === DEGRADED && last().by === "degradation") {
            history.push({ state: history[history.length - 2].state, by: "degradation" });
          }
        }
        assertEquals([lifecycle.state, lifecycle.transitions], [last().state, history.length - 1]);
        assertEquals(degradation.causes, held);
      }
    }),
    { numRuns: 1000 },
  );
});

/** What tries to make a halted system READY, each in its own way. */
function recoverByAllMeans(lifecycle: Lifecycle): void {
  const other = new Lifecycle(lifecycle.word);
  for (const one of [lifecycle, other]) {
    const warmup = new WarmupController({ lifecycle: one, ticks: 0 });
    for (const attempt of [() => warmup.start(), () => warmup.restart(), () => one.transition(READY)]) {
      try {
        attempt();
      } catch {
        // Refused, or not.
      }
    }
    warmup.advance();
    warmup.advance();
    one.degradation.hold(failure);
    one.degradation.release(failure);
    one.degradation.release(outage);
    const health = new DegradationController({ lifecycle: one, recoveryTicks: 1 });
    for (const ok of [false, true]) health.tick({ checks: [{ id: "lag", ok }] });
  }
}

for (const way of [[], [WARMUP], [WARMUP, READY], [WARMUP, DEGRADED], [WARMUP, READY, DEGRADED]]) {
  const found = way.at(-1) ?? INIT;
  Deno.test(`Degradation halted in state ${found} after ${way.length} is READY for nobody, until the operator lets go`, () => {
    const lifecycle = lifecycleAfter(...way);
    const { degradation } = lifecycle;
    assertEquals([degradation.halt("wrong prices"), degradation.halt("again")], [true, false]);
    assertEquals(lifecycle.state, found === INIT ? INIT : DEGRADED);
    assertEquals(degradation.causes, [{ name: "operator halt: wrong prices" }]);
    assertEquals(new Lifecycle(lifecycle.word).degradation.causes, [{ name: "operator halt" }]);
    recoverByAllMeans(lifecycle);
    assertEquals([lifecycle.state === READY, lifecycle.halted], [false, true]);
    assertEquals([degradation.endHalt(), degradation.endHalt()], [true, false]);
    assertEquals([lifecycle.halted, degradation.causes], [false, []]);
  });
}

for (const way of [[WARMUP], [WARMUP, READY]]) {
  Deno.test(`Degradation goes back to state ${way.at(-1)} when the operator lets go and nothing else holds`, () => {
    for (const order of ["halt first", "failure first"]) {
      const lifecycle = lifecycleAfter(...way);
      const { degradation } = lifecycle;
      if (order === "failure first") degradation.hold(outage);
      degradation.halt();
      degradation.hold(outage);
      assertEquals(degradation.causes, [outage, { name: "operator halt" }]);
      assertEquals(degradation.release(outage), true);
      assertEquals(lifecycle.state, DEGRADED, "health does not let go the operator's halt");
      degradation.endHalt();
      assertEquals(lifecycle.state, way.at(-1));
    }
  });
}

Deno.test("Degradation stays in DEGRADED when the operator lets go and a failure lasts", () => {
  const lifecycle = lifecycleAfter(WARMUP, READY);
  const { degradation } = lifecycle;
  degradation.halt();
  degradation.hold(outage);
  degradation.endHalt();
  assertEquals([lifecycle.state, degradation.causes], [DEGRADED, [outage]]);
  degradation.release(outage);
  assertEquals(lifecycle.state, READY);
});

Deno.test("Degradation halted before the start warms up, and is not READY before the operator lets go", () => {
  const lifecycle = new Lifecycle();
  const warmup = new WarmupController({ lifecycle, ticks: 2 });
  lifecycle.degradation.halt();
  warmup.start();
  for (let tick = 0; tick < 5; tick++) warmup.advance();
  assertEquals([lifecycle.state, warmup.done, warmup.completed], [WARMUP, 2, false]);
  lifecycle.degradation.endHalt();
  warmup.advance();
  assertEquals([lifecycle.state, warmup.completed], [READY, true]);
});

Deno.test("Degradation that ends a halt of another thread leaves the system in DEGRADED", () => {
  const halted = lifecycleAfter(WARMUP, READY);
  halted.degradation.halt();
  const other = new Lifecycle(halted.word);
  assertEquals(other.degradation.endHalt(), true);
  assertEquals([halted.state, halted.halted, halted.degradation.endHalt()], [DEGRADED, false, false]);
});

Deno.test("Degradation of a terminated system can be halted and let go, and stays", () => {
  const lifecycle = lifecycleAfter(WARMUP, READY);
  lifecycle.degradation.halt();
  lifecycle.terminate();
  assertEquals(lifecycle.degradation.causes.map(({ name }) => name), ["operator halt", "shutdown"]);
  assertEquals([lifecycle.degradation.endHalt(), lifecycle.degradation.halt()], [true, true]);
  lifecycle.degradation.endHalt();
  assertEquals([lifecycle.state, lifecycle.degradation.causes.length], [DEGRADED, 1]);
});

Deno.test("Degradation refuses a reason that cannot stand in a line", () => {
  const { degradation } = lifecycleAfter(WARMUP);
  for (const [reason, shown] of [["", '""'], [" ", '" "'], ["two\nlines", '"two\\nlines"'], [7, "7"], [null, "null"]]) {
    const error = assertThrows(() => degradation.halt(reason as string), TypeError);
    assertEquals(error.message, `Cannot halt the system: reason must be a text of one line, got ${shown}`);
  }
  assertEquals(degradation.causes, []);
});
