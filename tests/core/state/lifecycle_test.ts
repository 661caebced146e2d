import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InvalidTransitionError } from "../../../core/state/invalid_transition_error.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { isTransitionAllowed, LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import { LifecycleView } from "../../../core/state/lifecycle_view.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;
const STATES = Object.values(LifecycleState);

/** A lifecycle word in the given state, after the given number of transitions. */
function wordOf(state: LifecycleState, transitions = 0): Int32Array {
  return Int32Array.of((transitions << 2) | state);
}

/** Two lifecycles over one word, as two threads would have them. */
function pair(state: LifecycleState, transitions = 0): [Lifecycle, Lifecycle] {
  const word = new Int32Array(new SharedArrayBuffer(4));
  word.set(wordOf(state, transitions));
  return [new Lifecycle(word), new Lifecycle(word)];
}

/** Runs `action` with `interloper` getting in between the load and the compare-and-exchange of its first transition. */
function race(interloper: () => void, action: () => void): void {
  const original = Atomics.compareExchange;
  Atomics.compareExchange = ((word: Int32Array, index: number, expected: number, replacement: number) => {
    Atomics.compareExchange = original;
    interloper();
    return original(word, index, expected, replacement);
  }) as typeof original;
  try {
    action();
  } finally {
    Atomics.compareExchange = original;
  }
}

for (const from of STATES) {
  for (const to of STATES) {
    const [a, b] = [lifecycleStateName(from), lifecycleStateName(to)];
    if (isTransitionAllowed(from, to)) {
      Deno.test(`Lifecycle goes from ${a} to ${b}, and counts it`, () => {
        const lifecycle = new Lifecycle(wordOf(from, 7));
        lifecycle.transition(to);
        assertEquals([lifecycle.state, lifecycle.transitions], [to, 8]);
      });
    } else {
      Deno.test(`Lifecycle refuses to go from ${a} to ${b}, and stays`, () => {
        const lifecycle = new Lifecycle(wordOf(from, 7));
        const error = assertThrows(() => lifecycle.transition(to), InvalidTransitionError);
        assertEquals([error.name, error.from, error.to], ["InvalidTransitionError", from, to]);
        assertEquals(error.message, `lifecycle cannot go from ${a} to ${b}`);
        assertThrows(() => lifecycle.transitionUnlessMoved(to, 7), InvalidTransitionError, error.message);
        assertEquals([lifecycle.state, lifecycle.transitions], [from, 7]);
      });
    }
  }
}

Deno.test("Lifecycle refuses a transition to what is no state, and stays", () => {
  const lifecycle = new Lifecycle();
  for (const to of [4, 33, -31, 1.5, NaN]) {
    assertThrows(() => lifecycle.transition(to as LifecycleState), RangeError, `got ${to}`);
  }
  assertEquals([lifecycle.state, lifecycle.transitions], [INIT, 0]);
});

Deno.test("Lifecycle starts in INIT, with no transition", () => {
  const lifecycle = new Lifecycle();
  assertEquals([lifecycle.state, lifecycle.transitions, lifecycle.reader.state], [INIT, 0, INIT]);
});

Deno.test("Lifecycle keeps the state of a word that it is made over", () => {
  const lifecycle = new Lifecycle(wordOf(DEGRADED, 12));
  assertEquals([lifecycle.state, lifecycle.transitions], [DEGRADED, 12]);
});

Deno.test("Lifecycle and LifecycleView refuse an array without an element", () => {
  const message = "the lifecycle word must have at least 1 element, got 0";
  assertThrows(() => new Lifecycle(new Int32Array(0)), RangeError, message);
  assertThrows(() => new LifecycleView(new Int32Array(0)), RangeError, message);
});

Deno.test("Lifecycle reader follows every transition and can make none", () => {
  const lifecycle = new Lifecycle();
  const { reader } = lifecycle;
  for (const to of [WARMUP, READY, DEGRADED, WARMUP]) {
    lifecycle.transition(to);
    assertEquals(reader.state, to);
  }
  assertInstanceOf(reader, LifecycleView);
  assertEquals("transition" in reader, false);
  assertThrows(() => Object.assign(reader, { state: READY }), TypeError);
});

Deno.test("Lifecycle over shared memory is seen by every other one over it", () => {
  const [one, other] = pair(INIT);
  one.transition(WARMUP);
  other.transition(READY);
  assertEquals([one.state, other.state, one.reader.state, one.transitions], [READY, READY, READY, 2]);
});

Deno.test("Lifecycle follows its rules along any way through the states", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STATES), { maxLength: 50 }), (wishes) => {
      const lifecycle = new Lifecycle();
      let state: LifecycleState = INIT;
      let count = 0;
      for (const to of wishes) {
        if (isTransitionAllowed(state, to)) {
          lifecycle.transition(to);
          state = to;
          count++;
        } else {
          assertThrows(() => lifecycle.transition(to), InvalidTransitionError);
        }
        assertEquals([lifecycle.state, lifecycle.transitions], [state, count]);
      }
    }),
  );
});

Deno.test("Lifecycle lets one of two racing writers win and refuses the other", () => {
  const [winner, loser] = pair(WARMUP);
  race(() => winner.transition(READY), () => {
    const error = assertThrows(() => loser.transition(DEGRADED), InvalidTransitionError);
    assertEquals([error.from, error.to], [READY, DEGRADED]);
  });
  assertEquals([loser.state, loser.transitions], [READY, 1]);
});

Deno.test("Lifecycle refuses the loser of a race also when the state was left and entered again", () => {
  const [winner, loser] = pair(READY);
  const leaveAndReturn = () => {
    winner.transition(DEGRADED);
    winner.transition(READY);
  };
  race(leaveAndReturn, () => {
    assertThrows(() => loser.transition(DEGRADED), InvalidTransitionError);
  });
  assertEquals([loser.state, loser.transitions], [READY, 2]);
});

Deno.test("Lifecycle transitionUnlessMoved moves when the count still stands", () => {
  const lifecycle = new Lifecycle(wordOf(READY, 5));
  assertEquals(lifecycle.transitionUnlessMoved(DEGRADED, 5), true);
  assertEquals([lifecycle.state, lifecycle.transitions], [DEGRADED, 6]);
});

Deno.test("Lifecycle transitionUnlessMoved leaves alone what was left and entered again", () => {
  const [one, other] = pair(READY);
  const { transitions } = one;
  other.transition(DEGRADED);
  other.transition(READY);
  assertEquals(one.transitionUnlessMoved(DEGRADED, transitions), false);
  assertEquals(one.transitionUnlessMoved(INIT, transitions), false, "and does not judge a state that has moved");
  assertEquals([one.state, one.transitions], [READY, 2]);
});

Deno.test("Lifecycle transitionUnlessMoved answers false when it loses a race", () => {
  const [winner, loser] = pair(WARMUP);
  race(() => winner.transition(READY), () => {
    assertEquals(loser.transitionUnlessMoved(DEGRADED, 0), false);
  });
  assertEquals(loser.state, READY);
});

Deno.test("Lifecycle counts transitions modulo 2^30", () => {
  for (const transitions of [2 ** 29 - 1, 2 ** 29, 2 ** 30 - 2]) {
    const lifecycle = new Lifecycle(wordOf(READY, transitions));
    lifecycle.transition(DEGRADED);
    assertEquals([lifecycle.state, lifecycle.transitions], [DEGRADED, transitions + 1]);
    assertEquals(lifecycle.reader.state, DEGRADED);
  }
  const lifecycle = new Lifecycle(wordOf(READY, 2 ** 30 - 1));
  lifecycle.transition(DEGRADED);
  assertEquals([lifecycle.state, lifecycle.transitions], [DEGRADED, 0]);
});
