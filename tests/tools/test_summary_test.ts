import { assertEquals } from "@std/assert";
import { parseTestSummary } from "../../tools/test_summary.ts";

Deno.test("parseTestSummary reads a run that passed", () => {
  assertEquals(parseTestSummary("a ... ok (1ms)\n\nok | 3 passed (4 steps) | 0 failed (228ms)\n\n"), {
    passed: 3,
    failed: 0,
    ignored: 0,
  });
});

Deno.test("parseTestSummary reads a run that failed", () => {
  const output = "FAILED | 1 passed (2 steps) | 12 failed (2 steps) | 4 ignored (1 step) (1s)\n";
  assertEquals(parseTestSummary(output), { passed: 1, failed: 12, ignored: 4 });
});

Deno.test("parseTestSummary takes the last summary, because a test may print one of its own", () => {
  const output = "ok | 9 passed | 0 failed (1ms)\nFAILED | 0 passed | 1 failed | 2 measured | 3 filtered out (2ms)\n";
  assertEquals(parseTestSummary(output), { passed: 0, failed: 1, ignored: 0 });
});

Deno.test("parseTestSummary answers undefined where the run broke off", () => {
  assertEquals(parseTestSummary("running 3 tests from ./a_test.ts\n"), undefined);
  assertEquals(parseTestSummary("it is ok | 3 passed\n"), undefined);
});
