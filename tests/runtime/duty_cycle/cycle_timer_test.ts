import { assertEquals, assertThrows } from "@std/assert";
import { StallTracker } from "../../../control/metrics/stall_tracker.ts";
import { ManualClock } from "../../../core/time/manual_clock.ts";
import { CycleTimer, type CycleTimerParts } from "../../../runtime/duty_cycle/cycle_timer.ts";
import { createIdleStrategy, type IdleStrategyName } from "../../../runtime/duty_cycle/idle_strategy.ts";

/** A timer, the clock that it reads, and the cycles that it has timed. */
function timed({ idle = "spin" as IdleStrategyName, looks = 1, thresholdNs = 1_000_000 } = {}) {
  const clock = new ManualClock(7_000);
  const tracker = new StallTracker({ thresholdNs });
  const timer = new CycleTimer({ clock, tracker, idle: createIdleStrategy(idle), looks });
  /** A look that finds so much work, and with what follows takes so long. */
  const look = (work: number, tookNs: number) => {
    clock.advance(tookNs);
    timer.turn(work);
  };
  const counts = () => ({ stalls: tracker.stalls, longestNs: tracker.longestNs });
  return { clock, timer, tracker, look, counts };
}

Deno.test("CycleTimer counts a cycle that takes longer than it may, with work or without", () => {
  const { timer, look, counts } = timed();
  timer.begin();
  look(5, 1_000_000);
  assertEquals(counts(), { stalls: 0, longestNs: 1_000_000 });
  look(5, 1_000_001);
  look(0, 2_000_900);
  look(5, 300);
  assertEquals(counts(), { stalls: 2, longestNs: 2_000_900 });
});

Deno.test("CycleTimer leaves out what its loop means to wait, when there was no work", () => {
  const { timer, look, counts } = timed({ idle: "park" });
  timer.begin();
  look(0, 2_000_000);
  assertEquals(counts(), { stalls: 0, longestNs: 1_000_000 });
  // A cycle with work waits for none.
  look(1, 1_500_000);
  // And one that is woken late is late.
  look(0, 2_600_000);
  assertEquals(counts(), { stalls: 2, longestNs: 1_600_000 });
});

Deno.test("CycleTimer takes several looks without work for one cycle, and each with work for one", () => {
  const { clock, timer, look, counts } = timed({ looks: 3, thresholdNs: 1_000 });
  timer.begin();
  const begun = clock.nowNs();
  const cells = new Float64Array(2);
  look(0, 600);
  look(0, 600);
  timer.stamp(cells, 1);
  assertEquals([counts(), cells[1]], [{ stalls: 0, longestNs: 0 }, begun]);
  look(0, 600);
  timer.stamp(cells, 1);
  assertEquals([counts(), cells[1]], [{ stalls: 1, longestNs: 1_800 }, begun + 1_800]);
  look(0, 600);
  look(1, 600);
  look(1, 600);
  assertEquals(counts(), { stalls: 2, longestNs: 1_800 });
  // The looks are counted anew after one with work.
  look(0, 400);
  look(0, 400);
  assertEquals(counts().stalls, 2);
  look(0, 400);
  assertEquals(counts().stalls, 3);
});

Deno.test("CycleTimer refuses parts that are missing, and looks that are no count, in one line", () => {
  const { clock, tracker } = timed();
  const idle = createIdleStrategy("spin");
  const make = (parts: Partial<CycleTimerParts>) => () => new CycleTimer({ clock, tracker, idle, ...parts });
  for (const name of ["clock", "tracker", "idle"]) {
    assertThrows(make({ [name]: undefined }), TypeError, `annot create CycleTimer: parts.${name} must be`);
  }
  for (const looks of [0, -1, 0.5, NaN, 2 ** 31]) {
    assertThrows(make({ looks }), RangeError, "looks must be an integer from 1 to 2147483647");
  }
});
