import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  createHealthChecks,
  HEALTH_CHECK_IDS,
  type HealthCheckId,
} from "../../../control/health/create_health_checks.ts";
import type { HealthLimits } from "../../../control/health/health_check.ts";

Deno.test("createHealthChecks makes every check there is, under its own name, with the limits given", () => {
  const limits = HEALTH_CHECK_IDS.map((id, n) => [id, { limit: n + 1, recoveryLimit: n }]);
  const checks = createHealthChecks(Object.fromEntries(limits));
  assertEquals(checks.map(({ id, limit, recoveryLimit }) => [id, { limit, recoveryLimit }]), limits);
  for (const { sentence, unit } of checks) assert(/^[A-Z].+\?$/.test(sentence) && unit !== "");
});

Deno.test("createHealthChecks makes the checks that are named and no other, in a fixed order", () => {
  const checks = createHealthChecks({ stall: { limit: 3 }, quiet: undefined, lag: { limit: 0.5 } });
  assertEquals(checks.map(({ id, limit, recoveryLimit }) => [id, limit, recoveryLimit]), [
    ["lag", 0.5, 0.5],
    ["stall", 3, 3],
  ]);
  assertEquals(createHealthChecks({}), []);
});

Deno.test("createHealthChecks refuses a check that there is not, and says which there are", () => {
  for (const id of ["lga", "toString", "__proto__", ""]) {
    const limits = Object.fromEntries([[id, { limit: 1 }]]) as Partial<Record<HealthCheckId, HealthLimits>>;
    const error = assertThrows(() => createHealthChecks(limits), RangeError);
    assertEquals(
      error.message,
      `Cannot create health checks: check must be one of lag, staleness, heartbeat, quiet, loss, overrun, stall, drop, got ${
        JSON.stringify(id)
      }`,
    );
  }
});

Deno.test("createHealthChecks refuses limits that contradict each other", () => {
  assertThrows(
    () => createHealthChecks({ lag: { limit: 0.5, recoveryLimit: 0.6 } }),
    RangeError,
    "Cannot create check lag: recoveryLimit must be a number from 0 to the limit, 0.5, got 0.6",
  );
});

Deno.test("createHealthChecks gives every check a question of its own, and says what its value counts", () => {
  const checks = createHealthChecks(Object.fromEntries(HEALTH_CHECK_IDS.map((id) => [id, { limit: 1 }])));
  assertEquals(checks.map(({ id }) => id), [...HEALTH_CHECK_IDS]);
  assertEquals(checks.filter(({ sentence }) => /^[A-Z].+\?$/.test(sentence)).length, checks.length);
  assertEquals(new Set(checks.map(({ sentence }) => sentence)).size, checks.length);
  assertEquals(
    checks.map(({ unit }) => unit),
    ["share of capacity", "ns", "ns", "ns", "events", "overruns", "stalls", "observations"],
  );
});
