import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ManualClock } from "../../../../core/time/manual_clock.ts";
import { dueNs, PASS_EVENTS, RatePacer, UnpacedPacer } from "../../../../demo/live/thread/pacer.ts";

Deno.test("RatePacer gives each event when it is due, and no sooner", () => {
  const clock = new ManualClock(5_000);
  const pacer = new RatePacer(clock, 5_000, 1_000_000);
  assertEquals(pacer.due(), 0);
  clock.advance(999);
  assertEquals(pacer.due(), 0);
  clock.advance(1);
  assertEquals([pacer.due(), pacer.due()], [1, 0]);
  clock.advance(2_500);
  assertEquals([pacer.due(), pacer.due()], [2, 0]);
  clock.advance(500);
  assertEquals(pacer.due(), 1);
});

Deno.test("RatePacer makes up for a stall, pass after pass", () => {
  const clock = new ManualClock();
  const pacer = new RatePacer(clock, 0, 1_000_000);
  clock.advance(150_000);
  assertEquals([pacer.due(), pacer.due(), pacer.due(), pacer.due()], [
    PASS_EVENTS,
    PASS_EVENTS,
    150 - 2 * PASS_EVENTS,
    0,
  ]);
});

Deno.test("RatePacer is not thrown off by a clock that is still before the start", () => {
  const clock = new ManualClock(10);
  const pacer = new RatePacer(clock, 1_000, 1_000_000_000);
  assertEquals(pacer.due(), 0);
  clock.set(1_002);
  assertEquals(pacer.due(), 2);
});

Deno.test("RatePacer keeps any rate exactly, over any time", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 10_000_000 }),
    fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 50 }),
    (rate, spans) => {
      const clock = new ManualClock();
      const pacer = new RatePacer(clock, 0, rate);
      let published = 0;
      for (const span of spans) {
        clock.advance(span);
        for (let due = pacer.due(); due > 0; due = pacer.due()) {
          if (due > PASS_EVENTS) throw new Error(`${due} in one pass`);
          published += due;
        }
        // The last one is due, the next is not. A rounding error of a nanosecond does not matter.
        if (published > 0 && dueNs(published - 1, 0, rate) > clock.nowNs() + 1) throw new Error("too soon");
        if (dueNs(published, 0, rate) < clock.nowNs() - 1) throw new Error("too late");
      }
    },
  ));
});

Deno.test("UnpacedPacer always gives a whole pass", () => {
  assertEquals(new UnpacedPacer().due(), PASS_EVENTS);
});
