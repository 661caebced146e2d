import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { DegradationCause } from "../../../core/state/degradation.ts";
import { InvalidTransitionError } from "../../../core/state/invalid_transition_error.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { isTransitionAllowed, LifecycleState } from "../../../core/state/lifecycle_state.ts";

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
  const lifecycle = new Lifecycle(Int32Array.of(-4 | READY));
  assertEquals(lifecycle.transitions, 2 ** 30 - 1);
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
