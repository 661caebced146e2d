import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import fc from "fast-check";
import { AtomicLifecycleView } from "../../../core/state/atomic_lifecycle_view.ts";
import { InvalidTransitionError } from "../../../core/state/invalid_transition_error.ts";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { isTransitionAllowed, LifecycleState, lifecycleStateName } from "../../../core/state/lifecycle_state.ts";
import { LifecycleView } from "../../../core/state/lifecycle_view.ts";

const { INIT, WARMUP, READY, DEGRADED } = LifecycleState;
const STATES = Object.values(LifecycleState);

/** A lifecycle word in the given state, after the given number of transitions. */
function wordOf(state: LifecycleState, transitions = 0): Int32Array {
  return Int32Array.of((transitions << 4) | state);
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
        assertEquals(error.message, `Cannot move the lifecycle from ${a} to ${b}`);
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

Deno.test("Lifecycle counts transitions modulo 2^28", () => {
  for (const transitions of [2 ** 27 - 1, 2 ** 27, 2 ** 28 - 2]) {
    const lifecycle = new Lifecycle(wordOf(READY, transitions));
    lifecycle.transition(DEGRADED);
    assertEquals([lifecycle.state, lifecycle.transitions], [DEGRADED, transitions + 1]);
    assertEquals(lifecycle.reader.state, DEGRADED);
  }
  const lifecycle = new Lifecycle(wordOf(READY, 2 ** 28 - 1));
  lifecycle.transition(DEGRADED);
  assertEquals([lifecycle.state, lifecycle.transitions], [DEGRADED, 0]);
});

for (const from of STATES) {
  const name = lifecycleStateName(from);
  Deno.test(`Lifecycle terminated in ${name} is never moved again, by nobody over its word`, () => {
    const [one, other] = pair(from, 7);
    const view = new AtomicLifecycleView(one.word);
    const isRunning = from === WARMUP || from === READY;
    const end = from === INIT ? INIT : DEGRADED;
    assertEquals([one.terminate(), one.terminate(), other.terminate()], [true, false, false]);
    const transitions = isRunning ? 8 : 7;
    for (const lifecycle of [one, other, new Lifecycle(one.word)]) {
      assertEquals([lifecycle.state, lifecycle.transitions, lifecycle.terminated], [end, transitions, true]);
      for (const to of STATES) {
        const error = assertThrows(() => lifecycle.transition(to), InvalidTransitionError);
        assertEquals([error.from, error.to], [end, to]);
        const isAllowed = isTransitionAllowed(end, to);
        assertEquals(error.message.endsWith(": the system has been shut down, for good"), isAllowed);
        if (isAllowed) assertEquals(lifecycle.transitionUnlessMoved(to, transitions), false);
      }
      assertEquals([lifecycle.reader.state, view.state], [end, end]);
    }
  });
}

Deno.test("Lifecycle terminated while another thread moves it ends in DEGRADED or INIT, whoever is first", () => {
  for (const [from, to] of [[INIT, WARMUP], [WARMUP, READY], [DEGRADED, READY], [READY, DEGRADED]] as const) {
    const [ender, mover] = pair(from);
    race(() => mover.transition(to), () => assertEquals(ender.terminate(), true));
    assertEquals([mover.state, mover.terminated], [DEGRADED, true], "the move first: it is ended where it led to");
    const [second, first] = pair(from);
    race(() => first.terminate(), () => assertThrows(() => second.transition(to), InvalidTransitionError));
    assertEquals([second.state, second.terminated], [from === INIT ? INIT : DEGRADED, true], "the end first");
  }
});

Deno.test("Lifecycle never terminated or halted says so", () => {
  const lifecycle = new Lifecycle();
  assertEquals([lifecycle.terminated, lifecycle.halted], [false, false]);
});

Deno.test("Lifecycle counts transitions modulo 2^28 also when it is terminated", () => {
  const lifecycle = new Lifecycle(wordOf(READY, 2 ** 28 - 1));
  lifecycle.terminate();
  assertEquals([lifecycle.state, lifecycle.transitions, lifecycle.terminated, lifecycle.halted], [
    DEGRADED,
    0,
    true,
    false,
  ]);
});
