import { assertEquals, assertStringIncludes } from "@std/assert";
import { stalenessPaths, stalenessTable } from "../../../demo/simulate/staleness_files.ts";
import { seen } from "./_results.ts";

Deno.test("stalenessPaths leaves the path of an only consumer alone", () => {
  assertEquals(stalenessPaths("out/a.hgrm", ["x/y"]), ["out/a.hgrm"]);
});

Deno.test("stalenessPaths puts the names of several in front of the ending, and nothing that leads elsewhere", () => {
  assertEquals(stalenessPaths("out/a.hgrm", ["fast", "../b c"]), ["out/a-fast.hgrm", "out/a-.._b_c.hgrm"]);
  assertEquals(stalenessPaths("a", ["fast", "slow"]), ["a-fast", "a-slow"]);
});

Deno.test("stalenessPaths knows of no paths for consumers that differ in nothing that a name may have", () => {
  assertEquals(stalenessPaths("a.hgrm", ["x/y", "x y"]), undefined);
  assertEquals(stalenessPaths("a.hgrm", ["fast", "Fast"]), undefined);
});

Deno.test("stalenessTable is in microseconds, and says whose", () => {
  const table = stalenessTable(seen("execution"));
  assertStringIncludes(table, "# Staleness of execution in microseconds of simulated time\n");
  assertStringIncludes(table, "#[Max     =      599.997");
});
