import { assertEquals, assertStringIncludes } from "@std/assert";
import type { GapResult } from "../../../../../demo/live/plane/gap_run.ts";
import { renderGapReport } from "../../../../../demo/live/view/gap_report.ts";
import { renderGapPage } from "../../../../../demo/live/view/report/gap_page.ts";
import { PLAIN } from "../../../../../demo/terminal/layout/palette.ts";
import { htmlProblems, numbersOf, textOf } from "../../../html/_html_check.ts";
import { histogramOf } from "../../_results.ts";

const RESULT: GapResult = {
  plan: { seconds: 2, gapUs: 10 },
  clock: "process.hrtime",
  clockNote: "the native clock needs --allow-ffi",
  cores: 32,
  endedBy: "failure",
  threads: [
    { elapsedNs: 2e9, totalNs: 400_000, gapsNs: histogramOf([12_000, 99], [8_000_000, 1]).snapshot() },
    { elapsedNs: 2e9, totalNs: 0, gapsNs: histogramOf().snapshot() },
    undefined,
  ],
  failures: ["spinning thread 3: <did not answer>"],
};

Deno.test("renderGapPage says what the report as text says", () => {
  for (const result of [RESULT, { ...RESULT, threads: [RESULT.threads[1]], failures: [] }]) {
    const html = renderGapPage(result, "deno task live --hiccups-only");
    assertEquals(htmlProblems(html), []);
    const report = renderGapReport(result, { width: 10_000, palette: PLAIN });
    const shown = numbersOf(textOf(html));
    assertEquals([...numbersOf(report)].filter((number) => !shown.has(number)), []);
    for (const [, sentence] of report.matchAll(/^ {2}- (.*)$/gm)) assertStringIncludes(textOf(html), sentence);
  }
  const text = textOf(renderGapPage(RESULT, ""));
  assertStringIncludes(text, "With no system at all, this machine paused 100 times, for 8.00 ms at the longest.");
  assertStringIncludes(text, "spinning thread 3: <did not answer>");
});
