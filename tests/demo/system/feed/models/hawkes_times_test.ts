import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import type { HawkesFeed } from "../../../../../config/mod.ts";
import { TimeHeap } from "../../../../../demo/system/feed/models/time_heap.ts";
import { timesOf } from "../_arrivals.ts";

const FEED: HawkesFeed = {
  model: "hawkes",
  rate: 1e5,
  branching: 0.8,
  decay: 1e7,
  slowDecay: 1e5,
  slowShare: 0.3,
};

Deno.test("the first arrivals of a Hawkes feed, for ever", () => {
  assertEquals(timesOf({ ...FEED, events: 8 }), GOLDEN);
  assertNotEquals(timesOf({ ...FEED, events: 8 }, { seed: 2 }), GOLDEN);
});

/** Worked out elsewhere, in 60 digits. */
const GOLDEN = [0, 16866, 25764, 27508, 43700, 44151, 44179, 44248];

Deno.test("a Hawkes feed with a duration is the beginning of the feed without", () => {
  const long = timesOf(FEED, {}, 50_000);
  const duration = long[20_000];
  assertEquals(timesOf(FEED, { duration }), long.filter((time) => time < duration));
});

/** Arrivals in each of equally long windows of a feed. */
function countsOf(times: readonly number[], windowNs: number, windows: number): Float64Array {
  const counts = new Float64Array(windows);
  for (const time of times) counts[Math.floor(time / windowNs)]++;
  return counts;
}

Deno.test("a Hawkes feed has its mean rate, and counts that vary by 1 / (1 - branching)^2 as much as their mean", () => {
  const windows = 2_000;
  const windowNs = 2_000_000; // 20 slow delays and more, so that nearly all clusters are whole
  const times = timesOf(FEED, { seed: 3, duration: windows * windowNs });
  const mean = times.length / windows;
  assertAlmostEquals(mean, 200, 6);
  const counts = countsOf(times, windowNs, windows);
  const dispersion = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / windows / mean;
  assertAlmostEquals(dispersion, 25, 3);
});

Deno.test("without branching a Hawkes feed is a Poisson feed, with one scale it has one", () => {
  const times = timesOf({ ...FEED, branching: 0 }, { seed: 4, duration: 1_000_000_000 });
  const counts = countsOf(times, 1_000_000, 1_000);
  const mean = times.length / 1_000;
  assertAlmostEquals(mean, 100, 2);
  assertAlmostEquals(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 1_000 / mean, 1, 0.15);
});

Deno.test("children follow on two scales, in the shares that the feed states", () => {
  // So few immigrants that nearly every gap below their distance is a delay: min of one child's delay, mostly alone.
  const feed: HawkesFeed = { ...FEED, rate: 1, branching: 0.02, decay: 1e6, slowDecay: 1e3, slowShare: 0.25 };
  const times = timesOf({ ...feed, events: 400_000 }, { seed: 6 });
  const delays = times.slice(1).map((time, n) => time - times[n]).filter((gap) => gap < 20_000_000);
  // Immigrants that follow by chance within 20 ms are taken off: rate x 0.98 x 0.02 of all.
  const chance = 400_000 * 0.98 * 0.98 * 0.02;
  const children = delays.length - chance;
  assertAlmostEquals(children / 400_000, 0.02, 0.0015);
  const fast = delays.filter((gap) => gap < 20_000);
  assertAlmostEquals(fast.length / children, 0.75 + 0.25 * 0.02, 0.03);
  assertAlmostEquals(fast.reduce((sum, gap) => sum + gap, 0) / fast.length, 1_000, 90);
});

Deno.test("TimeHeap gives times back in their order", () => {
  const heap = new TimeHeap();
  assertEquals(heap.earliest, Infinity);
  const times = Array.from({ length: 1_000 }, (_, n) => (n * 7_919) % 1_009);
  times.forEach((time) => heap.add(time));
  const sorted = times.toSorted((a, b) => a - b);
  for (const time of sorted.slice(0, 500)) {
    assertEquals(heap.earliest, time);
    assertEquals(heap.removeEarliest(), time);
  }
  for (const time of sorted.slice(0, 500)) heap.add(time);
  assertEquals(sorted.map(() => heap.removeEarliest()), sorted);
  assertEquals(heap.earliest, Infinity);
});

Deno.test("a Hawkes feed whose children wait in their millions is refused, and does not fill the memory", () => {
  const heap = new TimeHeap();
  assertThrows(
    () => {
      for (let n = 0; n <= 2 ** 24; n++) heap.add(n);
    },
    RangeError,
    "at most 16777216 events may wait",
  );
});

Deno.test("the clusters of a long Hawkes feed stay in order", () => {
  const times = timesOf({ ...FEED, branching: 0.95 }, { seed: 8 }, 100_000);
  assert(times.every((time, n) => n === 0 || time >= times[n - 1]));
  assertEquals(times[0], 0);
});

Deno.test("a quiet session has peaks within 1.2 times those of the hour that it models", () => {
  const feed: HawkesFeed = { ...FEED, rate: 16.4, branching: 0.927, decay: 3e5, slowDecay: 800, slowShare: 0.33 };
  const times = timesOf(feed, { seed: 60, duration: 3_600_000_000_000 });
  assertEquals(times.length, 54_919);
  const peaks = [1e4, 1e5, 1e6, 1e7, 1e8, 1e9].map((window) => {
    let from = 0;
    let most = 0;
    times.forEach((time, to) => {
      while (time - times[from] >= window) from++;
      most = Math.max(most, to - from + 1);
    });
    return most;
  });
  assertEquals(peaks, [35, 67, 142, 453, 716, 717]);
  const hour = [36, 67, 151, 380, 638, 837];
  for (const [n, peak] of peaks.entries()) assert(Math.max(peak / hour[n], hour[n] / peak) < 1.2, `window ${n}`);
});
