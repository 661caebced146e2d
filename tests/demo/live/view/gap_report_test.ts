import { assertEquals, assertStringIncludes } from "@std/assert";
import type { GapResult } from "../../../../demo/live/plane/gap_run.ts";
import { gapsToJson, renderGapReport } from "../../../../demo/live/view/gap_report.ts";
import { PLAIN } from "../../../../demo/terminal/layout/palette.ts";
import { histogramOf } from "../_results.ts";

const RESULT: GapResult = {
  plan: { seconds: 2, gapUs: 10 },
  clock: "clock_gettime(CLOCK_MONOTONIC)",
  clockNote: undefined,
  cores: 32,
  endedBy: "failure",
  threads: [
    { elapsedNs: 2e9, totalNs: 400_000, gapsNs: histogramOf([12_000, 99], [8_000_000, 1]).snapshot() },
    { elapsedNs: 2e9, totalNs: 0, gapsNs: histogramOf().snapshot() },
    undefined,
  ],
  failures: ["spinning thread 3: did not answer"],
};

Deno.test("renderGapReport has a row for each thread, and names those that failed", () => {
  const report = renderGapReport(RESULT, { width: 80, palette: PLAIN });
  for (const line of report.split("\n")) assertEquals(line.length <= 80, true, line);
  assertStringIncludes(report, "two readings of the clock, more than 10.0 µs apart\n");
  assertStringIncludes(report, "0.02 %  12.0 µs  12.0 µs  8.00 ms  8.00 ms\n");
  assertStringIncludes(report, "  spinning thread 3: did not answer\n");
  assertStringIncludes(report.replaceAll(/\s+/g, " "), "- All of the 32 cores: at most 16 threads spin.");
});

Deno.test("gapsToJson tells nothing of a thread that failed", () => {
  const { config, cores, ended_by, threads, failures } = gapsToJson(RESULT);
  assertEquals([config, cores, ended_by, failures.length], [{ seconds: 2, gap_us: 10 }, 32, "failure", 1]);
  assertEquals(threads.map(({ gaps, total_ns, share }) => [gaps, total_ns, share]), [
    [100, 400_000, 0.0002],
    [0, 0, 0],
    [null, null, null],
  ]);
  assertEquals([threads[0].gaps_ns?.max, threads[1].gaps_ns?.max, threads[2].gaps_ns], [8_000_000, null, null]);
});
