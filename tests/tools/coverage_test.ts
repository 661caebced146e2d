import { assertEquals, assertThrows } from "@std/assert";
import {
  coverageShortfalls,
  formatMisses,
  formatPercent,
  inFolders,
  parseLcov,
  percentOf,
  totalCoverage,
} from "../../tools/coverage.ts";

const REPORT = `SF:/house/core/bus/ring.ts
FN:1,publish
FNDA:1,publish
BRDA:10,1,0,0
BRDA:10,1,1,5
BRDA:12,2,0,-
BRF:3
BRH:1
DA:9,1
DA:10,0
DA:11,0
DA:12,0
DA:15,0
LH:1
LF:5
end_of_record
SF:/house/demo/main.ts
BRF:0
BRH:0
DA:1,1
LH:1
LF:1
end_of_record
SF:/elsewhere/core/other.ts
BRF:0
BRH:0
LH:0
LF:9
end_of_record
`;

const HOUSE = new URL("file:///house/");

Deno.test("parseLcov reads the files of the project and leaves out the others", () => {
  const [ring, main, ...others] = parseLcov(REPORT, HOUSE);
  assertEquals(ring, {
    path: "core/bus/ring.ts",
    lines: { hit: 1, found: 5 },
    branches: { hit: 1, found: 3 },
    missedLines: [10, 11, 12, 15],
    missedBranchLines: [10, 12],
  });
  assertEquals(main?.path, "demo/main.ts");
  assertEquals(others, []);
});

Deno.test("parseLcov reads the paths that Windows writes", () => {
  const report = "SF:C:\\house\\core\\a.ts\r\nBRF:0\r\nBRH:0\r\nLH:1\r\nLF:2\r\nend_of_record\r\n";
  assertEquals(parseLcov(report, new URL("file:///C:/house/")).map((file) => file.path), ["core/a.ts"]);
});

Deno.test("parseLcov refuses a report that is cut off or lacks a count", () => {
  assertThrows(() => parseLcov("SF:/house/core/a.ts\nLH:1\n", HOUSE), SyntaxError, "ends inside a record");
  assertThrows(() => parseLcov("SF:/house/core/a.ts\nLH:1\nend_of_record\n", HOUSE), SyntaxError, "no LF count");
});

Deno.test("inFolders keeps whole folder names only", () => {
  const files = parseLcov(REPORT.replaceAll("/house/demo/", "/house/corelike/"), HOUSE);
  assertEquals(inFolders(files, ["core"]).map((file) => file.path), ["core/bus/ring.ts"]);
});

Deno.test("totalCoverage adds the files up", () => {
  assertEquals(totalCoverage(parseLcov(REPORT, HOUSE)), {
    lines: { hit: 2, found: 6 },
    branches: { hit: 1, found: 3 },
  });
});

Deno.test("percentOf answers 100 for nothing", () => {
  assertEquals(percentOf({ hit: 0, found: 0 }), 100);
  assertEquals(percentOf({ hit: 1, found: 4 }), 25);
});

Deno.test("coverageShortfalls passes exactly at the threshold and fails one line below it", () => {
  const thresholds = { linesPercent: 95, branchesPercent: 90 };
  const branches = { hit: 9, found: 10 };
  assertEquals(coverageShortfalls({ lines: { hit: 95, found: 100 }, branches }, thresholds), []);
  assertEquals(coverageShortfalls({ lines: { hit: 949, found: 1000 }, branches }, thresholds), [
    "949 of 1000 lines were run: 94.9 %, not 95 %.",
  ]);
  assertEquals(coverageShortfalls({ lines: { hit: 1, found: 1 }, branches: { hit: 89, found: 100 } }, thresholds), [
    "89 of 100 branches were run: 89.0 %, not 90 %.",
  ]);
});

Deno.test("coverageShortfalls fails where nothing was measured", () => {
  const nothing = { lines: { hit: 0, found: 0 }, branches: { hit: 0, found: 0 } };
  assertEquals(coverageShortfalls(nothing, { linesPercent: 0, branchesPercent: 0 }), ["No line was measured."]);
});

Deno.test("formatMisses names the lines that are left, the worst file first", () => {
  assertEquals(formatMisses(parseLcov(REPORT, HOUSE)), ["core/bus/ring.ts: lines 10-12, 15 branches at 10, 12"]);
});

Deno.test("formatPercent never rounds up to a threshold", () => {
  assertEquals(formatPercent({ hit: 94_999, found: 100_000 }), "94.9 %");
  assertEquals(formatPercent({ hit: 100, found: 100 }), "100.0 %");
});
