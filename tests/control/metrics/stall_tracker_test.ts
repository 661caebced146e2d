import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { StallTracker } from "../../../control/metrics/stall_tracker.ts";

/** Tells a tracker these times, of which NaN is a pause, and gives what it says. */
function track(thresholdNs: number, times: readonly number[]): { stalls: number; longestNs: number } {
  const tracker = new StallTracker({ thresholdNs });
  const cells = new Float64Array(3);
  for (const time of times) {
    cells[1] = time;
    if (Number.isNaN(time)) tracker.pause();
    else tracker.cycleFrom(cells, 1);
  }
  const { stalls, longestNs } = tracker;
  return { stalls, longestNs };
}

Deno.test("StallTracker counts cycles that took longer than the threshold, and keeps the longest", () => {
  assertEquals(track(100, [1_000, 1_100, 1_201, 1_500, 1_550]), { stalls: 2, longestNs: 299 });
});

Deno.test("StallTracker without a whole cycle has no stalls", () => {
  assertEquals(track(0, []), { stalls: 0, longestNs: 0 });
  assertEquals(track(0, [1e15]), { stalls: 0, longestNs: 0 });
});

Deno.test("StallTracker takes a clock that steps back for a cycle of no length, and goes on from there", () => {
  assertEquals(track(50, [1_000, 400, 460]), { stalls: 1, longestNs: 60 });
});

Deno.test("StallTracker.pause leaves out the time until the loop runs again", () => {
  assertEquals(track(50, [0, 10, NaN, 9_000, 9_020]), { stalls: 0, longestNs: 20 });
});

Deno.test("StallTracker.latestNs is when the loop came round last, whatever it paused or left out since", () => {
  const tracker = new StallTracker({ thresholdNs: 50 });
  const cells = new Float64Array([1_000, 400]);
  assertEquals(tracker.latestNs, NaN);
  tracker.cycleFrom(cells, 0);
  assertEquals(tracker.latestNs, 1_000);
  tracker.pause();
  tracker.leaveOutFrom(cells, 1);
  assertEquals(tracker.latestNs, 1_000);
  tracker.cycleFrom(cells, 1);
  assertEquals(tracker.latestNs, 400);
});

Deno.test("StallTracker.leaveOutFrom leaves a part out of the cycle that is going on, and of no other", () => {
  const tracker = new StallTracker({ thresholdNs: 50 });
  const cells = new Float64Array([0, 30, 0]);
  tracker.leaveOutFrom(cells, 1); // There is no cycle yet.
  for (const time of [1_000, 1_080, 1_160]) {
    cells[2] = time;
    tracker.cycleFrom(cells, 2);
    if (time === 1_000) tracker.leaveOutFrom(cells, 1);
  }
  assertEquals([tracker.stalls, tracker.longestNs], [1, 80]);
  cells[1] = 1_000;
  tracker.leaveOutFrom(cells, 1);
  cells[2] = 1_200;
  tracker.cycleFrom(cells, 2);
  cells[2] = 1_300;
  tracker.cycleFrom(cells, 2);
  assertEquals([tracker.stalls, tracker.longestNs], [2, 100], "more than the cycle takes makes it one of no length");
});

Deno.test("StallTracker with a threshold of 0 counts every cycle that takes any time", () => {
  assertEquals(track(0, [5, 5, 6, 8]), { stalls: 2, longestNs: 2 });
});

Deno.test("StallTracker says what its threshold is, and refuses one that is none", () => {
  assertEquals(new StallTracker({ thresholdNs: 2_500 }).thresholdNs, 2_500);
  for (const thresholdNs of [-1, NaN, Infinity, null as unknown as number]) {
    const error = assertThrows(() => new StallTracker({ thresholdNs }), RangeError);
    assertEquals(
      error.message,
      `Cannot create StallTracker: thresholdNs must be a finite number from 0, got ${thresholdNs}`,
    );
  }
});

Deno.test("StallTracker agrees with plain differences, whatever the times", () => {
  const times = fc.array(fc.nat({ max: 1_000 }));
  fc.assert(fc.property(fc.nat({ max: 500 }), times, (thresholdNs, times) => {
    const cycles = times.slice(1).map((time, n) => time - times[n]);
    assertEquals(track(thresholdNs, times), {
      stalls: cycles.filter((cycle) => cycle > thresholdNs).length,
      longestNs: Math.max(0, ...cycles),
    });
  }));
});
