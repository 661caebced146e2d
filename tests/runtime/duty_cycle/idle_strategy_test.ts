import { assertEquals, assertThrows } from "@std/assert";
import {
  createIdleStrategy,
  IDLE_STRATEGY_NAMES,
  type IdleStrategyName,
} from "../../../runtime/duty_cycle/idle_strategy.ts";

/** The timeouts, in milliseconds, that a thread would wait for while it does something. */
function waitsDuring(work: () => void): number[] {
  const waits: number[] = [];
  const wait = Atomics.wait;
  Atomics.wait = ((words: Int32Array, index: number, value: number, timeoutMs: number) => {
    // It would wait, and for the timeout alone: the word has the value, and is nobody else's.
    assertEquals(Atomics.load(words, index), value);
    waits.push(timeoutMs);
    return "timed-out";
  }) as typeof Atomics.wait;
  try {
    work();
  } finally {
    Atomics.wait = wait;
  }
  return waits;
}

function idleTimes(name: IdleStrategyName, times: number): number[] {
  const strategy = createIdleStrategy(name);
  return waitsDuring(() => {
    for (let n = 0; n < times; n++) strategy.idle(0);
  });
}

Deno.test("createIdleStrategy makes each strategy that there is, by its name", () => {
  for (const name of IDLE_STRATEGY_NAMES) assertEquals(createIdleStrategy(name).name, name);
});

Deno.test("IdleStrategy spin never gives up the core", () => {
  assertEquals(idleTimes("spin", 10_000), []);
});

Deno.test("IdleStrategy yield spins first, then waits as shortly as can be, each time", () => {
  assertEquals(idleTimes("yield", 100), []);
  assertEquals(idleTimes("yield", 120), Array(20).fill(0.001));
});

Deno.test("IdleStrategy park spins first, then waits for times that double, up to a millisecond", () => {
  assertEquals(idleTimes("park", 100), []);
  assertEquals(
    idleTimes("park", 113),
    [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1, 1, 1],
  );
});

for (const name of ["yield", "park"] as const) {
  Deno.test(`IdleStrategy ${name} begins anew when there was work`, () => {
    const strategy = createIdleStrategy(name);
    const idle = (times: number) =>
      waitsDuring(() => {
        for (let n = 0; n < times; n++) strategy.idle(0);
      });
    assertEquals(idle(103).length, 3);
    assertEquals(waitsDuring(() => strategy.idle(1)), []);
    assertEquals(idle(100), []);
    assertEquals(idle(1), [0.001]);
  });

  Deno.test(`IdleStrategy ${name} does not wait while there is work now and then`, () => {
    const strategy = createIdleStrategy(name);
    const waits = waitsDuring(() => {
      for (let n = 0; n < 1_000; n++) strategy.idle(n % 100 === 0 ? 3 : 0);
    });
    assertEquals(waits, []);
  });

  Deno.test(`IdleStrategy ${name} returns from a real wait`, () => {
    const strategy = createIdleStrategy(name);
    for (let n = 0; n < 103; n++) strategy.idle(0);
  });
}

Deno.test("createIdleStrategy refuses a name that there is none of", () => {
  assertThrows(
    () => createIdleStrategy("nap" as IdleStrategyName),
    RangeError,
    'Cannot create an idle strategy: name must be one of spin, yield, park, got "nap"',
  );
});

Deno.test("IdleStrategy.longestWaitNs is what each strategy asks for at most", () => {
  for (const name of IDLE_STRATEGY_NAMES) {
    const longestMs = Math.max(0, ...idleTimes(name, 1_000));
    assertEquals(createIdleStrategy(name).longestWaitNs, Math.round(1e6 * longestMs), name);
  }
});
