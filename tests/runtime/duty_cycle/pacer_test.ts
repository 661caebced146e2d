import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ManualClock } from "../../../core/time/manual_clock.ts";
import { dueNs, eventsDue, RatePacer, type RatePacerParts, UnpacedPacer } from "../../../runtime/duty_cycle/pacer.ts";

/** Most events of a pass, where nothing else is said. */
const PASS_MAX = 64;

Deno.test("RatePacer gives each event when it is due, and no sooner", () => {
  const clock = new ManualClock(5_000);
  const pacer = new RatePacer({ clock, startNs: 5_000, rate: 1_000_000 });
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
  const pacer = new RatePacer({ clock, startNs: 0, rate: 1_000_000 });
  clock.advance(150_000);
  assertEquals([pacer.due(), pacer.due(), pacer.due(), pacer.due()], [
    PASS_MAX,
    PASS_MAX,
    150 - 2 * PASS_MAX,
    0,
  ]);
});

Deno.test("RatePacer is not thrown off by a clock that is still before the start", () => {
  const clock = new ManualClock(10);
  const pacer = new RatePacer({ clock, startNs: 1_000, rate: 1_000_000_000 });
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
      const pacer = new RatePacer({ clock, startNs: 0, rate: rate });
      let published = 0;
      for (const span of spans) {
        clock.advance(span);
        for (let due = pacer.due(); due > 0; due = pacer.due()) {
          if (due > PASS_MAX) throw new Error(`${due} in one pass`);
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
  assertEquals(new UnpacedPacer().due(), PASS_MAX);
});

Deno.test("pacers give no more in a pass than they are told", () => {
  const clock = new ManualClock(10_000);
  const pacer = new RatePacer({ clock, startNs: 0, rate: 1_000_000, passMax: 4 });
  assertEquals([pacer.due(), pacer.due(), pacer.due(), pacer.due()], [4, 4, 2, 0]);
  assertEquals(new UnpacedPacer(7).due(), 7);
});

Deno.test("eventsDue counts as a pacer does, and dueNs says when", () => {
  assertEquals([eventsDue(999, 1_000_000), eventsDue(1_000, 1_000_000), eventsDue(2_500, 1_000_000)], [0, 1, 2]);
  assertEquals([dueNs(0, 500, 1_000_000), dueNs(4, 500, 1_000_000)], [1_500, 5_500]);
});

Deno.test("pacers refuse a clock that is none and numbers that are not allowed, in one line", () => {
  const clock = new ManualClock();
  const make = (parts: Partial<RatePacerParts>) => () => new RatePacer({ clock, startNs: 0, rate: 1, ...parts });
  assertThrows(
    make({ clock: {} as RatePacerParts["clock"] }),
    TypeError,
    "parts.clock must be an object that has stamp()",
  );
  for (const rate of [0, -1, NaN, Infinity]) {
    const { message } = assertThrows(make({ rate }), RangeError);
    assertEquals(message, `Cannot create RatePacer: rate must be a finite number above 0, got ${rate}`);
  }
  for (const startNs of [NaN, -Infinity]) {
    assertThrows(make({ startNs }), RangeError, "startNs must be a finite number");
  }
  for (const passMax of [0, -1, 1.5, 2 ** 31, NaN]) {
    assertThrows(make({ passMax }), RangeError, "passMax must be an integer from 1 to 2147483647");
    assertThrows(() => new UnpacedPacer(passMax), RangeError, `Cannot create UnpacedPacer: passMax must be`);
  }
});
