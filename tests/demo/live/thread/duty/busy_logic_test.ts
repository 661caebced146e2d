import { assertEquals } from "@std/assert";
import { RingBuffer } from "../../../../../core/bus/local/ring_buffer.ts";
import type { MonotonicClock } from "../../../../../core/time/monotonic_clock.ts";
import { makeBusyLogic } from "../../../../../demo/live/thread/duty/busy_logic.ts";

const { event } = new RingBuffer({ capacity: 1 }).createConsumer();

/** A clock that moves on by so much at every look. */
function steppingClock(stepNs: number): MonotonicClock & { looks: number } {
  const clock = {
    looks: 0,
    nowNs: () => stepNs * clock.looks++,
    stamp: (cells: Float64Array, index: number) => {
      cells[index] = clock.nowNs();
    },
  };
  return clock;
}

Deno.test("makeBusyLogic of no time does not even look at the clock", () => {
  const clock = steppingClock(1);
  makeBusyLogic(clock, 0).decide(event, true);
  assertEquals(clock.looks, 0);
});

Deno.test("makeBusyLogic takes at least its time, and ends at the first look after it", () => {
  const clock = steppingClock(300);
  const logic = makeBusyLogic(clock, 1);
  logic.decide(event, true);
  // Begun at 0, at 300, 600 and 900 it was not over.
  assertEquals(clock.looks, 5);
  logic.decide(event, true);
  assertEquals(clock.looks, 10);
});

Deno.test("makeBusyLogic of a long time gives up the core, but not so long that it would be late", () => {
  const waits: number[] = [];
  const wait = Atomics.wait;
  const clock = { ...steppingClock(0), now: 0 };
  clock.stamp = (cells, index) => {
    cells[index] = clock.now += 1_000;
  };
  Atomics.wait = ((_words: Int32Array, _index: number, _value: number, timeoutMs: number) => {
    waits.push(timeoutMs);
    clock.now += 1e6 * timeoutMs;
    return "timed-out";
  }) as typeof Atomics.wait;
  try {
    makeBusyLogic(clock, 1_000).decide(event, true);
  } finally {
    Atomics.wait = wait;
  }
  // Of 1 ms it waits for all but the last 100 µs, and spins for those.
  assertEquals(waits, [0.9]);
  assertEquals(clock.now, 1_001_000);
});
