import { assertEquals } from "@std/assert";
import { Lifecycle } from "../../../../core/state/lifecycle.ts";
import { LifecycleState } from "../../../../core/state/lifecycle_state.ts";
import { LifecycleTrace } from "../../../../demo/system/timed/lifecycle_trace.ts";

Deno.test("LifecycleTrace knows whether the system was READY, and leaves the moments of a change open", () => {
  const lifecycle = new Lifecycle();
  const trace = new LifecycleTrace(lifecycle);
  lifecycle.transition(LifecycleState.WARMUP);
  trace.look(0);
  lifecycle.transition(LifecycleState.READY);
  trace.look(10);
  const outage = { name: "outage" };
  lifecycle.degradation.hold(outage);
  trace.look(20);
  const lag = { name: "lag" };
  lifecycle.degradation.hold(lag);
  trace.look(25); // another cause, and no other state
  const asked = [0, 9, 10, 11, 19, 20, 21, 25, 30];
  assertEquals(asked.map((ns) => trace.wasReady(ns)), [
    false,
    false,
    undefined,
    true,
    true,
    undefined,
    false,
    false,
    false,
  ]);
});
