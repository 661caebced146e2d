import { assertEquals } from "@std/assert";
import { ManualClock } from "../../../../../core/time/manual_clock.ts";
import { measureConsumer } from "../../../../../demo/live/thread/measure/calibration.ts";
import type { IdleStrategy } from "../../../../../runtime/duty_cycle/idle_strategy.ts";

/** A consumer on a clock that moves only when it is busy: what is measured is then known. */
function measure({ perEventNs = 0, perPassNs = 0, maxBatch = 1, waitNs = 0 }) {
  const clock = new ManualClock();
  let calls = 0;
  const idle: IdleStrategy = {
    name: "test",
    longestWaitNs: 0,
    // As the real ones do, it waits only after it has looked for a while; and it is woken late now and then.
    idle: (work) => {
      if (work > 0) calls = 0;
      else if (++calls > 100) clock.advance(waitNs + (calls % 20 === 0 ? 1_000_000 : 0));
    },
  };
  const measured = measureConsumer({
    clock,
    idle,
    // The loop takes its time once a pass.
    timer: { begin: () => {}, turn: () => clock.advance(perPassNs), stamp: () => {} },
    logic: { decide: () => (clock.advance(perEventNs), 0) },
    perEventNs,
    perPassNs: 0,
    maxBatch,
    payloadWords: 4,
  });
  return measured;
}

Deno.test("measureConsumer tells the time of an event from that of a pass", () => {
  assertEquals(measure({ perEventNs: 800, perPassNs: 3_000, maxBatch: 64 }), {
    perEventNs: 800,
    overheadNs: 0,
    perPassNs: 3_000,
    wakeUpNs: 0,
  });
});

Deno.test("measureConsumer of passes of one event counts all of it for the event", () => {
  assertEquals(measure({ perEventNs: 800, perPassNs: 3_000 }), {
    perEventNs: 3_800,
    overheadNs: 3_000,
    perPassNs: 0,
    wakeUpNs: 0,
  });
});

Deno.test("measureConsumer takes few events where each takes long", () => {
  assertEquals(measure({ perEventNs: 10_000_000, maxBatch: 64 }).perEventNs, 10_000_000);
});

Deno.test("measureConsumer takes for its wake-up the median wait", () => {
  assertEquals(measure({ waitNs: 61_000 }).wakeUpNs, 61_000);
});
