import { UsageError } from "../../demo/terminal/usage_error.ts";
import { assertEquals, assertThrows } from "@std/assert";
import {
  benchTables,
  joinRuns,
  median,
  readBenchJson,
  readControl,
  replaceSection,
  targetTable,
} from "../../tools/bench_figures.ts";
import { parseReportOptions } from "../../tools/bench_report.ts";

/** What `deno bench --json` prints of a bench. */
function bench(group: string | null, name: string, p75: number, baseline = false): object {
  return { origin: "file:///a_bench.ts", group, name, baseline, results: [{ ok: { n: 9, min: 1, avg: 99, p75 } }] };
}

function output(...benches: object[]): string {
  return JSON.stringify({ version: 1, runtime: "Deno/1.2.3 linux", cpu: "a processor", benches });
}

Deno.test("readBenchJson divides a time by the events that its group names", () => {
  const { machine, readings } = readBenchJson(output(bench("ring (4096 events)", "one by one", 8192, true)));
  assertEquals(machine, { cpu: "a processor", runtime: "Deno/1.2.3 linux" });
  assertEquals(readings, [{ group: "ring", name: "one by one", baseline: true, nsPerEvent: 2 }]);
});

Deno.test("readBenchJson leaves out what was ignored", () => {
  assertEquals(readBenchJson(output({ group: "a (1 events)", name: "b", baseline: false, results: [] })).readings, []);
});

Deno.test("readBenchJson refuses no JSON, a failed bench, and a group without its events", () => {
  assertThrows(() => readBenchJson("Check a_bench.ts"), Error, "got no JSON");
  const failed = { group: "a (1 events)", name: "b", baseline: false, results: [{ failed: {} }] };
  assertThrows(() => readBenchJson(output(failed)), Error, "bench b failed");
  for (const group of ["ring", "ring (4096)", null]) {
    assertThrows(() => readBenchJson(output(bench(group, "b", 1))), Error, `got ${group}`);
  }
});

Deno.test("joinRuns keeps benches of different groups apart, and their order", () => {
  const runs = [[2, 8], [3, 6]].map(([a, b]) =>
    readBenchJson(output(bench("y (1 events)", "n", a, true), bench("x (1 events)", "n", b))).readings
  );
  assertEquals(joinRuns(runs), [
    { group: "y", name: "n", baseline: true, runsNs: [2, 3] },
    { group: "x", name: "n", baseline: false, runsNs: [8, 6] },
  ]);
});

Deno.test("median is the middle one, or between the two", () => {
  assertEquals(median([9, 1, 5]), 5);
  assertEquals(median([4, 1, 2, 100]), 3);
  assertThrows(() => median([]), RangeError);
});

Deno.test("benchTables shows medians, the range of the runs, and ratios to the baseline", () => {
  const figures = [
    { group: "g", name: "ours", baseline: true, runsNs: [2, 4, 3] },
    { group: "g", name: "theirs", baseline: false, runsNs: [12, 120.4, 30] },
    { group: "h", name: "alone", baseline: false, runsNs: [7] },
  ];
  assertEquals(
    benchTables(figures),
    [
      "### g",
      "",
      "| work | ns per event | lowest to highest run | ratio |",
      "| --- | ---: | ---: | ---: |",
      "| ours | 3.00 | 2.00 to 4.00 | 1.00x |",
      "| theirs | 30.0 | 12.0 to 120 | 10.00x |",
      "",
      "### h",
      "",
      "| work | ns per event | lowest to highest run |  |",
      "| --- | ---: | ---: | ---: |",
      "| alone | 7.00 | 7.00 to 7.00 |  |",
    ].join("\n"),
  );
});

Deno.test("targetTable takes the ratio of each round, and says whether its median meets the goal", () => {
  const rounds = [{ controlNs: 2, oursNs: 5 }, { controlNs: 4, oursNs: 8 }, { controlNs: 2, oursNs: 4.2 }];
  const table = targetTable([{ title: "a", goal: 2.1, rounds }, { title: "b", goal: 2.05, rounds }, {
    title: "c",
    goal: null,
    rounds,
  }]);
  assertEquals(table.split("\n").slice(2), [
    "| a | 2.00 | 5.00 | 2.10x | 2.00x to 2.50x | 3 | ≤ 2.10x | met |",
    "| b | 2.00 | 5.00 | 2.10x | 2.00x to 2.50x | 3 | ≤ 2.05x | not met |",
    "| c | 2.00 | 5.00 | 2.10x | 2.00x to 2.50x | 3 |  |  |",
  ]);
});

Deno.test("readControl finds the one line of a work", () => {
  const output =
    "pipeline, manual clock           2.37 ns/event   (min 2.28)\npipeline, native clock  88.20 ns/event (min 80)\n";
  assertEquals(readControl(output, /native/), 88.2);
  assertEquals(readControl(output, /^pipeline, manual clock$/), 2.37);
  assertThrows(() => readControl(output, /^pipeline/), Error, "got 2");
  assertThrows(() => readControl(output, /^ring$/), Error, "got 0");
});

Deno.test("replaceSection replaces what is between its marks and nothing else", () => {
  const document = "# Title\n<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\nkept\n<!-- /b -->\n";
  assertEquals(
    replaceSection(document, "a", "new"),
    "# Title\n<!-- a -->\n\nnew\n\n<!-- /a -->\n<!-- b -->\nkept\n<!-- /b -->\n",
  );
  for (const broken of ["no mark", "<!-- a -->", "<!-- /a --><!-- a -->", "<!-- a --><!-- a --><!-- /a -->"]) {
    assertThrows(() => replaceSection(broken, "a", "new"), Error, "must have one <!-- a -->");
  }
});

Deno.test("parseReportOptions has defaults, and refuses what it does not know", () => {
  const { runs, json, control, rounds } = parseReportOptions([])!;
  assertEquals({ runs, json, control, rounds }, { runs: 3, json: [], control: undefined, rounds: 9 });
  assertEquals(parseReportOptions(["--json", "a", "--json", "b", "--runs=0"])?.json, ["a", "b"]);
  assertThrows(
    () => parseReportOptions(["--runs", "three"]),
    Error,
    "--runs must be an integer from 0 to 99, got three",
  );
  assertThrows(() => parseReportOptions(["--rounds", "0"]), Error, "--rounds must be an integer from 1 to 99, got 0");
  assertThrows(() => parseReportOptions(["--fast"]), UsageError, "unknown option --fast: did you mean");
  assertThrows(() => parseReportOptions(["extra"]), UsageError, "bench:report takes only options, got extra");
});
