import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { timesOf } from "../_arrivals.ts";

const EVENTS = 200_000;

Deno.test("the first arrivals of a Poisson feed, for ever", () => {
  assertEquals(timesOf({ model: "poisson", rate: 1e6, events: 6 }), GOLDEN);
  assertEquals(timesOf({ model: "poisson", rate: 1e6, events: 6 }, { step: 77 }), GOLDEN);
  assertNotEquals(timesOf({ model: "poisson", rate: 1e6, events: 6 }, { seed: 2 }), GOLDEN);
});

/** Worked out elsewhere, in 60 digits. */
const GOLDEN = [0, 515, 2091, 2244, 3931, 4066];

Deno.test("a Poisson feed has the rate, the spread and the tail of independent exponential gaps", () => {
  const times = timesOf({ model: "poisson", rate: 1e5, events: EVENTS }, { seed: 5 });
  const gaps = times.slice(1).map((time, n) => time - times[n]);
  const mean = times[EVENTS - 1] / (EVENTS - 1);
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  assertAlmostEquals(mean, 10_000, 100);
  assertAlmostEquals(Math.sqrt(variance), 10_000, 150);
  assertAlmostEquals(gaps.filter((gap) => gap > 30_000).length / gaps.length, Math.exp(-3), 0.002);
  const correlation = gaps.slice(1).reduce((sum, gap, n) => sum + (gap - mean) * (gaps[n] - mean), 0) / gaps.length;
  assertAlmostEquals(correlation / variance, 0, 0.01);
});

Deno.test("counts of a Poisson feed vary as much as their mean", () => {
  const times = timesOf({ model: "poisson", rate: 1e6 }, { seed: 9, duration: 100_000_000 });
  const counts = new Float64Array(1_000);
  for (const time of times) counts[Math.floor(time / 100_000)]++;
  const mean = times.length / 1_000;
  const dispersion = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 1_000 / mean;
  assertAlmostEquals(dispersion, 1, 0.15);
  assert(times.every((time, n) => time < 100_000_000 && (n === 0 || time >= times[n - 1])));
});
