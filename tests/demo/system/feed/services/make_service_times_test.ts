import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { ServiceTimeSpecification } from "../../../../../config/mod.ts";
import { FeedError, makeServiceTimes, type ServiceTimes, sourceOfBytes } from "../../../../../demo/system/mod.ts";

const DRAWS = 200_000;

function made(specification: ServiceTimeSpecification, consumer = "risk", seed = 1): ServiceTimes {
  return makeServiceTimes(specification, { seed, consumer }, () => {
    throw new Error("there is no file");
  });
}

function measured(text: string, unit: "ns" | "us" = "ns"): ServiceTimes {
  const open = (path: string) => sourceOfBytes(path, new TextEncoder().encode(text));
  return makeServiceTimes({ file: "times.txt", unit }, { seed: 1, consumer: "risk" }, open);
}

function sorted(times: ServiceTimes): Float64Array {
  return Float64Array.from({ length: DRAWS }, (_, sequence) => times.of(sequence)).sort();
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

Deno.test("a fixed time is that time, and not drawn", () => {
  const times = made(800);
  assertEquals([times.of(0), times.of(2 ** 40), times.meanNs, times.drawn], [800, 800, 800, false]);
  assertEquals(made(0).meanNs, 0);
});

Deno.test("exponential times have their mean, their median and their tail", () => {
  const times = made({ mean: 5_000 });
  assertEquals([times.meanNs, times.drawn], [5_000, true]);
  const values = sorted(times);
  assertAlmostEquals(meanOf(values), 5_000, 5 * 5_000 / Math.sqrt(DRAWS));
  assertAlmostEquals(values[DRAWS / 2], 5_000 * Math.LN2, 50);
  assertAlmostEquals(values[DRAWS * 0.99], 5_000 * Math.log(100), 500);
  assert(values.every(Number.isInteger));
});

Deno.test("log-normal times have their median and 99th percentile, and a mean that is not the median", () => {
  const times = made({ median: 2_000, p99: 40_000 });
  const sigma = Math.log(20) / 2.3263478740408408;
  assertAlmostEquals(times.meanNs, 2_000 * Math.exp(sigma * sigma / 2), 1e-8);
  const values = sorted(times);
  assertAlmostEquals(values[DRAWS / 2], 2_000, 40);
  assertAlmostEquals(values[DRAWS * 0.99], 40_000, 1_500);
  assertAlmostEquals(meanOf(values), times.meanNs, 80);
});

Deno.test("the first times of each distribution, for ever", () => {
  const first = (times: ServiceTimes) => [0, 1, 2, 2 ** 32, Number.MAX_SAFE_INTEGER].map((n) => times.of(n));
  assertEquals(first(made({ mean: 5_000 })), GOLDEN.exponential);
  assertEquals(first(made({ median: 2_000, p99: 40_000 })), GOLDEN.logNormal);
  assertEquals(first(measured("1\n2\n3\n4\n5\n6\n7\n8\n9\n")), GOLDEN.measured);
});

/** Worked out elsewhere, in 60 digits. */
const GOLDEN = {
  exponential: [4343, 4781, 27044, 88, 2610],
  logNormal: [1540, 1369, 69, 30246, 2711],
  measured: [4, 4, 1, 9, 6],
};

Deno.test("times are keyed by seed, consumer and sequence, and by nothing else", () => {
  const some = (times: ServiceTimes) => Array.from({ length: 20 }, (_, n) => times.of(n));
  const risk = some(made({ mean: 5_000 }));
  assertEquals(some(made({ mean: 5_000 })), risk);
  assert(some(made({ mean: 5_000 }, "execution")).every((time, n) => time !== risk[n]));
  assert(some(made({ mean: 5_000 }, "risk", 2)).every((time, n) => time !== risk[n]));
});

Deno.test("a distribution without spread is a fixed time, and a time never exceeds 2^53 - 1", () => {
  assertEquals(made({ median: 700, p99: 700 }).of(5), 700);
  const wide = made({ median: 2 ** 52, p99: 2 ** 53 - 1 });
  assert(Array.from({ length: 10_000 }, (_, n) => wide.of(n)).every((time) => time <= Number.MAX_SAFE_INTEGER));
  assertEquals(made({ mean: 0 }).of(3), 0);
});

Deno.test("measured times are drawn as often as they were measured", () => {
  const times = measured("time_us\n3\n1.5\n3\n40\n");
  assertEquals([times.meanNs, times.drawn], [(1_500 + 3_000 + 3_000 + 40_000) / 4, true]);
  const values = sorted(times);
  assertEquals(new Set(values), new Set([1_500, 3_000, 40_000]));
  assertAlmostEquals(values.filter((value) => value === 3_000).length / DRAWS, 0.5, 0.01);
  assertAlmostEquals(meanOf(values), times.meanNs, 200);
});

Deno.test("a measured table of many rows is drawn by its ranks", () => {
  const count = 5_000;
  const times = measured(Array.from({ length: count }, (_, n) => `${(n * 7919) % count}`).join("\n"));
  const values = sorted(times);
  assertEquals(new Set(values).size, count);
  assertAlmostEquals(values[DRAWS / 2], count / 2, 50);
  assertEquals(measured("42").of(17), 42);
});

Deno.test("makeServiceTimes refuses what is no time, and closes the file it opened", () => {
  const refused = (specification: unknown, message: string) =>
    assertThrows(() => made(specification as ServiceTimeSpecification), Error, message);
  refused(-1, "specification must be an integer from 0");
  refused("2us", 'specification must be a number or an object, got "2us"');
  refused({ mean: NaN }, "mean must be a number from 0 to 2^53 - 1, got NaN");
  refused({ median: 0, p99: 1 }, "median must be a number from 5e-324");
  refused({ median: 10, p99: 9 }, "p99 must be a number from 10 to 2^53 - 1, got 9");
  refused({}, "specification must be an object with mean, median or file, got an object");
  refused({ file: 5, unit: "ns" }, "file must be a path, got 5");
  refused({ file: "a.csv" }, "unit must be one of ns, us, ms, s, got undefined");
  let closed = 0;
  const open = (path: string) => ({ ...sourceOfBytes(path, new Uint8Array()), close: () => void closed++ });
  const key = { seed: 1, consumer: "risk" };
  assertThrows(() => makeServiceTimes({ file: "none.csv", unit: "ns" }, key, open), FeedError, "none.csv");
  assertEquals(closed, 1);
});
