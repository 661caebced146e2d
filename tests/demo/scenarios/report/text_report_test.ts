import { assertMatch, assertStringIncludes } from "@std/assert";
import { PLAIN } from "../../../../demo/terminal/layout/palette.ts";
import { renderText } from "../../../../demo/scenarios/report/text_report.ts";
import { runScenario, type ScenarioChanges } from "../../../../demo/scenarios/scenario.ts";
import { SCENARIOS } from "../../../../demo/scenarios/catalogue/all.ts";

function report(id: string, changes: ScenarioChanges = {}, width = 80): string {
  const scenario = SCENARIOS.find((scenario) => scenario.id === id)!;
  return renderText(runScenario(scenario, changes), { width, palette: PLAIN, digest: "" });
}

Deno.test("renderText says of how many events a staleness is, however narrow the line", () => {
  assertStringIncludes(report("producer-heavy"), "  4.06 µs  7.23 µs  7.65 µs  7.65 µs  of 36 of 400 events, 9 %\n");
  assertStringIncludes(report("overrun-recovery", {}, 64), "\n  stall: of 36 of 400 events, 9 %\n");
  assertStringIncludes(report("producer-heavy", { settings: { pollsPerStep: 0 } }), "of 0 of 400 events, 0 %\n");
});

Deno.test("renderText puts overruns beside the polls that found them", () => {
  assertStringIncludes(
    report("producer-heavy"),
    "\n  one overrun, from step 12 to the end, found by 114 polls: 300 events lost\n",
  );
  const skipping = report("producer-heavy", { settings: { onOverrun: "skip-to-head" } });
  assertStringIncludes(skipping, "\n  3 overruns, each ended by a resume: at most 68 events lost in one\n");
  assertMatch(
    report("overrun-recovery"),
    /^ {2}overruns +1 +3 +38\n {4}without an end +1 +0 +0\n {4}found by polls +114 +3 +38$/m,
  );
});

Deno.test("renderText tells what is overwritten where nobody polls, and that no poll found it", () => {
  const text = report("producer-heavy", { settings: { pollsPerStep: 0 } });
  assertStringIncludes(text, "lapped in step 8, where 8 + 8 * 8 = 72 > 64");
  assertStringIncludes(text, "400 = 0 acks + 336 lost + 64 readable");
  assertStringIncludes(text, "336 = 0 skipped + 336 overwritten unread, of which no poll found 336");
});

Deno.test("renderText gives load and growth, and calls a load of 1 what it is", () => {
  assertStringIncludes(
    report("producer-heavy").replace(/\s+/g, " "),
    "load 8 / 3 = 2.67, unstable: the backlog grows by 5",
  );
  assertStringIncludes(report("balanced").replace(/\s+/g, " "), "load 5 / 5 = 1.00, with no poll to spare");
  assertStringIncludes(report("consumer-heavy"), "load 3 / 8 = 0.38, stable; this run needs 3 slots");
  const close = report("balanced", { settings: { ingestPerStep: 1_001, pollsPerStep: 1_000, ringCapacity: 1_024 } });
  assertStringIncludes(close, "load 1001 / 1000 = 1.001, unstable");
});
