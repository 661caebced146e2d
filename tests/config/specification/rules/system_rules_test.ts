import { assertEquals } from "@std/assert";
import { CHECK_KEYS, FAILURE_KINDS } from "../../../../config/specification/rules/system_rules.ts";
import { FAILURE_IDS, HEALTH_CHECK_IDS } from "../../../../control/mod.ts";

// The floor of settings lies below that of failures and checks, and cannot import their names.

Deno.test("a specification knows the failures and the health checks that there are", () => {
  assertEquals([...FAILURE_KINDS], [...FAILURE_IDS]);
  assertEquals([...CHECK_KEYS], [...HEALTH_CHECK_IDS]);
});
