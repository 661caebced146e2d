import { assertStrictEquals } from "@std/assert";
import { Lifecycle } from "../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../core/state/lifecycle_state.ts";
import { ReadinessProbe } from "../../../runtime/readiness/readiness_probe.ts";

Deno.test("ReadinessProbe.ready is true in READY and in no other state", () => {
  const lifecycle = new Lifecycle();
  const readiness = new ReadinessProbe({ lifecycle });
  assertStrictEquals(readiness.ready, false);
  for (const state of ["WARMUP", "READY", "DEGRADED", "READY", "DEGRADED", "WARMUP", "READY"] as const) {
    lifecycle.transition(LifecycleState[state]);
    assertStrictEquals(readiness.ready, state === "READY");
  }
});

Deno.test("ReadinessProbe is content with the reader of a lifecycle", () => {
  const lifecycle = new Lifecycle();
  const readiness = new ReadinessProbe({ lifecycle: lifecycle.reader });
  lifecycle.transition(LifecycleState.WARMUP);
  lifecycle.transition(LifecycleState.READY);
  assertStrictEquals(readiness.ready, true);
});
