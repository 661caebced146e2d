import { assertEquals } from "@std/assert";
import { Histogram } from "../../../../control/metrics/histogram.ts";
import { machineShare } from "../../../../demo/live/plane/live_hiccups.ts";
import { hiccups, histogramOf } from "../_results.ts";

Deno.test("machineShare is the part of a tail that the hiccups are", () => {
  const report = hiccups([1_000, 99], [4_000, 1]);
  assertEquals(machineShare(report, histogramOf([2_000, 99], [8_000, 1])), {
    p99: report.ready.p99 / histogramOf([2_000, 99], [8_000, 1]).snapshot().p99,
    max: 0.5,
  });
});

Deno.test("machineShare is never more than the whole", () => {
  assertEquals(machineShare(hiccups([9_000, 10]), histogramOf([200, 10])), { p99: 1, max: 1 });
  assertEquals(machineShare(hiccups([0, 10]), histogramOf([0, 10])), { p99: 1, max: 1 });
});

Deno.test("machineShare of what was not measured is not known", () => {
  assertEquals(machineShare(undefined, histogramOf([200, 10])), undefined);
  assertEquals(machineShare(hiccups(), histogramOf([200, 10])), undefined);
  assertEquals(machineShare(hiccups([9_000, 10]), new Histogram()), undefined);
});
