import { assertEquals, assertThrows } from "@std/assert";
import { ManualClock } from "../../../core/time/manual_clock.ts";

const MAX = Number.MAX_SAFE_INTEGER;

Deno.test("ManualClock stands still until it is moved", () => {
  const clock = new ManualClock();
  assertEquals([clock.nowNs(), clock.nowNs()], [0, 0]);
  clock.advance(5);
  clock.advance(0);
  assertEquals(clock.nowNs(), 5);
  clock.set(12);
  clock.set(12);
  assertEquals(clock.nowNs(), 12);
});

Deno.test("ManualClock stamps what nowNs answers, into one cell", () => {
  const clock = new ManualClock(2 ** 53 - 2);
  const cells = new Float64Array(3);
  clock.stamp(cells, 1);
  clock.advance(1);
  clock.stamp(cells, 2);
  assertEquals([...cells], [0, 2 ** 53 - 2, 2 ** 53 - 1]);
});

Deno.test("ManualClock refuses a start that is no whole number of nanoseconds", () => {
  for (const ns of [-1, 0.5, NaN, Infinity, -Infinity, 2 ** 53]) {
    assertThrows(
      () => new ManualClock(ns),
      RangeError,
      `Cannot create ManualClock: startNs must be an integer of nanoseconds from 0 to ${MAX}, since the clock never steps back, got ${ns}`,
    );
  }
});

Deno.test("ManualClock refuses to step back, and keeps its time", () => {
  const clock = new ManualClock(1000);
  for (const ns of [999, 0, -1, 1000.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(
      () => clock.set(ns),
      RangeError,
      `Cannot set the clock: ns must be an integer of nanoseconds from the time now, 1000, to ${MAX}, ` +
        `since the clock never steps back, got ${ns}`,
    );
  }
  for (const ns of [-1, 0.5, NaN, Infinity, -Infinity]) {
    assertThrows(
      () => clock.advance(ns),
      RangeError,
      `Cannot advance the clock: ns must be an integer of nanoseconds from 0 to ${MAX}, since the clock never steps back, got ${ns}`,
    );
  }
  assertEquals(clock.nowNs(), 1000);
});

Deno.test("ManualClock refuses to advance beyond the nanoseconds that are exact", () => {
  const clock = new ManualClock(MAX);
  assertThrows(() => clock.advance(1), RangeError, `got ${2 ** 53}`);
  assertEquals(clock.nowNs(), MAX);
});
