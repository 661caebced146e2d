import { assertEquals } from "@std/assert";
import {
  bars,
  decadeName,
  decades,
  greatest,
  linear,
  logarithmic,
  steps,
  timeName,
  timeStep,
} from "../../../../../demo/live/page/client/scales.ts";

Deno.test("linear and logarithmic keep what is beyond their ends at them", () => {
  const flat = linear(10, 100, 50);
  assertEquals([flat(0), flat(5), flat(10), flat(99), flat(-1)], [150, 125, 100, 100, 150]);
  const powers = logarithmic([3, 5], 0, 20);
  assertEquals([powers(1e3), powers(1e4), powers(1e5), powers(1e9), powers(0)], [20, 10, 0, 0, 20]);
});

Deno.test("decades hold all values, and are three apart at least", () => {
  assertEquals(decades([[50_000, NaN], [2_000_000]]), [4, 7]);
  assertEquals(decades([[100, 3e9]]), [2, 10]);
  assertEquals(decades([[NaN, 0]]), [3, 6]);
  assertEquals([0, 2, 3, 7, 9, 10].map(decadeName), ["1 ns", "100 ns", "1 µs", "10 ms", "1 s", "10 s"]);
});

Deno.test("timeStep leaves room for the names of its marks, and timeName names them", () => {
  for (
    const [seconds, width, step] of [[30, 1_000, 5], [30, 230, 10], [300, 230, 120], [300, 1_300, 15], [300, 60, 300]]
  ) {
    assertEquals(timeStep(seconds, width), step);
  }
  assertEquals([0, 5, 65, 600, 3_599.6, 36_061].map(timeName), [
    "0:00",
    "0:05",
    "1:05",
    "10:00",
    "1:00:00",
    "10:01:01",
  ]);
});

const same = (value: number) => value;

Deno.test("steps draws columns as an outline, broken where nothing was seen", () => {
  assertEquals(steps([1, 1, 3, NaN, 2], same, same), "M0 1V1H2V3H3M4 2V2H5");
  assertEquals(steps([1, NaN], same, same, 9), "M0 9V1H1V9Z");
  assertEquals([steps([], same, same), steps([NaN], same, same)], ["", ""]);
});

Deno.test("bars draws what there is from the floor, and the least of it still to be seen", () => {
  assertEquals(bars([0, 5, NaN, 49.9], same, same, 50), "M1 50V5H2V50ZM3 50V48H4V50Z");
  assertEquals([greatest([1, NaN, 7, 3]), greatest([NaN]), greatest([])], [7, 0, 0]);
});
