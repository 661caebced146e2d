import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ClockUnavailableError } from "../../../core/time/clock_unavailable_error.ts";
import { HrtimeClock } from "../../../core/time/hrtime_clock.ts";
import { withGlobal } from "./_surroundings.ts";

Deno.test("HrtimeClock reads the seconds and nanoseconds of process.hrtime from its origin, and borrows", () => {
  let now: [number, number] = [5_000_000, 999_999_999];
  withGlobal("process", { hrtime: () => now }, () => {
    const clock = new HrtimeClock();
    const cells = new Float64Array(1);
    assertEquals(clock.nowNs(), 0);
    now = [5_000_001, 0];
    assertEquals(clock.nowNs(), 1);
    now = [5_000_000 + 9_000_000, 999_999_998];
    clock.stamp(cells, 0);
    assertEquals(cells[0], 8_999_999_999_999_999);
  });
});

Deno.test("HrtimeClock is unavailable where there is no process.hrtime", () => {
  for (const process of [undefined, {}, { hrtime: 7 }]) {
    withGlobal("process", process, () => {
      const error = assertThrows(() => new HrtimeClock(), ClockUnavailableError);
      assertEquals([error.name, error.clock], ["ClockUnavailableError", "hrtime"]);
      assertEquals(
        error.message,
        "Cannot use the hrtime clock: there is no process.hrtime; it comes with Deno, Node and Bun. A page's own clock, " +
          "performance.now, is refused: browsers make it coarse on purpose. Take a ManualClock, or hand in an object that " +
          "implements MonotonicClock, nowNs() and stamp(cells, index), over a source that you trust",
      );
    });
  }
});

// Deno derives the seconds and the nanoseconds of process.hrtime from one Float64 of milliseconds, by two roundings. Where
// they disagree, next to a whole second, the sum must not.
Deno.test("HrtimeClock never goes backwards over neighbouring milliseconds of Deno's performance.now", () => {
  const nearSecond = fc.tuple(fc.integer({ min: 1, max: 8_640_000 }), fc.integer({ min: -8, max: 8 })).map(
    ([second, ulps]) => second * 1e3 * (1 + ulps * 2 ** -52),
  );
  const milliseconds = fc.array(fc.oneof(nearSecond, fc.double({ min: 0, max: 8.64e9, noNaN: true })), {
    minLength: 2,
  });
  const now = performance.now;
  let ms = 0;
  performance.now = () => ms;
  try {
    const clock = new HrtimeClock();
    fc.assert(fc.property(milliseconds, (readings) => {
      let last = -Infinity;
      for (ms of readings.sort((a, b) => a - b)) {
        const ns = clock.nowNs();
        assert(Number.isSafeInteger(ns), `${ns} at ${ms} ms`);
        assert(ns >= last, `from ${last} to ${ns} at ${ms} ms`);
        assert(Math.abs(ns - ms * 1e6) <= 2, `${ns} at ${ms} ms`);
        last = ns;
      }
    }));
  } finally {
    performance.now = now;
  }
});
